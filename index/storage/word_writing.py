"""Writing the lexical index of a generation, on tantivy; `word_index` searches it.

A segment is never changed: generations share it by hard links, and adding an article writes a small
new one. What is removed stays in its segment, unseen, until segments are merged, and until then
counts as held when the rarity of a word is reckoned: below `EXACT_LIMIT` passages, and when more
than a tenth is of that kind, the index is written anew instead.
"""

from __future__ import annotations

import json
from array import array
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from shutil import rmtree

import numpy as np
from numpy.typing import NDArray
from tantivy import Document, Index, IndexWriter, SchemaBuilder

from index.article import Article
from index.storage.database import ArticleDatabase
from index.storage.database_writer import NewPassage
from index.storage.word_analysis import ANALYSIS, analyzer
from index.storage.word_index import REWRITTEN, share_words
from index.storage.word_text import indexed_text

Ids = NDArray[np.int64]

EXACT_LIMIT = 5_000  # passages that are indexed anew in a second
_DEAD = 10  # written anew when a tenth is removed
_BATCH = 512  # passages read at once
# of one thread, so that the same passages give the same index: for postings before they are written
_MEMORY_BYTES = 100_000_000


class NewWords:
    """A lexical index in the making: passages are added in the order of their ids.

    The engine works in a thread of its own, at the same time as whoever brings the passages.

    Args:
        folder: where it will be; made with the first passage.

    Raises:
        OSError: from every method but `close`: the disk is full or read-only.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._writer: IndexWriter | None = None
        self._ids = array("q")

    def ids(self) -> Ids:
        """The ids of the passages added."""
        return np.asarray(self._ids, dtype=np.int64)

    def add(self, article: Article, passages: Sequence[NewPassage], ids: Sequence[int]) -> None:
        """Add the passages of an article, by their ids."""
        with _writing(self._folder):
            if not self._writer:
                self._folder.mkdir()
                self._writer = _open(self._folder).writer(_MEMORY_BYTES, 1)
            for passage_id, passage in zip(ids, passages, strict=True):
                text = article.text[passage.start : passage.end]
                self._writer.add_document(_document(passage_id, article, text))
            self._ids.extend(ids)

    def finish(self) -> None:
        """Write all that was added: then the folder is whole."""
        with _writing(self._folder):
            writer, self._writer = self._writer, None
            if writer:
                _commit(writer, self._folder)

    def close(self) -> None:
        """Leave off, unless it is finished; the folder is of no use then."""
        writer, self._writer = self._writer, None
        if writer:
            with suppress(ValueError):
                writer.wait_merging_threads()


def refresh(
    folder: Path,
    database: ArticleDatabase,
    live: Path | None,
    held: Ids,
    begun: NewWords | None = None,
) -> None:
    """Make the lexical index of a new generation hold the passages of its database.

    Args:
        folder: where it will be.
        database: holds the passages.
        live: the folder of the generation before, None when there is none; it is left as it is.
        held: the ids of the passages that are in `live`.
        begun: holds the passages already, if just those that are wanted.

    Raises:
        OSError: the disk is full or read-only.
    """
    wanted = database.passage_ids()
    if begun and len(wanted) and np.array_equal(begun.ids(), wanted):
        begun.finish()
        return
    if begun:
        begun.close()
        rmtree(folder, ignore_errors=True)
    gone = np.setdiff1d(held, wanted, assume_unique=True)
    if live and len(gone):
        many = len(wanted) > EXACT_LIMIT
        live = live if many and (_dead(live) + len(gone)) * _DEAD < len(wanted) else None
    folder.mkdir()
    if live:
        share_words(live, folder)
    else:
        held, gone = np.empty(0, dtype=np.int64), gone[:0]
    new = np.setdiff1d(wanted, held, assume_unique=True)
    if live and not len(new) and not len(gone):
        return
    with _writing(folder):
        writer = _open(folder).writer(_MEMORY_BYTES, 1)
        for passage_id in gone:
            writer.delete_documents_by_term("id", int(passage_id))
        for start in range(0, len(new), _BATCH):
            batch = [int(passage_id) for passage_id in new[start : start + _BATCH]]
            for passage, article in database.passages(batch):
                writer.add_document(_document(passage.id, article, passage.text))
        _commit(writer, folder)


@contextmanager
def _writing(folder: Path) -> Iterator[None]:
    try:
        yield
    except ValueError as error:  # whatever goes wrong, tantivy says it with this
        raise OSError(f"the words in {folder} cannot be written: {error}") from error


def _commit(writer: IndexWriter, folder: Path) -> None:
    writer.commit()
    writer.wait_merging_threads()
    for lock in folder.glob("*.lock"):
        lock.unlink(missing_ok=True)  # empty, and made again by whoever opens the index
    for name in REWRITTEN:  # tantivy writes them for its own user only
        content = (folder / name).read_bytes()
        (folder / name).unlink()
        (folder / name).write_bytes(content)


def _open(folder: Path) -> Index:
    schema = SchemaBuilder()
    schema.add_integer_field("id", indexed=True, fast=True)
    schema.add_text_field("words", tokenizer_name=ANALYSIS, index_option="freq")
    schema.add_text_field("source", tokenizer_name="raw", index_option="basic")
    schema.add_integer_field("day", indexed=True, fast=True)
    index = Index(schema.build(), str(folder))
    index.register_tokenizer(ANALYSIS, analyzer())
    return index


def _document(passage_id: int, article: Article, text: str) -> Document:
    document = Document()
    document.add_integer("id", passage_id)
    document.add_text("words", indexed_text(f"{article.title}\n{text}"))
    document.add_text("source", article.source.casefold())
    if article.published:
        document.add_integer("day", article.published.toordinal())
    return document


def _dead(folder: Path) -> int:
    """How many passages of an index are removed and still there."""
    segments = json.loads((folder / "meta.json").read_text("utf-8"))["segments"]
    return sum(s["deletes"]["num_deleted_docs"] for s in segments if s["deletes"])
