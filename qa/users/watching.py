"""What pages share in a database, as a running page sees it: looked at every second."""

from __future__ import annotations

import logging
import threading
import time

from qa.errors import AskingError
from qa.users.database import Shared, UsersDatabase

log = logging.getLogger(__name__)

_LOOK_SECONDS = 1.0
_KEPT_SECONDS = 900.0  # how long users stay known while the database cannot be read
_NOBODY = Shared(-1, {}, {})


class Watch:
    """The users of a database and their logins, as they were a second ago at most.

    While the database cannot be read, those who were known stay so for a quarter of an hour: a
    database that is started again logs nobody out. After that nobody is known.

    Raises:
        DatabaseFailed: it cannot be used from the beginning.
    """

    def __init__(self, database: UsersDatabase) -> None:
        self.database = database
        database.make()
        self._shared = database.shared() or _NOBODY
        self._read_at = time.monotonic()
        self._failed = False
        self._lock = threading.Lock()
        self._ended = threading.Event()
        threading.Thread(target=self._watch, name="users", daemon=True).start()

    @property
    def shared(self) -> Shared:
        """What was read last; nobody where that was too long ago."""
        lasts = time.monotonic() - self._read_at < _KEPT_SECONDS
        return self._shared if lasts else _NOBODY

    def look(self) -> None:
        """Read what has changed, now."""
        with self._lock:
            try:
                self._shared = self.database.shared(but=self._shared.number) or self._shared
            except AskingError as error:
                if not self._failed:
                    log.warning("who was logged in stays so for 15 minutes: %s", error)
                self._failed = True
                return
            self._read_at = time.monotonic()
            if self._failed:
                log.warning("the users in %s can be read again", self.database.address.shown)
            self._failed = False

    def close(self) -> None:
        """Look no more, and close the connections."""
        self._ended.set()
        self.database.close()

    def _watch(self) -> None:
        while not self._ended.wait(_LOOK_SECONDS):
            self.look()
