"""What a question is about, without the words that ask: for summaries, timelines and collections.

Each word is told by what it is and what stands around it: whether it names what is asked about,
or whose articles are meant. The best run of words that do is the topic. The weights in
`topic_weights.json` are trained by `tests.bench.topics`, on questions in which it is marked.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from qa.question.form import MASKS, MaskedWord, masked_words
from qa.question.linear import Linear, beside

WEIGHTS = Path(__file__).with_name("topic_weights.json")
OTHER, TOPIC, AUTHOR = range(3)  # what a word may belong to
_AROUND = 2  # words to either side that a word is told by
# logits that may be lacking, one after the other: a word too many does less harm than one too few
_AUTHORS, _TOPICS, _ANY = (0.0,), (0.5, 1.0), (0.5, 1.0, 2.0)
_MARKS = " \"'“”‘’,:"


@dataclass(frozen=True, slots=True)
class TopicWeights:
    """What is learned.

    Attributes:
        frame: the words that are not masked, in small letters.
        words: of what `around` tells of a word; classes `OTHER`, `TOPIC`, `AUTHOR`.
    """

    frame: frozenset[str]
    words: Linear


@dataclass(frozen=True, slots=True)
class Topic:
    """What a question is about, and whose articles it means; exact words of it, or ""."""

    text: str
    author: str = ""


@lru_cache(maxsize=1)  # immutable
def load_topic_weights() -> TopicWeights:
    """The weights that come with the program."""
    held = json.loads(WEIGHTS.read_text("utf-8"))
    return TopicWeights(frozenset(held["frame"]), Linear.read(held["words"]))


def topic_of(question: str) -> Topic:
    """What a question is about."""
    return topic_by(load_topic_weights(), question)


def topic_by(weights: TopicWeights, question: str) -> Topic:
    """The same by some weights."""
    words = masked_words(question, weights.frame)
    if not words:
        return Topic("")
    shown = [word.shown for word in words]
    worth = np.array([weights.words.scores(around(shown, place)) for place in range(len(words))])
    author = _run(question, words, worth, AUTHOR, _AUTHORS)
    return Topic(_run(question, words, worth, TOPIC, _TOPICS if author else _ANY), author)


def _run(
    question: str,
    words: Sequence[MaskedWord],
    worth: NDArray[np.float64],
    kind: int,
    lacking: Sequence[float],
) -> str:
    """The words of the best run of a kind, by the first of the logits that it may lack."""
    others = [other for other in (OTHER, TOPIC, AUTHOR) if other != kind]
    ahead = worth[:, kind] - worth[:, others].max(axis=1)
    run = next(filter(None, (best_run(ahead + more) for more in lacking)), None)
    if run is None:
        return ""
    first, last = run
    while first and _belongs(question, words[first - 1]):
        first -= 1
    while last + 1 < len(words) and _belongs(question, words[last + 1]):
        last += 1
    start, end = words[first].start, words[last].end
    while end < len(question) and question[end].isalnum() and question[end - 1].isalnum():
        end += 1  # the rest of "HS2"
    return re.sub("['’]s$", "", question[start:end].strip(_MARKS))  # "Mandela's life"


def _belongs(question: str, word: MaskedWord) -> bool:
    """Whether a word is a part of what stands beside it: a name, or a thing of its own."""
    return word.shown in MASKS or (word.start > 0 and question[word.start].isupper())


def around(shown: Sequence[str], place: int) -> Iterator[str]:
    """What a word is told by: itself, those around it by their places, and pairs of them."""
    yield from beside(shown, place, _AROUND)
    whole = ["^"] * _AROUND + list(shown) + ["$"] * _AROUND
    here = place + _AROUND
    yield f"<<{whole[here - 2]} {whole[here - 1]}"
    yield f"<>{whole[here - 1]} {whole[here + 1]}"


def best_run(worth: NDArray[np.float64]) -> tuple[int, int] | None:
    """The first and last place of the run whose sum is highest; None if no sum is above 0."""
    best, found, total, start = 0.0, None, 0.0, 0
    for place, value in enumerate(worth):
        if total <= 0:
            total, start = 0.0, place
        total += value
        if total > best:
            best, found = total, (start, place)
    return found
