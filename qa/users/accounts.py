"""The file of users as a running page sees it: read again whenever it has changed."""

from __future__ import annotations

import logging
import threading
from collections.abc import Mapping
from pathlib import Path

from qa.errors import UsersError
from qa.users.users import Account, digest, read_accounts

log = logging.getLogger(__name__)


class Accounts:
    """The users of a file.

    Whoever is taken out of the file is unknown from then on; nobody is known while it cannot be
    read.

    Raises:
        UsersError: the file cannot be read.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._lock = threading.Lock()
        self._seen: object = _state(path)
        self._known: Mapping[str, Account] = read_accounts(path)
        self._by_token = _tokens(self._known)

    def find(self, name: str) -> Account | None:
        """The user of a name."""
        self._look()
        return self._known.get(name)

    @property
    def names(self) -> list[str]:
        """All of them, sorted."""
        self._look()
        return sorted(self._known)

    def name_by_token(self, token: str) -> str:
        """The user who has a token, "" for nobody."""
        self._look()
        return self._by_token.get(digest(token), "")

    def _look(self) -> None:
        with self._lock:
            if (now := _state(self._path)) == self._seen:
                return
            self._seen = now  # taken before reading: what changes meanwhile is read the next time
            try:
                self._known = read_accounts(self._path)
            except UsersError as error:
                log.warning("nobody can log in: %s", error)
                self._known = {}
            self._by_token = _tokens(self._known)


def _tokens(accounts: Mapping[str, Account]) -> dict[str, str]:
    return {account.token: name for name, account in accounts.items() if account.token}


def _state(path: Path) -> object:
    """What changes with the file; None when it is not there."""
    try:
        found = path.stat()
    except OSError:
        return None
    return found.st_ino, found.st_size, found.st_mtime_ns
