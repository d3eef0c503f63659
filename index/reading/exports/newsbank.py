"""Exports of NewsBank (Access World News) as text.

headline
May 13, 2021 | Linden Post, The (Linden, OH)          or   Linden Post, The (Linden, OH) - May …
Author: Ann Sample | Page: A1 | Section: News
142 Words
the article
Record Number: …, Copyright (c) …
"""

from __future__ import annotations

import re
from itertools import pairwise
from typing import Final

from index.reading.exports.labels import day_in, in_order, label_of, without_tail
from index.reading.record import Record

_PAPER: Final = r"[^|\n]{2,90}?\([^()|\n]{2,60}\)"
_DAY: Final = r"(?:\w{3,9}day,? )?(?:\w{3,9}\.? \d{1,2}, \d{4}|\d{1,2} \w{3,9}\.? \d{4})"
_HEAD: Final = re.compile(
    rf"[ \t]*(?:(?P<day>{_DAY}) *\| *(?P<paper>{_PAPER})"
    rf"|(?P<paper2>{_PAPER}) +[-–—|] +(?P<day2>{_DAY}))[ \t]*"
)
_TELLING: Final = re.compile(
    r"NewsBank|^[ \t]*(?:Record Number:|OpenURL Link|Copyright,? \(c\))", re.MULTILINE
)
_LABELS: Final = frozenset(["author", "authors", "byline", "section", "page", "edition", "column"])
_PASSED: Final = re.compile(
    r"[ \t]*(?:[\d,]+ words|openurl link|readability:.*|source:.*|dateline:.*|series:.*)?[ \t]*",
    re.IGNORECASE,
)
_END: Final = re.compile(
    r"[ \t]*(?:record number:.*|copyright,? \(c\).{0,200}|• citation\b.*)", re.IGNORECASE
)
_ROLE: Final = re.compile(r",[^,;]*\b(?:writer|staff|reporter|correspondent|editor)\b[^;]*", re.I)


def looks_like_newsbank(text: str) -> bool:
    """Whether a text is one of these."""
    return bool(_TELLING.search(text)) and any(map(_HEAD.fullmatch, text.split("\n")))


def read_newsbank(text: str) -> list[Record]:
    """The articles of an export."""
    lines = text.split("\n")
    heads = [at for at, line in enumerate(lines) if _HEAD.fullmatch(line)]
    starts = [_title_start(lines, at) for at in heads]
    return [
        _article(lines[start:end], at - start)
        for at, (start, end) in zip(heads, pairwise([*starts, len(lines)]), strict=True)
    ]


def _title_start(lines: list[str], head: int) -> int:
    """Where the lines of the headline begin that stands above the line of paper and day."""
    at = head
    while at > 0 and not lines[at - 1].strip():
        at -= 1
    while at > 0 and lines[at - 1].strip():
        at -= 1
    return at


def _article(lines: list[str], head: int) -> Record:
    found = _HEAD.fullmatch(lines[head])
    told = found.groupdict() if found else {}
    labels: dict[str, str] = {}
    at = head + 1
    while at < len(lines):
        parts = [label_of(part, _LABELS) for part in lines[at].split(" | ")]
        if not any(parts) and not _PASSED.fullmatch(lines[at]):
            break
        labels.update(part for part in parts if part)
        at += 1
    end = next((n for n in range(at, len(lines)) if _END.fullmatch(lines[n])), len(lines))
    author = labels.get("author") or labels.get("authors") or labels.get("byline") or ""
    return Record(
        text="\n".join(without_tail(lines[at:end])),
        title=" ".join(" ".join(lines[:head]).split()),
        source=(told.get("paper") or told.get("paper2") or "").strip(),
        author=in_order(_ROLE.sub("", author)),
        published=day_in(told.get("day") or told.get("day2") or ""),
    )
