"""The types that answering hands out: Hit, Citation, Sentence, and Answer or NoAnswer.

They only hold what was decided elsewhere.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Any, ClassVar, TypedDict

from index.article import Article, Passage
from qa.conflict import Conflict
from qa.items import items_of
from qa.question.form import Form
from qa.question.periods import NOTHING_NAMED, Named


@dataclass(frozen=True, slots=True)
class Hit:
    """A passage found for a question, best first in any list of hits.

    Attributes:
        passage: what was found.
        article: the article it belongs to, whole; `article.version == passage.version`.
        score: higher is better; comparable only within one list. After reranking the
            score of its best sentence, before it the reciprocal rank fusion's.
        dense_rank: place in the list by vectors, 1 for the best; None when not in it.
        lexical_rank: place in the list by words, 1 for the best; None when not in it.
        copies: other articles that hold the passage, but for a few words; the oldest first.
    """

    passage: Passage
    article: Article
    score: float
    dense_rank: int | None = None
    lexical_rank: int | None = None
    copies: tuple[Article, ...] = ()

    def as_json(self) -> dict[str, Any]:
        """The hit as plain values; offsets are characters of the article's text."""
        return named_by(self.article) | {
            "author": self.article.author,
            "start": self.passage.start,
            "end": self.passage.end,
            "text": self.passage.text,
            "passage_id": self.passage.id,
            "score": round(self.score, 6),
            "dense_rank": self.dense_rank,
            "lexical_rank": self.lexical_rank,
            "also_in": [named_by(copy) for copy in self.copies],
        }


@dataclass(frozen=True, slots=True)
class Citation:
    """An exact quotation: `article.text[start:end] == quote`, checked when it is made.

    Attributes:
        number: 1, 2, … in order of first use in the answer.
        article: the article quoted, in the version quoted.
        start, end: characters of `article.text`, end exclusive.

    Raises:
        ValueError: the quote is not what stands there.
    """

    number: int
    article: Article
    start: int
    end: int
    quote: str

    def __post_init__(self) -> None:
        if not self.quote or self.article.text[self.start : self.end] != self.quote:
            raise ValueError(
                f"citation {self.number}: article {self.article.id!r} does not say "
                f"{self.quote[:60]!r} at {self.start}:{self.end}"
            )

    def as_json(self) -> dict[str, Any]:
        """The citation as plain values; `quote` is the article's text from `start` to `end`."""
        return (
            {"number": self.number}
            | named_by(self.article)
            | {
                "start": self.start,
                "end": self.end,
                "quote": self.quote,
            }
        )


