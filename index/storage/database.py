"""Reading a generation's SQLite file and the texts beside it: articles, all versions, passages."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from datetime import date

import numpy as np
from numpy.typing import NDArray

from index.article import Article, Filters, Passage, Summary
from index.errors import IndexBroken, UnknownArticle
from index.storage.database_file import DatabaseFile, damaged

_COLUMNS = "a.id, a.version, a.title, a.source, a.author, a.published, a.url"


class ArticleDatabase(DatabaseFile):
    """The articles and passages of a generation, read: see `DatabaseFile`."""

    # -- articles

    def article(self, article_id: str, version: str | None = None) -> Article:
        """An article with its text, as it is now or as it was in an earlier version.

        An earlier version is there until it is pruned, also when the article was removed.

        Raises:
            UnknownArticle: no such id, or no such version.
        """
        table, which = ("versions", "a.id=? AND a.version=?") if version else ("articles", "a.id=?")
        values = (article_id, version) if version else (article_id,)
        rows = self._rows(f"SELECT {_COLUMNS} FROM {table} a WHERE {which}", values)
        if not rows:
            raise UnknownArticle(
                f"the index holds no article {article_id!r}"
                + (f" in version {version}" if version else "")
                + "; python -m index status --articles lists what it holds"
            )
        _, found, title, source, author, published, url = rows[0]
        try:
            return Article(
                article_id, found, title, self.text(found), source, author, _date(published), url
            )
        except ValueError as error:
            raise damaged(error) from error

    def earlier_versions(self) -> list[tuple[str, str, int]]:
        """Id, version and stored bytes of what no article is any more, ordered by id."""
        return self._rows(
            "SELECT v.id, v.version, t.length FROM versions v JOIN texts t USING(version)"
            " WHERE NOT EXISTS (SELECT 1 FROM articles a WHERE a.id=v.id AND a.version=v.version)"
            " ORDER BY v.id, v.version"
        )

    def summaries(self) -> Iterator[Summary]:
        """All articles without their texts, ordered by id."""
        return self._summaries("ORDER BY a.id")

    def summary(self, article_id: str) -> Summary | None:
        """One article without its text; None where there is none."""
        return next(self._summaries("WHERE a.id=?", (article_id,)), None)

    def origins(self) -> list[tuple[str, str]]:
        """The id of every article and what keeps it in the index, ordered by id."""
        return self._rows("SELECT id, origin FROM articles ORDER BY id")

    def left_out(self) -> list[tuple[str, str, str]]:
        """Id, version and origin of what was removed for good, ordered by id."""
        held = "SELECT 1 FROM sqlite_master WHERE name='left_out'"  # older indexes have none
        if not self._rows(held):
            return []
        return self._rows("SELECT id, version, origin FROM left_out ORDER BY id")

    def _summaries(self, which: str, values: Sequence[object] = ()) -> Iterator[Summary]:
        rows = self._rows(
            f"SELECT {_COLUMNS}, a.origin, a.passages FROM articles a {which}", values
        )
        for id_, version, title, source, author, published, url, origin, passages in rows:
            yield Summary(
                id_, version, title, source, author, _date(published), url, origin, passages
            )

    def texts(self) -> Iterator[tuple[str, str]]:
        """Every stored version with its text, ordered by version."""
        for (version,) in self._rows("SELECT version FROM texts ORDER BY version"):
            yield version, self.text(version)

    def corpus_sha256(self) -> str:
        """A hash over the ids, versions and metadata of all articles."""
        digest = hashlib.sha256()
        for (row,) in self._rows(f"SELECT json_array({_COLUMNS}) FROM articles a ORDER BY a.id"):
            digest.update(row.encode("utf-8"))
        return digest.hexdigest()

    # -- near-duplicates

    def near(self, article_id: str, filters: Filters) -> list[str]:
        """The ids of an article's near-duplicates that pass the filters, ascending.

        Articles of the same text are among them; the article itself is not.
        """
        where, values = _where(filters)
        rows = self._rows(
            "WITH own(version) AS (SELECT version FROM articles WHERE id=?)"
            " SELECT a.id FROM articles a WHERE a.id<>? AND a.version IN ("
            " SELECT version FROM own UNION"
            " SELECT t.version FROM own o JOIN signatures s ON s.version=o.version"
            " JOIN near n ON n.one=s.number JOIN signatures t ON t.number=n.other)"
            f" AND {where} ORDER BY a.id",
            (article_id, article_id, *values),
        )
        return [row[0] for row in rows]

    def signatures(self) -> list[tuple[int, bytes]]:
        """Number and body of every signature, ordered by number."""
        return self._rows("SELECT number, body FROM signatures ORDER BY number")

    def signed_versions(self) -> dict[int, str]:
        """The version that each signature is of, by its number."""
        return dict(self._rows("SELECT number, version FROM signatures"))

    def similar_versions(self) -> list[tuple[str, str]]:
        """Every pair of near-duplicate versions once."""
        return self._rows(
            "SELECT s.version, t.version FROM near n JOIN signatures s ON s.number=n.one"
            " JOIN signatures t ON t.number=n.other WHERE n.one<n.other ORDER BY 1, 2"
        )

    # -- passages

    def passages(self, ids: Sequence[int]) -> list[tuple[Passage, Article]]:
        """Passages with their articles, in the order of `ids`; an unknown id is an IndexBroken."""
        articles: dict[str, Article] = {}
        found = []
        for passage_id in ids:
            rows = self._rows(
                "SELECT a.id, p.start, p.end FROM passages p JOIN articles a ON"
                " a.number=p.article WHERE p.id=?",
                (passage_id,),
            )
            if not rows:
                raise IndexBroken(f"the index names passage {passage_id} but does not hold it")
            article_id, start, end = rows[0]
            if article_id not in articles:
                try:
                    articles[article_id] = self.article(article_id)
                except UnknownArticle as error:  # its row is there: the index over the ids is not
                    raise damaged(error) from error
            article = articles[article_id]
            text = article.text[start:end]
            found.append(
                (Passage(passage_id, article.id, article.version, start, end, text), article)
            )
        return found

    def passage_keys(self) -> Iterator[tuple[int, bytes, str, int, int]]:
        """Id, key, article id, start and end of every passage, ordered by id."""
        yield from self._rows(
            "SELECT p.id, p.key, a.id, p.start, p.end FROM passages p JOIN articles a"
            " ON a.number=p.article ORDER BY p.id"
        )

    def passage_key(self, passage_id: int) -> bytes:
        """The key of a passage; an unknown id is an IndexBroken."""
        rows = self._rows("SELECT key FROM passages WHERE id=?", (passage_id,))
        if not rows:
            raise IndexBroken(f"the index names passage {passage_id} but does not hold it")
        key: bytes = rows[0][0]
        return key

    def passage_with_key(self, key: bytes) -> int | None:
        """The id of some passage whose embedded text has this key."""
        rows = self._rows("SELECT id FROM passages WHERE key=? LIMIT 1", (key,))
        return int(rows[0][0]) if rows else None

    def holders(self, ids: NDArray[np.int64]) -> set[str]:
        """The ids of the articles that some of these passages are of."""
        rows = self._rows("SELECT a.first, a.id FROM articles a WHERE passages > 0 ORDER BY first")
        firsts = np.asarray([first for first, _ in rows], dtype=np.int64)
        places = np.unique(np.searchsorted(firsts, ids, side="right") - 1)
        return {rows[int(place)][1] for place in places}

    def counts(self) -> tuple[int, int]:
        """How many articles and passages."""
        counted = "SELECT (SELECT count(*) FROM articles), (SELECT count(*) FROM passages)"
        articles, passages = self._rows(counted)[0]
        return (int(articles), int(passages))

    def sources(self) -> tuple[str, ...]:
        """Who published the articles: each name once, sorted; without articles of no source."""
        named = self._rows("SELECT DISTINCT source FROM articles WHERE source != ''")
        return tuple(sorted(source for (source,) in named))

    def passage_ids(self, filters: Filters | None = None) -> NDArray[np.int64]:
        """The ids of all passages that pass the filters, ascending."""
        where, values = _where(filters or Filters())
        # the passages of an article are numbered one after another: two numbers tell them all
        rows = self._rows(
            f"SELECT a.first, a.passages FROM articles a WHERE {where} AND a.passages > 0"
            " ORDER BY a.number",
            values,
        )
        firsts, counts = np.asarray(rows, dtype=np.int64).reshape(-1, 2).T
        # each id is its place plus what its article's ids are ahead of their places
        ahead = firsts - np.concatenate([[0], np.cumsum(counts)[:-1]])[: len(firsts)]
        found: NDArray[np.int64] = np.arange(counts.sum(), dtype=np.int64)
        found += np.repeat(ahead, counts)
        return found


def _date(iso: str | None) -> date | None:
    return date.fromisoformat(iso) if iso else None


def _where(filters: Filters) -> tuple[str, tuple[str, ...]]:
    """An SQL condition over `articles a`; an article without a date passes no date filter."""
    terms, values = ["1"], []
    if filters.since:
        terms.append("a.published >= ?")
        values.append(filters.since.isoformat())
    if filters.until:
        terms.append("a.published <= ?")
        values.append(filters.until.isoformat())
    if filters.source:
        terms.append("a.source_key = ?")
        values.append(filters.source.casefold())
    return " AND ".join(terms), tuple(values)
