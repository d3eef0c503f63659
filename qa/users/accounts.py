"""The users as a running page sees them: read again whenever they have changed."""

from __future__ import annotations

import logging
import threading
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from qa.database.address import Address
from qa.errors import UsersError
from qa.users.account import Account, digest
from qa.users.place import UsersPlace
from qa.users.users import read_accounts

if TYPE_CHECKING:
    from qa.users.watching import Watch

log = logging.getLogger(__name__)


class Accounts:
    """The users of a file, or of a database that several pages share.

    Whoever is taken out is unknown from then on, of a database within a second. Nobody is known
    while a file cannot be read; for a database see `Watch`.

    Attributes:
        watch: of the database; None for a file.

    Raises:
        UsersError: a file cannot be read.
        LibraryMissing, DatabaseUsage, DatabaseFailed: a database cannot be used.
    """

    def __init__(self, place: UsersPlace) -> None:
        self.watch: Watch | None = None
        self._lock = threading.Lock()
        self._seen: object = None
        self._known: Mapping[str, Account] = {}
        if isinstance(place, Address):
            from qa.users.database import UsersDatabase
            from qa.users.watching import Watch

            self.watch = Watch(UsersDatabase(place))
        else:
            self._path = place
            self._seen = _state(place)
            self._known = read_accounts(place)
        self._by_token = _tokens(self._known)

    def find(self, name: str) -> Account | None:
        """The user of a name."""
        return self._look().get(name)

    @property
    def names(self) -> list[str]:
        """All of them, sorted."""
        return sorted(self._look())

    def name_by_token(self, token: str) -> str:
        """The user who has a token, "" for nobody."""
        self._look()
        return self._by_token.get(digest(token), "")

    def close(self) -> None:
        """Look no more whether they have changed."""
        if self.watch:
            self.watch.close()

    def _look(self) -> Mapping[str, Account]:
        with self._lock:
            if self.watch:
                self._take(self.watch.shared.accounts)
            elif (now := _state(self._path)) != self._seen:
                self._seen = now  # taken before reading: what changes meanwhile is read next time
                self._take(self._read())
            return self._known

    def _take(self, known: Mapping[str, Account]) -> None:
        if known is not self._known:
            self._known, self._by_token = known, _tokens(known)

    def _read(self) -> Mapping[str, Account]:
        try:
            return read_accounts(self._path)
        except UsersError as error:
            log.warning("nobody can log in: %s", error)
            return {}


def _tokens(accounts: Mapping[str, Account]) -> dict[str, str]:
    return {account.token: name for name, account in accounts.items() if account.token}


def _state(path: Path) -> object:
    """What changes with the file; None when it is not there."""
    try:
        found = path.stat()
    except OSError:
        return None
    return found.st_ino, found.st_size, found.st_mtime_ns
