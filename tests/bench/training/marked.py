"""Articles whose best sentences somebody marked: which say what an article comes to.

`tests/data/summary_marks.jsonl.gz` holds the marks; see `tests.bench.telling`. One article in
`_KEPT` is not trained on, to measure with. The program does not ask the reader for main points yet.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from index.article import Article as Told
from index.article import version_of
from qa.writing.forms.telling import Candidate, candidates
from tests.bench.training.corpus import Article
from tests.bench.training.rows import json_lines
from tests.bench.training.written import digest

MARKS = Path(__file__).resolve().parents[2] / "data" / "summary_marks.jsonl.gz"
POINTS = "What are the main points of this article?"
"""What the reader reads an article for, to tell which sentences say most."""

_KEPT = 4
_PIECE = 800  # characters that are read at once


@dataclass(frozen=True, slots=True)
class Marked:
    """A piece of an article, as it is read for what the article comes to.

    Attributes:
        title: of the article.
        text: the piece.
        spans: first character and the one after the last of each marked sentence in it.
    """

    title: str
    text: str
    spans: tuple[tuple[int, int], ...]


def marked(path: Path, news: Sequence[Article]) -> Iterator[Marked]:
    """The pieces of the articles of a file that some news has as they were, those kept left out."""
    articles = {article.id: article for article in news}
    for row in json_lines(path):
        found = articles.get(row["article"])
        if found and row["sha256"] == digest(found.text) and not is_kept(row):
            yield from _pieces(row, found)


def is_kept(row: dict[str, Any]) -> bool:
    """Whether the article of a row is left out of training."""
    return int(row["sha256"], 16) % _KEPT == 0


def _pieces(row: dict[str, Any], found: Article) -> Iterator[Marked]:
    article = Told(found.id, version_of(found.text), found.title, found.text)
    sentences = candidates(article)
    meant = set(row["marked"]).union(*row["same"])
    spans = [(one.start, one.end) for one in sentences if one.place in meant]
    for start, end in pieces(sentences):
        inside = tuple((a - start, b - start) for a, b in spans if start <= a and b <= end)
        yield Marked(found.title, found.text[start:end], inside)


def pieces(found: Sequence[Candidate]) -> list[tuple[int, int]]:
    """The sentences of an article joined to pieces that are read at once, in characters, in order.

    Args:
        found: of one article, in order.
    """
    joined: list[tuple[int, int]] = []
    for one in found:
        if joined and one.end - joined[-1][0] <= _PIECE:
            joined[-1] = joined[-1][0], one.end
        else:
            joined.append((one.start, one.end))
    return joined
