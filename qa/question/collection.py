"""What a question asks of the collection of articles itself, not of what they tell.

Learned, not ruled: what is wanted is told by the runs of words that frame the question, as its form
is (`form`); what the articles are about, or whose they are, as `topic` tells it. The weights in
`collection_weights.json` are trained by `tests.bench.collection`.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from pathlib import Path

from qa.question.form import masked, runs
from qa.question.linear import Linear
from qa.question.topic import topic_of

WEIGHTS = Path(__file__).with_name("collection_weights.json")
PARTS = ("asked", "wanted", "exact")  # of `CollectionWeights`


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
class CollectionWeights:
    """What is learned of runs of words.

    Attributes:
        frame: the words that are not masked, in small letters.
        asked: above 0 where anything is asked of the collection.
        wanted: a class each of `Wanted`.
        exact: above 0 where those that mention it are meant.
    """

    frame: frozenset[str]
    asked: Linear
    wanted: Linear
    exact: Linear


@lru_cache(maxsize=1)  # immutable
def load_collection_weights() -> CollectionWeights:
    """The weights that come with the program."""
    held = json.loads(WEIGHTS.read_text("utf-8"))
    return CollectionWeights(frozenset(held["frame"]), *(Linear.read(held[name]) for name in PARTS))


def is_of_articles(question: str, least: float = 0.0) -> bool:
    """Whether something is asked of the collection, for all that its own words tell.

    Args:
        question: what was asked.
        least: the logit that it takes; lower where its form says so too.
    """
    return asked_by(load_collection_weights(), question) > least


def asked_by(weights: CollectionWeights, question: str) -> float:
    """The logit, by some weights, that a question asks something of the collection."""
    return float(weights.asked.scores(runs(masked(question, weights.frame)))[0])


def collection_request(question: str) -> CollectionRequest:
    """What a question asks of the collection, if it asks for anything of it."""
    wanted, exact = wanted_by(load_collection_weights(), question)
    topic = topic_of(question)
    return CollectionRequest(wanted, topic.text, exact and bool(topic.text), topic.author)


def wanted_by(weights: CollectionWeights, question: str) -> tuple[Wanted, bool]:
    """By some weights, what is wanted, and whether of those that mention the topic."""
    framing = list(runs(masked(question, weights.frame)))
    wanted = list(Wanted)[int(weights.wanted.scores(framing).argmax())]
    exact = wanted is Wanted.TIMES or bool(weights.exact.scores(framing)[0] > 0)
    return wanted, exact
