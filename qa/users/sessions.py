"""Who has logged in, and until when.

Kept in memory alone, so that nothing is left to be stolen from a disk: whoever restarts the page
has everybody log in again.
"""

from __future__ import annotations

import secrets
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass

from qa.users.accounts import Accounts
from qa.users.users import digest

_MOST_OF_ONE = 20  # browsers that one user is logged in with; the one longest there has to again


@dataclass(frozen=True, slots=True)
class _Session:
    name: str
    stamp: bytes
    ends: float


class Sessions:
    """The tokens of those who have logged in, hashed.

    Args:
        accounts: who may be logged in; a user who is removed, or has a new password, no longer is.
        hours: how long a session lasts.
        now: tells the time in seconds.
    """

    def __init__(
        self, accounts: Accounts, hours: float, now: Callable[[], float] = time.time
    ) -> None:
        self._accounts, self.seconds, self._now = accounts, hours * 3600, now
        self._lock = threading.Lock()
        self._sessions: dict[str, _Session] = {}  # by the digest of the token, oldest first

    def begin(self, name: str) -> str:
        """Log a user in; returns the token that shows it, "" when there is no such user."""
        account = self._accounts.find(name)
        if account is None:
            return ""
        token = secrets.token_urlsafe(32)
        with self._lock:
            self._forget_ended(name)
            ends = self._now() + self.seconds
            self._sessions[digest(token)] = _Session(name, account.stamp, ends)
        return token

    def user(self, token: str) -> str:
        """Who a token shows to be logged in, "" for nobody."""
        session = self._sessions.get(digest(token)) if token else None
        return session.name if session and self._lasts(session) else ""

    def end(self, token: str) -> None:
        """Log out whoever a token shows."""
        with self._lock:
            self._sessions.pop(digest(token), None)

    def __len__(self) -> int:
        return len(self._sessions)

    def _lasts(self, session: _Session) -> bool:
        account = self._accounts.find(session.name)
        return session.ends > self._now() and account is not None and account.stamp == session.stamp

    def _forget_ended(self, name: str) -> None:
        """Make room for another session of a user."""
        lasting = {key: one for key, one in self._sessions.items() if self._lasts(one)}
        own = [key for key, one in lasting.items() if one.name == name]
        for key in own[: max(0, len(own) - _MOST_OF_ONE + 1)]:
            del lasting[key]
        self._sessions = lasting
