"""Checking an index in a folder: every hash, count and offset. Reads only."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np

from index.article import version_of
from index.building.vectors import passage_key
from index.errors import IndexBroken
from index.models.bundled import file_sha256
from index.storage import duplicates
from index.storage.database import ArticleDatabase
from index.storage.live import with_live
from index.storage.manifest import ARTICLES, Manifest, read_manifest
from index.store import FolderIndex


def verify_folder(index_dir: Path) -> list[str]:
    """Check the live generation of an index in a folder.

    Returns:
        What is wrong, a line each; empty when all is sound.

    Raises:
        IndexMissing: there is no index.
        IndexBroken: it is so damaged that it cannot be opened.
    """
    return with_live(index_dir, _problems)


def _problems(generation: Path) -> list[str]:
    manifest = read_manifest(generation)
    problems = list(_files(generation, manifest))
    if problems:  # a file is not what was written: what it says does not matter
        return problems
    index = FolderIndex(generation)
    database = ArticleDatabase(generation / ARTICLES)
    try:
        problems += database.problems()
        problems += text_problems(database)
        problems += passage_problems(database, manifest.encoder.fingerprint)
        problems += _counts(database, index)
        problems += duplicates.problems(database)
    except IndexBroken as error:  # no sense in looking further
        problems.append(str(error))
    finally:
        database.close()
    return problems


def _files(generation: Path, manifest: Manifest) -> Iterator[str]:
    for name, known in manifest.files.items():
        found = file_sha256(generation / name)
        if found != known["sha256"]:
            yield f"{name}: its sha256 is {found}, the manifest says {known['sha256']}"


def text_problems(database: ArticleDatabase) -> Iterator[str]:
    """Texts that are not those of their versions."""
    for version, text in database.texts():
        if version_of(text) != version:
            yield f"text {version[:12]}: its sha256 is {version_of(text)[:12]}"


def passage_problems(database: ArticleDatabase, fingerprint: str) -> Iterator[str]:
    """Offsets inside the text and in order, and the key of what was embedded."""
    last: tuple[str, int] = ("", 0)
    article = None
    for passage_id, key, article_id, start, end in database.passage_keys():
        if article is None or article.id != article_id:
            article = database.article(article_id)
            last = (article_id, 0)
        text = article.text[start:end]
        where = f"passage {passage_id} of {article_id}"
        if not last[1] <= start < end <= len(article.text):
            yield f"{where}: offsets {start}:{end} in a text of {len(article.text)} characters"
        elif text != text.strip():
            yield f"{where}: starts or ends with white space"
        elif passage_key(fingerprint, article.title, text) != key:
            yield f"{where}: its vector was made from other words"
        last = (article_id, end)


def _counts(database: ArticleDatabase, index: FolderIndex) -> Iterator[str]:
    articles, passages = database.counts()
    expected = index.manifest.counts
    for what, found, wanted in (
        ("articles", articles, expected.articles),
        ("passages", passages, expected.passages),
    ):
        if found != wanted:
            yield f"{found} {what}, the manifest says {wanted}"
    if not np.array_equal(index.word_ids(), index.passage_ids()):
        yield "the ids of passages and of the lexical index differ"
    ids = sorted(int(passage_id) for passage_id in index.vector_ids())
    if len(ids) != expected.vectors:
        yield f"{len(ids)} vectors, the manifest says {expected.vectors}"
    known = [passage_id for passage_id, *_ in database.passage_keys()]
    if not np.array_equal(known, database.passage_ids()):
        yield "the ids of passages are not those that the articles name"
    if ids != known and (len(ids) >= len(known) or not set(ids) <= set(known)):
        yield "the ids of vectors and passages differ"
    if database.corpus_sha256() != index.manifest.corpus_sha256:
        yield "the articles are not those the manifest was written for"
