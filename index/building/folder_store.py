"""The store where an archive is a folder: drafts are folders that one rename publishes."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import AbstractContextManager, ExitStack, closing, contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from index.building.before import Before, before
from index.building.lock import locked
from index.building.new_generation import new_generation
from index.building.verify_folder import verify_folder
from index.place import Place
from index.storage.database_file import texts_of
from index.storage.database_writer import DatabaseWriter
from index.storage.live import current_generation
from index.storage.making import Live
from index.storage.manifest import ARTICLES, VECTORS, WORDS, Manifest, publish
from index.storage.text_files import share_texts
from index.storage.vector_index import VectorIndex
from index.storage.word_writing import NewWords, refresh


@dataclass(frozen=True, slots=True)
class FolderStore:
    """An archive in a folder: see `index.storage.making.Store`."""

    home: Path
    whole: bool = field(default=False, init=False)

    @property
    def place(self) -> Place:
        """Where the archive is: what lies beside it lies in the same folder."""
        return self.home

    def exists(self) -> bool:
        """Whether there is an archive."""
        return current_generation(self.home) is not None

    def locked(self) -> AbstractContextManager[None]:
        """Hold the archive against other runs."""
        return locked(self.home)

    def live(self) -> Before | None:
        """The published generation."""
        folder = current_generation(self.home)
        return before(self.home, folder) if folder else None

    @contextmanager
    def stage(self, live: Live | None) -> Iterator[FolderDraft]:
        """A draft of the next generation."""
        known = live if isinstance(live, Before) else None
        with new_generation(self.home, known.folder if known else None) as folder:
            if known:
                shutil.copyfile(known.folder / ARTICLES, folder / ARTICLES)
                share_texts(texts_of(known.folder / ARTICLES), texts_of(folder / ARTICLES))
            with ExitStack() as opened:
                # Of a first index the words are written while articles still come.
                words = None if known else opened.enter_context(closing(NewWords(folder / WORDS)))
                told = words.add if words else None
                database = opened.enter_context(closing(DatabaseWriter(folder / ARTICLES, told)))
                yield FolderDraft(folder, database, known, database.passage_ids(), words)

    def verify(self) -> list[str]:
        """What is wrong with the live generation."""
        return verify_folder(self.home)


@dataclass
class FolderDraft:
    """A folder that no reader looks into yet: see `index.storage.making.Draft`.

    Attributes:
        held: the ids of the passages of the generation before.
        words: the lexical index of a first generation, in the making.
    """

    folder: Path
    database: DatabaseWriter
    live: Before | None
    held: NDArray[np.int64]
    words: NewWords | None = None
    _vectors: VectorIndex | None = None

    def vectors(self, dimensions: int, *, kept: bool) -> VectorIndex:
        """The vectors to start from."""
        taken = self.live.copy_vectors() if kept and self.live else VectorIndex(dimensions)
        self._vectors = taken
        return taken

    def vector_with_key(self, key: bytes) -> NDArray[np.float32] | None:
        """A vector of the live generation."""
        return self.live.vector_with_key(key) if self.live else None

    def publish(self, manifest: Manifest) -> Manifest:
        """Write vectors and words, and have CURRENT name this folder."""
        vectors = self._vectors or VectorIndex(manifest.encoder.dimensions)
        vectors.write(self.folder / VECTORS)
        words = self.live.words if self.live else None
        held = self.held if words else np.empty(0, dtype=np.int64)
        refresh(self.folder / WORDS, self.database, words, held, self.words)
        self.database.commit()
        return publish(self.folder, manifest)
