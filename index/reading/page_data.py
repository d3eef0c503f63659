"""The article in the data of a web page (JSON-LD of schema.org), where the page shows less."""

from __future__ import annotations

import html
import json
import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Final

from index.errors import ReadError
from index.reading.nested import articles_in
from index.reading.record import Record, record_from_fields
from index.reading.source import Source

_SCRIPT = re.compile(
    r"<script[^>]{0,300}application/ld\+json[^>]{0,300}>(.*?)</script", re.IGNORECASE | re.DOTALL
)
_BODIES: Final = frozenset(["articleBody", "liveBlogUpdate"])
_MOST_SCRIPTS: Final = 50
_MORE: Final = 2.5  # times as long as what the page shows: the page shows an excerpt


def completed(source: Source, page: str, shown: Record) -> Record:
    """What the page shows, with what its data say where it shows less or nothing."""
    told = max(_records(source, page), key=lambda record: len(record.text), default=None)
    if told is None:
        return shown
    text = told.text if len(told.text) > _MORE * len(shown.text) else shown.text
    return replace(
        shown,
        text=text,
        title=shown.title or told.title,
        source=shown.source or told.source,
        author=shown.author or told.author,
        published=shown.published or told.published,
        url=shown.url or told.url,
    )


def _records(source: Source, page: str) -> Iterator[Record]:
    for number, script in enumerate(_SCRIPT.finditer(page)):
        if number == _MOST_SCRIPTS:
            return
        try:
            held = json.loads(script[1].strip().strip(";"), strict=False)
            items = held if isinstance(held, list) else [held]
            for item in (found for one in items for found in articles_in(one, ())):
                if isinstance(item, dict) and _BODIES & item.keys():
                    record = record_from_fields(source, item, 0, "")
                    yield replace(record, text=html.unescape(record.text))
        except (ValueError, RecursionError, ReadError):  # as broken as the data of many pages are
            continue
