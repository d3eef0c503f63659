"""Writing the rows of a generation: what has not changed is taken over from the live one."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from typing import Any, TypeVar

import numpy as np

from index.article import Filters
from index.building.milvus_vectors import DraftVectors
from index.errors import IndexBroken
from index.storage import duplicates
from index.storage.milvus import rows, terms
from index.storage.milvus.book import Book
from index.storage.milvus.client import Client
from index.storage.milvus.collections import NO_VECTOR, Generation

_BATCH = 500  # rows at once
_MOST_NEAR = 1_500  # near-duplicates of one article that are kept: what a field holds
_PASSAGE = ["id", "vector", "words", "article", "start", "stop", "day", "source"]
_TEXT = ["id", "none", "body", "parts"]

One = TypeVar("One")


def write_rows(
    client: Client, new: Generation, live: Generation | None, book: Book, vectors: DraftVectors
) -> None:
    """Write everything but the book.

    Args:
        client: the connection.
        new: the generation to write, its collections empty.
        live: the one that unchanged rows are taken from.
        book: what the new one holds.
        vectors: a vector for each passage.

    Raises:
        IndexBroken: the live one lacks something, or the engine takes no more.
    """
    held = Counter[str]()
    for part in _batches(book.passage_ids().tolist()):
        written = list(_passages(client, live, book, vectors, part))
        client.insert(new["passages"], written)
        for row in written:
            held.update(set(row["words"].split()))
    for of_terms in _batches(sorted(held)):
        client.insert(new["terms"], [_term(term, held[term]) for term in of_terms])
    for of_articles in _batches(_articles(book)):
        client.insert(new["articles"], of_articles)
    for of_versions in _batches(_versions(book)):
        client.insert(new["versions"], of_versions)
    for old in _batches(book.old_texts()):
        client.insert(new["texts"], _old_texts(client, live, old))
    for version in book.new_texts():
        client.insert(new["texts"], rows.text_rows(version, book.text(version)))


def _passages(
    client: Client,
    live: Generation | None,
    book: Book,
    vectors: DraftVectors,
    ids: Sequence[int],
) -> Iterator[dict[str, Any]]:
    kept = np.intersect1d(ids, vectors.held).tolist()
    if kept and live:
        found = client.get(live["passages"], kept, _PASSAGE)
        if len(found) != len(kept):
            raise IndexBroken(
                f"the Milvus lacks {len(kept) - len(found):,} passages of generation {live}; "
                "restore a backup, or build anew under another name"
            )
        yield from found
    fresh = sorted(set(ids) - set(kept))
    for (passage, article), vector in zip(
        book.passages(fresh), vectors.new(fresh) if fresh else (), strict=True
    ):
        yield {
            "id": passage.id,
            "vector": vector.tolist(),
            "words": " ".join(terms.indexed(article.title, passage.text)),
            "article": rows.article_key(article.id),
            "start": passage.start,
            "stop": passage.end,
            "day": rows.day_of(article.published),
            "source": rows.source_key(article.source),
        }


def _term(term: str, held: int) -> dict[str, Any]:
    first = ord(term[0])
    return {"id": term, "none": NO_VECTOR, "held": held, "letters": len(term), "first": first}


def _articles(book: Book) -> Iterator[dict[str, Any]]:
    story = {
        one: number for number, ids in enumerate(duplicates.groups(book), start=1) for one in ids
    }
    for summary in list(book.summaries()):
        near = book.near(summary.id, Filters())[:_MOST_NEAR]
        yield {
            "id": rows.article_key(summary.id),
            "none": NO_VECTOR,
            "body": rows.head(summary, origin=summary.origin, passages=summary.passages),
            "day": rows.day_of(summary.published),
            "source": rows.source_key(summary.source),
            "near": json.dumps([rows.article_key(one) for one in near]),
            "story": story.get(summary.id, 0),
        }


def _versions(book: Book) -> Iterator[dict[str, Any]]:
    earlier = {(one, version) for one, version, _ in book.earlier_versions()}
    for article, stored in book.versions():
        yield {
            "id": rows.version_key(article.id, article.version),
            "none": NO_VECTOR,
            "body": rows.head(article, bytes=stored),
            "earlier": int((article.id, article.version) in earlier),
        }


def _old_texts(
    client: Client, live: Generation | None, versions: Sequence[str]
) -> list[dict[str, Any]]:
    """The rows of texts that the live generation has."""
    if not live:
        raise IndexBroken(f"the text of version {versions[0][:12]} is nowhere")
    found = client.get(live["texts"], [rows.part_key(one, 0) for one in versions], _TEXT)
    if len(found) != len(versions):
        raise IndexBroken(
            f"the Milvus lacks {len(versions) - len(found):,} texts of generation {live}; restore "
            "a backup, or build anew under another name"
        )
    others = [
        rows.part_key(row["id"].partition(":")[0], number)
        for row in found
        for number in range(1, int(row["parts"]))
    ]
    return found + (client.get(live["texts"], others, _TEXT) if others else [])


def _batches(values: Iterable[One]) -> Iterator[list[One]]:
    rest = iter(values)
    while part := list(islice(rest, _BATCH)):
        yield part
