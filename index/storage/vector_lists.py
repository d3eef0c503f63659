"""What faiss can do for `vector_index`: inverted lists made, read, mapped; searches with ties."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import faiss
import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]
Ids = NDArray[np.int64]

TRAINED_ON = 64  # vectors for each list


def search_part(part: Any, query: Floats, k: int, parameters: Any) -> list[tuple[int, float]]:  # noqa: ANN401 - of faiss
    """The `k` best of one part and all that tie with the last of them."""
    limit = int(part.ntotal)
    k = wanted = min(k, limit)
    while k:  # faiss keeps any of those that tie for the last place: see all of them
        wanted = min(2 * wanted, limit)
        with _one_thread():
            scores, ids = part.search(query[np.newaxis], wanted, params=parameters)
        if wanted == limit or ids[0][-1] < 0 or scores[0][k - 1] > scores[0][-1]:
            return [(int(i), float(s)) for i, s in zip(ids[0], scores[0], strict=True) if i >= 0]
    return []


@contextmanager
def _one_thread() -> Iterator[None]:
    """Have faiss work in the calling thread alone.

    It shares out queries, and here is one; but a thread that calls it for the first time, as that
    of each question does, would start helpers, and they would spin beside others' work.
    """
    before = faiss.omp_get_max_threads()  # of this thread
    faiss.omp_set_num_threads(1)
    try:
        yield
    finally:
        faiss.omp_set_num_threads(before)


def write_part(part: Any, file: Path) -> None:  # noqa: ANN401 - of faiss
    """Write one part to a file.

    Raises:
        OSError: the disk is full or read-only; faiss itself does not tell when that comes last.
    """
    with file.open("wb") as to:
        faiss.write_index(part, faiss.PyCallbackIOWriter(to.write))


def only(ids: Ids) -> Any:  # noqa: ANN401 - of faiss
    """A selector of these ids: a bit each, so that asking costs next to nothing."""
    bits = np.zeros(int(ids.max(initial=0)) + 1, dtype=bool)
    bits[ids] = True
    return faiss.IDSelectorBitmap(np.packbits(bits, bitorder="little"))


def lists_of(body: Any) -> Iterable[tuple[Ids, NDArray[np.uint8]]]:  # noqa: ANN401 - of faiss
    """The ids and codes of each list that holds any; nothing where there is no body."""
    for number in range(body.nlist if body else 0):
        if size := int(body.invlists.list_size(number)):
            ids = body.invlists.get_ids(number)
            codes = body.invlists.get_codes(number)
            yield (
                faiss.rev_swig_ptr(ids, size).copy(),
                faiss.rev_swig_ptr(codes, size * body.code_size).reshape(size, -1).copy(),
            )
            body.invlists.release_ids(number, ids)
            body.invlists.release_codes(number, codes)


def empty_body(centres: Floats) -> Any:  # noqa: ANN401 - of faiss
    """Inverted lists around centres of shape `(lists, dimensions)`, holding nothing yet."""
    quantizer = faiss.IndexFlatIP(centres.shape[1])
    quantizer.add(centres)
    sixteen_bits = faiss.ScalarQuantizer.QT_fp16
    body = faiss.IndexIVFScalarQuantizer(
        quantizer, *centres.shape[::-1], sixteen_bits, faiss.METRIC_INNER_PRODUCT, False
    )
    body.is_trained = True  # 16-bit floats have nothing to learn
    return body


def centres_of(sample: Floats, count: int) -> Floats:
    """Where the vectors of a sample gather; the same for the same sample."""
    clustering = faiss.Kmeans(
        sample.shape[1], min(count, len(sample)), niter=10, spherical=True, seed=1,
        min_points_per_centroid=1, max_points_per_centroid=TRAINED_ON,
    )  # fmt: skip
    clustering.train(np.ascontiguousarray(sample))
    found: Floats = clustering.centroids
    return found


def mapped(file: Path) -> Any:  # noqa: ANN401 - of faiss
    """A body whose lists stay on the disk, where the system can do that, until they are wanted."""
    if os.name == "nt":
        return faiss.read_index(str(file))
    body = faiss.read_index(str(file), faiss.IO_FLAG_MMAP)
    # a thread for each list to fetch it early costs more than it saves
    faiss.downcast_InvertedLists(body.invlists).prefetch_nthread = 0
    return body


def among(ascending: Ids, wanted: int) -> bool:
    """Whether an id is one of some that ascend."""
    place = int(np.searchsorted(ascending, wanted))
    return place < len(ascending) and int(ascending[place]) == wanted
