"""The chats in an SQLite file in an index's folder.

A connection is opened for each piece of work, so that threads and processes share nothing but the
file; in SQLite's write-ahead mode readers wait for nobody and writers only for one another.
"""

from __future__ import annotations

import logging
import os
import sqlite3
import time
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path

from sqlalchemy import Connection, NullPool, create_engine, inspect, select
from sqlalchemy.exc import DatabaseError, OperationalError, SQLAlchemyError

from index.storage.pins import CHATS as FILE
from qa.chats.checksums import is_sound
from qa.chats.migrations import NEWEST
from qa.chats.tables import CHATS
from qa.errors import ChatRefused, ChatsUnusable, ChatsUnwritable

log = logging.getLogger(__name__)

# text as it is shown, also where it is damaged: its row's checksum tells
_TEXT = partial(str, encoding="utf-8", errors="replace")

_WAIT_SECONDS = 30.0  # for other writers
_MOST_BYTES = 100_000_000  # of a file that is checked whole when it is opened: a second


class SqliteFile:
    """The chats' file of a folder.

    Args:
        folder: the index's.
    """

    keeper = FILE

    def __init__(self, folder: Path) -> None:
        self.path = folder / FILE
        self.engine = create_engine("sqlite://", creator=self._connected, poolclass=NullPool)

    def prepare(self) -> None:
        """Make the file if it is not there, without tables."""
        if not (folder := self.path.parent).is_dir():
            raise ChatsUnusable(
                f"chats cannot be kept in {folder}: there is no such folder; make an index there "
                f"with: python -m index build SEEDS --index {folder}"
            )
        # chats are their owners' own: nobody else on the machine is to read them
        os.close(os.open(self.path, os.O_CREAT | os.O_RDWR, 0o600))

    def connected(self, db: Connection) -> None:
        """Switch the file to write-ahead mode, once for all."""
        raw = db.connection.driver_connection
        assert isinstance(raw, sqlite3.Connection)
        _write_ahead(raw)

    def mark(self, folder: Path) -> bool:
        """The file is its own keeper: see `Pins`."""
        return True

    def begin_reading(self, db: Connection) -> None:
        """Have what is read be of one moment."""
        db.exec_driver_sql("BEGIN")

    def begin_writing(self, db: Connection, owner: str | None) -> None:
        """Wait for other writers, and have them wait."""
        db.exec_driver_sql("BEGIN IMMEDIATE")

    def format_of(self, db: Connection) -> str:
        """The format of the tables, "" where there are none yet.

        SQLite's own number says it: earlier programs knew no Alembic.
        """
        found = db.exec_driver_sql("PRAGMA user_version").scalar_one()
        return str(found) if found or inspect(db).get_table_names() else ""

    def upgraded(self, db: Connection) -> None:
        """Note that the tables are of the newest format."""
        db.exec_driver_sql(f"PRAGMA user_version={NEWEST}")

    def look_over(self, db: Connection) -> None:
        """Look for damage as a whole, mend what can be, and log the rest."""
        if self.path.stat().st_size <= _MOST_BYTES and _complaints(db):
            db.exec_driver_sql("REINDEX")  # indexes are made of the tables
            if found := _complaints(db):
                note = "%s is damaged; keep a copy, and export the chats: %s"
                log.warning(note, self.path, found)
        rows = db.execute(select(CHATS)).mappings()
        if damaged := [str(row["id"]) for row in rows if not is_sound(CHATS, row)]:
            note = "%s is damaged: of %s not all is as it was kept"
            log.warning(note, self.path, ", ".join(damaged))

    @contextmanager
    def told(self) -> Iterator[None]:
        """What SQLite and the file system raise, as errors to show."""
        try:
            yield
        except (OperationalError, sqlite3.OperationalError) as error:
            raise self._unusable(error) from error
        except (DatabaseError, sqlite3.DatabaseError) as error:
            raise ChatsUnusable(
                f"the chats in {self.path} are damaged ({_words(error)}); copy the file from "
                "elsewhere, or move it away, and those beside it whose names begin with its own, "
                "to begin anew; sqlite3 FILE .recover may still find some of it"
            ) from error
        except (SQLAlchemyError, sqlite3.Error, OSError) as error:
            raise self._unusable(error) from error
        except UnicodeEncodeError as error:
            text = f"a text holds what is no character: {error.object[:40]!a}"
            raise ChatRefused(text) from error

    def close(self) -> None:
        """Nothing is held between two pieces of work."""

    def _connected(self) -> sqlite3.Connection:
        # mode=rw: a file that was taken away is an error, not made anew without its tables
        address = f"{self.path.absolute().as_uri()}?mode=rw"
        db = sqlite3.connect(address, uri=True, timeout=_WAIT_SECONDS, isolation_level=None)
        db.text_factory = _TEXT
        try:
            db.execute("PRAGMA foreign_keys=ON")
            db.execute("PRAGMA synchronous=FULL")  # gone is gone before its versions are unpinned
        except BaseException:
            db.close()
            raise
        return db

    def _unusable(self, error: Exception) -> ChatsUnwritable:
        return ChatsUnwritable(self.path, getattr(error, "strerror", None) or _words(error))


def _write_ahead(db: sqlite3.Connection) -> None:
    """Switch to write-ahead mode; SQLite does not wait by itself for others who do so."""
    until = time.monotonic() + _WAIT_SECONDS
    while True:
        try:
            db.execute("PRAGMA journal_mode=WAL")
            return
        except sqlite3.OperationalError:
            if time.monotonic() > until:
                raise
            time.sleep(0.02)


def _complaints(db: Connection) -> str:
    """What SQLite finds wrong with the file, "" for nothing."""
    lines = [str(line) for line in db.exec_driver_sql("PRAGMA integrity_check(3)").scalars()]
    return "" if lines == ["ok"] else "; ".join(lines)[:300]


def _words(error: Exception) -> str:
    return str(getattr(error, "orig", None) or error)