class Support(StrEnum):
    """Whether the cited words carry a sentence."""

    SUPPORTED = "supported"
    WEAK = "weak"
    UNSUPPORTED = "unsupported"


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence of an answer and the numbers of the citations that carry it.

    A sentence quoted from an article is supported by it and has at least one citation. A sentence
    that a language model wrote may lack support, `why` says what is missing, or even citations.

    Attributes:
        text: "" where the label says all, and the sentence that it is of was said before.
        label: what it stands for in the answer's form, in few words before it: the day of an
            event, the side of a comparison, the item of a list; "" where it stands for itself.
    """

    text: str
    citations: tuple[int, ...]
    support: Support = Support.SUPPORTED
    why: str = ""
    label: str = ""

    def as_json(self) -> dict[str, Any]:
        """The sentence as plain values."""
        return {
            "label": self.label,
            "text": self.text,
            "citations": list(self.citations),
            "support": self.support.value,
            "why": self.why,
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class Reply:
    """What every reply holds, be it an answer or none.

    Attributes:
        question: as it was answered, standing alone.
        asked: as it was typed, white space folded.
        parts: the questions that it was asked in; () where it was asked as one.
        named: the periods and sources understood from the question.
        hits: the passages that were read, best first; of a `NoAnswer` what came closest, if any.
        confidence: the probability, 0 to 1, that the answer is right, or that one would have been;
            see `qa.evidence.confidence`.
        notice: what was not as asked for, for the reader; "" when all was.
        timings_ms: milliseconds by step.
    """

    refused: ClassVar[bool]

    hits: tuple[Hit, ...]
    confidence: float
    question: str = ""
    asked: str = ""
    parts: tuple[str, ...] = ()
    named: Named = NOTHING_NAMED
    notice: str = ""
    timings_ms: Mapping[str, float] = field(default_factory=dict)

    def as_json(self) -> dict[str, Any]:
        """The reply as plain values, the same keys for an answer and for none.

        The command line, HTTP, MCP and the saved chats hold these.
        """
        return {
            "question": self.question,
            "asked": self.asked,
            "parts": list(self.parts),
            "form": Form.OPEN.value,
            "headline": "",
            "answer": "",
            "short": None,
            "confidence": round(self.confidence, 3),
            "sentences": [],
            "items": [],
            "citations": [],
            "hits": [hit.as_json() for hit in self.hits],
            "refused": self.refused,
            "reason": None,
            "notice": self.notice,
            "timings_ms": dict(self.timings_ms),
            "understood": self.named.as_json(),
            "conflicts": [],
        }


class ReplyFields(TypedDict):
    """The fields of `Reply`, to make an `Answer` or a `NoAnswer` with."""

    hits: tuple[Hit, ...]
    confidence: float
    question: str
    asked: str
    parts: tuple[str, ...]
    named: Named
    notice: str
    timings_ms: Mapping[str, float]


@dataclass(frozen=True, slots=True)
class Answer(Reply):
    """A cited answer.

    Attributes:
        text: all of it in plain words: what the headline says but for a doubt, then the sentences
            one after the other, each after its label; a line each where there are labels.
        short: the name, number or date asked for, within the first sentence's quote; its number is
            that citation's. None where the question asks for something else.
        conflicts: where the citations give different figures for the same thing.
        form: what the answer looks like; in most forms each sentence is an item with a label.
        headline: what the sentences come to, in our words: a yes or no, a count, or that
            they may not answer; "" for nothing.
    """

    refused: ClassVar[bool] = False

    text: str
    sentences: tuple[Sentence, ...]
    citations: tuple[Citation, ...]
    short: Citation | None = None
    conflicts: tuple[Conflict, ...] = ()
    form: Form = Form.OPEN
    headline: str = ""

    def as_of(self, sentence: Sentence) -> date | None:
        """The day of the newest article cited for a sentence; None when none has a date."""
        cited = (c for c in self.citations if c.number in sentence.citations)
        return max((c.article.published for c in cited if c.article.published), default=None)

    def told_as_of(self, sentence: Sentence) -> date | None:
        """`as_of`, but None where an earlier sentence has told it of the same articles."""
        by_number = {c.number: c.article.id for c in self.citations}
        told: set[str] = set()
        for one in self.sentences:
            cited = {by_number[number] for number in one.citations if number in by_number}
            if one is sentence:
                return None if cited <= told else self.as_of(sentence)
            told |= cited
        return self.as_of(sentence)

    def as_json(self) -> dict[str, Any]:
        """See `Reply.as_json`."""
        sentences = [s.as_json() | {"as_of": _iso(self.as_of(s))} for s in self.sentences]
        return Reply.as_json(self) | {
            "form": self.form.value,
            "headline": self.headline,
            "answer": self.text,
            "short": self.short.as_json() if self.short else None,
            "sentences": sentences,
            "items": items_of(sentences),
            "citations": [citation.as_json() for citation in self.citations],
            "conflicts": [conflict.as_json() for conflict in self.conflicts],
        }


@dataclass(frozen=True, slots=True)
class NoAnswer(Reply):
    """The articles do not say; `reason` tells the reader why."""

    refused: ClassVar[bool] = True

    reason: str

    @property
    def nearest(self) -> tuple[Hit, ...]:
        """The hits: what came closest, best first, maybe nothing."""
        return self.hits

    def as_json(self) -> dict[str, Any]:
        """See `Reply.as_json`."""
        return Reply.as_json(self) | {"reason": self.reason}


def named_by(article: Article) -> dict[str, Any]:
    """What an article is known by in the JSON of a reply."""
    return {
        "article_id": article.id,
        "version": article.version,
        "title": article.title,
        "source": article.source,
        "published": _iso(article.published),
        "url": article.url,
    }


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None
