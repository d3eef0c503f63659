"""Which export a text is, whatever kind of file it came in."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Final

from index.reading.exports.factiva import looks_like_factiva, read_factiva
from index.reading.exports.names import with_ids
from index.reading.exports.nexis import looks_like_nexis, read_nexis
from index.reading.exports.proquest import looks_like_proquest, read_proquest
from index.reading.exports.ris import looks_like_ris, parse_ris
from index.reading.record import Record, Records
from index.reading.source import Source

_Kind = tuple[Callable[[str], bool], Callable[[str], list[Record]]]
_KINDS: Final[tuple[_Kind, ...]] = (
    (looks_like_ris, parse_ris),
    (looks_like_proquest, read_proquest),
    (looks_like_factiva, read_factiva),
    (looks_like_nexis, read_nexis),
)


def records_in(source: Source, record: Record) -> Records:
    """The articles that a file's text holds: itself, unless it is an export of many.

    Args:
        source: the file.
        record: all of it, as one article.
    """
    text = record.text.replace("\r\n", "\n").replace("\r", "\n").replace("\xa0", " ")
    for looks_like, read in _KINDS:
        if looks_like(text):
            found = [
                replace(one, place=f"document {number}")
                for number, one in enumerate(read(text.replace("\x0c", "\n")), 1)
            ]
            if found:
                return with_ids(source, found)
    return iter([record])
