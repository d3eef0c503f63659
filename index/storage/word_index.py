"""Words to passages: the lexical index of a generation, on tantivy.

Passages are ranked by BM25 (Robertson & Zaragoza 2009) over title and passage, with English stems
and without diacritics; where no spaces are written, pairs of letters stand for words. The index is
a folder of segments. A segment is never changed: generations share it by hard links, and adding an
article writes a small new one. What is removed stays in its segment, unseen, until segments are
merged, and until then counts as held when the rarity of a word is reckoned: below `EXACT_LIMIT`
passages, and when more than a tenth is of that kind, the index is written anew instead.
"""

from __future__ import annotations

import json
import os
from array import array
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from datetime import date
from pathlib import Path
from shutil import copyfile, rmtree
from tempfile import mkdtemp
from weakref import finalize

import numpy as np
from numpy.typing import NDArray
from tantivy import (
    Document,
    FieldType,
    Index,
    IndexWriter,
    Occur,
    Query,
    SchemaBuilder,
)

from index.article import Article, Filters
from index.errors import IndexBroken
from index.storage.database import ArticleDatabase
from index.storage.database_writer import NewPassage
from index.storage.generations import share
from index.storage.word_analysis import analyzer
from index.storage.word_text import indexed_text, searched_text, without_marks

Ids = NDArray[np.int64]

EXACT_LIMIT = 5_000  # passages that are indexed anew in a second
_DEAD = 10  # written anew when a tenth is removed
_BATCH = 512  # passages read at once
# of one thread, so that the same passages give the same index: for postings before they are written
_MEMORY_BYTES = 100_000_000
_DIGITS = 4  # of a score that count: sums differ in the last bits from segment to segment
_ANALYSIS = "words and pairs"  # the name of how text is cut, kept in the index; change both
_REWRITTEN = ("meta.json", ".managed.json")  # the only files of a folder that ever change


class WordIndex:
    """A lexical index open for searching; safe to use from several threads.

    Args:
        folder: a folder that `refresh` made.

    Raises:
        IndexBroken: it cannot be read.
    """

    def __init__(self, folder: Path) -> None:
        if not os.access(folder, os.W_OK):  # tantivy wants to put a lock file beside the segments
            copy = Path(mkdtemp(prefix="words-"))
            finalize(self, rmtree, copy, ignore_errors=True)
            share_words(folder, copy)
            folder = copy
        with _engine():
            index = Index.open(str(folder))
            index.config_reader("manual", 1)  # a generation never changes: nothing to look out for
            self._searcher = index.searcher()
        self._schema = index.schema
        self._analyzer = analyzer()
        self._in_pairs = is_current(folder)

    def __len__(self) -> int:
        return int(self._searcher.num_docs)

    def ids(self) -> Ids:
        """The ids of all passages, ascending."""
        found = [passage_id for passage_id, _ in self._hits(Query.all_query(), len(self))]
        return np.sort(np.asarray(found, dtype=np.int64))

    def search(self, words: Sequence[str], k: int, filters: Filters) -> list[tuple[int, float]]:
        """The passages that hold any of the words, best first by BM25, ties by id.

        Args:
            words: words of letters and digits.
            k: how many at most.
            filters: applied inside the search.

        Returns:
            Passage ids with scores above zero, higher is better.
        """
        terms = dict.fromkeys(term for word in words for term in self._terms(word))
        nothing = filters.since and filters.until and filters.since > filters.until
        limit = len(self)
        if not terms or nothing or not limit or k <= 0:
            return []
        any_word = Query.boolean_query([(Occur.Should, self._query("words", t)) for t in terms])
        inside = [(Occur.Must, Query.const_score_query(q, 0.0)) for q in self._filters(filters)]
        query = Query.boolean_query([(Occur.Must, any_word), *inside])
        k = wanted = min(k, limit)
        while True:  # those that tie for the last place come in no order: see all of them
            wanted = min(2 * wanted, limit)
            hits = self._hits(query, wanted)
            if len(hits) < wanted or wanted == limit or hits[k - 1][1] > hits[-1][1]:
                return sorted(hits, key=lambda hit: (-hit[1], hit[0]))[:k]

    def alike(self, word: str, letters: int, k: int) -> list[int]:
        """Passages that hold a word, or its stem, that differs in a few letters at most.

        Args:
            word: of letters.
            letters: that may differ, 1 or 2; swapped neighbours count as one.
            k: how many passages at most.

        Returns:
            Their ids, ascending.
        """
        queries = [
            (Occur.Should, Query.fuzzy_term_query(self._schema, "words", term, letters))
            for term in self._terms(word)
        ]
        if not queries or k <= 0 or not len(self):
            return []
        return sorted(found for found, _ in self._hits(Query.boolean_query(queries), k))

    def holding(self, word: str) -> int:
        """How many passages, or their titles, hold a word or another form of it."""
        with _engine():
            return min((self._searcher.doc_freq("words", t) for t in self._terms(word)), default=0)

    def _terms(self, word: str) -> list[str]:
        plain = searched_text(word) if self._in_pairs else without_marks(word)
        return self._analyzer.analyze(plain)

    def _query(self, field: str, value: str) -> Query:
        return Query.term_query(self._schema, field, value)

    def _filters(self, filters: Filters) -> Iterator[Query]:
        if filters.since or filters.until:
            first, last = filters.since or date.min, filters.until or date.max
            days = (first.toordinal(), last.toordinal())
            yield Query.range_query(self._schema, "day", FieldType.Integer, *days)
        if filters.source:
            yield self._query("source", filters.source.casefold())

    def _hits(self, query: Query, most: int) -> list[tuple[int, float]]:
        if not most:
            return []
        with _engine():
            hits = self._searcher.search(query, most, count=False).hits
            ids = self._searcher.fast_field_values("id", [place for _, place in hits])
        scores = [float(f"{score:.{_DIGITS}g}") for score, _ in hits]
        return [(int(i or 0), score) for i, score in zip(ids, scores, strict=True)]


