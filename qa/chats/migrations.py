"""The format of the chats' file, step by step: each step makes the next format of the one before.

A step never changes once it is out; what is to be otherwise comes as a further step.
"""

from __future__ import annotations

import sqlite3

from qa.chats.checksums import sum_all
from qa.errors import ChatsUnusable


def migrate(db: sqlite3.Connection) -> None:
    """Bring the file to the newest format, within the transaction that the caller has begun.

    Raises:
        ChatsUnusable: the file is of a newer format, or of none: then it is another program's.
    """
    found = db.execute("PRAGMA user_version").fetchone()[0]
    foreign = not found and db.execute("SELECT count(*) FROM sqlite_master").fetchone()[0]
    if foreign or not 0 <= found <= len(_STEPS):
        raise ChatsUnusable(
            f"the chats' file is of format {found}, this program reads 1 to {len(_STEPS)}; use the "
            "program that wrote it, export the chats there and import them here"
        )
    for number, step in enumerate(_STEPS[found:], found + 1):
        step(db)
        db.execute(f"PRAGMA user_version={number}")


def _make_tables(db: sqlite3.Connection) -> None:
    db.execute(
        "CREATE TABLE chats(number INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE,"
        " owner TEXT NOT NULL, title TEXT NOT NULL, renamed INTEGER NOT NULL, words TEXT NOT NULL,"
        " created TEXT NOT NULL, updated TEXT NOT NULL)"
    )
    db.execute("CREATE INDEX chats_of ON chats(owner, updated)")
    db.execute(  # the reply last: what is before it is read without it
        "CREATE TABLE turns(chat INTEGER NOT NULL REFERENCES chats ON DELETE CASCADE,"
        " number INTEGER NOT NULL, rating INTEGER NOT NULL, asked_at TEXT NOT NULL,"
        " question TEXT NOT NULL, comment TEXT NOT NULL, filters TEXT NOT NULL,"
        " words TEXT NOT NULL, reply TEXT NOT NULL, PRIMARY KEY(chat, number))"
    )
    db.execute(
        "CREATE TABLE cited_versions(version TEXT NOT NULL, chat INTEGER NOT NULL,"
        " turn INTEGER NOT NULL, PRIMARY KEY(chat, turn, version),"
        " FOREIGN KEY(chat, turn) REFERENCES turns ON DELETE CASCADE) WITHOUT ROWID"
    )


def _take_table_from_older_programs(db: sqlite3.Connection) -> None:
    """Have older programs fail that still run: they would save chats without pinning.

    The table's name is all that changes.
    """
    db.execute("ALTER TABLE cited_versions RENAME TO shown_versions")


def _add_checksums_and_where_from(db: sqlite3.Connection) -> None:
    """Each row has a checksum from now on, and says whether it was imported."""
    for table in ("chats", "turns"):
        db.execute(f"ALTER TABLE {table} ADD COLUMN imported INTEGER NOT NULL DEFAULT 0")
        db.execute(f"ALTER TABLE {table} ADD COLUMN sum INTEGER")
    sum_all(db)


_STEPS = (_make_tables, _take_table_from_older_programs, _add_checksums_and_where_from)
