"""An open SQLite file of a generation, and the texts beside it."""

from __future__ import annotations

import sqlite3
import zlib
from collections.abc import Iterator, Sequence
from pathlib import Path
from threading import Lock
from typing import Any
from weakref import finalize

from index.errors import IndexBroken
from index.storage.text_files import Place, TextFiles


class DatabaseFile:
    """An open database that does not change while it is open: reading takes no locks.

    Args:
        path: the SQLite file; `texts_of` tells where the texts are.
    """

    def __init__(self, path: Path) -> None:
        self._texts = TextFiles(texts_of(path))
        uri = f"{path.absolute().as_uri()}?mode=ro&immutable=1"
        # From Python 3.12 on, two threads that ask one connection the same are given each other's
        # rows: SQLite serialises their calls, but not the binding of what is asked.
        self._one_at_a_time = Lock()
        self._db = sqlite3.connect(uri, uri=True, check_same_thread=False)
        # Who opens an index to look something up lets it go; Python 3.13 warns where none closes.
        finalize(self, self._db.close)

    def close(self) -> None:
        """Close the files."""
        self._db.close()
        self._texts.close()

    def _rows(self, sql: str, values: Sequence[object] = ()) -> list[Any]:
        """All rows of a query; an IndexBroken where the file is damaged."""
        try:
            with self._one_at_a_time:
                return self._db.execute(sql, values).fetchall()
        except (sqlite3.DatabaseError, UnicodeDecodeError) as error:
            raise damaged(error) from error

    def text(self, version: str) -> str:
        """The text of a version; one that is not there is an IndexBroken."""
        rows = self._rows("SELECT file, start, length FROM texts WHERE version=?", (version,))
        if not rows:
            raise damaged(f"the text of version {version[:12]} is not there")
        try:
            return zlib.decompress(self._texts.read(Place(*rows[0]))).decode("utf-8")
        except (zlib.error, UnicodeDecodeError, TypeError) as error:
            raise damaged(f"the text of version {version[:12]}: {error}") from error

    def problems(self) -> Iterator[str]:
        """What SQLite itself finds wrong with the file, nothing when it is sound."""
        for (line,) in self._rows("PRAGMA integrity_check"):
            if line != "ok":
                yield f"articles.sqlite: {line}"


def damaged(error: Exception | str) -> IndexBroken:
    """The error to raise when the file holds what no build writes."""
    return IndexBroken(
        f"the index file articles.sqlite is damaged ({error}); "
        "delete the index folder and build anew; keep chats.sqlite, the saved chats, if it is there"
    )


def texts_of(path: Path) -> Path:
    """The folder of the texts that belong to a database file."""
    return path.with_suffix(".texts")


def is_text_file(name: str) -> bool:
    """Whether a file of a generation, named from its folder, is one of those with the texts."""
    return name.partition("/")[0].endswith(".texts")
