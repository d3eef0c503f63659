"""Sentences picked from articles, made to be read: what they lean on with them, and in order.

A sentence that begins with "It" or "The latter" says little without the one before it, so the two
are quoted as one piece. Pieces that touch become one. Whatever is made is a stretch of an article.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from index.article import Article
from index.split import sentence_spans
from qa.evidence.rerank import ScoredSentence

_LOOK_BACK = 700  # characters before a sentence in which the one before is looked for
_LONGEST = 450  # characters of a piece that was lengthened
_LEANS = re.compile(
    r"[\"“'‘(]*(?:(?:and|but|so|yet|then|still|however|instead|also)\b,?\s+)*"
    r"(?:he|she|it|they|his|her|hers|its|their|theirs|him|them|this|that|these|those|both|neither"
    r"|such|the (?:latter|former|two|pair|duo|other|same))\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of an article, of one sentence or of some that follow one another.

    Attributes:
        article: where it stands.
        start, end: characters of its text, end exclusive.
    """

    article: Article
    start: int
    end: int

    @property
    def place(self) -> tuple[Article, int, int]:
        """What a citation is made of."""
        return self.article, self.start, self.end

    @property
    def text(self) -> str:
        """The words, as the article has them."""
        return self.article.text[self.start : self.end]

    def within(self, other: Piece) -> bool:
        """Whether it says nothing that another does not."""
        same = self.article.id == other.article.id
        return same and other.start <= self.start and self.end <= other.end

    def overlaps(self, other: Piece) -> bool:
        """Whether the two have words in common."""
        same = self.article.id == other.article.id
        return same and other.start < self.end and self.start < other.end


def leans(text: str) -> bool:
    """Whether a sentence begins with a word that points back to the one before."""
    return bool(_LEANS.match(text))


def whole_piece(sentence: ScoredSentence) -> Piece:
    """A sentence, with the one before it where it leans on that and the two are not too long."""
    article, start = sentence.hit.article, sentence.start
    piece = Piece(article, start, sentence.end)
    if not leans(sentence.text):
        return piece
    behind = article.text[max(0, start - _LOOK_BACK) : start]
    offset = start - len(behind)
    before = [(offset + a, offset + b) for a, b in sentence_spans(behind)]
    if not before:
        return piece
    first, last = before[-1]
    whole_one = first > offset or not offset
    if not whole_one or _apart(article.text[last:start]) or sentence.end - first > _LONGEST:
        return piece
    return replace(piece, start=first)


def grown(piece: Piece, others: Sequence[Piece]) -> Piece:
    """A piece with all of the others that overlap it, or what it grew to."""
    for other in others:
        if piece.overlaps(other) and not other.within(piece):
            start, end = min(piece.start, other.start), max(piece.end, other.end)
            return grown(replace(piece, start=start, end=end), others)
    return piece


def in_order(pieces: Sequence[Piece]) -> list[Piece]:
    """Pieces as they stand in their articles, those first whose article comes first.

    Pieces that overlap, or follow one another in a paragraph, become one.
    """
    place = {piece.article.id: n for n, piece in reversed(list(enumerate(pieces)))}
    joined: list[Piece] = []
    for piece in sorted(pieces, key=lambda p: (place[p.article.id], p.start, p.end)):
        last = joined[-1] if joined else None
        if last and last.article.id == piece.article.id and _touch(last, piece):
            joined[-1] = replace(last, end=max(last.end, piece.end))
        else:
            joined.append(piece)
    return joined


def _touch(one: Piece, other: Piece) -> bool:
    return one.end >= other.start or not _apart(one.article.text[one.end : other.start])


def _apart(between: str) -> bool:
    """Whether more than a space lies between two sentences."""
    return bool(between.strip()) or "\n" in between
