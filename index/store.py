"""Opening an archive for asking, wherever it lies; and how it is asked where it is a folder."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from functools import lru_cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from index.article import Article, Filters, Passage, Summary
from index.errors import IndexBroken, ModelError
from index.place import MilvusPlace, Place, place_of
from index.storage.asking import Index
from index.storage.database import ArticleDatabase
from index.storage.database_file import is_text_file
from index.storage.duplicates import groups
from index.storage.live import with_live
from index.storage.manifest import (
    ARTICLES,
    VECTORS,
    WORDS,
    Manifest,
    check_files,
    is_finished,
    read_manifest,
)
from index.storage.vector_index import VectorIndex, is_body
from index.storage.word_index import WordIndex

__all__ = ["FolderIndex", "Index", "VectorIndex", "open_index"]

Floats = NDArray[np.float32]


class FolderIndex:
    """One generation of an index in a folder: an `Index`.

    All files are looked at before they are used: texts, which have their hashes, when they are
    read; the many vectors of a large index while other things are done, so that the first search
    by vectors waits for it; the rest at once.

    Args:
        generation: the generation's folder.

    Raises:
        IndexBroken: a file is missing, damaged, or of another format; so does any method when that
            shows later.
    """

    def __init__(self, generation: Path) -> None:
        self.generation = generation.absolute()  # the working directory may change
        self.name = generation.name
        self.place: Place = generation.parent.parent
        self.manifest: Manifest = read_manifest(generation)
        names = [name for name in self.manifest.files if not is_text_file(name)]
        check_files(generation, self.manifest, [name for name in names if not is_body(name)])
        self._articles = ArticleDatabase(generation / ARTICLES)
        # filters are used for more than one question, and finding a million ids takes 0.2 s
        self._allowed = lru_cache(maxsize=4)(self._articles.passage_ids)
        self._sources = lru_cache(maxsize=1)(self._articles.sources)
        self._words = WordIndex(generation / WORDS)
        self._vectors = VectorIndex(self.manifest.encoder.dimensions, generation / VECTORS)
        late = [name for name in names if is_body(name)]
        self._checked = _started(lambda: self._check(late), late)

    def words(self, words: Sequence[str], k: int, filters: Filters) -> list[tuple[int, float]]:
        """Passages by words: see `WordIndex.search`."""
        return self._words.search(words, k, filters)

    def nearest(self, query: Floats, k: int, filters: Filters) -> list[tuple[int, float]]:
        """Passages by vector, the filters applied inside: see `VectorIndex.search`."""
        allowed = self._allowed(filters) if filters.any else None
        return self._sound_vectors().search(query, k, allowed)

    def holding(self, word: str) -> int:
        """How many passages, or their titles, hold a word or another form of it."""
        return self._words.holding(word)

    def alike(self, word: str, letters: int, k: int) -> list[int]:
        """Passages that hold a word spelt nearly so: see `WordIndex.alike`."""
        return self._words.alike(word, letters, k)

    def rarity(self, words: Sequence[str]) -> list[float]:
        """How rare each word is: its inverse document frequency over passages, above zero.

        It is ln(1 + (N - n + 0.5) / (n + 0.5)) for a word in n of N passages, as in BM25.
        """
        total = self.manifest.counts.passages
        held = [min(self._words.holding(word), total) for word in words]
        return [math.log1p((total - n + 0.5) / (n + 0.5)) for n in held]

    def passages(self, ids: Sequence[int]) -> list[tuple[Passage, Article]]:
        """Passages with their articles, in the order of `ids`."""
        return self._articles.passages(ids)

    def article(self, article_id: str, version: str | None = None) -> Article:
        """An article, as it is now or in an earlier version: see `ArticleDatabase.article`."""
        return self._articles.article(article_id, version)

    def earlier_versions(self) -> list[tuple[str, str, int]]:
        """What `article` still knows but no article is: see `ArticleDatabase.earlier_versions`."""
        return self._articles.earlier_versions()

    def near(self, article_id: str, filters: Filters) -> list[str]:
        """The ids of an article's near-duplicates: see `ArticleDatabase.near`."""
        return self._articles.near(article_id, filters)

    def near_groups(self) -> list[list[str]]:
        """The ids of articles that are near-duplicates of one another: see `duplicates.groups`."""
        return groups(self._articles)

    def articles(self) -> Iterator[Summary]:
        """All articles without their texts, ordered by id."""
        return self._articles.summaries()

    def holders(self, passage_ids: Sequence[int]) -> set[str]:
        """The ids of the articles that some of these passages are of."""
        return self._articles.holders(np.asarray(passage_ids, dtype=np.int64))

    def left_out(self) -> list[tuple[str, str, str]]:
        """What was removed for good: see `ArticleDatabase.left_out`."""
        return self._articles.left_out()

    def waiting(self) -> set[str]:
        """The ids of the articles that cannot be found by meaning as a whole yet."""
        if self.manifest.counts.complete:
            return set()
        missing = np.setdiff1d(self.passage_ids(), self.vector_ids(), assume_unique=True)
        return self._articles.holders(missing)

    def sources(self) -> tuple[str, ...]:
        """Who published the articles: see `ArticleDatabase.sources`."""
        return self._sources()

    def vector_with_key(self, key: bytes) -> Floats | None:
        """The vector of any passage with this key, None where there is none."""
        vectors = self._sound_vectors()
        passage_id = self._articles.passage_with_key(key) if len(vectors) else None
        if passage_id is None:
            return None
        try:
            return vectors.vector(passage_id)
        except KeyError:  # not encoded yet
            return None

    def passage_ids(self) -> NDArray[np.int64]:
        """The ids of all passages, ascending."""
        return self._articles.passage_ids()

    def word_ids(self) -> NDArray[np.int64]:
        """The ids of the passages that the lexical index holds, ascending."""
        return self._words.ids()

    def vector_ids(self) -> NDArray[np.int64]:
        """The ids of the passages that have a vector, in no particular order."""
        return self._vectors.ids()

    def copy_vectors(self) -> VectorIndex:
        """All vectors, to be changed without changing this index."""
        self._sound_vectors()
        return VectorIndex(self.manifest.encoder.dimensions, self.generation / VECTORS)

    def _sound_vectors(self) -> VectorIndex:
        """The vectors, once it is known that they are as they were written."""
        if self._checked:
            self._checked.result()
        return self._vectors

    def _check(self, names: Sequence[str]) -> None:
        try:
            check_files(self.generation, self.manifest, names)
        except IndexBroken:
            if is_finished(self.generation):  # else a build has cleared it: it stays as it is here
                raise

    def check_encoder(self, name: str, fingerprint: str) -> None:
        """Make sure that an encoder is the one that made this index's vectors.

        Raises:
            ModelError: it is another.
        """
        if fingerprint != self.manifest.encoder.fingerprint:
            raise ModelError(
                f"the index in {self.place} was built with the encoder "
                f"{self.manifest.encoder.name!r} (fingerprint "
                f"{self.manifest.encoder.fingerprint[:12]}), not with {name!r} "
                f"({fingerprint[:12]}); ask without --encoder, or build again with: "
                f"python -m index build SEEDS --encoder {name} --index {self.place}"
            )


