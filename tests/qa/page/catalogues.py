"""Catalogues of the library made by hand."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from index.article import Summary
from index.status import Status
from index.storage.manifest import Counts, EncoderInfo, Manifest
from qa.page.model.catalogue import (
    Catalogue,
    Entry,
)


def entry(
    id_: str,
    title: str = "A title",
    source: str = "Wire",
    day: str = "2021-03-29",
    group: int = -1,
    waiting: bool = False,
) -> Entry:
    published = date.fromisoformat(day) if day else None
    one = Summary(id_, "0" * 64, title, source, "", published, "", "added", 3)
    words = f"{title}\n{source}\n{id_}".casefold()
    return Entry(one, day, group, 1 if group >= 0 else 0, waiting, words)


def catalogue(*entries: Entry, vectors: int = 5, left_out: tuple[str, ...] = ()) -> Catalogue:
    counts = Counts(len(entries), 5, vectors)
    manifest = Manifest(
        EncoderInfo("bge", "f", 4), 192, counts, "", "2021-01-01T00:00:00+00:00", {}
    )
    sources = tuple(dict.fromkeys(one.article.source for one in entries))[:6]
    held = tuple((title, title) for title in left_out)
    return Catalogue(Status(Path("i"), "1", manifest, 0, None), entries, held, sources)
