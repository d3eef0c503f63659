"""The news that rows are made from, without what is kept out to measure with."""

from __future__ import annotations

import random
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from tests.bench.training.rows import json_lines

_SHINGLE, _SHARED = 13, 3  # words in a row; so many of them shared: the same text
_PASSAGE = 900  # characters
_PARAGRAPH = range(41, 1500)
_SHORTEST = 350


@dataclass(frozen=True, slots=True)
class Article:
    """An article of a corpus file."""

    id: str
    title: str
    text: str


def corpus(path: Path) -> list[Article]:
    """The articles of a `corpus.jsonl[.gz]`."""
    return [
        Article(str(row["id"]), row.get("title") or "", row["text"]) for row in json_lines(path)
    ]


def corpus_file(folder: Path) -> Path:
    """The corpus file of a folder.

    Raises:
        SystemExit: it has none.
    """
    for path in (folder / "corpus.jsonl", folder / "corpus.jsonl.gz"):
        if path.exists():
            return path
    raise SystemExit(f"{folder} holds no corpus.jsonl or corpus.jsonl.gz; name another folder")


def kept(articles: Sequence[Article], out: Iterable[Article]) -> list[Article]:
    """The articles that share fewer than three runs of 13 words with those to keep out."""
    seen: set[int] = set()
    for article in out:
        seen |= shingles(article.text)
    return [article for article in articles if len(shingles(article.text) & seen) < _SHARED]


def shingles(text: str) -> set[int]:
    """All runs of 13 words of a text, each as a number that holds for this process."""
    words = re.findall(r"\w+", text.casefold())
    runs = range(len(words) - _SHINGLE + 1)
    return {hash(tuple(words[start : start + _SHINGLE])) for start in runs}


def passages(articles: Iterable[Article], chance: random.Random) -> Iterator[Article]:
    """The first passage of each article and one more by chance: an article's paragraphs joined."""
    for article in articles:
        long = all_passages(article)
        yield from long[:1] + chance.sample(long[1:], min(1, len(long[1:])))


def all_passages(article: Article) -> list[Article]:
    """The passages of an article: its paragraphs joined, short rests left out."""
    blocks: list[str] = []
    for paragraph in re.split(r"\n+", article.text):
        if blocks and len(blocks[-1]) + len(paragraph) < _PASSAGE:
            blocks[-1] += "\n" + paragraph
        elif len(paragraph) in _PARAGRAPH:
            blocks.append(paragraph)
    long = [block for block in blocks if len(block) > _SHORTEST]
    return [Article(article.id, article.title, text) for text in long]


def whole_passages(article: Article) -> list[Article]:
    """The passages of an article of which nothing is left out, such as the headings of a list."""
    blocks: list[str] = []
    for paragraph in filter(None, map(str.strip, re.split(r"\n+", article.text))):
        if blocks and len(blocks[-1]) + len(paragraph) < _PASSAGE:
            blocks[-1] += "\n" + paragraph
        else:
            blocks.append(paragraph)
    return [Article(article.id, article.title, text) for text in blocks]
