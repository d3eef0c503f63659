"""What stands in for a version of an article that the index no longer holds.

It is made of the words that a kept reply holds of it: passages found and sentences quoted, in their
order. Quotations of it are exact by construction; what stood between them is lost.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from index.article import Article, version_of
from qa.chats.json_values import day_of, maybe

_BETWEEN = "\n\n…\n\n"


@dataclass(frozen=True, slots=True)
class Placed:
    """Words of an article's version and the characters where they stand in it."""

    article_id: str
    version: str
    start: int
    end: int
    words: str

    def holds(self, other: Placed) -> bool:
        """Whether the other's words are a part of these, in their place."""
        if not self.start <= other.start <= other.end <= self.end:
            return False
        return self.words[other.start - self.start : other.end - self.start] == other.words


@dataclass(frozen=True, slots=True)
class Described:
    """What a reply says of an article beside its words; see `Article`."""

    title: str
    source: str
    author: str
    published: date | None
    url: str

    def article(self, article_id: str, text: str) -> Article:
        """An article of this text."""
        return Article(
            article_id,
            version_of(text),
            self.title,
            text,
            self.source,
            self.author,
            self.published,
            self.url,
        )


class StandIn:
    """An article of the words that are left of it.

    Args:
        placed: those words, at least one; all of the same article and version.
        described: its title and the rest.

    Raises:
        ValueError: they cannot be an article.
    """

    def __init__(self, placed: Sequence[Placed], described: Described) -> None:
        self._pieces: list[tuple[Placed, int]] = []  # with where each begins in the text
        text = ""
        for piece in sorted(placed, key=lambda piece: (piece.start, -piece.end)):
            if any(other.holds(piece) for other, _ in self._pieces):
                continue
            text += _BETWEEN if text else ""
            self._pieces.append((piece, len(text)))
            text += piece.words
        self.article = described.article(placed[0].article_id, text)

    def start_of(self, placed: Placed) -> int:
        """Where in the article's text some of the words that it was made of stand."""
        return next(
            begin + placed.start - piece.start
            for piece, begin in self._pieces
            if piece.holds(placed)
        )


def described(values: object) -> Described:
    """What a citation, hit or copy says of its article.

    Raises:
        ChatBroken: it says what cannot be.
    """
    texts = [maybe(values, name, str) or "" for name in ("title", "source", "author", "url")]
    title, source, author, url = texts
    return Described(title, source, author, day_of(values, "published"), url)
