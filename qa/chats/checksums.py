"""A checksum for each row of the chats' file, so that damage on the disk is seen.

    chats.sum, turns.sum    the CRC-32 of all else in the row

SQLite itself puts them in, whatever statement changes a row: no way of changing chats can forget
to. A row that was damaged before stays so when it is changed.
"""

from __future__ import annotations

import logging
import sqlite3
import zlib
from pathlib import Path

log = logging.getLogger(__name__)

_MOST_BYTES = 100_000_000  # of a file that is checked whole when it is opened: a second
_COLUMNS = {
    "chats": "number id owner title renamed words created updated imported".split(),
    "turns": "chat number rating asked_at question comment filters words reply imported".split(),
}
_KEYS = {"chats": "number=new.number", "turns": "chat=new.chat AND number=new.number"}


def add_checksums(db: sqlite3.Connection) -> None:
    """Give a connection the function `row_sum`, and have it keep the sums from now on."""
    db.create_function("row_sum", -1, _row_sum, deterministic=True)


def keep_checksums(db: sqlite3.Connection) -> None:
    """Have a connection put in the sum of each row that it makes or changes from now on."""
    for table, columns in _COLUMNS.items():
        put = f"UPDATE {table} SET sum={expected(table, 'new.')} WHERE {_KEYS[table]}"
        db.execute(f"CREATE TEMP TRIGGER sum_new_{table} AFTER INSERT ON {table} BEGIN {put}; END")
        db.execute(
            f"CREATE TEMP TRIGGER sum_{table} AFTER UPDATE OF {', '.join(columns)} ON {table}"
            f" WHEN old.sum IS {expected(table, 'old.')} BEGIN {put}; END"
        )


def expected(table: str, prefix: str = "") -> str:
    """SQL for the sum that a row of `chats` or `turns` should have.

    Args:
        table: which.
        prefix: of the columns, such as "new.".
    """
    # as bytes: what is damaged may be no text any more
    values = ", ".join(f"CAST({prefix}{column} AS BLOB)" for column in _COLUMNS[table])
    return f"row_sum({values})"


def sum_all(db: sqlite3.Connection) -> None:
    """Put in the sums of all rows, as they are."""
    for table in _COLUMNS:
        db.execute(f"UPDATE {table} SET sum={expected(table)}")


def look_over(db: sqlite3.Connection, path: Path) -> None:
    """Look for damage as a whole, mend what can be, and log the rest.

    Args:
        db: open to write.
        path: the file.
    """
    if path.stat().st_size <= _MOST_BYTES and _complaints(db):
        db.execute("REINDEX")  # indexes are made of the tables
        if found := _complaints(db):
            log.warning("%s is damaged; keep a copy, and export the chats: %s", path, found)
    damaged = [
        row_id
        for (row_id,) in db.execute(f"SELECT id FROM chats WHERE sum IS NOT {expected('chats')}")
    ]
    if damaged:
        log.warning("%s is damaged: of %s not all is as it was kept", path, ", ".join(damaged))


def _complaints(db: sqlite3.Connection) -> str:
    """What SQLite finds wrong with the file, "" for nothing."""
    lines = [str(line) for (line,) in db.execute("PRAGMA integrity_check(3)")]
    return "" if lines == ["ok"] else "; ".join(lines)[:300]


def _row_sum(*values: bytes | None) -> int:
    """The CRC-32 of some values, each with its length."""
    found = 0
    for value in values:
        held = b"" if value is None else value
        found = zlib.crc32(b"%d:" % (-1 if value is None else len(held)) + held, found)
    return found
