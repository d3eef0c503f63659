"""Questions with the passages that search would set beside the one that answers.

Passages are found by words (BM25, by SQLite's FTS5). What holds the words of an answer, or is
nearly the same text, is no rival.
"""

from __future__ import annotations

import random
import re
import sqlite3
from collections.abc import Iterator, Sequence
from dataclasses import replace

from tests.bench.training.amounts import Amounts
from tests.bench.training.batches import RIVALS, Batch
from tests.bench.training.corpus import Article, all_passages
from tests.bench.training.drawn import own_of, some
from tests.bench.training.items import Itemizer
from tests.bench.training.near_misses import content, holds
from tests.bench.training.rows import BACK_TRANSLATED, WIKIPEDIA, Reading

_FOUND, _DRAWN = 14, 6  # passages that are found, and of those that are rivals drawn from
_SAME = 0.5  # of the words of the shorter passage: a copy
_WEIGHT = 0.6  # some answer in other words


def rivals(
    rows: Sequence[Reading], passages: Sequence[Reading], chance: random.Random
) -> Iterator[list[Reading]]:
    """Each question with its passage, and `RIVALS` less one found for it that do not answer.

    Args:
        rows: questions with passages that answer them.
        passages: what is searched, by title and text.
        chance: draws of those found.

    Yields:
        a question's rows, its own passage first; nothing where too few are found.
    """
    known = list({row.text: row for row in passages}.values())
    words = [content(row.text) for row in known]
    search = _Search(known)
    for row in rows:
        own = content(row.text)
        found = [
            known[place]
            for place in search.places(row.question)
            if known[place].text != row.text
            and not holds(known[place].text, row)
            and len(own & words[place]) < _SAME * min(len(own), len(words[place]))
        ][:_DRAWN]
        if len(found) >= RIVALS - 1:
            drawn = chance.sample(found, RIVALS - 1)
            yield [row, *(_beside(row, other) for other in drawn)]


def _beside(row: Reading, other: Reading) -> Reading:
    return replace(
        row, title=other.title, text=other.text, spans=(), source="rival", weight=_WEIGHT
    )


def of_the_mixture(
    written_ones: Sequence[Reading],
    base: Sequence[Reading],
    articles: Sequence[Article],
    amounts: Amounts,
    share: float,
    chance: random.Random,
) -> Iterator[list[Reading]]:
    """Questions on news and of an encyclopedia, each with what search would set beside its own."""
    if amounts.rivals:
        answered = [row for row in written_ones if row.spans]
        every = (passage for article in articles for passage in all_passages(article))
        pool = [Reading("", p.title, p.text, (), p.id, "news") for p in every]
        yield from rivals(own_of(answered, amounts.rivals, amounts, share, chance), pool, chance)
    if amounts.rivals_on_wikipedia:
        pool = [row for row in base if row.source in WIKIPEDIA]
        asked = [row for row in pool if row.spans and row.source != BACK_TRANSLATED]
        yield from rivals(some(asked, amounts.rivals_on_wikipedia, share, chance), pool, chance)


def whole_groups(groups: Sequence[Sequence[Reading]], items: Itemizer) -> Iterator[Batch]:
    """Those groups as items that fit, all of them."""
    for group in groups:
        made_of = list(filter(None, map(items.reading, group)))
        if len(made_of) == len(group):
            yield [replace(item, form="choose") for item in made_of]


class _Search:
    """Passages by their words, those with more and rarer words of a question first."""

    def __init__(self, passages: Sequence[Reading]) -> None:
        self._database = sqlite3.connect(":memory:")
        self._database.execute("CREATE VIRTUAL TABLE p USING fts5(title, text, tokenize='porter')")
        self._database.executemany(
            "INSERT INTO p(rowid, title, text) VALUES (?, ?, ?)",
            ((place, row.title, row.text) for place, row in enumerate(passages)),
        )

    def places(self, question: str) -> list[int]:
        """Places of the passages that share a word with a question, best first."""
        asked = sorted(content(question)) or re.findall(r"\w+", question)
        query = " OR ".join(f'"{word}"' for word in asked)
        ordered = "SELECT rowid FROM p WHERE p MATCH ? ORDER BY bm25(p) LIMIT ?"
        return [place for (place,) in self._database.execute(ordered, (query, _FOUND))]
