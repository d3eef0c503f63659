"""What tabs do with the chats that are kept. Whatever goes wrong there, the page goes on.

Most of what comes in are clicks, which nobody has checked: impossible ones are ignored.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from typing import Any

from index.errors import IndexingError
from index.store import open_index
from qa.chats.imported import articles_of, reply_as_shown, restorable
from qa.chats.restoring import restored
from qa.chats.store import ChatStore
from qa.chats.types import LONGEST_COMMENT, LONGEST_TITLE, ChatSummary, SavedTurn
from qa.errors import AskingError, ChatsUnusable, ChatUnknown
from qa.page.actions.replying import Settings
from qa.page.model.chat import Begun, Chat
from qa.page.model.turn import Source, State, Turn, passage_alone, settled, sources_of

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Keeping:
    """Keeps the chats of all tabs, each for its owner; a tab without an owner keeps nothing."""

    settings: Settings
    store: ChatStore

    def next_number(self, chat: Chat) -> int:
        """The number that the next turn of a chat has at least."""
        if chat.owner and chat.unkept:  # what waits to be kept may yet get another number
            self.catch_up(chat)
        try:
            return self.store.next_number(chat.owner, chat.id) if chat.owner else 0
        except AskingError:
            return 0

    def keep(self, chat: Chat, begun: Begun, turn: Turn) -> int:
        """Keep a turn that has its reply; what came after an edited question is dropped.

        Where the chats cannot be reached, or the tab has not entered yet, it is kept as soon as
        they can be, or it has.

        Returns:
            The number of the turn: another than it had where its own went to another tab or page.
        """
        if not chat.owner and chat.entered:
            return turn.number
        with passed_over("the question is not kept", logging.WARNING):
            chat.unkept.append((begun, _saved(turn)))
        if not chat.owner:
            return turn.number
        return self.catch_up(chat).get((begun.chat, turn.number), turn.number)

    def catch_up(self, chat: Chat) -> Mapping[tuple[str, int], int]:
        """Keep what could not be kept before.

        Returns:
            The numbers of turns that have others now, by their chats and the numbers they had.
        """
        others: dict[tuple[str, int], int] = {}
        with chat.keeping, passed_over("the chat is not kept", logging.WARNING, chat):
            while chat.unkept:
                begun, saved = chat.unkept[0]
                known_as = begun.chat, saved.number
                saved = replace(saved, number=others.get(known_as, saved.number))  # asked again
                number = self._put(chat, begun, saved)
                chat.unkept.popleft()
                if number != saved.number:
                    others[known_as] = number
                    if chat.id == begun.chat:
                        chat.renumber(saved.number, number)
        return others

    def _put(self, chat: Chat, begun: Begun, saved: SavedTurn) -> int:
        """Keep a turn; what cannot be kept at all is passed over. The number it is kept under.

        Raises:
            ChatsUnusable: the chats cannot be reached.
        """
        rated = chat.turn(saved.number) if chat.id == begun.chat else None
        if rated:
            saved = replace(saved, rating=rated.rating, comment=rated.comment)
        owner, number = chat.owner, saved.number
        try:
            for cut in begun.cut:
                with suppress(ChatUnknown):  # nothing of it was kept
                    self.store.cut(owner, begun.chat, cut.start, cut.stop)
            before = begun.instead_of
            while not self.store.put(owner, begun.chat, saved, new=True, instead_of=before):
                # its number went to another tab or page
                number = chat.reserve(self.store.next_number(owner, begun.chat))
                saved = replace(saved, number=number)
        except ChatsUnusable:
            raise
        except AskingError as error:
            log.warning("a turn is not kept: %s", error)
        return number

    def rate(self, chat: Chat, click: Mapping[str, Any]) -> None:
        """Rate a turn, take the rating back, or say something with it.

        What was stopped cannot be rated: it is not kept.
        """
        turn = chat.turn(click.get("turn"))
        if turn is None or turn.reply is None or turn.state is not State.DONE:
            return
        rating, comment = turn.rating, turn.comment
        if click.get("action") == "comment":
            comment = str(click.get("text") or "")[:LONGEST_COMMENT]
        elif (value := click.get("value")) in (1, -1):
            rating = 0 if rating == value else int(value)
        if chat.change(turn.number, rating=rating, comment=comment) and chat.owner:
            with passed_over("the rating is not kept", logging.WARNING, chat):
                self.store.rate(chat.owner, chat.id, turn.number, rating, comment)

    def chats(self, chat: Chat) -> list[ChatSummary]:
        """The chats of the tab's owner, newest first, as far as they hold what is searched."""
        if not chat.owner:
            return []
        if chat.unkept:
            self.catch_up(chat)
        with passed_over("chats cannot be listed", logging.WARNING, chat):
            return self.store.summaries(chat.owner, chat.searched)
        return []

    def open(self, chat: Chat, chat_id: object) -> None:
        """Open a kept chat; nothing happens when it is not there.

        Nor when it is open and waits for a reply, which would be lost.
        """
        if not (chat.owner and isinstance(chat_id, str)) or (chat.id == chat_id and chat.waits):
            return
        if chat.unkept:  # it may be of that very chat
            self.catch_up(chat)
        with passed_over("a chat cannot be opened", chat=chat):
            kept = self.store.load(chat.owner, chat_id)
            chat.open(kept.id, [self._shown(turn) for turn in kept.turns])

    def with_article(self, chat: Chat, turn: Turn, place: int) -> Turn:
        """A turn with the article of one of its sources, whole, as it is in the index or was kept.

        Where neither has it any more, its passage stands for it.
        """
        source = turn.sources[place]
        if not source.gone:
            with passed_over("an article is looked for among what was kept"):
                name = source.article
                article = articles_of(self.settings.index)(name.id, name.version)
                if article.text[source.passage_start : source.passage_end] == source.passage:
                    return _with_source(turn, place, replace(source, article=article))
        with passed_over("an article is not kept"):
            for kept in self.store.load(chat.owner, chat.id).turns if chat.owner else ():
                again = self._shown(kept) if kept.number == turn.number else turn
                if again is not turn and len(again.sources) == len(turn.sources):
                    return _with_source(turn, place, again.sources[place])
        return _with_source(turn, place, passage_alone(source))

    def rename(self, chat: Chat, chat_id: object, title: object) -> None:
        """Give a chat another title."""
        if isinstance(chat_id, str) and isinstance(title, str) and title.strip():
            with passed_over("a chat cannot be renamed", chat=chat):
                self.store.rename(chat.owner, chat_id, title.strip()[:LONGEST_TITLE])

    def delete(self, chat: Chat, chat_id: object) -> None:
        """Delete a chat; it can be had back until the next one is deleted."""
        if not isinstance(chat_id, str):
            return
        with passed_over("a chat cannot be deleted", chat=chat):
            kept = self.store.load(chat.owner, chat_id)
            self.store.delete(chat.owner, chat_id)
            chat.deleted = kept
            if chat.id == chat_id:
                chat.clear()

    def undelete(self, chat: Chat) -> None:
        """Have the chat back that was deleted last, and open it."""
        if kept := chat.deleted:
            with passed_over("a chat cannot be had back", chat=chat):
                self.store.restore(chat.owner, kept)
                chat.deleted = None
            if chat.deleted is None:
                self.open(chat, kept.id)

    def _shown(self, kept: SavedTurn) -> Turn:
        turn = Turn(
            kept.number,
            kept.question,
            filters=kept.filters,
            asked_at=kept.asked_at,
            rating=kept.rating,
            comment=kept.comment,
            imported=kept.imported,
        )
        return _with_reply(turn, kept, self.settings)


