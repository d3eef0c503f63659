"""The book of a generation: what the next build goes on from, and the manifest.

It is the SQLite file that a folder's index has, without the texts: those are rows of their own.
A builder that has it already, since it wrote it, need not fetch it.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterator
from dataclasses import asdict, replace
from datetime import date
from pathlib import Path

from index.article import Summary
from index.errors import IndexBroken
from index.models.bundled import file_sha256
from index.storage.database_writer import DatabaseWriter
from index.storage.manifest import Counts, EncoderInfo, Manifest, described
from index.storage.milvus.client import Client
from index.storage.milvus.collections import NO_VECTOR, Generation
from index.storage.milvus.rows import packed, unpacked

FORMAT = 1
_KIND = "article-qa archive"
_BLOCK_BYTES = 1_000_000
_BOOK = "book"


class Book(DatabaseWriter):
    """A book open for reading and changing: texts that are not beside it are fetched.

    Args:
        path: the SQLite file.
        fetch: gives the text of a version that is in the live generation.
    """

    def __init__(self, path: Path, fetch: Callable[[str], str]) -> None:
        super().__init__(path)
        self._fetch = fetch

    def text(self, version: str) -> str:
        """The text of a version, from wherever it is."""
        elsewhere = "SELECT 1 FROM texts WHERE version=? AND file=0"
        return self._fetch(version) if self._rows(elsewhere, (version,)) else super().text(version)

    def new_texts(self) -> list[str]:
        """The versions whose texts are beside the file alone."""
        return [one for (one,) in self._rows("SELECT version FROM texts WHERE file>0 ORDER BY 1")]

    def old_texts(self) -> list[str]:
        """The versions whose texts the live generation has."""
        return [one for (one,) in self._rows("SELECT version FROM texts WHERE file=0 ORDER BY 1")]

    def versions(self) -> Iterator[tuple[Summary, int]]:
        """Everything that may be cited without its text, and the bytes that this takes."""
        columns = "v.id, version, v.title, v.source, v.author, v.published, v.url, t.length"
        found = self._rows(f"SELECT {columns} FROM versions v JOIN texts t USING(version)")
        for id_, version, title, source, author, published, url, stored in found:
            day = date.fromisoformat(published) if published else None
            yield Summary(id_, version, title, source, author, day, url, "", 0), stored

    def settle(self) -> None:
        """Count all texts as stored; then write the file to the disk."""
        self._texts.flush()
        self.execute("UPDATE texts SET file=0, start=0")
        self.execute("COMMIT")


def read_manifest(client: Client, generation: Generation) -> Manifest:
    """The manifest of a generation.

    Raises:
        IndexBroken: there is none, or it is of another format.
    """
    found = client.get(generation[_BOOK], [0], ["id", "body"])
    try:
        values = json.loads(found[0]["body"])
        kind, known = values.pop("kind"), values.pop("format")
        values.pop("left_out")
        if kind != _KIND or known != FORMAT:
            raise IndexBroken(
                f"{client.place} has format {known!r}, this program reads {FORMAT}; build anew "
                "under another name: --store milvus:URI/NAME"
            )
        values["encoder"] = EncoderInfo(**values["encoder"])
        values["counts"] = Counts(**values["counts"])
        values["columns"] = tuple((str(a), str(b)) for a, b in values["columns"])
        return Manifest(**values)
    except (IndexError, KeyError, TypeError, ValueError) as error:
        raise IndexBroken(
            f"the manifest of {client.place} cannot be read ({error!r:.80}); restore a backup, or "
            "build anew under another name: --store milvus:URI/NAME"
        ) from error


def write_book(
    client: Client, generation: Generation, book: Path, manifest: Manifest, left_out: object
) -> Manifest:
    """Store a settled book and the manifest, which is the last row.

    Returns:
        The manifest as written, with the book in its files.
    """
    manifest = replace(manifest, files={_BOOK: described(book)})
    number = 0
    with book.open("rb") as file:
        while block := file.read(_BLOCK_BYTES):
            for piece in packed(block):
                number += 1
                row = {"id": number, "none": NO_VECTOR, "body": piece}
                client.insert(generation[_BOOK], [row])
            number += 1
            client.insert(generation[_BOOK], [{"id": number, "none": NO_VECTOR, "body": ""}])
    told = {"kind": _KIND, "format": FORMAT, "left_out": left_out, **asdict(manifest)}
    row = {"id": 0, "none": NO_VECTOR, "body": json.dumps(told)}
    client.insert(generation[_BOOK], [row])
    return manifest


def fetch_book(client: Client, generation: Generation, manifest: Manifest, to: Path) -> None:
    """Have the book of a generation at a path, fetched unless it is there already.

    Raises:
        IndexBroken: it is not as it was written.
    """
    known = manifest.files[_BOOK]["sha256"]
    if to.exists() and file_sha256(to) == known:
        return
    digest, pieces = hashlib.sha256(), list[str]()
    with to.open("wb") as file:
        for row in client.scan(generation[_BOOK], ["id", "body"], "id > 0"):
            if row["body"]:
                pieces.append(row["body"])
                continue
            block = unpacked(pieces)
            digest.update(block)
            file.write(block)
            pieces.clear()
    if digest.hexdigest() != known:
        to.unlink()
        raise IndexBroken(
            f"the book of {client.place} is not as it was written; restore a backup, or build anew "
            "under another name: --store milvus:URI/NAME"
        )
