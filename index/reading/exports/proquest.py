"""Exports of ProQuest: `Full text: …` between lines of underscores, or FULL TEXT and DETAILS.

The title has a label, or it is what an article begins with.
"""

from __future__ import annotations

import re
from typing import Final

from index.reading.exports.labels import day_in, in_order, label_of, paragraphs
from index.reading.record import Record

_LABELS: Final = frozenset(
    (
        "abstract|accession number|author|authors|classification|company|"
        "company / organization|copyright|country of publication|credit|database|dateline|"
        "degree|document feature|document type|document url|doi|edition|first page|full text|"
        "identifier / keyword|illustrations|issn|issue|journal subject|"
        "language of publication|last updated|links|location|location of publication|"
        "number of pages|pages|people|person|place of publication|product name|"
        "proquest document id|proquest document link|publication|publication date|"
        "publication info|publication information|publication subject|publication title|"
        "publication year|publisher|section|source type|subject|subjects|title|"
        "ultimate parent|url|volume|word count|year"
    ).split("|")
)
_AFTER_TEXT: Final = frozenset(
    (
        "publication title|publication date|publication year|proquest document id|document url|"
        "source type|document type|language of publication|last updated|database"
    ).split("|")
)
_RULE: Final = re.compile(r"^[ \t]*_{10,}[ \t]*$", re.MULTILINE)
_START: Final = re.compile(
    rf"{_RULE.pattern}|^[ \t]*Document \d+ of \d+[ \t]*$", re.MULTILINE | re.IGNORECASE
)
_TEXT: Final = re.compile(r"^[ \t]*Full text(?::|[ \t]*$)", re.MULTILINE | re.IGNORECASE)
_HEADINGS: Final = re.compile(
    r"^[ \t]*(ABSTRACT|FULL TEXT)(?: \([A-Z]+\))?[ \t]*$|^[ \t]*(?:DETAILS|LINKS)[ \t]*$",
    re.MULTILINE,
)
_OF_PROQUEST: Final = re.compile(
    r"[ \t]*(?:ProQuest document link|Report information from ProQuest)[ \t]*"
)
_TITLE: Final = re.compile(r"^[ \t]*Title:", re.MULTILINE | re.IGNORECASE)
_OWN: Final = re.compile(
    r"^[ \t]*(?:ProQuest document|Publication (?:title|info|date)|Source type|_{20})",
    re.MULTILINE | re.IGNORECASE,
)
_PLACE: Final = re.compile(r"[ \t]*(?:;|\[|:| \d{1,2} [A-Z][a-z]{2} \d{4}).*")
_ADDRESS: Final = re.compile(r"https?://\S+")


def looks_like_proquest(text: str) -> bool:
    """Whether a text is one of these."""
    named = re.search(r"proquest", text, re.IGNORECASE)
    titled = _TITLE.search(text) or (named and _TEXT.search(text))
    return bool(titled and _OWN.search(text) and (named or _TEXT.search(text)))


def read_proquest(text: str) -> list[Record]:
    """The articles of an export."""
    labelled = _HEADINGS.sub(lambda found: f"{(found[1] or 'Links').capitalize()}:", text)
    pieces = map(_fields, _rejoined(_START.split(labelled)))
    return [_article(fields) for fields in pieces if fields.get("title") or fields.get("full text")]


def _rejoined(pieces: list[str]) -> list[str]:
    """The pieces, those of an article with a rule in it as one.

    The article of such a piece has no labels after its text: they stand in one that follows.
    """
    joined: list[str] = []
    parts: list[str] = []  # of one article, its labels not met yet
    for piece in pieces:
        fields = _fields(piece)
        labelled = not _AFTER_TEXT.isdisjoint(fields)
        if parts and _goes_on(fields):
            parts.append(piece)
            if labelled:
                joined[-1], parts = "\n\n".join(parts), []
            continue
        joined.append(piece)
        parts = [piece] if "full text" in fields and not labelled else []
    return joined


def _goes_on(fields: dict[str, str]) -> bool:
    """Whether a piece has something before its labels, and nothing that begins an article."""
    return bool(fields[""]) and "full text" not in fields and "abstract" not in fields


def _fields(piece: str) -> dict[str, str]:
    """The values, lines as they are, by their labels; of two alike the first."""
    values: dict[str, list[str]] = {}
    current = values[""] = []  # what stands before any label
    lines = [line for line in piece.split("\n") if not _OF_PROQUEST.fullmatch(line)]
    text_end = 0
    for at, line in enumerate(lines):
        found = label_of(line, _LABELS) if at >= text_end else None
        if not found:
            current.append(line)
            continue
        current = [found[1]]
        values.setdefault(found[0], current)
        if found[0] == "full text":
            text_end = _text_end(lines, at + 1)
    return {label: paragraphs(lines).strip() for label, lines in values.items()}


def _text_end(lines: list[str], start: int) -> int:
    """Where the article ends: with the labels before the first that no article has."""
    own = (n for n in range(start, len(lines)) if label_of(lines[n], _AFTER_TEXT))
    end = at = next(own, len(lines))
    while at > start:
        at -= 1
        if label_of(lines[at], _LABELS) and lines[at].lstrip()[0].isupper():
            end = at
        elif lines[at].strip() and (at == start or not lines[at - 1].strip()):
            break
    return end


def _article(fields: dict[str, str]) -> Record:
    def get(*labels: str) -> str:
        return next((" ".join(fields[k].split()) for k in labels if fields.get(k)), "")

    first, _, below = fields[""].partition("\n")
    info = get("publication info", "publication information") or " ".join(below.split())
    address = _ADDRESS.search(get("document url", "proquest document link", "url", "links"))
    number = get("proquest document id")
    return Record(
        text=fields.get("full text") or fields.get("abstract", ""),
        id=f"proquest:{number}" if number else "",
        title=get("title") or first,
        source=_PLACE.sub("", get("publication title", "publication") or info, count=1),
        author=in_order(get("author", "authors", "byline")),
        published=get("publication date") or day_in(info),
        url=address[0] if address else "",
    )
