"""What an index holds, for comparing two of them: all but times and places."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

from index.store import open_folder

_TABLES = (
    "SELECT * FROM texts ORDER BY version",
    "SELECT number, id, version, title, first, passages FROM articles ORDER BY number",
    "SELECT * FROM signatures ORDER BY number",
    "SELECT * FROM near ORDER BY one, other",
    "SELECT * FROM passages ORDER BY id",
)


def stored(folder: Path) -> list[object]:
    """Articles, passages with ids, offsets and keys, near-duplicates, and the bytes of texts."""
    generation = open_folder(folder).generation
    with closing(sqlite3.connect(generation / "articles.sqlite")) as database:
        tables: list[object] = [database.execute(table).fetchall() for table in _TABLES]
    files = sorted((generation / "articles.texts").iterdir())
    return [*tables, *(file.read_bytes() for file in files), words(generation)]


def words(generation: Path) -> list[tuple[str, bytes]]:
    """The kinds and bytes of the segments of its lexical index."""
    files = [path for path in (generation / "words").iterdir() if path.suffix != ".json"]
    return sorted((path.suffix, path.read_bytes()) for path in files if path.suffix != ".lock")
