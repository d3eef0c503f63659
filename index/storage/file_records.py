"""What a generation remembers of the files that it was built from, in a table of its database."""

from __future__ import annotations

import json
from dataclasses import dataclass

from index.report import Remark
from index.storage.database_writer import DatabaseWriter

# Made where it is not there yet: indexes of this format were built before it was thought of. The
# first that had it kept no remarks, in a table called `files`: it is forgotten, and all read again.
_TABLE = (
    "CREATE TABLE IF NOT EXISTS files_read("
    "origin TEXT NOT NULL, name TEXT NOT NULL, size INTEGER NOT NULL, modified INTEGER NOT NULL,"
    " changed INTEGER NOT NULL, looked INTEGER NOT NULL, sha256 BLOB NOT NULL, key BLOB NOT NULL,"
    " articles TEXT NOT NULL, remarks TEXT NOT NULL, PRIMARY KEY(origin, name)) WITHOUT ROWID"
)


@dataclass(frozen=True, slots=True)
class FileRecord:
    """A file as it was when it was read.

    Attributes:
        size: in bytes.
        modified, changed: when the system says its content and its entry changed, nanoseconds.
        looked: when it was looked at, by this machine's clock, nanoseconds.
        sha256: of its bytes.
        key: of what its articles depend on beside it.
        articles: the id of each of its articles, and a digest of all that is stored of it.
        remarks: what there was to say of them.
    """

    size: int
    modified: int
    changed: int
    looked: int
    sha256: bytes
    key: bytes
    articles: tuple[tuple[str, str], ...]
    remarks: tuple[Remark, ...] = ()


class FileRecords:
    """The records of one origin, to be read and changed within a build.

    Args:
        database: of the generation being made.
        origin: the folder that is built from.
    """

    def __init__(self, database: DatabaseWriter, origin: str) -> None:
        self._database, self._origin = database, origin
        database.execute("DROP TABLE IF EXISTS files")
        database.execute(_TABLE)

    def get(self, name: str) -> FileRecord | None:
        """What is known of a file, None for nothing."""
        rows = self._database.execute(
            "SELECT size, modified, changed, looked, sha256, key, articles, remarks"
            " FROM files_read"
            " WHERE origin=? AND name=?",
            (self._origin, name),
        )
        for size, modified, changed, looked, sha256, key, articles, remarks in rows:
            pairs = tuple((one, digest) for one, digest in json.loads(articles))
            said = tuple(Remark(kind, what) for kind, what in json.loads(remarks))
            return FileRecord(size, modified, changed, looked, sha256, key, pairs, said)
        return None

    def put(self, name: str, record: FileRecord) -> None:
        """Keep what is known of a file."""
        remarks = json.dumps([(said.kind, said.what) for said in record.remarks])
        self._database.execute(
            "INSERT OR REPLACE INTO files_read VALUES(?,?,?,?,?,?,?,?,?,?)",
            (
                *(self._origin, name, record.size, record.modified, record.changed, record.looked),
                *(record.sha256, record.key, json.dumps(record.articles), remarks),
            ),
        )

    def forget(self, name: str) -> None:
        """Drop what is known of a file."""
        values = (self._origin, name)
        self._database.execute("DELETE FROM files_read WHERE origin=? AND name=?", values)

    def names(self) -> list[str]:
        """The names of all files that something is known of."""
        rows = self._database.execute("SELECT name FROM files_read WHERE origin=?", (self._origin,))
        return [name for (name,) in rows]
