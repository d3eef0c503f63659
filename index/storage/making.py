"""What building needs of a store, wherever its archive lies.

A run holds the lock, stages a draft, changes it and publishes it:

    with store.locked(), store.stage(live := store.live()) as draft:
        draft.database.put(...)          # articles in, articles out
        vectors = draft.vectors(384, kept=True)
        vectors.add(ids, rows)           # a vector for each passage
        draft.publish(manifest)          # now everybody sees it, whole

Nobody sees a draft before it is published. Killed at any moment, a run leaves the generation
before or, once published, the new one; what else it leaves behind the next run clears away.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from index.place import Place
from index.storage.database_writer import DatabaseWriter
from index.storage.manifest import Manifest

Floats = NDArray[np.float32]
Ids = NDArray[np.int64]


class Vectors(Protocol):
    """Vectors by passage id while a generation is made."""

    def __len__(self) -> int: ...

    def ids(self) -> Ids:
        """The ids of the passages that have one, in no particular order."""
        ...

    def add(self, ids: Sequence[int], vectors: Floats) -> None:
        """Add `(len(ids), dimensions)` vectors of length 1 under ids that are new."""
        ...

    def remove(self, ids: Iterable[int]) -> None:
        """Drop the vectors of these ids; unknown ids are passed over."""
        ...


class Live(Protocol):
    """The published generation, as a run finds it."""

    @property
    def manifest(self) -> Manifest:
        """What it holds and was made with."""
        ...

    @property
    def notes(self) -> tuple[str, ...]:
        """What the user should know of it; a note makes a run publish even without changes."""
        ...

    @property
    def texts_damaged(self) -> bool:
        """Whether some of its texts are not as they were written."""
        ...


class Draft(Protocol):
    """The next generation in the making: at first all that the live one holds."""

    @property
    def database(self) -> DatabaseWriter:
        """Its articles, versions and passages, to be changed."""
        ...

    def vectors(self, dimensions: int, *, kept: bool) -> Vectors:
        """Its vectors, to be changed: those of the live generation where `kept`, else none.

        Ask once.
        """
        ...

    def vector_with_key(self, key: bytes) -> Floats | None:
        """The live generation's vector of any passage with this key, None where there is none."""
        ...

    def publish(self, manifest: Manifest) -> Manifest:
        """Make it the live generation, at once and whole.

        Args:
            manifest: what it holds; `files` is filled in.

        Raises:
            BuildError, OSError: it cannot be written; the generation before is still live.
        """
        ...


class Store(Protocol):
    """A place where an archive is or will be, for whoever builds it."""

    @property
    def place(self) -> Place:
        """Where."""
        ...

    @property
    def home(self) -> Path:
        """A folder for a run's lock and its unfinished work; it need not be there yet."""
        ...

    @property
    def whole(self) -> bool:
        """Whether every passage must have its vector before a draft is published.

        Else a draft may be published without some, which `fill` adds.
        """
        ...

    def exists(self) -> bool:
        """Whether there is an archive; an IndexBroken where there is something else."""
        ...

    def locked(self) -> AbstractContextManager[None]:
        """Hold the archive against other runs.

        Raises:
            IndexBusy: another run holds it.
            BuildError: it cannot be written to.
        """
        ...

    def live(self) -> Live | None:
        """The published generation; None where there is none."""
        ...

    def stage(self, live: Live | None) -> AbstractContextManager[Draft]:
        """A draft of the next generation, thrown away unless it is published.

        Call it only while holding the lock; `live` is what `live()` returned.
        """
        ...

    def verify(self) -> list[str]:
        """Check every hash, count and offset of the live generation: what is wrong, a line each."""
        ...
