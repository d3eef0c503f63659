"""Words to passages: the lexical index of a generation, on tantivy.

Passages are ranked by BM25 (Robertson & Zaragoza 2009) over title and passage, with English stems
and without diacritics; where no spaces are written, pairs of letters stand for words. The index is
a folder of segments, which `word_writing` writes.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from shutil import copyfile, rmtree
from tempfile import mkdtemp
from weakref import finalize

import numpy as np
from numpy.typing import NDArray
from tantivy import FieldType, Index, Occur, Query

from index.article import Filters
from index.errors import IndexBroken
from index.storage.generations import share
from index.storage.word_analysis import ANALYSIS, analyzer
from index.storage.word_text import searched_text, without_marks

Ids = NDArray[np.int64]

_DIGITS = 4  # of a score that count: sums differ in the last bits from segment to segment
REWRITTEN = ("meta.json", ".managed.json")  # the only files of a folder that ever change


class WordIndex:
    """A lexical index open for searching; safe to use from several threads.

    Args:
        folder: a folder that `word_writing.refresh` made.

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
    return bool(of_words["tokenizer"] == ANALYSIS)


def share_words(folder: Path, target: Path) -> None:
    """Give another folder the same index; neither is touched by changes of the other."""
    for path in folder.iterdir():
        if path.name in REWRITTEN:
            copyfile(path, target / path.name)
        elif path.suffix != ".lock":
            share(path, target / path.name)


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
