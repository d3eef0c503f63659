"""The vectors of a draft for a Milvus: those of its live generation, and a file of new ones."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]
Ids = NDArray[np.int64]


class DraftVectors:
    """See `index.storage.making.Vectors`.

    Args:
        file: where the new ones are written; it is not there yet.
        dimensions: the length of a vector.
        held: the ids of the passages whose vectors the live generation has.
    """

    def __init__(self, file: Path, dimensions: int, held: Ids) -> None:
        self._file, self._dimensions, self._held = file, dimensions, held
        self._places: dict[int, int] = {}  # of the new ones in the file
        self._written = 0

    def __len__(self) -> int:
        return len(self._held) + len(self._places)

    def ids(self) -> Ids:
        """The ids of the passages that have one."""
        return np.concatenate([self._held, np.fromiter(self._places, dtype=np.int64)])

    def add(self, ids: Sequence[int], vectors: Floats) -> None:
        """Add vectors under ids that are new."""
        with self._file.open("ab") as file:
            file.write(np.ascontiguousarray(vectors, dtype="<f4").tobytes())
        self._places.update((one, self._written + row) for row, one in enumerate(ids))
        self._written += len(ids)

    def remove(self, ids: Iterable[int]) -> None:
        """Drop the vectors of these ids."""
        gone = np.fromiter(ids, dtype=np.int64)
        self._held = np.setdiff1d(self._held, gone, assume_unique=True)
        for one in gone:
            self._places.pop(int(one), None)

    @property
    def held(self) -> Ids:
        """The ids of those that the live generation has, ascending."""
        return self._held

    def new(self, ids: Sequence[int]) -> Floats:
        """New vectors, `(len(ids), dimensions)`; an id that has none is a KeyError."""
        places = [self._places[one] for one in ids]
        shape = (self._written, self._dimensions)
        rows: Floats = np.memmap(self._file, dtype="<f4", mode="r", shape=shape)[places]
        return rows
