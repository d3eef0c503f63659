"""Who has logged in, and until when.

Where users are in a file, it is kept in memory alone, so that nothing is left to be stolen from a
disk: whoever restarts the page has everybody log in again. Where they are in a database, logins are
there too, hashed: what one page lets in, the others know.
"""

from __future__ import annotations

import secrets
import threading
import time
from collections.abc import Callable
from typing import TYPE_CHECKING, Protocol

from qa.users.account import Login, digest
from qa.users.accounts import Accounts

if TYPE_CHECKING:
    from qa.users.watching import Watch

_MOST_OF_ONE = 20  # browsers that one user is logged in with; the one longest there has to again


class _Kept(Protocol):
    """Logins by the hash of what the browser holds."""

    def find(self, token: str) -> Login | None:
        """A login, lasting or not."""

    def add(self, token: str, login: Login) -> bool:
        """Keep one more, and forget those that make room for it; whether it could be kept."""

    def drop(self, token: str) -> None:
        """Forget one."""


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
        watch = accounts.watch
        self._kept: _Kept = _Shared(watch, now) if watch else _InMemory(self._lasts)

    def begin(self, name: str) -> str:
        """Log a user in; returns the token that shows it, "" when there is no such user.

        Raises:
            DatabaseFailed: it cannot be kept.
        """
        account = self._accounts.find(name)
        token = secrets.token_urlsafe(32)
        if account is None:
            return ""
        login = Login(name, account.stamp, self._now() + self.seconds)
        return token if self._kept.add(digest(token), login) else ""

    def user(self, token: str) -> str:
        """Who a token shows to be logged in, "" for nobody."""
        login = self._kept.find(digest(token)) if token else None
        return login.name if login and self._lasts(login) else ""

    def end(self, token: str) -> None:
        """Log out whoever a token shows.

        Raises:
            DatabaseFailed: it is still kept.
        """
        self._kept.drop(digest(token))

    def _lasts(self, login: Login) -> bool:
        account = self._accounts.find(login.name)
        return login.ends > self._now() and account is not None and account.stamp == login.stamp


class _InMemory:
    """Logins that this page alone knows; the oldest first."""

    def __init__(self, lasts: Callable[[Login], bool]) -> None:
        self._lasts = lasts
        self._lock = threading.Lock()
        self._logins: dict[str, Login] = {}

    def find(self, token: str) -> Login | None:
        return self._logins.get(token)

    def add(self, token: str, login: Login) -> bool:
        with self._lock:
            lasting = {key: one for key, one in self._logins.items() if self._lasts(one)}
            own = [key for key, one in lasting.items() if one.name == login.name]
            for key in own[: max(0, len(own) - _MOST_OF_ONE + 1)]:
                del lasting[key]
            self._logins = {**lasting, token: login}
        return True

    def drop(self, token: str) -> None:
        with self._lock:
            self._logins.pop(token, None)


class _Shared:
    """Logins in the database of the users, as they are watched there."""

    def __init__(self, watch: Watch, now: Callable[[], float]) -> None:
        self._watch, self._now = watch, now

    def find(self, token: str) -> Login | None:
        return self._watch.shared.logins.get(token)

    def add(self, token: str, login: Login) -> bool:
        kept = self._watch.database.log_in(token, login, self._now(), _MOST_OF_ONE)
        self._watch.look()
        return kept

    def drop(self, token: str) -> None:
        if self.find(token):
            self._watch.database.log_out(token)
            self._watch.look()