def is_current(folder: Path) -> bool:
    """Whether an index was written as this program writes it; earlier ones can be searched still.

    Raises:
        IndexBroken: it cannot be read.
    """
    with _engine():
        fields = json.loads((folder / "meta.json").read_bytes())["schema"]
    of_words = next(field["options"]["indexing"] for field in fields if field["name"] == "words")
    return bool(of_words["tokenizer"] == _ANALYSIS)


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
    for name in _REWRITTEN:  # tantivy writes them for its own user only
        content = (folder / name).read_bytes()
        (folder / name).unlink()
        (folder / name).write_bytes(content)


def share_words(folder: Path, target: Path) -> None:
    """Give another folder the same index; neither is touched by changes of the other."""
    for path in folder.iterdir():
        if path.name in _REWRITTEN:
            copyfile(path, target / path.name)
        elif path.suffix != ".lock":
            share(path, target / path.name)


def _open(folder: Path) -> Index:
    schema = SchemaBuilder()
    schema.add_integer_field("id", indexed=True, fast=True)
    schema.add_text_field("words", tokenizer_name=_ANALYSIS, index_option="freq")
    schema.add_text_field("source", tokenizer_name="raw", index_option="basic")
    schema.add_integer_field("day", indexed=True, fast=True)
    index = Index(schema.build(), str(folder))
    index.register_tokenizer(_ANALYSIS, analyzer())
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


@contextmanager
def _engine() -> Iterator[None]:
    """What the engine raises where its files are damaged, as our own error.

    It panics where it did not foresee something; that is no Exception to Python, and has no type
    that could be imported.
    """
    try:
        yield
    except BaseException as error:
        if not isinstance(error, ValueError) and type(error).__name__ != "PanicException":
            raise
        raise IndexBroken(
            f"the lexical index is damaged ({str(error)[:120]}); run python -m index build SEEDS "
            "with the same --index to make it anew"
        ) from error
