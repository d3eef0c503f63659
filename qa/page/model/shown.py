"""What is shown of a reply, without the articles it was made from.

A reply holds its articles whole, hits and copies included: hundreds of kilobytes. What a chat shows
of it is a few: its own words, names of articles, and places in them, by which they are found again.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import date
from typing import Any

from index.article import Article
from qa.answer import Answer, Citation, NoAnswer, Sentence
from qa.conflict import Conflict
from qa.question.form import Form
from qa.question.periods import Named as NamedPeriods


@dataclass(frozen=True, slots=True)
class Named:
    """An article without its text; see `Article`."""

    id: str
    version: str
    title: str
    source: str
    author: str
    published: date | None
    url: str


@dataclass(frozen=True, slots=True)
class Cited:
    """A citation without its article's text: `quote` stands there from `start` to `end`."""

    number: int
    article: Named
    start: int
    end: int
    quote: str


@dataclass(frozen=True, slots=True)
class Shown:
    """What is shown of an answer, or of a refusal; see `Answer` and `NoAnswer`.

    Attributes:
        hits: the ids of the passages that were read.
        text: "" for a refusal.
        reason: of a refusal, "" for an answer.
    """

    refused: bool
    question: str
    asked: str
    parts: tuple[str, ...]
    named: NamedPeriods
    hits: tuple[int, ...]
    confidence: float
    notice: str
    timings_ms: Mapping[str, float]
    text: str = ""
    reason: str = ""
    sentences: tuple[Sentence, ...] = ()
    citations: tuple[Cited, ...] = ()
    short: Cited | None = None
    conflicts: tuple[Conflict, ...] = ()
    form: Form = Form.OPEN
    headline: str = ""

    def as_of(self, sentence: Sentence) -> date | None:
        """See `Answer.as_of`, whose rule it is: it looks at the same fields."""
        return Answer.as_of(self, sentence)  # type: ignore[arg-type]

    def told_as_of(self, sentence: Sentence) -> date | None:
        """See `Answer.told_as_of`, likewise."""
        return Answer.told_as_of(self, sentence)  # type: ignore[arg-type]


def named(article: Article | Named) -> Named:
    """An article's name."""
    return Named(
        article.id,
        article.version,
        article.title,
        article.source,
        article.author,
        article.published,
        article.url,
    )


def shown(reply: Answer | NoAnswer | Shown) -> Shown:
    """What is shown of a reply."""
    if isinstance(reply, Shown):
        return reply
    held: dict[str, Any] = {one.name: getattr(reply, one.name) for one in fields(reply)}
    held["hits"] = tuple(hit.passage.id for hit in reply.hits)
    if isinstance(reply, Answer):
        held["citations"] = tuple(map(_cited, reply.citations))
        held["short"] = _cited(reply.short) if reply.short else None
    return Shown(refused=reply.refused, **held)


def _cited(one: Citation) -> Cited:
    return Cited(one.number, named(one.article), one.start, one.end, one.quote)