def _started(check: Callable[[], None], names: Sequence[str]) -> Future[None] | None:
    """A check of some files under way in a thread; None where there are none."""
    if not names:
        return None
    pool = ThreadPoolExecutor(1)
    checking = pool.submit(check)
    pool.shutdown(wait=False)
    return checking


def open_index(place: str | Place) -> Index:
    """Open the live generation of an archive; opening an unchanged one again costs next to nothing.

    Args:
        place: a folder, or a Milvus: see `index.place`.

    Raises:
        UsageError: it begins with `milvus:` and names none.
        IndexMissing: there is no archive.
        IndexBroken: it is foreign, of an older format, or incomplete; or it cannot be reached.
    """
    found = place_of(place)
    if isinstance(found, MilvusPlace):
        from index.storage.milvus.live import open_milvus

        return open_milvus(found)
    return open_folder(found)


def open_folder(folder: Path) -> FolderIndex:
    """`open_index` where it is known to be a folder."""
    return with_live(folder, lambda live: _open(live, _identity(live)))


@lru_cache(maxsize=4)  # a generation never changes: what was opened once can be shared
def _open(generation: Path, identity: tuple[int, int]) -> FolderIndex:
    return FolderIndex(generation)


def _identity(generation: Path) -> tuple[int, int]:
    """Tells one folder from another that took its name after the index was made anew."""
    status = generation.stat()
    return (status.st_ino, status.st_mtime_ns)
