"""The running page: what its tabs share, and what they do with the chats that are kept.

Whose chats they are: the user's who logged in; without logins those of everybody at this computer,
or where others can reach the page, of the browser alone.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from typing import Any, Protocol

from index.errors import IndexingError
from index.store import open_index
from qa.chats.exchange import export_chats, import_chats
from qa.chats.feedback import as_lines, rated_questions
from qa.chats.restoring import restored
from qa.chats.saved import ChatSummary, SavedChat, SavedTurn
from qa.chats.store import ChatStore
from qa.chats.writing_out import as_markdown, as_plain
from qa.errors import AskingError
from qa.page import strings
from qa.page.chat import Begun, Chat
from qa.page.desk import Settings
from qa.page.gate import Gate, RateLimit
from qa.page.html_panel import opened
from qa.page.offers import Offers
from qa.page.shown import State, Turn, sources_of

log = logging.getLogger(__name__)

_TOKEN = re.compile(r"[0-9a-f]{48}")
_LONGEST_COMMENT = 2000


class Request(Protocol):
    """Who asks, as the web framework tells it."""

    username: str | None
    client: Any


@dataclass(frozen=True, slots=True)
class Room:
    """What all tabs share.

    Attributes:
        local: whether the page is served to this computer alone.
        spare: lets one at a time do what can also be left out.
        limit: how often one asker may ask.
        offers: questions to start and to go on with.
    """

    settings: Settings
    store: ChatStore
    offers: Offers
    local: bool = True
    spare: Gate = field(default_factory=lambda: Gate(1))
    limit: RateLimit = field(default_factory=lambda: RateLimit(60))

    def refuse(self, question: str, request: Request) -> str:
        """Why somebody may not ask now, "" when they may."""
        who = request.username or getattr(request.client, "host", "") or "?"
        wait = self.limit.wait(who)
        return strings.TOO_OFTEN.format(seconds=wait) if wait else ""

    def enter(self, chat: Chat, token: object, request: Request) -> None:
        """Tell a new tab whose chats it shows."""
        if request.username:
            chat.owner = f"user:{request.username}"
        elif self.local:
            chat.owner = "local"
        elif isinstance(token, str) and _TOKEN.fullmatch(token):
            chat.owner = f"browser:{token}"

    def copies(self, turns: Sequence[Turn]) -> dict[int, tuple[str, str]]:
        """What is copied from each reply, as Markdown and as plain text, by the turn's number."""
        found = {}
        for turn in turns:
            if turn.reply and turn.state is not State.PENDING:
                reply = turn.as_json()
                found[turn.number] = as_markdown(reply), as_plain(reply)
        return found

    def changed(self, chat: Chat, click: Mapping[str, Any]) -> bool:
        """Whether the article that a click opens reads otherwise by now, or has been removed."""
        turn = chat.turn(click.get("turn"))
        place = opened(turn, click) if turn else None
        if turn is None or place is None or turn.sources[place].gone:
            return False
        cited = turn.sources[place].article
        try:
            return open_index(self.settings.index).article(cited.id).version != cited.version
        except IndexingError:
            return True

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
        try:
            if begun.cut is not None:
                self.store.cut(chat.owner, begun.chat, begun.cut)
            self.store.put(chat.owner, begun.chat, _saved(turn))
        except AskingError as error:
            log.warning("the chat is not kept: %s", error)

    def stop(self, chat: Chat, number: object) -> None:
        """Stop waiting for a reply."""
        chat.stop(number)

    def rate(self, chat: Chat, click: Mapping[str, Any]) -> None:
        """Rate a turn, take the rating back, or say something with it."""
        turn = chat.turn(click.get("turn"))
        if turn is None or turn.reply is None:
            return
        rating, comment = turn.rating, turn.comment
        if click.get("action") == "comment":
            comment = str(click.get("text") or "")[:_LONGEST_COMMENT]
        elif (value := click.get("value")) in (1, -1):
            rating = 0 if rating == value else int(value)
        if chat.change(turn.number, rating=rating, comment=comment) and chat.owner:
            try:
                self.store.rate(chat.owner, chat.id, turn.number, rating, comment)
            except AskingError as error:
                log.warning("the rating is not kept: %s", error)

    def chats(self, chat: Chat) -> list[ChatSummary]:
        """The chats of the tab's owner, newest first, as far as they hold what is searched."""
        if not chat.owner:
            return []
        try:
            return self.store.summaries(chat.owner, chat.searched)
        except AskingError as error:
            log.warning("chats cannot be listed: %s", error)
            return []

    def open(self, chat: Chat, chat_id: object) -> None:
        """Open a kept chat; nothing happens when it is not there."""
        if not (chat.owner and isinstance(chat_id, str)):
            return
        try:
            kept = self.store.load(chat.owner, chat_id)
            chat.open(kept.id, [self._shown(turn) for turn in kept.turns])
        except (AskingError, IndexingError) as error:
            log.info("a chat cannot be opened: %s", error)

    def rename(self, chat: Chat, chat_id: object, title: object) -> None:
        """Give a chat another title."""
        if isinstance(chat_id, str) and isinstance(title, str) and title.strip():
            self._quietly(lambda: self.store.rename(chat.owner, chat_id, title.strip()[:200]))

    def delete(self, chat: Chat, chat_id: object) -> None:
        """Delete a chat; it can be had back until the next one is deleted."""
        if not isinstance(chat_id, str):
            return
        try:
            kept = self.store.load(chat.owner, chat_id)
            self.store.delete(chat.owner, chat_id)
        except AskingError as error:
            log.info("a chat cannot be deleted: %s", error)
            return
        chat.deleted = kept
        if chat.id == chat_id:
            chat.clear()

    def undelete(self, chat: Chat) -> None:
        """Have the chat back that was deleted last, and open it."""
        if kept := chat.deleted:
            self._quietly(lambda: self.store.restore(chat.owner, kept))
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
            count = self.store.bring(chat.owner, chats)
        except AskingError as error:
            return str(error)
        return strings.CHATS_IMPORTED.format(count=count)

    def examples(self) -> tuple[str, ...]:
        """Questions to start with, as far as they are known yet."""
        return self.offers.examples()

    def offer_next(self, chat: Chat) -> bool:
        """Find questions to ask next after the last turn; whether there are some.

        Nobody is to wait for that: it is left out while others ask.
        """
        last = chat.turns[-1] if chat.turns else None
        if last is None or last.state is not State.DONE or last.reply is None or last.next:
            return False
        if self.settings.quick.busy or self.spare.busy:
            return False
        with self.spare.passing():
            found = self.offers.follow_ups(last.reply, [turn.question for turn in chat.turns])
        return bool(found and chat.change(last.number, next=found))

    def _kept(self, chat: Chat, chat_id: object) -> list[SavedChat]:
        if not chat.owner:
            return []
        try:
            ids = [one.id for one in self.store.summaries(chat.owner)]
            return [
                self.store.load(chat.owner, one) for one in ids if chat_id is None or one == chat_id
            ]
        except AskingError as error:
            log.warning("chats cannot be read: %s", error)
            return []

    def _shown(self, kept: SavedTurn) -> Turn:
        turn = Turn(
            kept.number,
            kept.question,
            State.DONE,
            filters=kept.filters,
            asked_at=kept.asked_at,
            rating=kept.rating,
            comment=kept.comment,
        )
        return _with_reply(turn, kept.reply, self.settings)

    def _quietly(self, work: Any) -> None:  # noqa: ANN401 - whatever is called
        try:
            work()
        except AskingError as error:
            log.info("a chat cannot be changed: %s", error)


def _with_reply(turn: Turn, reply: Mapping[str, Any], settings: Settings) -> Turn:
    if "error" in reply:
        return replace(turn, state=State.FAILED, message=str(reply["error"]))
    again = restored(reply, open_index(settings.index).article)
    return replace(turn, reply=again.reply, kept=reply, sources=sources_of(again.reply, again.gone))


def _saved(turn: Turn) -> SavedTurn:
    return SavedTurn(
        turn.number,
        turn.question,
        turn.asked_at.astimezone(UTC) if turn.asked_at else datetime.now(UTC),
        turn.as_json(),
        dict(turn.filters),
        turn.rating,
        turn.comment,
    )
