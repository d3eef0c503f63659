"""Questions with what they ask for, as writers of several voices wrote them: `tests/data`."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from qa.question.collection import CollectionRequest, Wanted
from qa.question.form import Form

_DATA = Path(__file__).resolve().parents[1] / "data"
FORMS, FORMS_UNSEEN = _DATA / "form_questions.txt", _DATA / "form_questions_unseen.txt"
COLLECTION = _DATA / "collection_questions.txt"
COLLECTION_UNSEEN = _DATA / "collection_questions_unseen.txt"
TOPICS, TOPICS_UNSEEN = _DATA / "topic_questions.txt", _DATA / "topic_questions_unseen.txt"
COMPARISONS = _DATA / "sides_questions.txt"
COMPARISONS_UNSEEN = _DATA / "sides_questions_unseen.txt"
_OFTEN, _WRITERS = 3, 2  # a word frames questions that so many have, of so many writers
_WORD = re.compile(r"[^\W\d_]+(?:'[^\W\d_]+)?")


@dataclass(frozen=True, slots=True)
class Labelled:
    """A question with its form; `writer` is "" for one of a public data set."""

    writer: str
    form: Form
    text: str


def labelled(path: Path) -> list[Labelled]:
    """The questions of a file: "== writer", "[form]", then a question a line."""
    found, form = [], Form.FACT
    for writer, line in lines_of(path):
        if line.startswith("["):
            form = Form(line.strip("[]"))
        else:
            found.append(Labelled(writer, form, line))
    return found


def comparisons(path: Path) -> list[Labelled]:
    """The comparisons of a file in which their sides are marked, without the marks."""
    marked = ((writer, line) for writer, line in lines_of(path) if "[" in line)
    return [
        Labelled(writer, Form.COMPARE, re.sub(r"[\[\]{}]", "", line)) for writer, line in marked
    ]


def lines_of(path: Path) -> Iterator[tuple[str, str]]:
    """The lines of a file, each with its writer, without comments."""
    writer = ""
    for line in path.read_text("utf-8").splitlines():
        if line.startswith("=="):
            writer = line.strip("= ")
        elif not line.startswith("#"):
            yield writer, line


@dataclass(frozen=True, slots=True)
class Row:
    """A question about the collection and what it asks for; `writer` as in `Labelled`."""

    writer: str
    text: str
    request: CollectionRequest


def rows_of(path: Path) -> list[Row]:
    """The rows of a file: "== writer", then wanted | exact | topic | author | question."""
    found = []
    for writer, line in lines_of(path):
        wanted, exact, topic, author, text = (part.strip() for part in line.split("|", 4))
        request = CollectionRequest(Wanted(wanted), topic, exact == "exact", author)
        found.append(Row(writer, text, request))
    return found


@dataclass(frozen=True, slots=True)
class Marked:
    """A question with the words in it that name what it is about, and whose articles it means."""

    writer: str
    text: str
    topic: str
    author: str = ""


def marked(path: Path) -> list[Marked]:
    """The questions of a file: "== writer", then topic | question."""
    split = ((writer, *line.split("|", 1)) for writer, line in lines_of(path))
    return [Marked(writer, text.strip(), topic.strip()) for writer, topic, text in split]


def frame_of(questions: Iterable[Labelled | Row | Marked]) -> frozenset[str]:
    """The words that frame questions: those of several writers, whatever each asks about."""
    return often_used(
        (question.writer, word)
        for question in questions
        for word in {word.lower() for word in _framing(question.text)}
    )


def often_used(uses: Iterable[tuple[str, str]]) -> frozenset[str]:
    """The words that are used often enough, and by several writers; of a writer and a word each."""
    seen: Counter[str] = Counter()
    writers: dict[str, set[str]] = defaultdict(set)
    for writer, word in uses:
        seen[word] += 1
        writers[word].add(writer)
    return frozenset(w for w, n in seen.items() if n >= _OFTEN and len(writers[w]) >= _WRITERS)


def _framing(text: str) -> Iterator[str]:
    """Words that are no names: the first, and those in small letters."""
    for place, word in enumerate(_WORD.findall(text.replace("’", "'"))):
        if word.islower() or not place:
            yield word
