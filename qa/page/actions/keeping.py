"""What tabs do with the chats that are kept. Whatever goes wrong there, the page goes on.

Most of what comes in are clicks, which nobody has checked: impossible ones are ignored.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import Any

from index.errors import IndexingError
from index.store import open_index
from qa.chats.feedback import as_lines, rated_questions
from qa.chats.imported import articles_of, as_shown, reply_as_shown, restorable
from qa.chats.restoring import restored
from qa.chats.store import ChatStore
from qa.chats.transfer import export_chats, import_chats
from qa.chats.types import LONGEST_COMMENT, LONGEST_TITLE, ChatSummary, SavedChat, SavedTurn
from qa.errors import AskingError
from qa.page import strings
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
        try:
            return self.store.next_number(chat.owner, chat.id) if chat.owner else 0
        except AskingError:
            return 0

    def keep(self, chat: Chat, begun: Begun, turn: Turn) -> None:
        """Keep a turn that has its reply; what came after an edited question is dropped."""
        if not chat.owner:
            return
        with _passed_over("the chat is not kept", logging.WARNING):
            if begun.cut is not None:
                self.store.cut(chat.owner, begun.chat, begun.cut)
            self.store.put(chat.owner, begun.chat, _saved(turn))

    def rate(self, chat: Chat, click: Mapping[str, Any]) -> None:
        """Rate a turn, take the rating back, or say something with it."""
        turn = chat.turn(click.get("turn"))
        if turn is None or turn.reply is None:
            return
        rating, comment = turn.rating, turn.comment
        if click.get("action") == "comment":
            comment = str(click.get("text") or "")[:LONGEST_COMMENT]
        elif (value := click.get("value")) in (1, -1):
            rating = 0 if rating == value else int(value)
        if chat.change(turn.number, rating=rating, comment=comment) and chat.owner:
            with _passed_over("the rating is not kept", logging.WARNING):
                self.store.rate(chat.owner, chat.id, turn.number, rating, comment)

    def chats(self, chat: Chat) -> list[ChatSummary]:
        """The chats of the tab's owner, newest first, as far as they hold what is searched."""
        if not chat.owner:
            return []
        with _passed_over("chats cannot be listed", logging.WARNING):
            return self.store.summaries(chat.owner, chat.searched)
        return []

    def open(self, chat: Chat, chat_id: object) -> None:
        """Open a kept chat; nothing happens when it is not there."""
        if not (chat.owner and isinstance(chat_id, str)):
            return
        with _passed_over("a chat cannot be opened"):
            kept = self.store.load(chat.owner, chat_id)
            chat.open(kept.id, [self._shown(turn) for turn in kept.turns])

    def with_article(self, chat: Chat, turn: Turn, place: int) -> Turn:
        """A turn with the article of one of its sources, whole, as it is in the index or was kept.

        Where neither has it any more, its passage stands for it.
        """
        source = turn.sources[place]
        if not source.gone:
            with _passed_over("an article is looked for among what was kept"):
                name = source.article
                article = articles_of(self.settings.index)(name.id, name.version)
                if article.text[source.passage_start : source.passage_end] == source.passage:
                    return _with_source(turn, place, replace(source, article=article))
        with _passed_over("an article is not kept"):
            for kept in self.store.load(chat.owner, chat.id).turns if chat.owner else ():
                again = self._shown(kept) if kept.number == turn.number else turn
                if again is not turn and len(again.sources) == len(turn.sources):
                    return _with_source(turn, place, again.sources[place])
        return _with_source(turn, place, passage_alone(source))

    def rename(self, chat: Chat, chat_id: object, title: object) -> None:
        """Give a chat another title."""
        if isinstance(chat_id, str) and isinstance(title, str) and title.strip():
            with _passed_over("a chat cannot be renamed"):
                self.store.rename(chat.owner, chat_id, title.strip()[:LONGEST_TITLE])

    def delete(self, chat: Chat, chat_id: object) -> None:
        """Delete a chat; it can be had back until the next one is deleted."""
        if not isinstance(chat_id, str):
            return
        with _passed_over("a chat cannot be deleted"):
            kept = self.store.load(chat.owner, chat_id)
            self.store.delete(chat.owner, chat_id)
            chat.deleted = kept
            if chat.id == chat_id:
                chat.clear()

    def undelete(self, chat: Chat) -> None:
        """Have the chat back that was deleted last, and open it."""
        if kept := chat.deleted:
            with _passed_over("a chat cannot be had back"):
                self.store.restore(chat.owner, kept)
            chat.deleted = None
            self.open(chat, kept.id)

    def taken(self, chat: Chat, action: str, chat_id: object) -> tuple[str, str, str]:
        """The name and text of a file to keep, and what is to be said: chats, or ratings."""
        kept = self._kept(chat, chat_id if action == "take" else None)
        if action == "ratings":
            questions = rated_questions(kept)
            note = "" if questions else strings.CHATS_NO_RATINGS
            return "rated-questions.jsonl", as_lines(questions), note
        return "chats.json", export_chats(kept) if kept else "", ""

    def imported(self, chat: Chat, text: object) -> str:
        """Keep the chats of a file; what is to be said of it."""
        if not (chat.owner and isinstance(text, str)):
            return strings.UNEXPECTED
        try:
            chats = import_chats(text)
            count = self.store.import_chats(chat.owner, chats)
        except AskingError as error:
            return str(error)
        return strings.CHATS_IMPORTED.format(count=count)

    def _kept(self, chat: Chat, chat_id: object) -> list[SavedChat]:
        if not chat.owner:
            return []
        with _passed_over("chats cannot be read", logging.WARNING):
            ids = [one.id for one in self.store.summaries(chat.owner)] if chat_id is None else []
            ids += [chat_id] if isinstance(chat_id, str) else []
            found = [self.store.load(chat.owner, one) for one in ids]
            return [as_shown(one, articles_of(self.settings.index)) for one in found]
        return []

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
def _passed_over(what: str, level: int = logging.INFO) -> Iterator[None]:
    """Log what does not work and go on."""
    try:
        yield
    except (AskingError, IndexingError) as error:
        log.log(level, "%s: %s", what, error)


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
