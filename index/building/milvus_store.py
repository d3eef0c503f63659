"""The store where an archive is in a Milvus: drafts are collections that one alias publishes."""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import AbstractContextManager, closing, contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from index.building.lock import locked
from index.building.milvus_rows import write_rows
from index.building.milvus_vectors import DraftVectors
from index.building.verify_milvus import verify_milvus
from index.errors import BuildError, IndexBroken, IndexBusy
from index.place import MilvusPlace, home_of
from index.storage.database import ArticleDatabase
from index.storage.database_file import damaged
from index.storage.making import Live
from index.storage.manifest import Manifest
from index.storage.milvus.book import Book, fetch_book, write_book
from index.storage.milvus.client import Client, connect
from index.storage.milvus.collections import Generation, clear, live_generation, make, seal
from index.storage.milvus.index import MilvusIndex
from index.storage.milvus.live import open_milvus
from index.storage.milvus.texts import text_of

_BOOK = "book.sqlite"


@dataclass(frozen=True, slots=True)
class MilvusLive:
    """The published generation as a run finds it: see `index.storage.making.Live`."""

    client: Client
    generation: Generation
    manifest: Manifest
    notes: tuple[str, ...] = field(default=(), init=False)
    texts_damaged: bool = field(default=False, init=False)


@dataclass(frozen=True, slots=True)
class MilvusStore:
    """An archive in a Milvus: see `index.storage.making.Store`.

    One builder at a time on a machine; of two on two machines the one that publishes last fails.
    """

    place: MilvusPlace
    whole: bool = field(default=True, init=False)

    @property
    def home(self) -> Path:
        """A folder beside the file, or in the working directory."""
        return home_of(self.place)

    def exists(self) -> bool:
        """Whether there is an archive."""
        try:
            return live_generation(connect(self.place)) is not None
        except FileNotFoundError:
            return False

    def locked(self) -> AbstractContextManager[None]:
        """Hold the archive against other runs of this machine."""
        return locked(self.home)

    def live(self) -> MilvusLive | None:
        """The published generation."""
        client = connect(self.place, make=True)
        generation = live_generation(client)
        if generation is None:
            return None
        return MilvusLive(client, generation, MilvusIndex(client, generation).manifest)

    @contextmanager
    def stage(self, live: Live | None) -> Iterator[MilvusDraft]:
        """A draft of the next generation."""
        known = live if isinstance(live, MilvusLive) else None
        client = known.client if known else connect(self.place, make=True)
        folder = self.home / "draft"
        try:
            shutil.rmtree(folder, ignore_errors=True)  # of a killed build
            folder.mkdir(parents=True)
            if known:
                book = self.home / _BOOK
                fetch_book(client, known.generation, known.manifest, book)
                shutil.copyfile(book, folder / _BOOK)
            draft = MilvusDraft(self, client, folder, known)
            with closing(draft):
                yield draft
        except (OSError, sqlite3.OperationalError) as error:
            raise BuildError(
                f"{self.home} cannot be written ({getattr(error, 'strerror', None) or error}); the "
                "archive that was there is unharmed; free some space"
            ) from error
        except sqlite3.DatabaseError as error:
            raise damaged(error) from error
        finally:
            shutil.rmtree(folder, ignore_errors=True)

    def verify(self) -> list[str]:
        """What is wrong with the live generation."""
        index = open_milvus(self.place)
        live = self.live()
        if live is None:  # dropped meanwhile
            return ["the archive is gone"]
        with self.locked():
            folder = self.home / "checked"
            folder.mkdir(exist_ok=True)
            try:
                fetch_book(live.client, live.generation, live.manifest, folder / _BOOK)
                book = Book(
                    folder / _BOOK, lambda version: text_of(live.client, live.generation, version)
                )
                return verify_milvus(index, live.client, live.generation, book)
            finally:
                shutil.rmtree(folder, ignore_errors=True)


class MilvusDraft:
    """The next generation in the making: see `index.storage.making.Draft`.

    Args:
        store: where it will be.
        client: the connection.
        folder: for what is not published yet; the book of the live generation lies there.
        live: that generation, None where there is none.
    """

    def __init__(
        self, store: MilvusStore, client: Client, folder: Path, live: MilvusLive | None
    ) -> None:
        self._store, self._client, self._folder, self._live = store, client, folder, live
        self.database = Book(folder / _BOOK, self._old_text)
        self._before = ArticleDatabase(store.home / _BOOK) if live else None
        self._vectors: DraftVectors | None = None

    def vectors(self, dimensions: int, *, kept: bool) -> DraftVectors:
        """The vectors to start from."""
        held = self._before.passage_ids() if self._before and kept else np.empty(0, dtype=np.int64)
        self._vectors = DraftVectors(self._folder / "vectors", dimensions, held)
        return self._vectors

    def vector_with_key(self, key: bytes) -> NDArray[np.float32] | None:
        """A vector of the live generation."""
        found = self._before.passage_with_key(key) if self._before else None
        if found is None or self._live is None:
            return None
        rows = self._client.get(self._live.generation["passages"], [found], ["id", "vector"])
        return np.asarray(rows[0]["vector"], dtype=np.float32) if rows else None

    def publish(self, manifest: Manifest) -> Manifest:
        """Write the collections and switch the alias."""
        live = self._live.generation if self._live else None
        new = Generation(self._store.place.name, live.number + 1 if live else 1)
        before = Generation(new.name, live.number - 1) if live else None
        if self._vectors is None:
            self._vectors = self.vectors(manifest.encoder.dimensions, kept=True)
        try:
            clear(self._client, [live, before])  # what killed builds left
            make(self._client, new, manifest.encoder.dimensions)
            write_rows(self._client, new, live, self.database, self._vectors)
            left_out = self.database.left_out()
            self.database.settle()
            self.database.close()
            manifest = write_book(self._client, new, self._folder / _BOOK, manifest, left_out)
            seal(self._client, new, manifest.counts.passages)
            self._check(new, manifest)
            self._switch(live, new)
        except IndexBroken as error:
            with suppress(IndexBroken):
                clear(self._client, [live, before])
            raise BuildError(f"{error}; the archive that was there is unharmed") from error
        shutil.copyfile(self._folder / _BOOK, self._store.home / _BOOK)
        with suppress(IndexBroken):  # the next build clears what stays
            clear(self._client, [new, live])
        return manifest

    def close(self) -> None:
        """Let go of the files."""
        self.database.close()
        if self._before:
            self._before.close()

    def _check(self, new: Generation, manifest: Manifest) -> None:
        """Make sure that all is there before anybody sees it."""
        for part, wanted in (
            ("passages", manifest.counts.passages),
            ("articles", manifest.counts.articles),
        ):
            found = self._client.count(new[part])
            if found != wanted:
                raise BuildError(
                    f"the Milvus took {found:,} of {wanted:,} {part}; the archive that was there "
                    "is unharmed; build again"
                )

    def _switch(self, live: Generation | None, new: Generation) -> None:
        if live_generation(self._client) != live:
            raise IndexBusy(
                f"another machine has published to {self._store.place} meanwhile; nothing of this "
                "build was; build again"
            )
        instead_of = live["passages"] if live else None
        self._client.point(new.name, new["passages"], instead_of=instead_of)

    def _old_text(self, version: str) -> str:
        if self._live is None:
            raise IndexBroken(f"the text of version {version[:12]} is nowhere")
        return text_of(self._client, self._live.generation, version)
