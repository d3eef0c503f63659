"""The sources of a turn by article: the cards of the panel, and the marks in an opened article."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from index.article import Article
from qa.page.model.shown import Named
from qa.page.model.turn import Source

_AROUND = 160  # characters shown on either side of one quote of several


@dataclass(frozen=True, slots=True)
class Quote:
    """One source within its card, shown as `before`, `words` and `after`.

    Attributes:
        place: of the source among those of its turn, from 0; clicks name it.
        number: as for `Source`.
        begun, more: whether the article has text before and after what is shown.
    """

    place: int
    number: int | None
    before: str
    words: str
    after: str
    begun: bool
    more: bool


@dataclass(frozen=True, slots=True)
class Card:
    """An article with the sources of a turn that lie in it, in their order.

    Attributes:
        copies: other articles that hold the words of one of them, each once.
        gone: as for `Source`.
    """

    article: Article | Named
    quotes: tuple[Quote, ...]
    copies: tuple[Article | Named, ...]
    gone: bool


@dataclass(frozen=True, slots=True)
class Piece:
    """A part of an article's text that the same marks cover, or none.

    Attributes:
        begins: the numbers of the citations that begin with it.
        marked: whether a mark covers it; `stressed` whether the one that was opened does.
        first: whether the mark that was opened begins with it.
    """

    text: str
    begins: tuple[int, ...] = ()
    marked: bool = False
    stressed: bool = False
    first: bool = False


def cards_of(sources: Sequence[Source]) -> tuple[Card, ...]:
    """The cards of sources, one an article, in the order in which each article comes first."""
    groups: dict[tuple[str, str], list[int]] = {}
    for place, source in enumerate(sources):
        groups.setdefault(_key(source), []).append(place)
    return tuple(_card(sources, places) for places in groups.values())


def places_in_order(sources: Sequence[Source]) -> tuple[int, ...]:
    """The places of sources as one comes upon them in their cards."""
    return tuple(quote.place for card in cards_of(sources) for quote in card.quotes)


def pieces_of(text: str, sources: Sequence[Source], opened: int) -> Iterator[Piece]:
    """An article's text in order, parted where marks begin and end; together it is that text.

    Args:
        text: the article's whole text.
        sources: those of its turn; the ones in other articles, or in another version, do not count.
        opened: the place of the source that was opened.
    """
    here = sources[opened]
    marks = [
        (place, source)
        for place, source in enumerate(sources)
        if _key(source) == _key(here)
        and text[source.passage_start : source.passage_end] == source.passage
        and (source.number is not None or (source.start, source.end) != (0, len(text)))
    ]
    edges = {0, len(text)} | {edge for _, one in marks for edge in (one.start, one.end)}
    for start, end in pairwise(sorted(edges)):
        over = [(place, one) for place, one in marks if one.start <= start and end <= one.end]
        stressed = any(place == opened for place, _ in over)
        yield Piece(
            text[start:end],
            tuple(one.number for _, one in over if one.start == start and one.number is not None),
            marked=bool(over),
            stressed=stressed,
            first=stressed and here.start == start,
        )


def _key(source: Source) -> tuple[str, str]:
    return source.article.id, source.article.version


def _card(sources: Sequence[Source], places: Sequence[int]) -> Card:
    first = sources[places[0]]
    copies = {(c.id, c.version): c for place in places for c in sources[place].copies}
    quotes = tuple(_quote(place, sources[place], len(places) > 1) for place in places)
    return Card(first.article, quotes, tuple(copies.values()), first.gone)


def _quote(place: int, source: Source, one_of_several: bool) -> Quote:
    """A source in its passage, of which there is less where the card holds other quotes too."""
    start, end = (edge - source.passage_start for edge in (source.start, source.end))
    before, words, after = source.passage[:start], source.passage[start:end], source.passage[end:]
    begun, more = source.passage_start > 0, source.more
    if one_of_several and len(before) > _AROUND:
        before, begun = before[-_AROUND:].partition(" ")[2], True
    if one_of_several and len(after) > _AROUND:
        after, more = after[:_AROUND].rpartition(" ")[0], True
    return Quote(place, source.number, before, words, after, begun, more)
