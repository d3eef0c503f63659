"""A vector for every passage: taken over from the live generation, from a killed build, or encoded.

What is embedded is the title and the passage; its key is a hash of that and of the encoder's
fingerprint, so that the same words under the same model are never encoded twice.
"""

from __future__ import annotations

import hashlib
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from index.building.pending_vectors import PendingVectors
from index.report import Progress, Tell
from index.storage.database import ArticleDatabase
from index.storage.making import Vectors

Floats = NDArray[np.float32]
Encode = Callable[[Iterable[Sequence[str]]], Iterator[Floats]]
_BATCH = 64  # passages between two writes of pending vectors: some seconds of work


def embedded_text(title: str, passage: str) -> str:
    """What is encoded for a passage: its article's title gives it the context it lacks."""
    return f"{title}\n{passage}"


def passage_key(fingerprint: str, title: str, passage: str) -> bytes:
    """What a passage's vector depends on, hashed to 32 bytes."""
    text = f"{fingerprint}\n{embedded_text(title, passage)}"
    return hashlib.sha256(text.encode("utf-8")).digest()


@dataclass
class Filling:
    """The vectors of a generation while they fill in.

    Attributes:
        vectors: those there are.
        missing: the ids of the passages that have none, by the key of what is to be encoded.
        encoded: how many were encoded in this run, and `seconds` how long that took.
    """

    vectors: Vectors
    missing: dict[bytes, list[int]]
    encoded: int = 0
    seconds: float = 0.0


def known_vectors(
    database: ArticleDatabase,
    vectors: Vectors,
    with_key: Callable[[bytes], Floats | None] | None,
    pending: PendingVectors,
) -> Filling:
    """The vectors that need not be encoded: the live generation's and those of killed builds.

    Args:
        database: holds the passages that want vectors.
        vectors: the live generation's, to be changed; empty where another encoder made those.
        with_key: gives the live generation's vector of any passage with a key; None likewise.
        pending: vectors that are encoded but were not published.
    """
    wanted, have = database.passage_ids(), vectors.ids()
    vectors.remove(np.setdiff1d(have, wanted, assume_unique=True))
    missing: dict[bytes, list[int]] = {}
    for passage_id in np.setdiff1d(wanted, have, assume_unique=True):
        missing.setdefault(database.passage_key(int(passage_id)), []).append(int(passage_id))
    found: dict[bytes, Floats] = {}
    for key in missing:
        known = with_key(key) if with_key else None
        known = pending.get(key) if known is None else known
        if known is not None:
            found[key] = known
    _add(vectors, missing, found)
    return Filling(vectors, {key: ids for key, ids in missing.items() if key not in found})


def encode_missing(
    filling: Filling,
    database: ArticleDatabase,
    encode: Encode,
    pending: PendingVectors,
    tell: Tell,
    seconds: float,
    stop: Callable[[], bool] | None = None,
) -> None:
    """Encode missing vectors until none is missing or the time is up; at least one batch.

    Args:
        filling: what is missing; brought up to date.
        database: holds the passages.
        encode: makes the vectors of one batch of texts after the other.
        pending: every batch is kept here at once, against a kill.
        tell: told how far encoding is.
        seconds: how long to go on.
        stop: asked after every batch whether to leave the rest for another time.
    """
    started = time.perf_counter()
    total = len(filling.vectors) + sum(map(len, filling.missing.values()))
    keys = list(filling.missing)
    batches = [keys[start : start + _BATCH] for start in range(0, len(keys), _BATCH)]
    vectors = encode(_texts(filling, database, batches))
    for batch in batches:
        if filling.encoded and (filling.seconds >= seconds or (stop and stop())):
            break
        tell(Progress("encoding", len(filling.vectors), total))
        encoded = dict(zip(batch, next(vectors), strict=True))
        pending.put(encoded)
        _add(filling.vectors, filling.missing, encoded)
        for key in batch:
            del filling.missing[key]
        filling.encoded += len(batch)
        filling.seconds = time.perf_counter() - started
    if filling.encoded:
        tell(Progress("encoding", len(filling.vectors), total))


def _texts(
    filling: Filling, database: ArticleDatabase, batches: Iterable[Sequence[bytes]]
) -> Iterator[list[str]]:
    """What is embedded for each batch of missing keys."""
    for batch in batches:
        passages = database.passages([filling.missing[key][0] for key in batch])
        yield [embedded_text(article.title, passage.text) for passage, article in passages]


def _add(vectors: Vectors, ids: Mapping[bytes, list[int]], rows: Mapping[bytes, Floats]) -> None:
    """Add each row under every id that has its key."""
    pairs = [(passage_id, row) for key, row in rows.items() for passage_id in ids[key]]
    if pairs:
        vectors.add([passage_id for passage_id, _ in pairs], np.stack([row for _, row in pairs]))
