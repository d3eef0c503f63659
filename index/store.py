"""An index open for asking: words and vectors to passages. The only module that imports faiss.

Vectors have length 1 and lie in `IndexIDMap2(IndexFlatIP)` under their passage's id: the inner
product is the cosine, the search is exact, and an id means the same thing for ever. This module
knows nothing of questions or of how a build goes about its work.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any

import faiss
import numpy as np
from numpy.typing import NDArray

from index.article import Article, Filters, Passage, Summary
from index.database import ArticleDatabase
from index.duplicates import groups
from index.errors import IndexBroken, ModelError
from index.generations import with_live
from index.manifest import ARTICLES, VECTORS, Manifest, read_manifest

Floats = NDArray[np.float32]


class VectorIndex:
    """Vectors by passage id, in memory.

    Args:
        dimensions: the length of a vector.
        file: a file that `write` made; empty unless given.

    Raises:
        IndexBroken: the file cannot be read or has vectors of another length.
    """

    def __init__(self, dimensions: int, file: Path | None = None) -> None:
        self._index: Any = faiss.IndexIDMap2(faiss.IndexFlatIP(dimensions))
        if file:
            try:
                self._index = faiss.read_index(str(file))
            except RuntimeError as error:
                raise IndexBroken(f"the vectors in {file} cannot be read; build anew") from error
            if self._index.d != dimensions:
                raise IndexBroken(
                    f"the vectors in {file} have {self._index.d} dimensions instead of "
                    f"{dimensions}; build anew"
                )

    def __len__(self) -> int:
        return int(self._index.ntotal)

    def ids(self) -> NDArray[np.int64]:
        """The passage ids, in no particular order."""
        found: NDArray[np.int64] = faiss.vector_to_array(self._index.id_map)
        return found

    def add(self, ids: Sequence[int], vectors: Floats) -> None:
        """Add `(len(ids), dimensions)` vectors of length 1 under ids that are new."""
        if len(ids):
            self._index.add_with_ids(
                np.ascontiguousarray(vectors, dtype=np.float32), np.asarray(ids, dtype=np.int64)
            )

    def remove(self, ids: Iterable[int]) -> None:
        """Drop the vectors of these ids; unknown ids are passed over."""
        batch = np.fromiter(ids, dtype=np.int64)
        if len(batch):
            self._index.remove_ids(faiss.IDSelectorBatch(batch))

    def vector(self, passage_id: int) -> Floats:
        """The vector stored under an id.

        Raises:
            KeyError: there is none.
        """
        try:
            found: Floats = self._index.reconstruct(int(passage_id))
        except RuntimeError as error:
            raise KeyError(passage_id) from error
        return found

    def search(
        self, query: Floats, k: int, allowed: Sequence[int] | None = None
    ) -> list[tuple[int, float]]:
        """The passages nearest to a query of shape `(dimensions,)`, best first, ties by id.

        Args:
            query: a vector of length 1.
            k: how many at most.
            allowed: search among these ids only; all unless given.

        Returns:
            Passage ids with their cosine, -1 to 1.
        """
        limit = len(self) if allowed is None else len(allowed)
        k = min(k, limit)
        if k <= 0:
            return []
        parameters = None
        if allowed is not None:
            selector = faiss.IDSelectorBatch(np.asarray(allowed, dtype=np.int64))
            parameters = faiss.SearchParameters(sel=selector)  # type: ignore[call-arg] # its stubs
        wanted = k
        while True:  # faiss keeps any of those that tie for the last place: see all of them
            wanted = min(2 * wanted, limit)
            scores, ids = self._index.search(query[np.newaxis], wanted, params=parameters)
            if wanted == limit or scores[0][k - 1] > scores[0][-1]:
                break
        found = [(int(i), float(s)) for i, s in zip(ids[0], scores[0], strict=True) if i >= 0]
        return sorted(found, key=lambda hit: (-hit[1], hit[0]))[:k]

    def write(self, file: Path) -> None:
        """Write all to a file.

        Raises:
            OSError: the disk is full or read-only.
        """
        try:
            faiss.write_index(self._index, str(file))
        except RuntimeError as error:
            raise OSError(f"{file} cannot be written: {error}") from error


class Index:
    """One generation of an index, open for reading; safe to use from several threads.

    Args:
        generation: the generation's folder.

    Raises:
        IndexBroken: a file is missing, damaged, or of another format.
    """

    def __init__(self, generation: Path) -> None:
        self.generation = generation.absolute()  # the working directory may change
        self.folder = generation.parent.parent
        self.manifest: Manifest = read_manifest(generation)
        self._articles = ArticleDatabase(generation / ARTICLES)
        self._vectors = VectorIndex(self.manifest.encoder.dimensions, generation / VECTORS)

    def words(self, words: Sequence[str], k: int, filters: Filters) -> list[tuple[int, float]]:
        """Passages by words: see `ArticleDatabase.search`."""
        return self._articles.search(words, k, filters)

    def nearest(self, query: Floats, k: int, filters: Filters) -> list[tuple[int, float]]:
        """Passages by vector, the filters applied inside: see `VectorIndex.search`."""
        allowed = self._articles.allowed(filters) if filters.any else None
        return self._vectors.search(query, k, allowed)

    def rarity(self, words: Sequence[str]) -> list[float]:
        """How rare each word is: its inverse document frequency over passages, above zero.

        It is ln(1 + (N - n + 0.5) / (n + 0.5)) for a word in n of N passages, as in BM25.
        """
        total = self.manifest.counts.passages
        held = [self._articles.holding(word) for word in words]
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

    def vector_with_key(self, key: bytes) -> Floats | None:
        """The vector of any passage with this key, None where there is none."""
        passage_id = self._articles.passage_with_key(key)
        if passage_id is None:
            return None
        try:
            return self._vectors.vector(passage_id)
        except KeyError:  # not encoded yet
            return None

    def vector_ids(self) -> NDArray[np.int64]:
        """The ids of the passages that have a vector, in no particular order."""
        return self._vectors.ids()

    def copy_vectors(self) -> VectorIndex:
        """All vectors, to be changed without changing this index."""
        return VectorIndex(self.manifest.encoder.dimensions, self.generation / VECTORS)

    def check_encoder(self, name: str, fingerprint: str) -> None:
        """Make sure that an encoder is the one that made this index's vectors.

        Raises:
            ModelError: it is another.
        """
        if fingerprint != self.manifest.encoder.fingerprint:
            raise ModelError(
                f"the index in {self.folder} was built with the encoder "
                f"{self.manifest.encoder.name!r} (fingerprint "
                f"{self.manifest.encoder.fingerprint[:12]}), not with {name!r} "
                f"({fingerprint[:12]}); ask without --encoder, or build again with: "
                f"python -m index build SEEDS --encoder {name} --index {self.folder}"
            )


def open_index(index_dir: str | Path) -> Index:
    """Open the live generation of an index; opening an unchanged index again costs nothing.

    Raises:
        IndexMissing: there is no index.
        IndexBroken: it is foreign, of an older format, or incomplete.
    """
    return with_live(Path(index_dir), lambda live: _open(live, _identity(live)))


@lru_cache(maxsize=4)  # a generation never changes: what was opened once can be shared
def _open(generation: Path, identity: tuple[int, int]) -> Index:
    return Index(generation)


def _identity(generation: Path) -> tuple[int, int]:
    """Tells one folder from another that took its name after the index was made anew."""
    status = generation.stat()
    return (status.st_ino, status.st_mtime_ns)
