"""What a question asks of the collection of articles itself, not of what they tell.

Learned, not ruled: what is wanted is told by the runs of words that frame the question, as its form
is (`form`), and each word by what it is and what stands around it: whether it names what the
articles are about, or whose they are. The weights in `collection_weights.json` are trained by
`tests.bench.collection`.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from qa.question.form import masked, masked_words, runs, without_repeats

WEIGHTS = Path(__file__).with_name("collection_weights.json")
_AROUND = 2  # words to either side that a word is told by
PARTS = ("asked", "wanted", "exact", "words")  # of `CollectionWeights`
_OTHER, _TOPIC, _AUTHOR = range(3)  # what a word may belong to
_QUOTES = " \"'“”‘’,"

Scores = NDArray[np.float64]


class Wanted(StrEnum):
    """What is asked for of the articles on something, or of all."""

    COUNT = "count"
    TIMES = "times"
    LIST = "list"
    ANY = "any"
    AUTHOR = "author"
    SOURCES = "sources"
    NEWEST = "newest"
    OLDEST = "oldest"
    DAY = "day"
    TITLE = "title"
    SPAN = "span"
    OVERVIEW = "overview"


@dataclass(frozen=True, slots=True)
class CollectionRequest:
    """A question about the collection.

    Attributes:
        wanted: what is asked for.
        topic: the words that the articles are to be about or to mention; "" for all articles.
        exact: whether those that mention it are meant, not those that are about it.
        author: whose articles are meant; "" for anybody's.
    """

    wanted: Wanted
    topic: str = ""
    exact: bool = False
    author: str = ""


@dataclass(frozen=True, slots=True)
class Linear:
    """A linear classifier: the weights of each feature and the bias, one a class."""

    weights: Mapping[str, Sequence[float]]
    bias: Sequence[float]

    def scores(self, features: Iterable[str]) -> Scores:
        """A score a class."""
        found: Scores = np.array(self.bias, dtype=float)
        for feature in features:
            if feature in self.weights:
                found += self.weights[feature]
        return found


@dataclass(frozen=True, slots=True)
class CollectionWeights:
    """What is learned.

    Attributes:
        frame: the words that are not masked, in small letters.
        asked: of runs of words, one class: above 0 where anything is asked of the collection.
        wanted: of runs of words, a class each of `Wanted`.
        exact: of runs of words, one class: above 0 where those that mention it are meant.
        words: of what `around` tells of a word; classes: neither, of the topic, of an author.
    """

    frame: frozenset[str]
    asked: Linear
    wanted: Linear
    exact: Linear
    words: Linear


@lru_cache(maxsize=1)  # immutable
def load_collection_weights() -> CollectionWeights:
    """The weights that come with the program."""
    held = json.loads(WEIGHTS.read_text("utf-8"))
    parts = (Linear(held[name]["weights"], held[name]["bias"]) for name in PARTS)
    return CollectionWeights(frozenset(held["frame"]), *parts)


def is_of_articles(question: str) -> bool:
    """Whether something is asked of the collection, for all that its own words tell."""
    return is_asked_by(load_collection_weights(), question)


def is_asked_by(weights: CollectionWeights, question: str) -> bool:
    """The same by some weights."""
    return bool(weights.asked.scores(runs(masked(question, weights.frame)))[0] > 0)


def collection_request(question: str) -> CollectionRequest:
    """What a question asks of the collection, if it asks for anything of it."""
    return request_by(load_collection_weights(), question)


def request_by(weights: CollectionWeights, question: str) -> CollectionRequest:
    """The same by some weights."""
    found = masked_words(question, weights.frame)
    shown = [word.shown for word in found]
    framing = list(runs(without_repeats(shown)))
    wanted = list(Wanted)[int(weights.wanted.scores(framing).argmax())]
    worth = np.array([weights.words.scores(around(shown, place)) for place in range(len(found))])
    held = {}
    for kind in (_TOPIC, _AUTHOR):
        others = [other for other in (_OTHER, _TOPIC, _AUTHOR) if other != kind]
        run = best_run(worth[:, kind] - worth[:, others].max(axis=1)) if found else None
        start, end = (found[run[0]].start, found[run[1]].end) if run else (0, 0)
        held[kind] = _whole(question, start, end)
    exact = wanted is Wanted.TIMES or bool(weights.exact.scores(framing)[0] > 0)
    return CollectionRequest(wanted, held[_TOPIC], exact and bool(held[_TOPIC]), held[_AUTHOR])


def _whole(question: str, start: int, end: int) -> str:
    """The words between two places, with the rest of a word such as "HS2", without marks."""
    while start < end < len(question) and question[end].isalnum() and question[end - 1].isalnum():
        end += 1
    return question[start:end].strip(_QUOTES)


def around(shown: Sequence[str], place: int) -> Iterator[str]:
    """What a word is told by: itself, those around it by their places, and pairs of them."""
    whole = ["^"] * _AROUND + list(shown) + ["$"] * _AROUND
    here = place + _AROUND
    for step in range(-_AROUND, _AROUND + 1):
        yield f"{step}={whole[here + step]}"
    yield f"<{whole[here - 1]} {whole[here]}"
    yield f">{whole[here]} {whole[here + 1]}"
    yield f"<<{whole[here - 2]} {whole[here - 1]}"
    yield f"<>{whole[here - 1]} {whole[here + 1]}"


def best_run(worth: Scores) -> tuple[int, int] | None:
    """The first and last place of the run whose sum is highest; None if no sum is above 0."""
    best, found, total, start = 0.0, None, 0.0, 0
    for place, value in enumerate(worth):
        if total <= 0:
            total, start = 0.0, place
        total += value
        if total > best:
            best, found = total, (start, place)
    return found
