"""A checksum for each row of chats and turns, so that damage on the disk is seen.

    chats.sum, turns.sum    the CRC-32 of all else in the row

Rows are made by `put_row`, or sealed when they have their number, and changed by `change_rows`. A
row that was damaged before stays so when it is changed.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterable, Mapping
from typing import Any

from sqlalchemy import Connection, Table, and_, bindparam, insert, select, update

from qa.chats.tables import CHATS, TURNS

Row = Mapping[Any, Any]  # by the columns' names

_COLUMNS = {
    CHATS: "number id owner title renamed words created updated imported".split(),
    TURNS: "chat number rating asked_at question comment filters words reply imported".split(),
}
_KEYS = {CHATS: ("number",), TURNS: ("chat", "number")}
# made once: to make a statement takes longer than to run it
_IS = {
    table: and_(*(table.c[name] == bindparam(f"of_{name}") for name in keys))
    for table, keys in _KEYS.items()
}
_WHOLE = {table: select(table).where(which) for table, which in _IS.items()}
_CHANGE = {table: update(table).where(which) for table, which in _IS.items()}
_PUT = {table: insert(table) for table in _KEYS}


def is_sound(table: Table, row: Row) -> bool:
    """Whether a whole row of a table is as it was kept."""
    return bool(row["sum"] == _sum_of(table, row))


def whole_row(db: Connection, table: Table, *key: int) -> Row | None:
    """A row, by its chat's number, and the turn's if it is one; None where there is none."""
    given = {f"of_{name}": value for name, value in zip(_KEYS[table], key, strict=True)}
    return db.execute(_WHOLE[table], given).mappings().one_or_none()


def put_row(db: Connection, table: Table, row: Row) -> None:
    """Insert a whole row, but for its sum."""
    db.execute(_PUT[table], {**row, "sum": _sum_of(table, row)})


def seal(db: Connection, table: Table, row: Row) -> None:
    """Put in the sum of a row that was just inserted."""
    _change(db, table, row, {"sum": _sum_of(table, row)})


def change_rows(db: Connection, table: Table, rows: Iterable[Row], **values: object) -> None:
    """Change rows that were read whole within this transaction."""
    for row in rows:
        told = _sum_of(table, {**row, **values}) if is_sound(table, row) else row["sum"]
        _change(db, table, row, {**values, "sum": told})


def sum_all(db: Connection) -> None:
    """Put in the sums of all rows, as they are."""
    for table, keys in _KEYS.items():
        for key in db.execute(select(*(table.c[name] for name in keys))).all():
            if row := whole_row(db, table, *key):
                seal(db, table, row)


def _change(db: Connection, table: Table, row: Row, values: Row) -> None:
    given = {f"of_{name}": row[name] for name in _KEYS[table]}
    db.execute(_CHANGE[table], {**given, **values})


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
