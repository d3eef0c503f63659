"""Texts with a head of labels over each article: `Title: …`, `Date: …`, then the text.

Letters and posts that were saved as text (`From: …`, `Sent: …`, `Subject: …`), GENIOS and other
databases, and what people copy together by hand.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from index.reading.exports.labels import without_tail
from index.reading.fields import squeezed
from index.reading.record import Record

_FIELDS: Final[Mapping[str, str]] = {
    label: name
    for name, labels in {
        "title": "title headline subject titel überschrift betreff titre objet titulo título asunto"
        " titolo oggetto articlename articletitle",
        "published": "date published publisheddate publicationdate pubdate sent datum gesendet"
        " erscheinungsdatum fecha enviado data dateofpublication",
        "source": "source publication newspaper paper outlet publisher quelle zeitung medium fuente"
        " journal publicationtitle site website",
        "sender": "from von de",
        "author": "author authors byline by writer autor autoren auteur reporter",
        "url": "url link permalink address sourceurl weblink",
        "text": "text body content fulltext article articletext volltext texte texto",
    }.items()
    for label in labels.split()
}
_LINE: Final = re.compile(r"[ \t]*([^\W\d_][\w /-]{0,30}?)[ \t]*:(?:[ \t]+(\S.*)|[ \t]*)$")
_RULE: Final = re.compile(r"[ \t]*([-=_*#~])(?:[ \t]*\1){2,}[ \t]*")
_SENDER: Final = re.compile(r"[\"']?([^\"'<(\[]*?)[\"']?\s*(?:[<(\[].*)?")
_IN_SOURCE: Final = re.compile(r"\s+(?:vom|of|du|del)\s+(\d{1,2}[./]\d{1,2}[./]\d{4})\b")
_FEWEST: Final = 2  # labels that say something of an article


@dataclass(slots=True)
class _Head:
    """The labels over an article, and the line where its text begins."""

    label: str
    values: dict[str, str] = field(default_factory=dict)
    end: int = 0

    @property
    def tells(self) -> bool:
        """Whether it says of which day the article is, and what it is or where it is from."""
        known = self.values.keys() - {"text"}
        named = known & {"title", "source", "sender"}
        return len(known) >= _FEWEST and bool(named) and "published" in known


def looks_labelled(text: str) -> bool:
    """Whether a text begins with such a head."""
    lines = text.split("\n", 60)
    start = next((n for n, line in enumerate(lines) if line.strip()), None)
    return start is not None and _head(lines, start).tells


def read_labelled(text: str) -> list[Record]:
    """The articles of a text, each with its head."""
    lines = text.split("\n")
    heads: list[tuple[int, _Head]] = []
    for at, line in enumerate(lines):
        begins = at == 0 or not lines[at - 1].strip() or _RULE.fullmatch(lines[at - 1])
        if not line.strip() or not begins or (heads and at < heads[-1][1].end):
            continue
        head = _head(lines, at)
        if head.tells and (not heads or head.label == heads[0][1].label):
            heads.append((at, head))
    ends = [at for at, _ in heads[1:]] + [len(lines)]
    return [
        _record(head, lines[head.end : end]) for (_, head), end in zip(heads, ends, strict=True)
    ]


def _head(lines: list[str], start: int) -> _Head:
    """The labels in the lines from here on, up to one without a label.

    Below an empty line only those count that say something of an article.
    """
    head = _Head("", end=start)
    below = False
    for at in range(start, len(lines)):
        found = _LINE.fullmatch(lines[at])
        label = squeezed(found[1]) if found else ""
        name = _FIELDS.get(label, "")
        if not lines[at].strip():
            below = True
            continue
        if not found or (below and not name):
            break
        head.label = head.label or label
        head.end = at + (name != "text")
        if name == "text":
            lines[at] = found[2] or ""
            break
        if name:
            head.values.setdefault(name, (found[2] or "").strip())
    if day := _IN_SOURCE.search(head.values.get("source", "")):
        head.values.setdefault("published", day[1])
        head.values["source"] = head.values["source"][: day.start()]
    return head


def _record(head: _Head, lines: list[str]) -> Record:
    while lines and (not lines[-1].strip() or _RULE.fullmatch(lines[-1])):
        lines.pop()
    lines = without_tail(lines)
    get = head.values.get
    sender = _SENDER.fullmatch(get("sender", ""))
    return Record(
        text="\n".join(lines),
        title=get("title", ""),
        source=get("source") or (sender[1].strip() if sender else ""),
        author=get("author", ""),
        published=get("published", ""),
        url=get("url", ""),
    )
