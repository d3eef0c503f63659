"""The chats in a PostgreSQL database, shared by as many pages as use it.

Writers of one owner's chats wait for one another, and all wait while a program opens the chats:
by PostgreSQL's advisory locks, which end with the transaction or the connection.
"""

from __future__ import annotations

import hashlib
import logging
import os
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import Connection, text

from index.storage.generations import write_whole
from qa.chats.migrations import VERSION_TABLE
from qa.database.address import Address
from qa.database.server import engine_of, format_of, told
from qa.errors import ChatRefused, ChatsUnusable, DatabaseFailed, DatabaseRefused

log = logging.getLogger(__name__)

_LOCKS = 0x61717368  # which of the database's advisory locks are those of chats
_WAIT = "30s"  # for other writers
_ONE = text(
    "SELECT set_config('lock_timeout', :wait, true),"
    " pg_advisory_xact_lock_shared(:all), pg_advisory_xact_lock(:locks, :owner)"
)
_ALL = text("SELECT set_config('lock_timeout', :wait, true), pg_advisory_xact_lock(:all)")
_SNAPSHOT = text("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")


class Server:
    """The chats of a PostgreSQL database.

    Args:
        address: of the database.

    Raises:
        LibraryMissing, DatabaseUsage: see `qa.database.server.engine_of`.
    """

    def __init__(self, address: Address) -> None:
        self.engine = engine_of(address, "chats in PostgreSQL")
        self.address = address
        place = address.shown.rpartition("@")[2]
        self.keeper = f"chats-{hashlib.sha256(place.encode()).hexdigest()[:12]}.postgresql"

    def prepare(self) -> None:
        """The database is there already, or cannot be used."""

    def connected(self, db: Connection) -> None:
        """Nothing is to be set for the database."""

    def mark(self, folder: Path) -> bool:
        """Have a file say that a database cites the index: see `Pins`; False where it cannot."""
        if not folder.is_dir():  # such as that beside a Milvus archive: nothing is pruned there
            return False
        if not os.access(folder, os.W_OK):
            log.warning(
                "what the chats cite cannot be pinned in %s, which may not be written; before "
                "anybody prunes it: python -m qa chats list --chats %s --index %s",
                folder, self.address.shown, folder,
            )  # fmt: skip
            return False
        if not (folder / self.keeper).exists():
            write_whole(folder / self.keeper, self.address.shown + "\n")
        return True

    def begin_reading(self, db: Connection) -> None:
        """Have what is read be of one moment."""
        db.execute(_SNAPSHOT)

    def begin_writing(self, db: Connection, owner: str | None) -> None:
        """Wait for other writers of an owner's chats, or of all where it is None."""
        given = {"wait": _WAIT, "all": _LOCKS}
        if owner is None:
            db.execute(_ALL, given)
            return
        key = zlib.crc32(owner.encode()) - 2**31
        db.execute(_ONE, {**given, "locks": _LOCKS, "owner": key})

    def format_of(self, db: Connection) -> str:
        """The format of the tables, "" where there are none yet."""
        return format_of(db, VERSION_TABLE)

    def upgraded(self, db: Connection) -> None:
        """Alembic has noted the format."""

    def look_over(self, db: Connection) -> None:
        """The server looks after its files; a row that is damaged is shown as such."""

    @contextmanager
    def told(self) -> Iterator[None]:
        """What the server and its driver raise, as errors to show."""
        try:
            with told(self.address, "chats"):
                yield
        except DatabaseFailed as error:
            raise ChatsUnusable(str(error)) from None
        except DatabaseRefused as error:
            raise ChatRefused(str(error)) from None

    def close(self) -> None:
        """Close the connections that are kept open."""
        self.engine.dispose()
