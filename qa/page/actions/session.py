"""The running page: what its tabs share.

Whose chats are shown: those of the user who logged in; without logins those of everybody at this
computer or, where others can reach the page, of that browser alone.
"""

from __future__ import annotations

import re
import threading
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol

from index.errors import IndexingError
from index.store import open_index
from qa.errors import AskingError
from qa.page import strings
from qa.page.actions.keeping import Keeping
from qa.page.actions.offers import Offers
from qa.page.actions.replying import Settings
from qa.page.model.chat import Chat
from qa.page.model.turn import Turn, opened
from qa.users.accounts import Accounts
from qa.users.rate_limit import RateLimit

REQUEST_ID = "x-request-id"  # a header that the log of requests sets: `qa.page.door`
_TOKEN = re.compile(r"[0-9a-f]{48}")


class NotAdmitted(AskingError):
    """An event of somebody who may not use the page, or not that tab."""


class Request(Protocol):
    """Who asks, as the web framework tells it."""

    username: str | None
    client: Any
    headers: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Room:
    """What all tabs share.

    Attributes:
        local: whether the page is served to this computer alone.
        spare: held by one who does what can also be left out.
        limit: how often one asker may ask.
        offers: questions to start and to go on with.
        users: who may use the page, None when nobody needs to log in.
    """

    settings: Settings
    keeping: Keeping
    offers: Offers
    local: bool = True
    spare: threading.Lock = field(default_factory=threading.Lock)
    limit: RateLimit = field(default_factory=lambda: RateLimit(60))
    users: Accounts | None = None

    def admit(self, request: Request, chat: Chat | None = None) -> None:
        """Find out who sends an event, each time anew, before anything else is done for it.

        An event may have waited while its user was removed, and its tab may be another's.

        Raises:
            NotAdmitted: the user is unknown, or the chat is open in the tab of another.
        """
        if self.users is None:
            return
        name = getattr(request, "username", None) or ""
        account = self.users.find(name) if name else None
        if account is None:
            raise NotAdmitted(strings.LOGGED_OUT)
        owner = account.owner(name)
        if chat is not None:
            if chat.owner not in ("", owner):
                raise NotAdmitted(strings.NOT_YOURS)
            chat.owner = owner

    def asker(self, request: Request) -> str:
        """Under what name somebody's questions are counted."""
        return request.username or getattr(request.client, "host", "") or "?"

    def request_id(self, request: Request | None) -> str:
        """The id under which the log has a request, "" where it has none."""
        return request.headers.get(REQUEST_ID, "") if request is not None else ""

    def refuse(self, request: Request) -> str:
        """Why somebody may not ask now, "" when they may."""
        wait = self.limit.wait(self.asker(request))
        return strings.TOO_OFTEN.format(seconds=wait) if wait else ""

    def enter(self, chat: Chat, token: object, wanted: object = "") -> bool:
        """Tell a new tab whose chats it shows, and open the one that its address names.

        Args:
            chat: the tab's.
            token: of its browser.
            wanted: the id of the chat to open, "" for none; turns that are there already stay.

        Returns:
            Whether the tab was new; nothing is done for another.
        """
        if chat.entered:
            return False
        chat.entered = True
        if self.users is None:  # else every event says it: see `admit`
            if self.local:
                chat.owner = "local"
            elif isinstance(token, str) and _TOKEN.fullmatch(token):
                chat.owner = f"browser:{token}"
        if wanted and not chat.turns:
            self.keeping.open(chat, wanted)
        return True

    def opened(self, chat: Chat, click: Mapping[str, Any]) -> tuple[Sequence[Turn], bool]:
        """The chat for a click that opens an article: with that article, whole.

        Also whether it reads otherwise by now, or has been removed.
        """
        turn = chat.turn(click.get("turn"))
        place = opened(turn, click) if turn else None
        if turn is None or place is None:
            return chat.turns, False
        whole = self.keeping.with_article(chat, turn, place)
        cited = whole.sources[place]
        if cited.gone:
            return (whole,), False
        try:
            now = open_index(self.settings.index).article(cited.article.id)
            return (whole,), now.version != cited.article.version
        except IndexingError:
            return (whole,), True

    def examples(self) -> tuple[str, ...]:
        """Questions to start with, as far as they are known yet."""
        return self.offers.examples()

    def offer_next(self, chat: Chat) -> bool:
        """Find questions to ask next after the last turn; whether there are some.

        Nobody is to wait for that: it is left out while others ask.
        """
        last, fresh = chat.turns[-1] if chat.turns else None, chat.take_fresh()
        if last is None or fresh is None or fresh[0] != last.number or last.next:
            return False
        if self.settings.quick.busy or not self.spare.acquire(blocking=False):
            return False
        try:
            found = self.offers.follow_ups(fresh[1], [turn.question for turn in chat.turns])
        finally:
            self.spare.release()
        return bool(found and chat.change(last.number, next=found))
