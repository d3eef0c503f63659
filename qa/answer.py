"""The types that answering hands out: Hit, Citation, Sentence, Answer, NoAnswer.

Standard library and `index.article` only; this module decides nothing.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from index.article import Article, Passage


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
            "score": round(self.score, 6),
            "dense_rank": self.dense_rank,
            "lexical_rank": self.lexical_rank,
            "also_in": [
                {
                    "article_id": copy.id,
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
class Answer:
    """A cited answer: `refused` is always False.

    `notice` tells the reader what was not as asked for, "" when all was.
    """

    text: str
    sentences: tuple[Sentence, ...]
    citations: tuple[Citation, ...]
    hits: tuple[Hit, ...]
    timings_ms: Mapping[str, float]
    notice: str = ""

    @property
    def refused(self) -> bool:
        """False: the articles answer."""
        return False

    def as_json(self) -> dict[str, Any]:
        """The answer as plain values, the same on the command line, over HTTP and MCP."""
        return {
            "answer": self.text,
            "sentences": [s.as_json() for s in self.sentences],
            "citations": [c.as_json() for c in self.citations],
            "hits": [h.as_json() for h in self.hits],
            "refused": False,
            "reason": None,
            "notice": self.notice,
            "timings_ms": dict(self.timings_ms),
        }


@dataclass(frozen=True, slots=True)
class NoAnswer:
    """The articles do not say. `nearest` holds what came closest, best first, maybe nothing."""

    reason: str
    nearest: tuple[Hit, ...]
    timings_ms: Mapping[str, float]

    @property
    def refused(self) -> bool:
        """True: nothing in the articles supports an answer."""
        return True

    def as_json(self) -> dict[str, Any]:
        """The same keys as `Answer.as_json`, with an empty answer and the reason."""
        return {
            "answer": "",
            "sentences": [],
            "citations": [],
            "hits": [h.as_json() for h in self.nearest],
            "refused": True,
            "reason": self.reason,
            "notice": "",
            "timings_ms": dict(self.timings_ms),
        }
