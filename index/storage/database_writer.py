"""Writing the SQLite file of a generation that is not published yet, and the texts beside it.

The files are private to one build until it is published: they take no locks and keep no
journal, and a killed build's files are thrown away.
"""

from __future__ import annotations

import sqlite3
import zlib
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from threading import Lock
from typing import Any

from index.article import Article, version_of
from index.errors import IndexBroken
from index.storage.database import ArticleDatabase
from index.storage.database_file import texts_of
from index.storage.text_files import Place, TextWriter

_SCHEMA = """
CREATE TABLE texts(
    version TEXT PRIMARY KEY, file INTEGER NOT NULL, start INTEGER NOT NULL,
    length INTEGER NOT NULL) WITHOUT ROWID;
CREATE TABLE articles(
    number INTEGER PRIMARY KEY AUTOINCREMENT, id TEXT NOT NULL UNIQUE, version TEXT NOT NULL,
    title TEXT NOT NULL, source TEXT NOT NULL, author TEXT NOT NULL, published TEXT,
    url TEXT NOT NULL, source_key TEXT NOT NULL, origin TEXT NOT NULL,
    first INTEGER NOT NULL, passages INTEGER NOT NULL);
CREATE TABLE versions(
    id TEXT NOT NULL, version TEXT NOT NULL, title TEXT NOT NULL, source TEXT NOT NULL,
    author TEXT NOT NULL, published TEXT, url TEXT NOT NULL,
    PRIMARY KEY(id, version)) WITHOUT ROWID;
CREATE INDEX articles_by_date ON articles(published);
CREATE INDEX articles_by_version ON articles(version);
CREATE TABLE signatures(
    number INTEGER PRIMARY KEY, version TEXT NOT NULL UNIQUE, body BLOB NOT NULL);
CREATE TABLE near(
    one INTEGER NOT NULL, other INTEGER NOT NULL, PRIMARY KEY(one, other)) WITHOUT ROWID;
CREATE TABLE passages(
    id INTEGER PRIMARY KEY AUTOINCREMENT, article INTEGER NOT NULL REFERENCES articles(number),
    start INTEGER NOT NULL, end INTEGER NOT NULL, key BLOB NOT NULL);
CREATE INDEX passages_by_article ON passages(article, start);
CREATE INDEX passages_by_key ON passages(key);
"""
# Made where it is not there yet: indexes of this format were built before it was thought of.
_LEFT_OUT = (
    "CREATE TABLE IF NOT EXISTS left_out("
    "id TEXT PRIMARY KEY, version TEXT NOT NULL, origin TEXT NOT NULL) WITHOUT ROWID"
)


@dataclass(frozen=True, slots=True)
class NewPassage:
    """A passage to be stored: its offsets, and the key of what is embedded for it (32 bytes)."""

    start: int
    end: int
    key: bytes


Told = Callable[[Article, Sequence[NewPassage], Sequence[int]], None]


def packed_text(text: str) -> bytes:
    """A text as it is stored."""
    return zlib.compress(text.encode("utf-8"), 6)


