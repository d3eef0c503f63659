"""Ids for articles that bring none: they stay when the file is exported again, with more in it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Final

from index.errors import ReadError
from index.reading.clean import clean_id, id_from_url, one_line
from index.reading.dates import day_of
from index.reading.record import Record, Records
from index.reading.source import Source

_OTHERS: Final = re.compile(r"[\W_]+")
_NAME_CHARS: Final = 80


class Names:
    """Gives names within one file, all different."""

    def __init__(self) -> None:
        self._given: Counter[str] = Counter()

    def of(self, published: str, title: str) -> str:
        """Such as `2021-05-13-ferry-line-to-close`; the second of that name ends in `-2`."""
        day = day_of(published)
        words = _OTHERS.sub("-", one_line(title).lower())[:_NAME_CHARS].strip("-")
        name = "-".join(filter(None, [day.isoformat() if day else "", words])) or "untitled"
        self._given[name] += 1
        return name if self._given[name] == 1 else f"{name}-{self._given[name]}"


def with_ids(source: Source, records: Iterable[Record | ReadError]) -> Records:
    """The same records, those without id or address named after their day and title."""
    return _named(source, records)


def _named(source: Source, records: Iterable[Record | ReadError]) -> Iterator[Record | ReadError]:
    names = Names()
    for record in records:
        if isinstance(record, ReadError) or clean_id(record.id) or id_from_url(record.url):
            yield record
        else:
            yield replace(record, id=f"{source.name}#{names.of(record.published, record.title)}")
