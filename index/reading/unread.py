"""Files that need not be read again: who remembers them, and what their articles depend on.

Standard library only.
"""

from __future__ import annotations

import hashlib
import sys
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Protocol

from index.article import Article, Summary
from index.reading.source import Source
from index.report import Remark

# Distributions whose work it is, in part, what articles files hold; a test keeps the list whole.
LIBRARIES = (
    "babel",
    "charset-normalizer",
    "defusedxml",
    "feedparser",
    "ftfy",
    "jdatetime",
    "lxml",
    "lxml_html_clean",
    "mwparserfromhell",
    "pypdf",
    "pyspellchecker",
    "python-dateutil",
    "pyyaml",
    "striprtf",
    "trafilatura",
)


@dataclass(frozen=True, slots=True)
class Unread:
    """A file that holds what it held when it was read last.

    Attributes:
        articles: the id of each article that it holds, in their order, and its `digest_of`.
        remarks: what there was to say of them.
    """

    articles: tuple[tuple[str, str], ...]
    remarks: tuple[Remark, ...] = ()

    @property
    def ids(self) -> tuple[str, ...]:
        """The ids of its articles."""
        return tuple(article_id for article_id, _ in self.articles)


class Memory(Protocol):
    """Remembers what files held."""

    def held(self, source: Source) -> Unread | None:
        """What a file holds, where that is known without reading it; asked before it is read."""
        ...

    def keep(self, source: Source, held: Unread) -> None:
        """Remember what a file holds: it was read after `held` knew nothing, and nothing failed."""
        ...


def digest_of(article: Article | Summary) -> str:
    """A digest of all that is stored of an article but its id."""
    names = ("version", "title", "source", "author", "published", "url")
    told = repr([getattr(article, name) for name in names])
    return hashlib.sha256(told.encode("utf-8", "surrogatepass")).hexdigest()[:24]


@cache
def readers_fingerprint() -> str:
    """What articles depend on beside the files and options: this program's readers, libraries."""
    here = Path(__file__).parent
    digest = hashlib.sha256(repr(sys.version_info[:3]).encode())
    for file in sorted([*here.rglob("*.py"), *here.parent.glob("*.py")]):
        digest.update(f"\n{file.name}\n".encode() + file.read_bytes())
    for name in LIBRARIES:
        digest.update(f"\n{name} {_version(name)}".encode())
    return digest.hexdigest()


def _version(distribution: str) -> str:
    from importlib.metadata import PackageNotFoundError, version  # brings zipfile along

    try:
        return version(distribution)
    except PackageNotFoundError:
        return ""
