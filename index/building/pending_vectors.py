"""Vectors encoded but not yet published, so that a killed build can be continued.

A small SQLite file beside the generations, keyed by what was embedded and by which model. Only the
process that holds the build lock uses it. It only saves time: what of it is damaged, as each
vector's checksum tells, is encoded again.
"""

from __future__ import annotations

import sqlite3
import zlib
from collections.abc import Mapping, Sequence
from contextlib import suppress
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]


def pending_file(index_dir: Path) -> Path:
    """Where an index keeps vectors that are encoded but not published."""
    return index_dir / "pending.sqlite"


class PendingVectors:
    """The file of pending vectors, open for reading and writing.

    Args:
        path: the file; made when it is not there, made anew when it is damaged.
    """

    def __init__(self, path: Path) -> None:
        try:
            self._db = self._open(path)
        except sqlite3.DatabaseError:
            forget(path)
            self._db = self._open(path)
        self._path = path

    @staticmethod
    def _open(path: Path) -> sqlite3.Connection:
        db = sqlite3.connect(path, isolation_level=None)
        try:
            # safe against being killed, and waits for the disk only now and then
            db.execute("PRAGMA locking_mode=EXCLUSIVE")
            db.execute("PRAGMA journal_mode=WAL")
            db.execute("PRAGMA synchronous=NORMAL")
            db.execute(
                "CREATE TABLE IF NOT EXISTS summed("
                "key BLOB PRIMARY KEY, vector BLOB NOT NULL, sum INTEGER NOT NULL)"
            )
        except sqlite3.DatabaseError:
            db.close()
            raise
        return db

    def get(self, key: bytes) -> Floats | None:
        """The vector kept under a key, None when there is none."""
        try:
            row = self._db.execute("SELECT vector, sum FROM summed WHERE key=?", (key,)).fetchone()
        except sqlite3.DatabaseError:
            return None
        if not row or not isinstance(row[0], bytes) or _sum_of(key, row[0]) != row[1]:
            return None
        return np.frombuffer(row[0], dtype=np.float32)

    def put(self, vectors: Mapping[bytes, Floats]) -> None:
        """Keep vectors, all of them or, when killed, none."""
        packed = {key: vector.astype(np.float32).tobytes() for key, vector in vectors.items()}
        rows = [(key, held, _sum_of(key, held)) for key, held in packed.items()]
        try:
            self._write(rows)
        except sqlite3.OperationalError:  # such as a full disk
            raise
        except sqlite3.DatabaseError:
            self.clear()
            self._db = self._open(self._path)
            self._write(rows)

    def _write(self, rows: Sequence[tuple[bytes, bytes, int]]) -> None:
        self._db.execute("BEGIN")
        self._db.executemany("INSERT OR REPLACE INTO summed VALUES(?,?,?)", rows)
        self._db.execute("COMMIT")

    def clear(self) -> None:
        """Close and delete the file: all its vectors are published."""
        self.close()
        forget(self._path)

    def close(self) -> None:
        """Close the file."""
        self._db.close()


def _sum_of(key: bytes, vector: bytes) -> int:
    """The checksum of a row."""
    return zlib.crc32(key + vector)


def forget(path: Path) -> None:
    """Delete a file of pending vectors, if there is one; one that stays does no harm."""
    for suffix in ("", "-wal", "-shm", "-journal"):
        with suppress(OSError):
            path.with_name(path.name + suffix).unlink(missing_ok=True)
