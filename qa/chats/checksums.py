"""A checksum for each row of chats and turns, so that damage on the disk is seen.

    chats.sum, turns.sum    the CRC-32 of all else in the row

Rows are made by `put_row`, or sealed when they have their number, and changed by `change_rows`. A
row that was damaged before stays so when it is changed.
"""

from __future__ import annotations

import zlib
from collections.abc import Mapping
from typing import Any

from sqlalchemy import ColumnElement, Connection, Table, and_, insert, select, update

from qa.chats.tables import CHATS, TURNS

Row = Mapping[Any, Any]  # by the columns' names

_COLUMNS = {
    CHATS: "number id owner title renamed words created updated imported".split(),
    TURNS: "chat number rating asked_at question comment filters words reply imported".split(),
}
_KEYS = {CHATS: ("number",), TURNS: ("chat", "number")}


def is_sound(table: Table, row: Row) -> bool:
    """Whether a whole row of a table is as it was kept."""
    return bool(row["sum"] == _sum_of(table, row))


def put_row(db: Connection, table: Table, row: Row) -> None:
    """Insert a whole row, but for its sum."""
    db.execute(insert(table), {**row, "sum": _sum_of(table, row)})


def seal(db: Connection, table: Table, row: Row) -> None:
    """Put in the sum of a row that was just inserted."""
    db.execute(update(table).where(_is(table, row)).values(sum=_sum_of(table, row)))


def change_rows(db: Connection, table: Table, which: ColumnElement[bool], **values: object) -> int:
    """Change the rows that a condition finds; how many they were."""
    found = db.execute(select(table).where(which)).mappings().all()
    for row in found:
        new = {**row, **values}
        told = _sum_of(table, new) if is_sound(table, row) else row["sum"]
        db.execute(update(table).where(_is(table, row)).values(**values, sum=told))
    return len(found)


def sum_all(db: Connection) -> None:
    """Put in the sums of all rows, as they are."""
    for table, keys in _KEYS.items():
        for key in db.execute(select(*(table.c[name] for name in keys))).mappings().all():
            row = db.execute(select(table).where(_is(table, key))).mappings().one()
            seal(db, table, row)


def _is(table: Table, row: Row) -> ColumnElement[bool]:
    """The condition that finds this very row."""
    return and_(*(table.c[name] == row[name] for name in _KEYS[table]))


def _sum_of(table: Table, row: Row) -> int:
    """The CRC-32 of a row's values, each with its length."""
    parts: list[bytes] = []
    for name in _COLUMNS[table]:
        value = row[name]
        held = value.encode() if type(value) is str else _bytes(value)
        parts += (b"-1:" if value is None else b"%d:" % len(held), held)
    return zlib.crc32(b"".join(parts))


def _bytes(value: object) -> bytes:
    if isinstance(value, bytes):  # what is damaged may be no text any more
        return value
    return b"" if value is None else str(value).encode()