def _with_source(turn: Turn, place: int, source: Source) -> Turn:
    return replace(turn, sources=(*turn.sources[:place], source, *turn.sources[place + 1 :]))


@contextmanager
def passed_over(what: str, level: int = logging.INFO, chat: Chat | None = None) -> Iterator[None]:
    """Log what does not work and go on.

    Args:
        what: does not work then.
        level: to log it at.
        chat: is told whether the chats could be reached.
    """
    try:
        yield
        lost = False
    except ChatsUnusable as error:
        log.log(level, "%s: %s", what, error)
        lost = True
    except (AskingError, IndexingError) as error:
        log.log(level, "%s: %s", what, error)
        lost = False
    if chat is not None:
        chat.lost = lost


def _with_reply(turn: Turn, saved: SavedTurn, settings: Settings) -> Turn:
    reply = saved.reply
    if "error" in reply:
        return settled(turn, State.FAILED, str(reply["error"]))
    if not saved.imported:
        again = restored(reply, open_index(settings.index).article)
        sources = sources_of(again.reply, again.gone)
    else:
        find = articles_of(settings.index)
        reply = reply_as_shown(saved, find)
        again = restored(restorable(reply), find)
        held = reply["hits" if again.reply.refused else "citations"]
        sources = tuple(
            replace(source, gone=not one["checked"])
            for source, one in zip(sources_of(again.reply), held, strict=True)
        )
    return settled(replace(turn, reply=again.reply, kept=reply, sources=sources), State.DONE)


def _saved(turn: Turn) -> SavedTurn:
    return SavedTurn(
        turn.number,
        turn.question,
        turn.asked_at,
        turn.as_json(),
        dict(turn.filters),
        turn.rating,
        turn.comment,
    )
