"""The SQLite file of the chats: where it is, its tables, opening it for one piece of work.

    chats            a row a chat: whose it is, its title, when it was begun and changed
    turns            a row a turn: the question, the reply as JSON, filters, rating, comment; both
                     with a checksum: see `qa.chats.checksums`
    shown_versions   a row for each version of an article that a turn cites or shows; each of them
                     is pinned with the index: see `qa.chats.pinning`

`qa.chats.migrations` makes the tables, and brings those of earlier programs up to date.
A connection is opened for each piece of work, so that threads and processes share nothing but the
file; in SQLite's write-ahead mode readers wait for nobody and writers only for one another.
"""

from __future__ import annotations

import os
import sqlite3
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from index.errors import IndexBroken
from index.storage.pins import CHATS
from qa.chats.checksums import add_checksums, keep_checksums, look_over
from qa.chats.migrations import migrate
from qa.chats.pinning import pin_all, pin_what_is_new, take_notes, unpin_what_is_gone
from qa.errors import ChatRefused, ChatsUnusable, ChatsUnwritable

_WAIT_SECONDS = 30.0  # for other writers


def make(folder: Path) -> None:
    """Make the file with its tables, or bring the one that is there up to date; pin what it cites.

    Raises:
        ChatsUnusable: the folder is not there or cannot be written, or the file is another's.
    """
    if not folder.is_dir():
        raise ChatsUnusable(
            f"chats cannot be kept in {folder}: there is no such folder; make an index there with: "
            f"python -m index build SEEDS --index {folder}"
        )
    with _told(folder):
        # chats are their owners' own: nobody else on the machine is to read them
        os.close(os.open(folder / CHATS, os.O_CREAT | os.O_RDWR, 0o600))
        with closing(_connected(folder)) as db:
            _write_ahead(db)
            db.execute("BEGIN IMMEDIATE")
            migrate(db)
            look_over(db, folder / CHATS)
            db.execute("COMMIT")
            # Only now: once it is up to date no older program can save chats beside the pins.
            db.execute("BEGIN IMMEDIATE")
            pin_all(db, folder)
            db.execute("COMMIT")


@contextmanager
def reading(folder: Path) -> Iterator[sqlite3.Connection]:
    """The chats as they are at one moment.

    Raises:
        ChatsUnusable: the file cannot be read.
    """
    with _told(folder), closing(_connected(folder)) as db:
        db.execute("BEGIN")
        yield db
        db.execute("COMMIT")


@contextmanager
def writing(folder: Path) -> Iterator[sqlite3.Connection]:
    """A change of the chats: whole at the end, not at all when something is raised inside.

    What the chats show is pinned before the end, what they show no more is let go after it.

    Raises:
        ChatsUnusable: the files cannot be written, or others were writing for too long.
        ChatRefused: a text holds characters that cannot be stored.
    """
    with _told(folder), closing(_connected(folder)) as db:
        take_notes(db)
        keep_checksums(db)
        db.execute("BEGIN IMMEDIATE")
        yield db
        pin_what_is_new(db, folder)
        db.execute("COMMIT")
        unpin_what_is_gone(db, folder)


def _connected(folder: Path) -> sqlite3.Connection:
    # mode=rw: a file that was taken away is an error, not made anew without its tables
    address = f"{(folder / CHATS).absolute().as_uri()}?mode=rw"
    db = sqlite3.connect(address, uri=True, timeout=_WAIT_SECONDS, isolation_level=None)
    db.text_factory = _text
    add_checksums(db)
    db.execute("PRAGMA foreign_keys=ON")
    db.execute("PRAGMA synchronous=FULL")  # gone is gone before its versions are unpinned
    return db


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


def _text(stored: bytes) -> str:
    """Text as it is shown, also where it is damaged: its row's checksum tells."""
    return stored.decode("utf-8", "replace")


@contextmanager
def _told(folder: Path) -> Iterator[None]:
    """What SQLite and the file system raise, as errors to show."""
    try:
        yield
    except IndexBroken as error:
        raise ChatsUnusable(str(error)) from error
    except sqlite3.DatabaseError as error:
        if isinstance(error, sqlite3.OperationalError):
            raise _unusable(folder, error) from error
        raise ChatsUnusable(
            f"the chats in {folder / CHATS} are damaged ({error}); copy the file from elsewhere, "
            "or move it away, and those beside it whose names begin with its own, to begin anew; "
            "sqlite3 FILE .recover may still find some of it"
        ) from error
    except (sqlite3.Error, OSError) as error:
        raise _unusable(folder, error) from error
    except UnicodeEncodeError as error:
        raise ChatRefused(f"a text holds what is no character: {error.object[:40]!a}") from error


def _unusable(folder: Path, error: Exception) -> ChatsUnwritable:
    return ChatsUnwritable(folder / CHATS, getattr(error, "strerror", None) or str(error))
