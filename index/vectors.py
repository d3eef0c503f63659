"""A vector for every passage: taken over from the live generation, from a killed build, or encoded.

What is embedded is the title and the passage; its key is a hash of that and of the encoder's
fingerprint, so that the same words under the same model are never encoded twice. This module knows
nothing of files or of publishing.
"""

from __future__ import annotations

import hashlib
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from itertools import islice

import numpy as np
from numpy.typing import NDArray

from index.database import ArticleDatabase
from index.encode import Encoder
from index.pending import PendingVectors
from index.report import Progress
from index.store import Index, VectorIndex

Floats = NDArray[np.float32]
_BATCH = 64  # passages between two writes of pending vectors: some seconds of work


def embedded_text(title: str, passage: str) -> str:
    """What is encoded for a passage: its article's title gives it the context it lacks."""
    return f"{title}\n{passage}"


def passage_key(fingerprint: str, title: str, passage: str) -> bytes:
    """What a passage's vector depends on, hashed to 32 bytes."""
    text = f"{fingerprint}\n{embedded_text(title, passage)}"
    return hashlib.sha256(text.encode("utf-8")).digest()


@dataclass(frozen=True, slots=True)
class Encoded:
    """The vectors of a generation, how many of them were encoded just now, and for how long."""

    vectors: VectorIndex
    encoded: int
    seconds: float


def vectors_for(
    database: ArticleDatabase,
    encoder: Encoder,
    live: Index | None,
    pending: PendingVectors,
    tell: Callable[[Progress], None],
) -> Encoded:
    """Bring the vectors up to the passages of a database.

    Args:
        database: holds the passages that want vectors.
        encoder: makes those that are found nowhere.
        live: the generation before, None when there is none or another encoder made it; it is
            left as it is.
        pending: vectors of builds that were killed; those made now are added at once.
        tell: told how far encoding is.
    """
    vectors = live.copy_vectors() if live else VectorIndex(encoder.dimensions)
    wanted = {passage_id: key for passage_id, key, *_ in database.passage_keys()}
    have = {int(passage_id) for passage_id in vectors.ids()}
    vectors.remove(sorted(have - wanted.keys()))
    missing: dict[bytes, list[int]] = {}
    for passage_id in sorted(wanted.keys() - have):
        missing.setdefault(wanted[passage_id], []).append(passage_id)

    to_encode = []
    found: dict[bytes, Floats] = {}
    for key in missing:
        known = live.vector_with_key(key) if live else None
        known = pending.get(key) if known is None else known
        if known is None:
            to_encode.append(key)
        else:
            found[key] = known
    _add(vectors, missing, found)

    started = time.perf_counter()
    done = 0
    for batch in _batches(iter(to_encode)):
        tell(Progress("encoding", done, len(to_encode)))
        passages = database.passages([missing[key][0] for key in batch])
        rows = encoder.encode_passages([embedded_text(a.title, p.text) for p, a in passages])
        encoded = dict(zip(batch, rows, strict=True))
        pending.put(encoded)
        _add(vectors, missing, encoded)
        done += len(batch)
    if to_encode:
        tell(Progress("encoding", done, len(to_encode)))
    return Encoded(vectors, done, time.perf_counter() - started)


def _add(
    vectors: VectorIndex, ids: Mapping[bytes, list[int]], rows: Mapping[bytes, Floats]
) -> None:
    """Add each row under every id that has its key."""
    pairs = [(passage_id, row) for key, row in rows.items() for passage_id in ids[key]]
    if pairs:
        vectors.add([passage_id for passage_id, _ in pairs], np.stack([row for _, row in pairs]))


def _batches(keys: Iterator[bytes]) -> Iterator[list[bytes]]:
    while batch := list(islice(keys, _BATCH)):
        yield batch
