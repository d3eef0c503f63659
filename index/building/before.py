"""What a run takes over from the live generation: all of it, or what of it is not damaged.

Vectors and the lexical index are made from the articles. Where they are damaged, a run makes them
anew; where texts are, it keeps all others, and takes the lost ones from the files it reads. So
nothing else is lost that somebody added or took out by hand.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from numpy import float32
from numpy.typing import NDArray

from index.storage.checksums import altered
from index.storage.database_file import is_text_file
from index.storage.generations import may_be_read
from index.storage.manifest import (
    VECTORS,
    WORDS,
    Manifest,
    check_files,
    derived,
    read_manifest_alone,
)
from index.storage.word_index import is_current
from index.store import FolderIndex, VectorIndex, open_folder


@dataclass(frozen=True, slots=True)
class Before:
    """The live generation as a run finds it; its database is whole.

    Attributes:
        folder: where it is.
        index: open; None where something of it has to be made anew.
        damaged: the names of those files.
    """

    folder: Path
    manifest: Manifest
    index: FolderIndex | None
    damaged: tuple[str, ...] = ()

    @property
    def words(self) -> Path | None:
        """The folder of the lexical index, None where it is damaged or of an earlier form."""
        return self.folder / WORDS if self._words_are_current else None

    @property
    def notes(self) -> tuple[str, ...]:
        """What there is to say of it."""
        if self.damaged:
            return (f"damaged, and made anew as far as can be: {', '.join(self.damaged)}",)
        if not self._words_are_current:
            return ("words are indexed anew: those written without spaces are now found, too",)
        return ()

    @property
    def texts_damaged(self) -> bool:
        """Whether some texts are not as they were written."""
        return any(map(is_text_file, self.damaged))

    def copy_vectors(self) -> VectorIndex:
        """All vectors that can be taken over."""
        if self.index:
            return self.index.copy_vectors()
        dimensions = self.manifest.encoder.dimensions
        return VectorIndex(dimensions, None if self._is_damaged(VECTORS) else self.folder / VECTORS)

    def vector_with_key(self, key: bytes) -> NDArray[float32] | None:
        """The vector of any passage with this key, None where none is to be had."""
        return self.index.vector_with_key(key) if self.index else None

    @property
    def _words_are_current(self) -> bool:
        return not self._is_damaged(f"{WORDS}/") and is_current(self.folder / WORDS)

    def _is_damaged(self, beginning: str) -> bool:
        return any(name.startswith(beginning) for name in self.damaged)


def before(index_dir: Path, folder: Path) -> Before:
    """The live generation for a run that holds the build lock.

    Raises:
        IndexBroken: its database or manifest is damaged.
    """
    with may_be_read(index_dir):
        manifest = read_manifest_alone(folder)
        damaged = tuple(altered(folder, manifest.files))
    rest = [name for name in damaged if not is_text_file(name)]
    if damaged and derived(rest):
        return Before(folder, manifest, None, damaged)
    check_files(folder, manifest, rest)
    return Before(folder, manifest, open_folder(index_dir))
