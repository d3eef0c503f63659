"""One generation of an archive in a Milvus, open for asking."""

from __future__ import annotations

import json
import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from typing import Any

import numpy as np
from numpy.typing import NDArray
from rapidfuzz.distance import OSA

from index.article import Article, Filters, Passage, Summary
from index.errors import IndexBroken, ModelError, UnknownArticle
from index.place import Place
from index.storage.manifest import Manifest
from index.storage.milvus import rows, terms
from index.storage.milvus.book import read_manifest
from index.storage.milvus.client import MOST, Client
from index.storage.milvus.collections import Generation, load, search_parameters
from index.storage.milvus.texts import text_of

Floats = NDArray[np.float32]
Hits = list[tuple[int, float]]

_ARTICLES_KEPT = 256  # with their texts, for the questions that follow
_DIGITS = 6  # of a score that count: engines differ in the last bits


class MilvusIndex:
    """One generation, read: an `Index`.

    It can be read until two newer ones are published.

    Args:
        client: the connection.
        generation: which.

    Raises:
        IndexBroken: it is of another format or damaged; so does any method when that shows later.
    """

    def __init__(self, client: Client, generation: Generation) -> None:
        load(client, generation)
        self._client, self._generation = client, generation
        self.place: Place = client.place
        self.name = str(generation)
        self.manifest: Manifest = read_manifest(client, generation)
        self._near_search = search_parameters(self.manifest.counts.passages)
        self._article = lru_cache(maxsize=_ARTICLES_KEPT)(self._read_article)
        self._held = lru_cache(maxsize=4096)(self._read_held)
        self._sources = lru_cache(maxsize=1)(self._read_sources)

    # -- searching

    def nearest(self, query: Floats, k: int, filters: Filters) -> Hits:
        """Passages by vector."""
        return self._best("vector", query.tolist(), k, filters, self._near_search)

    def words(self, words: Sequence[str], k: int, filters: Filters) -> Hits:
        """Passages by words."""
        found = dict.fromkeys(term for word in words for term in terms.asked(word))
        known = [term for term in found if self._held(term)]
        if not known:
            return []
        how = {"metric_type": "BM25"}
        return self._best("sparse", " ".join(known), k, filters, how)

    def holding(self, word: str) -> int:
        """How many passages hold a word."""
        return min(map(self._held, terms.asked(word)), default=0)

    def rarity(self, words: Sequence[str]) -> list[float]:
        """How rare each word is."""
        total = self.manifest.counts.passages
        held = [min(self.holding(word), total) for word in words]
        return [math.log1p((total - n + 0.5) / (n + 0.5)) for n in held]

    def alike(self, word: str, letters: int, k: int) -> list[int]:
        """Passages that hold a word spelt nearly so, beginning with the same letter."""
        found: list[str] = []
        for term in terms.asked(word):
            within = (
                f"first == {ord(term[0])} and letters >= {len(term) - letters}"
                f" and letters <= {len(term) + letters}"
            )
            for row in self._scan("terms", ["id"], within):
                if OSA.distance(term, row["id"], score_cutoff=letters) <= letters:
                    found.append(row["id"])
        if not found or k <= 0:
            return []
        hits = self._best("sparse", " ".join(found), k, Filters(), {"metric_type": "BM25"})
        return sorted(passage_id for passage_id, _ in hits)

    def _best(
        self, field: str, asked: object, k: int, filters: Filters, how: Mapping[str, Any]
    ) -> Hits:
        """The `k` best; of those that tie for the last place the ones with the lowest ids."""
        limit = min(self.manifest.counts.passages, MOST)
        k = wanted = min(k, limit)
        within, collection = rows.expression(filters), self._generation["passages"]
        while k > 0:
            wanted = min(2 * wanted, limit)
            found = self._client.search(collection, field, asked, wanted, within, how)
            # Milvus Lite gives scores by words as distances: below zero
            sign = -1.0 if field == "sparse" and any(score < 0 for _, score in found) else 1.0
            hits = [(i, float(f"{sign * score:.{_DIGITS}g}")) for i, score in found]
            if field == "sparse":
                hits = [hit for hit in hits if hit[1] > 0]
            if len(found) < wanted or wanted == limit or hits[k - 1][1] > hits[-1][1]:
                return sorted(hits, key=lambda hit: (-hit[1], hit[0]))[:k]
        return []

    # -- reading

    def passages(self, ids: Sequence[int]) -> list[tuple[Passage, Article]]:
        """Passages with their articles, in the order of `ids`."""
        fields = ["id", "article", "start", "stop"]
        found = {int(row["id"]): row for row in self._get("passages", list(ids), fields)}
        pairs = []
        for passage_id in ids:
            if passage_id not in found:
                raise IndexBroken(f"the Milvus names passage {passage_id} but does not hold it")
            row = found[passage_id]
            article = self._known(self._article(row["article"]), f"passage {passage_id}")
            start, end = int(row["start"]), int(row["stop"])
            text = article.text[start:end]
            pairs.append(
                (Passage(passage_id, article.id, article.version, start, end, text), article)
            )
        return pairs

    def article(self, article_id: str, version: str | None = None) -> Article:
        """An article, as it is now or in an earlier version."""
        if version is None:
            found = self._article(rows.article_key(article_id))
        else:
            key = rows.version_key(article_id, version)
            found = self._with_text(self._get("versions", [key], ["id", "body"]))
        if found is None or found.id != article_id:
            raise UnknownArticle(
                f"the index holds no article {article_id!r}"
                + (f" in version {version}" if version else "")
                + "; python -m index status --articles lists what it holds"
            )
        return found

    def articles(self) -> Iterator[Summary]:
        """All articles without their texts, ordered by id."""
        found = [rows.summary(row["body"]) for row in self._scan("articles", ["body"])]
        yield from sorted(found, key=lambda summary: summary.id.encode())

    def sources(self) -> tuple[str, ...]:
        """Who published the articles."""
        return self._sources()

    def holders(self, passage_ids: Sequence[int]) -> set[str]:
        """The ids of the articles that some of these passages are of."""
        keys = {row["article"] for row in self._get("passages", list(passage_ids), ["article"])}
        found = self._get("articles", sorted(keys), ["body"])
        return {json.loads(row["body"])["id"] for row in found}

    def near(self, article_id: str, filters: Filters) -> list[str]:
        """The ids of an article's near-duplicates."""
        own = self._get("articles", [rows.article_key(article_id)], ["near"])
        keys = json.loads(own[0]["near"]) if own else []
        found = self._get("articles", keys, ["body", "day", "source"])
        return _by_bytes(json.loads(r["body"])["id"] for r in found if rows.passes(r, filters))

    def near_groups(self) -> list[list[str]]:
        """The ids of articles that tell one story."""
        groups: dict[int, list[str]] = {}
        for row in self._scan("articles", ["body", "story"], "story > 0"):
            groups.setdefault(int(row["story"]), []).append(json.loads(row["body"])["id"])
        return sorted(map(_by_bytes, groups.values()), key=lambda ids: ids[0].encode())

    def earlier_versions(self) -> list[tuple[str, str, int]]:
        """What no article is any more."""
        found = [json.loads(r["body"]) for r in self._scan("versions", ["body"], "earlier == 1")]
        told = [(one["id"], one["version"], int(one["bytes"])) for one in found]
        return sorted(told, key=lambda one: (one[0].encode(), one[1]))

    def left_out(self) -> list[tuple[str, str, str]]:
        """What was removed for good."""
        (row,) = self._get("book", [0], ["body"])
        return [(a, b, c) for a, b, c in json.loads(row["body"])["left_out"]]

    def waiting(self) -> set[str]:
        """No article waits: a build publishes when all can be found by meaning."""
        return set()

    def passage_ids(self) -> NDArray[np.int64]:
        """The ids of all passages, ascending."""
        return np.asarray([int(r["id"]) for r in self._scan("passages", ["id"])], dtype=np.int64)

    def vector_ids(self) -> NDArray[np.int64]:
        """The same: each passage has its vector."""
        return self.passage_ids()

    def check_encoder(self, name: str, fingerprint: str) -> None:
        """Make sure that an encoder is the one that made the vectors."""
        known = self.manifest.encoder
        if fingerprint != known.fingerprint:
            raise ModelError(
                f"the archive {self.place} was built with the encoder {known.name!r} (fingerprint "
                f"{known.fingerprint[:12]}), not with {name!r} ({fingerprint[:12]}); ask without "
                f"--encoder, or build again with: python -m index build SEEDS --encoder {name} "
                f"--store {self.place}"
            )

    # -- rows

    def _get(self, part: str, keys: Sequence[Any], fields: Sequence[str]) -> list[dict[str, Any]]:
        return self._client.get(self._generation[part], keys, fields) if keys else []

    def _scan(self, part: str, fields: list[str], within: str = "") -> Iterator[dict[str, Any]]:
        return self._client.scan(self._generation[part], fields, within)

    def _read_article(self, key: str) -> Article | None:
        return self._with_text(self._get("articles", [key], ["id", "body"]))

    def _with_text(self, found: Sequence[Mapping[str, Any]]) -> Article | None:
        if not found:
            return None
        body = str(found[0]["body"])
        return rows.article(body, text_of(self._client, self._generation, _version(body)))

    def _read_held(self, term: str) -> int:
        found = self._get("terms", [term], ["held"])
        return int(found[0]["held"]) if found else 0

    def _read_sources(self) -> tuple[str, ...]:
        found = {json.loads(row["body"])["source"] for row in self._scan("articles", ["body"])}
        return tuple(sorted(found - {""}))

    def _known(self, article: Article | None, of: str) -> Article:
        if article is None:
            raise IndexBroken(f"the Milvus holds {of} but not its article; build again")
        return article


def _version(body: str) -> str:
    return str(json.loads(body)["version"])


def _by_bytes(ids: Iterable[str]) -> list[str]:
    """In the order of a folder's index."""
    return sorted(ids, key=str.encode)
