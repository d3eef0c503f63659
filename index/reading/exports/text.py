"""Which export a text is, whatever kind of file it came in."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Final

from index.reading.exports.factiva import looks_like_factiva, read_factiva
from index.reading.exports.labelled import looks_labelled, read_labelled
from index.reading.exports.names import with_ids
from index.reading.exports.newsbank import looks_like_newsbank, read_newsbank
from index.reading.exports.nexis import looks_like_nexis, read_nexis
from index.reading.exports.proquest import looks_like_proquest, read_proquest
from index.reading.exports.ris import looks_like_ris, parse_ris
from index.reading.record import Record, Records
from index.reading.source import Source


@dataclass(frozen=True, slots=True)
class _Kind:
    """One of these.

    Attributes:
        marks: words, in small letters, one of which every such text has; none of them where it is
            quick to look. Most texts are no exports, and to find a word is much quicker.
    """

    looks_like: Callable[[str], bool]
    read: Callable[[str], list[Record]]
    marks: tuple[str, ...] = ()


_KINDS: Final = (
    _Kind(looks_like_ris, parse_ris),
    _Kind(looks_like_proquest, read_proquest, ("proquest", "title:")),
    _Kind(looks_like_factiva, read_factiva, ("hd", "document")),
    _Kind(looks_like_nexis, read_nexis, ("ocument", "okument", "load-date")),
    _Kind(
        looks_like_newsbank, read_newsbank, ("newsbank", "record number", "openurl", "copyright")
    ),
    _Kind(looks_labelled, read_labelled),
)


def records_in(source: Source, record: Record) -> Records:
    """The articles that a file's text holds: itself, unless it is an export of many.

    Args:
        source: the file.
        record: all of it, as one article.
    """
    text = record.text.replace("\r\n", "\n").replace("\r", "\n").replace("\xa0", " ")
    small = text.lower()
    for kind in _KINDS:
        marked = not kind.marks or any(mark in small for mark in kind.marks)
        if marked and kind.looks_like(text):
            found = [
                replace(one, place=f"document {number}")
                for number, one in enumerate(kind.read(text.replace("\x0c", "\n")), 1)
            ]
            if found:
                return with_ids(source, found)
    return iter([record])
