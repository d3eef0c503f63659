"""Which form of answer a question asks for: a small linear classifier.

It looks at the words that frame the question, by runs of up to three and by pairs, with names,
numbers and rare words masked ("timeline of X", "w or w?"); and at the sentence encoder's vector of
the question as it is, near which lie wordings that nobody thought of: "anything for a sore throat"
asks for several things. The weights in `form_weights.json` are trained by `tests.bench.forms`, on
questions that many writers wrote.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from index.models.encoder import load_encoder
from qa.question.linear import Linear

WEIGHTS = Path(__file__).with_name("form_weights.json")
_APART = 4  # words from one of a pair to the other
_RUN = 3  # words that are looked at together
_TOKEN = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)?|\d[\d.,:]*|[;?]")
_NAME, _NUMBER, _WORD = "X", "0", "w"
_SHAPES = (("ws", re.compile(r"\w{2,}[^\Wsui]s")), ("west", re.compile(r"\w{2,}est")))
MASKS = (_NAME, _NUMBER, _WORD, *(name for name, _ in _SHAPES))
_FIRST, _LAST = "^", "$"


class Form(StrEnum):
    """What an answer looks like."""

    FACT = "fact"
    OPEN = "open"
    YES_NO = "yes or no"
    LIST = "list"
    SAID = "said"
    COMPARE = "compare"
    CHANGE = "change"
    TIMELINE = "timeline"
    SUMMARY = "summary"
    DEFINITION = "definition"
    COLLECTION = "collection"


@dataclass(frozen=True, slots=True)
class FormWeights:
    """The classifier.

    Attributes:
        frame: the words that are not masked, in small letters.
        by_runs: of runs of words, a class a form, in the order of `Form`.
        of_vector: what each number of the encoder's vector weighs, a row a form.
    """

    frame: frozenset[str]
    by_runs: Linear
    of_vector: NDArray[np.float32]


@lru_cache(maxsize=1)  # immutable
def load_form_weights() -> FormWeights:
    """The classifier that comes with the program."""
    held = json.loads(WEIGHTS.read_text("utf-8"))
    of_vector = np.asarray(held["of_vector"], dtype=np.float32)
    return FormWeights(frozenset(held["frame"]), Linear.read(held), of_vector)


def form_of(question: str) -> Form:
    """The form of answer that a question, standing alone, asks for most likely.

    Raises:
        ModelError: the bundled encoder is missing or altered.
    """
    weights = load_form_weights()
    words = masked(question, weights.frame)
    scores = weights.by_runs.scores(runs(words)) + weights.of_vector @ vectors_of([question])[0]
    return list(Form)[int(scores.argmax())]


def vectors_of(questions: Sequence[str]) -> NDArray[np.float32]:
    """The bundled encoder's vectors of questions, whichever an index was made with.

    Returns:
        A row of length 1 a question.
    """
    return load_encoder().encode_passages(questions)


@dataclass(frozen=True, slots=True)
class MaskedWord:
    """A word of a question as it is shown to a classifier, and where it stands in characters."""

    shown: str
    start: int
    end: int


def masked(question: str, frame: frozenset[str]) -> tuple[str, ...]:
    """The words that frame a question; the others as what they are, each run of those as one."""
    return without_repeats([word.shown for word in masked_words(question, frame)])


def masked_words(question: str, frame: frozenset[str]) -> list[MaskedWord]:
    """Every word of a question: itself if it is one of the frame, else what it is."""
    found = enumerate(_TOKEN.finditer(question.replace("’", "'")))
    shown = ((_shown(match.group(), place, frame), match) for place, match in found)
    return [MaskedWord(word, *match.span()) for word, match in shown if word]


def without_repeats(words: Sequence[str]) -> tuple[str, ...]:
    """Words with each run of one mask as one."""
    kept: list[str] = []
    for word in words:
        if not kept or kept[-1] != word or word not in MASKS:
            kept.append(word)
    return tuple(kept)


def _shown(token: str, place: int, frame: frozenset[str]) -> str:
    """A word as itself or its mask; "" for a mark that says nothing."""
    low = token.casefold()
    for word in (low, re.sub(r"'s$", "", low)):
        if word in frame:
            return word
    if token[0].isdigit():
        return _NUMBER
    if token in ";?":
        return ""
    if token[0].isupper() and place:
        return _NAME
    return next((name for name, shape in _SHAPES if shape.fullmatch(token)), _WORD)


def runs(words: Sequence[str]) -> Iterator[str]:
    """All runs of one to three masked words and pairs that stand near; each once.

    The beginning and the end count as words.
    """
    whole = [_FIRST, *words, _LAST]
    seen = {
        " ".join(whole[start : start + length])
        for length in range(1, _RUN + 1)
        for start in range(len(whole) - length + 1)
    }
    seen |= {
        f"{one} .. {whole[place + gap]}"
        for place, one in enumerate(whole)
        for gap in range(2, _APART + 1)
        if place + gap < len(whole)
    }
    yield from sorted(seen - {_FIRST, _LAST})
