"""What asking needs of an archive, wherever it lies."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from index.article import Article, Filters, Passage, Summary
from index.place import Place
from index.storage.manifest import Manifest

Hits = list[tuple[int, float]]


class Index(Protocol):
    """One generation of an archive, open for asking; safe to use from several threads.

    It stays as it is while others publish newer ones. A passage's id means the same passage for
    ever. Any method raises IndexBroken where what it needs is missing or damaged.
    """

    @property
    def place(self) -> Place:
        """Where the archive lies."""
        ...

    @property
    def name(self) -> str:
        """The generation's name."""
        ...

    @property
    def manifest(self) -> Manifest:
        """What the generation holds and was made with."""
        ...

    def check_encoder(self, name: str, fingerprint: str) -> None:
        """Make sure that an encoder is the one that made the vectors; else a ModelError."""
        ...

    def nearest(self, query: NDArray[np.float32], k: int, filters: Filters) -> Hits:
        """The passages nearest to a vector of length 1, with their cosine, best first, ties by id.

        Args:
            query: of shape `(dimensions,)`.
            k: how many at most.
            filters: applied inside the search.
        """
        ...

    def words(self, words: Sequence[str], k: int, filters: Filters) -> Hits:
        """The passages that hold any of the words, best first by BM25, ties by id.

        Args:
            words: words of letters and digits.
            k: how many at most.
            filters: applied inside the search.
        """
        ...

    def holding(self, word: str) -> int:
        """How many passages, or their titles, hold a word or another form of it."""
        ...

    def alike(self, word: str, letters: int, k: int) -> list[int]:
        """Passages that hold a word, or its stem, that differs in a few letters.

        Words that begin with another letter may be passed over.

        Args:
            word: of letters.
            letters: that may differ, 1 or 2; swapped neighbours count as one.
            k: how many passages at most.

        Returns:
            Their ids, ascending.
        """
        ...

    def rarity(self, words: Sequence[str]) -> list[float]:
        """How rare each word is: its inverse document frequency over passages, above zero.

        It is ln(1 + (N - n + 0.5) / (n + 0.5)) for a word in n of N passages, as in BM25.
        """
        ...

    def passages(self, ids: Sequence[int]) -> list[tuple[Passage, Article]]:
        """Passages with their articles, in the order of `ids`."""
        ...

    def article(self, article_id: str, version: str | None = None) -> Article:
        """An article with its text, as it is now or as it was in an earlier version.

        Raises:
            UnknownArticle: no such id, or no such version.
        """
        ...

    def articles(self) -> Iterator[Summary]:
        """All articles without their texts, ordered by id."""
        ...

    def sources(self) -> tuple[str, ...]:
        """Who published the articles: each name once, sorted; without articles of no source."""
        ...

    def holders(self, passage_ids: Sequence[int]) -> set[str]:
        """The ids of the articles that some of these passages are of."""
        ...

    def near(self, article_id: str, filters: Filters) -> list[str]:
        """The ids of an article's near-duplicates that pass the filters, ascending."""
        ...

    def near_groups(self) -> list[list[str]]:
        """The ids of articles that tell one story in mostly the same words, group by group."""
        ...

    def earlier_versions(self) -> list[tuple[str, str, int]]:
        """Id, version and stored bytes of what `article` still knows but no article is."""
        ...

    def left_out(self) -> list[tuple[str, str, str]]:
        """Id, version and origin of what was removed for good, ordered by id."""
        ...

    def waiting(self) -> set[str]:
        """The ids of the articles that cannot be found by meaning as a whole yet."""
        ...

    def passage_ids(self) -> NDArray[np.int64]:
        """The ids of all passages, ascending."""
        ...

    def vector_ids(self) -> NDArray[np.int64]:
        """The ids of the passages that have a vector, in no particular order."""
        ...