class DatabaseWriter(ArticleDatabase):
    """A database file open for writing; it is made when it is not there.

    Args:
        path: the file.
        told: of each article that is put, with its passages and their ids.
    """

    def __init__(self, path: Path, told: Told | None = None) -> None:
        self._told = told
        self._texts: TextWriter = TextWriter(texts_of(path))
        self._one_at_a_time = Lock()
        self._db = sqlite3.connect(path, isolation_level=None)
        self._db.executescript("PRAGMA journal_mode=OFF; PRAGMA synchronous=OFF; BEGIN;")
        if not self._db.execute("SELECT 1 FROM sqlite_master").fetchone():
            for statement in _SCHEMA.split(";\n"):
                self._db.execute(statement)
        self._db.execute(_LEFT_OUT)
        self._db.execute("CREATE TEMP TABLE worked_out(version TEXT PRIMARY KEY, body BLOB)")

    def execute(self, sql: str, values: Sequence[object] = ()) -> list[Any]:
        """All rows of a statement, for a table that another module keeps in the file."""
        return self._db.execute(sql, values).fetchall()

    def commit(self) -> None:
        """End the transaction, all texts written."""
        self._texts.flush()
        self._db.execute("COMMIT")

    def put(
        self,
        article: Article,
        passages: Sequence[NewPassage],
        origin: str,
        packed: bytes | None = None,
    ) -> None:
        """Store an article in place of any that has its id; the text of the old version stays.

        Args:
            article: what to store.
            passages: its passages, in order.
            origin: what keeps the article in the index.
            packed: its text as `packed_text` gives it, where that is known.
        """
        self.remove(article.id)
        self._put_text(article, packed)
        published = article.published.isoformat() if article.published else None
        values = (
            *(article.id, article.version, article.title, article.source, article.author),
            *(published, article.url),
        )
        self._db.execute("INSERT OR REPLACE INTO versions VALUES(?,?,?,?,?,?,?)", values)
        number = self._db.execute(
            "INSERT INTO articles(id, version, title, source, author, published, url, source_key,"
            " origin, first, passages) VALUES(?,?,?,?,?,?,?,?,?,0,0)",
            (*values, article.source.casefold(), origin),
        ).lastrowid
        ids = [
            self._db.execute(
                "INSERT INTO passages(article, start, end, key) VALUES(?,?,?,?)",
                (number, passage.start, passage.end, passage.key),
            ).lastrowid
            or 0
            for passage in passages
        ]
        if ids:
            found = (ids[0], len(ids), number)
            self._db.execute("UPDATE articles SET first=?, passages=? WHERE number=?", found)
        if self._told:
            self._told(article, passages, ids)

    def _put_text(self, article: Article, packed: bytes | None) -> None:
        held = "SELECT 1 FROM texts WHERE version=?"
        if not self._db.execute(held, (article.version,)).fetchone():
            place = self._texts.write(packed or packed_text(article.text))
            self._db.execute("INSERT INTO texts VALUES(?,?,?,?)", (article.version, *place))

    def remove(self, article_id: str) -> list[int]:
        """Drop an article, if it is there; returns the ids of its passages. Its texts stay."""
        found = self._db.execute("SELECT number FROM articles WHERE id=?", (article_id,)).fetchone()
        if not found:
            return []
        (number,) = found
        rows = self._db.execute("SELECT id FROM passages WHERE article=?", (number,)).fetchall()
        self._db.execute("DELETE FROM passages WHERE article=?", (number,))
        self._db.execute("DELETE FROM articles WHERE number=?", (number,))
        return [row for (row,) in rows]

    def leave_out(self, article_id: str, version: str, origin: str) -> None:
        """Note that builds are to leave an article out, and what there is to put back."""
        values = (article_id, version, origin)
        self._db.execute("INSERT OR REPLACE INTO left_out VALUES(?,?,?)", values)

    def unexclude(self, article_id: str) -> None:
        """Builds need not leave an article out any more."""
        self._db.execute("DELETE FROM left_out WHERE id=?", (article_id,))

    def forget_version(self, article_id: str, version: str) -> None:
        """Drop an earlier version; its text goes unless another article or version has it."""
        self._db.execute("DELETE FROM versions WHERE id=? AND version=?", (article_id, version))
        self._db.execute(
            "DELETE FROM texts WHERE version=? AND version NOT IN (SELECT version FROM versions)",
            (version,),
        )

    def drop_forgotten_texts(self) -> None:
        """Take the bytes of forgotten texts out of their files; the other texts there move."""
        held = dict(self._rows("SELECT file, sum(length) FROM texts GROUP BY file"))
        for number, size in self._texts.sizes().items():
            if held.get(number, 0) == size:
                continue
            keep = "SELECT version, file, start, length FROM texts WHERE file=? ORDER BY start"
            rows = self._rows(keep, (number,))
            moved = self._texts.rewrite(number, [Place(*place) for _, *place in rows])
            self._db.executemany(
                "UPDATE texts SET file=?, start=?, length=? WHERE version=?",
                [(*place, row[0]) for row, place in zip(rows, moved, strict=True)],
            )

    def drop_damaged_texts(self) -> set[str]:
        """Forget the texts that are damaged, and the old versions with them; returns the versions.

        All other texts are written anew, so that nothing of the damaged files stays.
        """
        lost = {version for (version,) in self._rows("SELECT version FROM texts")}
        lost = {version for version in lost if not self._is_whole(version)}
        for version in lost:
            self._db.execute("DELETE FROM texts WHERE version=?", (version,))
            self._db.execute("DELETE FROM versions WHERE version=?", (version,))
        self.drop_forgotten_texts()
        return lost

    def _is_whole(self, version: str) -> bool:
        try:
            return version_of(self.text(version)) == version
        except IndexBroken:
            return False

    def set_origin(self, article_id: str, origin: str) -> None:
        """Say anew what keeps an article in the index."""
        self._db.execute("UPDATE articles SET origin=? WHERE id=?", (origin, article_id))

    def forget_signatures(self) -> None:
        """Drop the signatures and pairs of versions that no article has any more."""
        gone = "SELECT number FROM signatures WHERE version NOT IN (SELECT version FROM articles)"
        if self._db.execute(f"{gone} LIMIT 1").fetchone():
            self._db.execute(f"DELETE FROM near WHERE one IN ({gone}) OR other IN ({gone})")
            self._db.execute(f"DELETE FROM signatures WHERE number IN ({gone})")

    def unsigned(self) -> list[str]:
        """The versions of articles that have no signature yet, ascending."""
        rows = self._rows(
            "SELECT DISTINCT version FROM articles"
            " WHERE version NOT IN (SELECT version FROM signatures) ORDER BY version"
        )
        return [row[0] for row in rows]

    def is_signed(self, version: str) -> bool:
        """Whether the signature of a version is stored."""
        return bool(self._rows("SELECT 1 FROM signatures WHERE version=?", (version,)))

    def keep_signature(self, version: str, body: bytes) -> None:
        """Keep for `kept_signature` what was worked out already; not stored."""
        self._db.execute("INSERT OR REPLACE INTO worked_out VALUES(?,?)", (version, body))

    def kept_signature(self, version: str) -> bytes | None:
        """What `keep_signature` kept of a version, None where it kept nothing."""
        rows = self._rows("SELECT body FROM worked_out WHERE version=?", (version,))
        return rows[0][0] if rows else None

    def add_signature(self, version: str, body: bytes) -> int:
        """Store the signature of a version; returns its number."""
        number = self._db.execute(
            "INSERT INTO signatures(version, body) VALUES(?,?)", (version, body)
        ).lastrowid
        return int(number or 0)

    def add_pairs(self, pairs: Iterable[tuple[int, int]]) -> None:
        """Store pairs of numbers of near-duplicate versions, each to be found from either side."""
        self._db.executemany(
            "INSERT INTO near VALUES(?,?)",
            (row for one, other in pairs for row in ((one, other), (other, one))),
        )
