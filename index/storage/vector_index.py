"""Vectors by passage id: exact while they are few, approximate above.

Vectors have length 1: the inner product is the cosine. Up to `EXACT_LIMIT` of them lie in
`IndexIDMap2(IndexFlatIP)`, in memory, and every search sees all. Above, they lie in two parts:

- the body: 16-bit floats in inverted lists, read from a file that is mapped into memory, never
  changed, and shared from one generation to the next by a hard link;
- the recent ones: those added since, exact as before. Vectors of the body that were removed are a
  list of ids that every search passes over.

When recent and removed together reach a tenth of the body, `write` makes a new body. Its lists keep
their centres until it holds 2.25 times as many vectors as when they were found. A 16-bit float read
and stored again is the same 16 bits, so a vector may be copied as often as need be. Above the limit
the passages found depend on the history in two ways: which lists a vector near two centres is in,
and scores that differ by less than 0.001 between the body and the recent ones.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from pathlib import Path
from threading import Lock
from typing import Any

import faiss
import numpy as np
from numpy.typing import NDArray

from index.errors import IndexBroken
from index.storage.generations import share
from index.storage.vector_lists import (
    TRAINED_ON,
    among,
    centres_of,
    empty_body,
    lists_of,
    mapped,
    only,
    search_part,
    write_part,
)

Floats = NDArray[np.float32]
Ids = NDArray[np.int64]

# as measured by tests.bench.scale: at 100,000 an exact search takes 20 to 70 ms of two busy cores
EXACT_LIMIT = 100_000
# lists searched for a question: recall@10 of 0.987 at 100,000 and at a million vectors
_PROBES = 64
_BODY = ".body"
_FOLD = 10  # a new body when a tenth of it is recent or gone


class VectorIndex:
    """Vectors by passage id.

    Args:
        dimensions: the length of a vector.
        file: a file that `write` made, its companions beside it; empty unless given.
        exact_limit: how many vectors may be searched exactly; `EXACT_LIMIT` unless given.

    Raises:
        IndexBroken: a file cannot be read or has vectors of another length.
    """

    def __init__(
        self, dimensions: int, file: Path | None = None, *, exact_limit: int | None = None
    ) -> None:
        self._limit = EXACT_LIMIT if exact_limit is None else exact_limit
        self._recent: Any = faiss.IndexIDMap2(faiss.IndexFlatIP(dimensions))
        self._body: Any = None
        self._body_file: Path | None = None  # where the body lies unchanged
        self._body_ids: Ids | None = None
        self._gone: Ids = np.empty(0, dtype=np.int64)
        self._lock = Lock()
        if file:
            self._read(file, dimensions)

    def __len__(self) -> int:
        body = self._body.ntotal - len(self._gone) if self._body else 0
        return int(self._recent.ntotal + body)

    @property
    def exact(self) -> bool:
        """Whether a search sees every vector as it was added."""
        return self._body is None

    def ids(self) -> Ids:
        """The passage ids, in no particular order."""
        recent: Ids = faiss.vector_to_array(self._recent.id_map)
        return np.concatenate(
            [np.setdiff1d(self._ids_of_body(), self._gone, assume_unique=True), recent]
        )

    def add(self, ids: Sequence[int], vectors: Floats) -> None:
        """Add `(len(ids), dimensions)` vectors of length 1 under ids that are new."""
        if len(ids):
            self._recent.add_with_ids(
                np.ascontiguousarray(vectors, dtype=np.float32), np.asarray(ids, dtype=np.int64)
            )

    def remove(self, ids: Iterable[int]) -> None:
        """Drop the vectors of these ids; unknown ids are passed over."""
        batch = np.fromiter(ids, dtype=np.int64)
        if len(batch):
            self._recent.remove_ids(faiss.IDSelectorBatch(batch))
            if self._body:
                held = batch[np.isin(batch, self._ids_of_body())]
                self._gone = np.union1d(self._gone, held)

    def vector(self, passage_id: int) -> Floats:
        """The vector stored under an id: as it was added, or rounded to 16-bit floats.

        Raises:
            KeyError: there is none.
        """
        part = self._recent
        if self._body and self._holds(passage_id):
            with self._lock:
                if self._body.direct_map.type != faiss.DirectMap.Hashtable:
                    self._body.set_direct_map_type(faiss.DirectMap.Hashtable)
            part = self._body
        try:
            found: Floats = part.reconstruct(int(passage_id))
        except RuntimeError as error:
            raise KeyError(passage_id) from error
        return found

    def search(
        self, query: Floats, k: int, allowed: Sequence[int] | Ids | None = None
    ) -> list[tuple[int, float]]:
        """The passages nearest to a query of shape `(dimensions,)`, best first, ties by id.

        Every allowed vector is compared when they are `exact_limit` or fewer.

        Args:
            query: a vector of length 1.
            k: how many at most.
            allowed: search among these ids only; all unless given.

        Returns:
            Passage ids with their cosine, -1 to 1.
        """
        if k <= 0 or (allowed is not None and not len(allowed)):
            return []
        ids = None if allowed is None else np.asarray(allowed, dtype=np.int64)
        parameters = None if ids is None else faiss.SearchParameters(sel=only(ids))
        found = search_part(self._recent, query, k, parameters)
        if self._body:
            found += search_part(self._body, query, k, self._parameters(ids))
        return sorted(found, key=lambda hit: (-hit[1], hit[0]))[:k]

    def write(self, file: Path) -> None:
        """Write all to a file and, above the exact limit, companions that begin with its name.

        Raises:
            OSError: the disk is full or read-only.
        """
        if self._fold_is_due():
            self._fold()
        write_part(self._recent, file)
        if self._body and not self._body_file:
            write_part(self._body, _body(file))
        if self._body_file:
            share(self._body_file, _body(file))
        if self._body:
            with _gone(file).open("wb") as gone:
                np.save(gone, self._gone)

    # -- the body

    def _read(self, file: Path, dimensions: int) -> None:
        try:
            self._recent = faiss.read_index(str(file))
            if _body(file).exists():
                self._body = mapped(_body(file))
                self._body_file = _body(file)
                with _gone(file).open("rb") as gone:
                    self._gone = np.load(gone)
        except (RuntimeError, OSError, ValueError) as error:
            raise IndexBroken(f"the vectors in {file} cannot be read; build anew") from error
        for part in (self._recent, self._body):
            if part and part.d != dimensions:
                raise IndexBroken(
                    f"the vectors in {file} have {part.d} dimensions instead of "
                    f"{dimensions}; build anew"
                )

    def _ids_of_body(self) -> Ids:
        """The ids of the body, those that are gone too, ascending."""
        with self._lock:
            if self._body_ids is None:
                lists = [ids for ids, _ in lists_of(self._body)]
                self._body_ids = np.sort(np.concatenate([*lists, np.empty(0, dtype=np.int64)]))
            return self._body_ids

    def _holds(self, passage_id: int) -> bool:
        """Whether a vector of the body is to be seen."""
        return among(self._ids_of_body(), passage_id) and not among(self._gone, passage_id)

    def _parameters(self, allowed: Ids | None) -> Any:  # noqa: ANN401 - of faiss
        """How to search the body: as many lists as it takes, and what may be found there."""
        probes, selector = _PROBES, None
        if allowed is not None:
            few = len(allowed) <= self._limit
            probes = self._body.nlist if few else _PROBES * self._body.ntotal // len(allowed)
            selector = only(np.setdiff1d(allowed, self._gone, assume_unique=True))
        elif len(self._gone):
            selector = faiss.IDSelectorNot(only(self._gone))
        probes = max(_PROBES, min(probes, self._body.nlist))
        return faiss.SearchParametersIVF(nprobe=probes, sel=selector)

    def _fold_is_due(self) -> bool:
        if not self._body:
            return bool(self._recent.ntotal > self._limit)
        changed = self._recent.ntotal + len(self._gone)
        return changed * _FOLD > max(self._limit, self._body.ntotal) or not len(self)

    def _fold(self) -> None:
        """Make a new body of all that is there; an empty index becomes exact again."""
        count, dimensions = len(self), self._recent.d
        wanted = int(2 * math.sqrt(count))  # lists
        ids: Ids = faiss.vector_to_array(self._recent.id_map)
        rows: Floats = self._recent.index.reconstruct_n(0, len(ids))
        old: Any = self._body
        body: Any = None
        if old and wanted <= 1.5 * old.nlist:
            body = empty_body(old.quantizer.reconstruct_n(0, old.nlist))
        elif count:
            step = max(1, count // (TRAINED_ON * wanted))
            parts = [old.sq.decode(codes[::step].copy()) for _, codes in lists_of(old)]
            body = empty_body(centres_of(np.concatenate([*parts, rows[::step]]), wanted))
        for some, codes in lists_of(old) if count else ():
            keep = ~np.isin(some, self._gone)
            if keep.any():
                body.add_with_ids(old.sq.decode(codes[keep]), some[keep])
        if len(ids):
            body.add_with_ids(rows, ids)
        self._body, self._body_file, self._body_ids = body if count else None, None, None
        self._gone = np.empty(0, dtype=np.int64)
        self._recent = faiss.IndexIDMap2(faiss.IndexFlatIP(dimensions))


def is_body(name: str) -> bool:
    """Whether a file that `write` made holds the many vectors of a large index."""
    return name.endswith(_BODY)


def _body(file: Path) -> Path:
    return file.with_name(file.name + _BODY)


def _gone(file: Path) -> Path:
    return file.with_name(file.name + ".gone")
