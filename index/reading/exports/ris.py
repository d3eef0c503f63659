"""RIS, which reference managers and databases exchange: a line for each field, `TI  - Title`."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Final

from index.reading.charset import decode
from index.reading.exports.labels import in_order
from index.reading.exports.names import with_ids
from index.reading.record import Record, Records
from index.reading.source import Limits, Source, read_whole

_FIELD: Final = re.compile(r"([A-Z][A-Z0-9])  ?-(?: (.*))?")
_START: Final = re.compile(r"\s*TY  ?- ", re.ASCII)
_TITLES: Final = ("TI", "T1", "CT", "BT")
_TEXTS: Final = ("AB", "N2", "N1")
_PAPERS: Final = ("T2", "JO", "JF", "JA", "J2", "PB", "DB", "DP")
_DAYS: Final = ("DA", "Y1", "PY")
_AUTHORS: Final = ("AU", "A1")
_FEWEST_CHARS: Final = 40  # of a note that may stand for the text


def looks_like_ris(text: str) -> bool:
    """Whether a text is RIS."""
    return bool(_START.match(text))


def read_ris(source: Source, limits: Limits) -> Records:
    """The articles of a `.ris` file.

    Raises:
        ReadError: as `decode`, or there is no record in it.
    """
    read = decode(source, read_whole(source, limits.article_bytes))
    records = [replace(record, told=read.told) for record in parse_ris(read.text)]
    if not records:
        raise source.error('holds no record: none of its lines begins with "TY  - "')
    yield from with_ids(source, records)


def parse_ris(text: str) -> list[Record]:
    """The records of a RIS text."""
    records: list[Record] = []
    fields: dict[str, list[str]] = {}
    current: list[str] = []
    for line in re.split(r"\r\n|[\n\r]", text):
        found = _FIELD.match(line)
        if not found:
            if current and line.strip():  # a field may go on in lines without a tag
                current[-1] += f"\n{line.strip()}"
            continue
        if found[1] in ("TY", "ER") and fields:
            records.append(_record(fields, len(records) + 1))
            fields = {}
        if found[1] != "ER":
            current = fields.setdefault(found[1], [])
            current.append((found[2] or "").strip())
    if fields:
        records.append(_record(fields, len(records) + 1))
    return records


def _record(fields: dict[str, list[str]], number: int) -> Record:
    def get(*tags: str) -> str:
        return next((value for tag in tags for value in fields.get(tag, []) if value), "")

    texts = ["\n\n".join(fields.get(tag, [])) for tag in _TEXTS]
    if len(texts[2]) < _FEWEST_CHARS:
        texts[2] = ""
    authors = [value for tag in _AUTHORS for value in fields.get(tag, [])]
    days = [day.strip("/") for tag in _DAYS if (day := get(tag))]
    return Record(
        text=max(texts[:2], key=len) or texts[2],
        id="",
        title=get(*_TITLES),
        source=get(*_PAPERS),
        author=in_order("; ".join(authors)),
        published=max(days, key=len, default=""),  # the year alone is no day
        url=get("UR", "L2"),
        place=f"record {number}",
    )
