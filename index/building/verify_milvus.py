"""Checking an archive in a Milvus: every text, offset and vector against its book. Reads only."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from index.building.verify_folder import passage_problems, text_problems
from index.errors import IndexBroken
from index.storage import duplicates
from index.storage.milvus import rows
from index.storage.milvus.book import Book
from index.storage.milvus.client import Client
from index.storage.milvus.collections import Generation
from index.storage.milvus.index import MilvusIndex

_OFF = 1e-3  # from a vector's length of 1


def verify_milvus(
    index: MilvusIndex, client: Client, generation: Generation, book: Book
) -> list[str]:
    """What is wrong, a line each; empty when all is sound.

    Args:
        index: the generation, open.
        client: the connection.
        generation: the same.
        book: its book, whose texts come from the Milvus.
    """
    problems: list[str] = []
    try:
        problems += book.problems()
        problems += text_problems(book)
        problems += passage_problems(book, index.manifest.encoder.fingerprint)
        problems += duplicates.problems(book)
        problems += _rows(client, generation, book)
        problems += _articles(index, book)
    except IndexBroken as error:  # no sense in looking further
        problems.append(str(error))
    finally:
        book.close()
    return problems


def _rows(client: Client, generation: Generation, book: Book) -> Iterator[str]:
    """The rows of passages, which asking uses, against the book."""
    known = {
        passage_id: (rows.article_key(article_id), start, end)
        for passage_id, _, article_id, start, end in book.passage_keys()
    }
    fields = ["id", "vector", "article", "start", "stop"]
    for row in client.scan(generation["passages"], fields):
        passage_id = int(row["id"])
        found = (row["article"], int(row["start"]), int(row["stop"]))
        if known.pop(passage_id, None) != found:
            yield f"passage {passage_id}: the book does not place it at {found[1]}:{found[2]}"
        length = float(np.linalg.norm(np.asarray(row["vector"], dtype=np.float32)))
        if not abs(length - 1) <= _OFF:
            yield f"passage {passage_id}: its vector has the length {length:.3f} instead of 1"
    if known:
        yield f"{len(known):,} passages are in the book alone; the first is {min(known)}"


def _articles(index: MilvusIndex, book: Book) -> Iterator[str]:
    if list(index.articles()) != list(book.summaries()):
        yield "the articles are not those of the book"
    if index.earlier_versions() != book.earlier_versions():
        yield "the earlier versions are not those of the book"
    if book.corpus_sha256() != index.manifest.corpus_sha256:
        yield "the articles are not those the manifest was written for"
    if book.counts() != (index.manifest.counts.articles, index.manifest.counts.passages):
        yield "the counts are not those of the manifest"
