"""Giving a published index the vectors it lacks, in slices that are published one by one.

Between two slices the index is free for other builds; a kill loses nothing that was encoded. The
articles and the lexical index are those of the live generation: linked, not copied.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

from index.building.lock import locked
from index.building.new_generation import new_generation
from index.building.pending_vectors import PendingVectors, pending_file
from index.building.vectors import Encode, encode_missing, known_vectors
from index.building.workers import ThisProcess, Workers
from index.models.encoder import Encoder, load_encoder
from index.place import Place
from index.report import Tell
from index.storage.database import ArticleDatabase
from index.storage.database_file import is_text_file, texts_of
from index.storage.generations import share
from index.storage.manifest import ARTICLES, VECTORS, WORDS, check_files, publish
from index.storage.text_files import share_texts
from index.storage.word_index import share_words
from index.store import FolderIndex, open_folder, open_index

_SLICE_SECONDS = 120.0  # of encoding between two generations
_PATIENCE_SECONDS = 600.0  # to wait for another build to finish


@dataclass(frozen=True, slots=True)
class Filled:
    """How many vectors the index has now, how many were encoded just now, in how many seconds."""

    vectors: int
    encoded: int
    seconds: float


def fill(
    place: Place,
    *,
    encoder: Encoder | None = None,
    progress: Tell | None = None,
    slice_seconds: float = _SLICE_SECONDS,
    stop: Callable[[], bool] | None = None,
    workers: Workers | None = None,
) -> Filled:
    """Encode what has no vector yet, until every passage of the live generation has one.

    Args:
        place: where the index is; one in a Milvus has all its vectors when it is published.
        encoder: the one the index was built with; loaded by its name unless given.
        progress: told how far it is.
        slice_seconds: how long to encode between two generations.
        stop: asked every few seconds whether to leave the rest for another time; what is encoded
            by then is published.
        workers: encode; this process unless given.

    Raises:
        IndexMissing, IndexBroken: the index cannot be opened.
        IndexBusy: another build goes on and on.
        BuildError: the disk is full or read-only; what was published stays.
        ModelError: the encoder cannot be loaded.
    """
    tell = progress or (lambda _: None)
    counts = open_index(place).manifest.counts
    if counts.complete or not isinstance(place, Path):
        return Filled(counts.vectors, 0, 0.0)  # also where the folder may not be written
    encoded, seconds = 0, 0.0
    while True:
        with locked(place, wait=_PATIENCE_SECONDS):
            live = open_folder(place)
            counts = live.manifest.counts
            if counts.complete or (stop and stop()):
                return Filled(counts.vectors, encoded, seconds)
            loaded = encoder or load_encoder(live.manifest.encoder.name)
            live.check_encoder(loaded.name, loaded.fingerprint)
            encode = partial((workers or ThisProcess()).encode, encoder=loaded)
            done = _slice(place, live, encode, tell, slice_seconds, stop)
        encoded += done.encoded
        seconds += done.seconds


def _slice(
    index_dir: Path,
    live: FolderIndex,
    encode: Encode,
    tell: Tell,
    seconds: float,
    stop: Callable[[], bool] | None,
) -> Filled:
    """Encode for some time and publish."""
    names = [name for name in live.manifest.files if not is_text_file(name)]
    check_files(live.generation, live.manifest, names)  # it may have been opened long ago
    with new_generation(index_dir, live.generation) as generation:
        share(live.generation / ARTICLES, generation / ARTICLES)
        share_texts(texts_of(live.generation / ARTICLES), texts_of(generation / ARTICLES))
        (generation / WORDS).mkdir()
        share_words(live.generation / WORDS, generation / WORDS)
        with (
            closing(ArticleDatabase(generation / ARTICLES)) as database,
            closing(PendingVectors(pending_file(index_dir))) as pending,
        ):
            vectors = live.copy_vectors()
            filling = known_vectors(database, vectors, live.vector_with_key, pending)
            encode_missing(filling, database, encode, pending, tell, seconds, stop)
            vectors.write(generation / VECTORS)
            counts = replace(live.manifest.counts, vectors=len(vectors))
            publish(generation, replace(live.manifest, counts=counts))
            pending.clear()
    return Filled(counts.vectors, filling.encoded, filling.seconds)
