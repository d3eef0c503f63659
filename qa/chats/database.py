"""The SQLite file of the chats: where it is, its tables, opening it for one piece of work.

    chats            a row a chat: whose it is, its title, when it was begun and changed
    turns            a row a turn: the question, the reply as JSON, filters, rating, comment
    cited_versions   a row for each version of an article that a turn cites or shows; the contract
                     with pruning is in `index.storage.cited_versions`

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

from index.storage.cited_versions import CHATS
from qa.errors import ChatRefused, ChatsUnusable

_SCHEMA = 1
_WAIT = 30.0  # seconds for other writers
_TABLES = (
    "CREATE TABLE chats(number INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, owner TEXT NOT NULL,"
    " title TEXT NOT NULL, renamed INTEGER NOT NULL, words TEXT NOT NULL, created TEXT NOT NULL,"
    " updated TEXT NOT NULL)",
    "CREATE INDEX chats_of ON chats(owner, updated)",
    # the reply last: what is before it is read without it
    "CREATE TABLE turns(chat INTEGER NOT NULL REFERENCES chats ON DELETE CASCADE,"
    " number INTEGER NOT NULL, rating INTEGER NOT NULL, asked_at TEXT NOT NULL,"
    " question TEXT NOT NULL, comment TEXT NOT NULL, filters TEXT NOT NULL, words TEXT NOT NULL,"
    " reply TEXT NOT NULL, PRIMARY KEY(chat, number))",
    "CREATE TABLE cited_versions(version TEXT NOT NULL, chat INTEGER NOT NULL,"
    " turn INTEGER NOT NULL, PRIMARY KEY(chat, turn, version),"
    " FOREIGN KEY(chat, turn) REFERENCES turns ON DELETE CASCADE) WITHOUT ROWID",
    f"PRAGMA user_version={_SCHEMA}",
)


def make(folder: Path) -> None:
    """Make the file with its tables, where it is not there yet.

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
            if not db.execute("SELECT count(*) FROM sqlite_master").fetchone()[0]:
                for statement in _TABLES:
                    db.execute(statement)
            db.execute("COMMIT")
            found = db.execute("PRAGMA user_version").fetchone()[0]
    if found != _SCHEMA:
        raise ChatsUnusable(
            f"{folder / CHATS} is of format {found}, this program reads format {_SCHEMA}; use the "
            "program that wrote it, export the chats there and import them here"
        )


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

    Raises:
        ChatsUnusable: the file cannot be written, or others were writing for too long.
        ChatRefused: a text holds characters that cannot be stored.
    """
    with _told(folder), closing(_connected(folder)) as db:
        db.execute("BEGIN IMMEDIATE")
        yield db
        db.execute("COMMIT")


def _connected(folder: Path) -> sqlite3.Connection:
    # mode=rw: a file that was taken away is an error, not made anew without its tables
    address = f"{(folder / CHATS).absolute().as_uri()}?mode=rw"
    db = sqlite3.connect(address, uri=True, timeout=_WAIT, isolation_level=None)
    db.execute("PRAGMA foreign_keys=ON")
    db.execute("PRAGMA synchronous=NORMAL")
    return db


def _write_ahead(db: sqlite3.Connection) -> None:
    """Switch to write-ahead mode; SQLite does not wait by itself for others who do so."""
    until = time.monotonic() + _WAIT
    while True:
        try:
            db.execute("PRAGMA journal_mode=WAL")
            return
        except sqlite3.OperationalError:
            if time.monotonic() > until:
                raise
            time.sleep(0.02)


@contextmanager
def _told(folder: Path) -> Iterator[None]:
    """What SQLite and the file system raise, as errors to show."""
    try:
        yield
    except (sqlite3.Error, OSError) as error:
        why = getattr(error, "strerror", None) or error
        raise ChatsUnusable(
            f"the chats in {folder / CHATS} cannot be read or written ({why}); see that the folder "
            "is there, can be written and has space left"
        ) from error
    except UnicodeEncodeError as error:
        raise ChatRefused(f"a text holds what is no character: {error.object[:40]!a}") from error
