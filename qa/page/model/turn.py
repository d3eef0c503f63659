"""What the page shows of a chat: its turns, and the sources of each.

A turn is made from a reply once; what is clicked afterwards is looked up in it.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any

from index.article import Article, version_of
from qa.answer import Answer, Citation, Hit, NoAnswer
from qa.chats.export_text import as_markdown, as_plain
from qa.page.model.shown import Named, Shown, named, shown
from qa.retrieval.copies import copies_of

FILTERS = ("since", "until", "source")  # by which the reader narrows a search


class State(StrEnum):
    """How far a turn is."""

    PENDING = "pending"
    DONE = "done"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class Source:
    """What one card shows: `start` to `end` marked within `passage_start` to `passage_end`.

    Attributes:
        number: the citation's number; None for a passage that merely came near.
        article: whole where it is to be read; its name alone in a chat that is held in memory.
        passage: the article's text from `passage_start` to `passage_end`.
        more: whether the article goes on after it.
        copies: other articles that hold the same words.
        gone: the version cited is not in the index any more; the article here is a part of it.
            Of an imported turn: no article says this in that place.
    """

    number: int | None
    article: Article | Named
    start: int
    end: int
    passage_start: int
    passage_end: int
    passage: str
    more: bool
    copies: tuple[Article | Named, ...] = ()
    gone: bool = False


@dataclass(frozen=True, slots=True, eq=False)
class Turn:
    """One question of a chat and its reply; only itself is equal to it.

    Attributes:
        number: place in the chat, from 0, never used twice; clicks name it.
        question: as it was typed.
        reply: the answer, so far while it is pending; None when there is none. What a chat holds of
            it once it is settled is what is shown, without articles: see `slim`.
        message: what went wrong, or what is being done.
        sources: the cards, in the order shown; clicks name their place, from 0.
        filters: `since`, `until` and `source` as they were set, "" for none; `dates` is "no" when
            what the question says of dates was not to count; `writer` is the model's name.
        kept: the reply as it was kept, where it comes from there.
        copies: what is copied from the reply, as Markdown and as plain text; None until it is
            settled, and where there is none.
        rating: 1 for good, -1 for bad, 0 for not rated; `comment` goes with it.
        next: questions to ask next.
        imported: whether the reply came with an imported file: see `qa.chats.imported`.
    """

    number: int
    question: str
    state: State = State.PENDING
    reply: Answer | NoAnswer | Shown | None = None
    message: str = ""
    sources: tuple[Source, ...] = ()
    filters: Mapping[str, str] = field(default_factory=dict)
    asked_at: datetime = field(default_factory=lambda: datetime.now(UTC))
    kept: Mapping[str, Any] | None = None
    copies: tuple[str, str] | None = None
    rating: int = 0
    comment: str = ""
    next: tuple[str, ...] = ()
    imported: bool = False

    @property
    def understood(self) -> str:
        """The question as it was answered, standing alone; "" when it was not answered."""
        return self.reply.question if self.reply and self.state is State.DONE else ""

    @property
    def narrowed(self) -> tuple[str, ...]:
        """What the reader narrowed the search by, each as "since: 2021"."""
        set_ = ((name, self.filters.get(name)) for name in FILTERS)
        return tuple(f"{name}: {value}" for name, value in set_ if value)

    @property
    def answer(self) -> str:
        """The answer's text, "" when there is none."""
        return self.reply.text if isinstance(self.reply, Answer | Shown) else ""

    def as_json(self) -> dict[str, Any]:
        """The reply as it is kept: see `qa.chats.types.SavedTurn`."""
        if self.kept is not None:
            return dict(self.kept)
        assert not isinstance(self.reply, Shown)  # which is for showing alone
        return self.reply.as_json() if self.reply else {"error": self.message}


def settled(turn: Turn, state: State, message: str = "") -> Turn:
    """A turn of which no more comes: its reply is whole, failed, or was stopped."""
    reply = turn.as_json() if turn.reply else None
    copies = (as_markdown(reply), as_plain(reply)) if reply else None
    return replace(turn, state=state, message=message, copies=copies)


def slim(turn: Turn) -> Turn:
    """A settled turn as a chat holds it: names, places and the words shown, but no articles."""
    if isinstance(turn.reply, Shown):
        return turn
    sources = tuple(
        replace(one, article=named(one.article), copies=tuple(map(named, one.copies)))
        for one in turn.sources
    )
    reply = shown(turn.reply) if turn.reply else None
    return replace(turn, reply=reply, sources=sources, kept=None)


def sources_of(reply: Answer | NoAnswer, gone: Collection[str] = frozenset()) -> tuple[Source, ...]:
    """The cards of a reply: its citations, or the passages that came nearest to a refusal.

    Args:
        reply: the reply.
        gone: ids of articles of which only the words kept with the answer are left.
    """
    if isinstance(reply, NoAnswer):
        return found(reply.nearest, gone)
    return tuple(_cited(citation, reply.hits, gone) for citation in reply.citations)


def found(hits: Sequence[Hit], gone: Collection[str] = frozenset()) -> tuple[Source, ...]:
    """The cards of passages that nobody cites."""
    cards = []
    for hit in hits:
        place = hit.passage.start, hit.passage.end
        cards.append(_source(None, hit.article, place, place, hit.copies, gone))
    return tuple(cards)


def passage_alone(source: Source) -> Source:
    """A source whose article is its passage and no more, as nothing else is left of it."""
    name, start = source.article, source.passage_start
    article = Article(
        name.id,
        version_of(source.passage),
        name.title,
        source.passage,
        name.source,
        name.author,
        name.published,
        name.url,
    )
    place, whole = (source.start - start, source.end - start), (0, len(source.passage))
    return _source(source.number, article, place, whole, (), (name.id,))


def opened(turn: Turn, clicked: Mapping[str, object]) -> int | None:
    """The place of the source that a click opens, from 0; None when it opens none."""
    place = clicked.get("source")
    if clicked.get("action") == "open" and type(place) is int and 0 <= place < len(turn.sources):
        return place
    return None


def _cited(citation: Citation, hits: Sequence[Hit], gone: Collection[str]) -> Source:
    """The citation within the passage it was found in; alone when no passage holds it."""
    article = citation.article
    for hit in hits:
        passage = hit.passage
        if (
            (passage.article_id, passage.version) == (article.id, article.version)
            and passage.start <= citation.start
            and citation.end <= passage.end
        ):
            around = passage.start, passage.end
            break
    else:
        around = citation.start, citation.end
    copies = copies_of(citation, hits)
    place = citation.start, citation.end
    return _source(citation.number, article, place, around, copies, gone)


def _source(
    number: int | None,
    article: Article,
    place: tuple[int, int],
    around: tuple[int, int],
    copies: tuple[Article, ...],
    gone: Collection[str],
) -> Source:
    passage, more = article.text[slice(*around)], around[1] < len(article.text)
    return Source(number, article, *place, *around, passage, more, copies, gone=article.id in gone)
