"""The types that answering hands out: Hit, Citation, Sentence, Answer, NoAnswer.

Standard library and `index.article` only; this module decides nothing.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from index.article import Article, Passage
from qa.language.dates import day_in_words
from qa.question.periods import NOTHING_NAMED, Named


@dataclass(frozen=True, slots=True)
class Hit:
    """A passage found for a question, best first in any list of hits.

    Attributes:
        passage: what was found.
        article: the article it belongs to, whole; `article.version == passage.version`.
        score: higher is better; comparable only within one list. After reranking the
            cross-encoder's raw score (a logit), before it the reciprocal rank fusion's.
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
        return {
            "article_id": self.article.id,
            "version": self.article.version,
            "title": self.article.title,
            "source": self.article.source,
            "author": self.article.author,
            "published": self.article.published.isoformat() if self.article.published else None,
            "url": self.article.url,
            "start": self.passage.start,
            "end": self.passage.end,
            "text": self.passage.text,
            "passage_id": self.passage.id,
            "score": round(self.score, 6),
            "dense_rank": self.dense_rank,
            "lexical_rank": self.lexical_rank,
            "also_in": [
                {
                    "article_id": copy.id,
                    "version": copy.version,
                    "title": copy.title,
                    "source": copy.source,
                    "published": copy.published.isoformat() if copy.published else None,
                    "url": copy.url,
                }
                for copy in self.copies
            ],
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
        published = self.article.published
        return {
            "number": self.number,
            "article_id": self.article.id,
            "version": self.article.version,
            "title": self.article.title,
            "source": self.article.source,
            "published": published.isoformat() if published else None,
            "url": self.article.url,
            "start": self.start,
            "end": self.end,
            "quote": self.quote,
        }


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
    """

    text: str
    citations: tuple[int, ...]
    support: Support = Support.SUPPORTED
    why: str = ""

    def as_json(self) -> dict[str, Any]:
        """The sentence as plain values."""
        return {
            "text": self.text,
            "citations": list(self.citations),
            "support": self.support.value,
            "why": self.why,
        }


@dataclass(frozen=True, slots=True)
class Conflict:
    """Citations of different articles that give different figures for the same thing.

    Attributes:
        citations: their numbers, the oldest article's first, those without a date before.
        figures: what each says, word for word, in the same order.
        published: the days of their articles, in the same order.
    """

    citations: tuple[int, ...]
    figures: tuple[str, ...]
    published: tuple[date | None, ...]

    @property
    def text(self) -> str:
        """The conflict in a sentence: "The articles differ: 12 (3 May 2021) [1], 15 [2]."."""
        said = [
            f"{figure}{f' ({day_in_words(day)})' if day else ''} [{number}]"
            for number, figure, day in zip(
                self.citations, self.figures, self.published, strict=True
            )
        ]
        return f"The articles differ: {', '.join(said)}."

    def as_json(self) -> dict[str, Any]:
        """The conflict as plain values."""
        return {
            "citations": list(self.citations),
            "figures": list(self.figures),
            "published": [day.isoformat() if day else None for day in self.published],
            "text": self.text,
        }


@dataclass(frozen=True, slots=True)
class Answer:
    """A cited answer: `refused` is always False.

    Attributes:
        confidence: the probability, 0 to 1, that the answer is right; see `qa.evidence.confidence`.
        short: the name, number or date asked for, within the first sentence's quote; its number is
            that citation's. None where the question asks for something else.
        question: as it was answered, standing alone.
        asked: as it was typed, white space folded.
        named: the periods and sources understood from the question.
        conflicts: where the citations give different figures for the same thing.
        notice: what was not as asked for, for the reader; "" when all was.
        parts: the questions that it was asked in; () where it was asked as one.
    """

    text: str
    sentences: tuple[Sentence, ...]
    citations: tuple[Citation, ...]
    hits: tuple[Hit, ...]
    timings_ms: Mapping[str, float]
    confidence: float = 1.0
    short: Citation | None = None
    question: str = ""
    asked: str = ""
    named: Named = NOTHING_NAMED
    conflicts: tuple[Conflict, ...] = ()
    notice: str = ""
    parts: tuple[str, ...] = ()

    @property
    def refused(self) -> bool:
        """False: the articles answer."""
        return False

    def as_of(self, sentence: Sentence) -> date | None:
        """The day of the newest article cited for a sentence; None when none has a date."""
        cited = (c for c in self.citations if c.number in sentence.citations)
        return max((c.article.published for c in cited if c.article.published), default=None)

    def as_json(self) -> dict[str, Any]:
        """The answer as plain values, the same on the command line, over HTTP and MCP."""
        return {
            "question": self.question,
            "asked": self.asked,
            "parts": list(self.parts),
            "answer": self.text,
            "short": self.short.as_json() if self.short else None,
            "confidence": round(self.confidence, 3),
            "sentences": [s.as_json() | {"as_of": _iso(self.as_of(s))} for s in self.sentences],
            "citations": [c.as_json() for c in self.citations],
            "hits": [h.as_json() for h in self.hits],
            "refused": False,
            "reason": None,
            "notice": self.notice,
            "timings_ms": dict(self.timings_ms),
            "understood": self.named.as_json(),
            "conflicts": [conflict.as_json() for conflict in self.conflicts],
        }


@dataclass(frozen=True, slots=True)
class NoAnswer:
    """The articles do not say.

    Attributes:
        reason: why, for the reader.
        nearest: what came closest, best first, maybe nothing.
        confidence: the probability, 0 to 1, that an answer would have been right.
        question, asked, named, notice, parts: as for `Answer`.
    """

    reason: str
    nearest: tuple[Hit, ...]
    timings_ms: Mapping[str, float]
    confidence: float = 0.0
    question: str = ""
    asked: str = ""
    named: Named = NOTHING_NAMED
    notice: str = ""
    parts: tuple[str, ...] = ()

    @property
    def refused(self) -> bool:
        """True: nothing in the articles supports an answer."""
        return True

    def as_json(self) -> dict[str, Any]:
        """The same keys as `Answer.as_json`, with an empty answer and the reason."""
        return {
            "question": self.question,
            "asked": self.asked,
            "parts": list(self.parts),
            "answer": "",
            "short": None,
            "confidence": round(self.confidence, 3),
            "sentences": [],
            "citations": [],
            "hits": [h.as_json() for h in self.nearest],
            "refused": True,
            "reason": self.reason,
            "notice": self.notice,
            "timings_ms": dict(self.timings_ms),
            "understood": self.named.as_json(),
            "conflicts": [],
        }


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None
