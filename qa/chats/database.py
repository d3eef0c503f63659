"""The database of the chats: making its tables, and opening it for one piece of work.

What is alike in an SQLite file and in PostgreSQL; `SqliteFile` and `Server` know the rest.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Protocol

from sqlalchemy import Connection, Engine

from index.errors import IndexBroken
from index.storage.pins import Pins
from qa.chats.migrations import NEWEST, SCRIPTS
from qa.chats.pinning import Change, pin_all, pin_what_is_new, unpin_what_is_gone
from qa.errors import ChatsUnusable


class Kept(Protocol):
    """Where chats are kept.

    Attributes:
        keeper: under what name what they cite is pinned with the index.
    """

    engine: Engine
    keeper: str

    def prepare(self) -> None:
        """Make what holds the tables, where it is made at all."""

    def connected(self, db: Connection) -> None:
        """Set what is the database's own, on the first connection."""

    def mark(self, folder: Path) -> bool:
        """Have the file named as keeper in the index's folder; whether pins can be kept there."""

    def begin_reading(self, db: Connection) -> None:
        """Have what is read be of one moment."""

    def begin_writing(self, db: Connection, owner: str | None) -> None:
        """Wait for other writers of an owner's chats, or of all where it is None."""

    def format_of(self, db: Connection) -> str:
        """The format of the tables, "" where there are none yet."""

    def upgraded(self, db: Connection) -> None:
        """Note that the tables are of the newest format."""

    def look_over(self, db: Connection) -> None:
        """Look for damage as a whole."""

    def told(self) -> AbstractContextManager[None]:
        """What the database raises, as errors to show."""

    def close(self) -> None:
        """Let go of what is held open."""


@dataclass(slots=True)
class Database:
    """The chats, opened for one piece of work at a time.

    Attributes:
        kept: where.
        folder: the index's: what the chats cite is pinned there.
        pins: of these chats; None where none can be kept.
    """

    kept: Kept
    folder: Path
    pins: Pins | None = None

    def make(self) -> None:
        """Make the tables, or bring those that are there up to date; pin what they cite.

        Raises:
            ChatsUnusable: the folder is not there or cannot be written, the database cannot be
                reached, or its tables are another program's.
        """
        with self._told():
            self.kept.prepare()
            with self.kept.engine.connect() as db:
                self.kept.connected(db)
                with db.begin():
                    self.kept.begin_writing(db, None)
                    migrate(self.kept, db)
                    self.kept.look_over(db)
                if self.kept.mark(self.folder):
                    self.pins = Pins(self.folder, self.kept.keeper)
                    # Only now: once it is up to date no older program saves chats beside the pins.
                    with db.begin():
                        self.kept.begin_writing(db, None)
                        pin_all(db, self.pins)

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """The chats as they are at one moment.

        Raises:
            ChatsUnusable: they cannot be read.
        """
        with self._told(), self.kept.engine.begin() as db:
            self.kept.begin_reading(db)
            yield db

    @contextmanager
    def writing(self, owner: str) -> Iterator[Change]:
        """A change of an owner's chats: whole at the end, or not at all when something is raised.

        What the chats show is pinned before the end, what they show no more is let go after it.

        Raises:
            ChatsUnusable: they cannot be written, or others were writing for too long.
            ChatRefused: a text holds characters that cannot be stored.
        """
        with self._told():
            with self.kept.engine.begin() as db:
                self.kept.begin_writing(db, owner)
                change = Change(db)
                yield change
                if self.pins:
                    pin_what_is_new(change, self.pins)
            if self.pins:
                begin = partial(self.kept.begin_writing, owner=owner)
                unpin_what_is_gone(self.kept.engine, change, self.pins, begin)

    @contextmanager
    def _told(self) -> Iterator[None]:
        try:
            with self.kept.told():
                yield
        except IndexBroken as error:
            raise ChatsUnusable(str(error)) from error


def migrate(kept: Kept, db: Connection) -> None:
    """Bring the tables to the newest format, within the transaction that the caller has begun.

    Raises:
        ChatsUnusable: they are of a newer format, or of none: then they are another program's.
    """
    found = kept.format_of(db)
    if found == str(NEWEST):
        return
    known = [str(number) for number in range(1, NEWEST)]
    if found and found not in known:
        raise ChatsUnusable(
            f"the chats are of format {found}, this program reads 1 to {NEWEST}; use the program "
            "that wrote them, export the chats there and import them here"
        )
    from qa.database.upgrading import upgrade  # Alembic is slow to import, and seldom needed

    upgrade(db, SCRIPTS, int(found or 0))
    kept.upgraded(db)
