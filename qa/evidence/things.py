"""The things that articles name where several are asked for, and how likely each belongs to them.

The reader marks them in the best passages, and in what stands around these in the best article: a
list that is told there goes on for longer than a passage. How likely a thing is one of those asked
for is a logistic regression on what the reader makes of it and on the worth of its passage, fitted
by `tests.bench.lists`.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import astuple, dataclass

from index.article import Article
from index.split import sentence_spans
from qa.answer import Hit
from qa.evidence.confidence import logistic, weighed
from qa.evidence.rerank import PassageReader, read_hits, read_texts
from qa.evidence.scores import PassageScores
from qa.language.words import search_words, stem

_WINDOW = 900  # characters that are read at once of the rest of an article


@dataclass(frozen=True, slots=True)
class Signs:
    """What speaks for a thing.

    Attributes:
        margin: the mean logit of its words, that they are of a thing asked for.
        behind: how far its passage's score is behind the best, 0 or more; of what was not found
            that of the article's best passage.
        further: 1 of what was not found but stands around in the article, else 0.
    """

    margin: float
    behind: float
    further: float


_WEIGHTS = Signs(margin=0.85, behind=-0.633, further=-1.216)
_INTERCEPT = -0.53


@dataclass(frozen=True, slots=True)
class Thing:
    """A thing: `article.text[start:end]`, and the line or sentence around it.

    Attributes:
        signs: what speaks for it.
    """

    article: Article
    start: int
    end: int
    sentence: tuple[int, int]
    signs: Signs

    @property
    def text(self) -> str:
        """Its words."""
        return self.article.text[self.start : self.end]

    @property
    def chance(self) -> float:
        """The probability, 0 to 1, that it is one of those asked for."""
        return logistic(_INTERCEPT + weighed(astuple(self.signs), astuple(_WEIGHTS)))


def naming(text: str) -> frozenset[str]:
    """The stems of the words by which a thing is known: two that share them are the same."""
    return frozenset(stem(word) for word in search_words(text))


@dataclass(frozen=True, slots=True)
class _Piece:
    """A piece of an article from a character on, as it was read."""

    hit: Hit
    start: int
    scores: PassageScores
    behind: float
    further: bool = False


def things_of(
    question: str, hits: Sequence[Hit], reader: PassageReader, *, passages: int, further: int
) -> list[Thing]:
    """The things that are asked for, those of the best passage first, then in reading order.

    Args:
        question: standing alone.
        hits: passages, best first.
        reader: reads them.
        passages: how many of them are read.
        further: how many more pieces are read of the article that names most.
    """
    read = list(hits[:passages])
    top = max((hit.score for hit in read), default=0.0)
    pieces = [
        _Piece(hit, hit.passage.start, scores, top - hit.score)
        for hit, scores in zip(read, read_hits(question, read, reader), strict=True)
    ]
    if pieces and further:
        pieces += _around(question, pieces, reader, further)
    return [thing for piece in pieces for thing in _named(piece)]


def _around(
    question: str, pieces: Sequence[_Piece], reader: PassageReader, further: int
) -> list[_Piece]:
    """What stands nearest to the pieces of the article that names most, read."""
    named: dict[str, float] = {}
    for piece in pieces:
        likely = sum(logistic(thing.margin) for thing in piece.scores.things())
        article = piece.hit.article.id
        named[article] = named.get(article, 0.0) + likely * logistic(piece.scores.answers)
    most = max(named, key=lambda article: named[article])
    own = [piece for piece in pieces if piece.hit.article.id == most]
    hit, text = own[0].hit, own[0].hit.article.text
    held = [(piece.hit.passage.start, piece.hit.passage.end) for piece in own]
    windows = _windows(text, held)
    near = sorted(windows, key=lambda w: min(abs(w[0] - b) + abs(a - w[1]) for a, b in held))
    chosen = sorted(near[:further])
    texts = [(hit, (hit.article.title, text[start:end])) for start, end in chosen]
    read = read_texts(question, texts, reader)
    behind = min(piece.behind for piece in own)
    return [
        _Piece(hit, start, scores, behind, further=True)
        for (start, _), scores in zip(chosen, read, strict=True)
    ]


def _windows(text: str, held: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """The sentences of a text that are not held yet, joined to pieces, in order."""
    found: list[tuple[int, int]] = []
    last = -1
    for start, end in sentence_spans(text):
        if any(start < b and a < end for a, b in held):
            last = -1
        elif found and last == found[-1][1] and end - found[-1][0] <= _WINDOW:
            found[-1] = (found[-1][0], end)
            last = end
        else:
            found.append((start, end))
            last = end
    return found


def _named(piece: _Piece) -> Iterator[Thing]:
    """The things in each sentence or line of a piece."""
    for start, end in sentence_spans(piece.scores.text):
        around = piece.start + start, piece.start + end
        for span in piece.scores.things(start, end):
            at = piece.start + span.start, piece.start + span.end
            signs = Signs(span.margin, piece.behind, float(piece.further))
            yield Thing(piece.hit.article, *at, around, signs)
