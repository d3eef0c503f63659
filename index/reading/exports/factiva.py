"""Exports of Factiva as text: with two-letter tags (HD, BY, WC, PD, SN, LP, TD …) or without."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from index.reading.exports.labels import day_in, filled
from index.reading.record import Record

_TAGS: Final = (
    "AN ART BY CLM CO CR CT CX CY DLN ED ET GC HD HL HLP IN IPC IPD LA LP NS PBS PD PG PUB RE RF "
    "RST SC SE SN TD VOL WC"
).split()
_NAMES: Final = "|".join(_TAGS)
# A tag has a column of its own; only where it never does is a single space enough.
_TAGGED: Final = re.compile(
    rf"^[ |]{{0,3}}({_NAMES})(?:(?:[ ]{{2,}}|[ ]*[\t|])[ \t|]*(.*)|[ \t|]*)$"
)
_SPACED: Final = re.compile(rf"^({_NAMES})(?: (.*)|[ \t]*)$")
_HEADLINE: Final = re.compile(r"^[ |]{0,3}HD(?:[ \t|].*)?$", re.MULTILINE)
_LEAD: Final = re.compile(r"^[ |]{0,3}(?:LP|TD)(?:[ \t|].*)?$", re.MULTILINE)
_ABOUT: Final = re.compile(r"^[ |]{0,3}(?:PD|SN|WC|AN)(?:[ \t|].*)?$", re.MULTILINE)

_NUMBER: Final = r"([A-Z][A-Z0-9]*\d[A-Za-z0-9]{3,})"
_DOCUMENT: Final = re.compile(rf"^[ \t]*Document[ \t]+{_NUMBER}[ \t]*$", re.MULTILINE)
_ACCESSION: Final = re.compile(rf"(?:Document[ \t]+)?{_NUMBER}")
_WORDS: Final = re.compile(
    r"\d[\d.,]* (?:words?|wörter|mots|palabras|parole|woorden|palavras)", re.I
)
_RIGHTS: Final = re.compile(r"(?:copyright\b|©|\(c\)|all rights reserved)", re.IGNORECASE)
_LANGUAGE: Final = re.compile(
    r"English|German|French|Spanish|Italian|Dutch|Portuguese|Deutsch|Français|Español|Italiano"
)
_HEADER_LINES: Final = 14  # that follow the number of words at most
_BY: Final = re.compile(r"(?:by|von|par|por|di|door)[ \t]+(?=\S)", re.IGNORECASE)
_PERSON: Final = re.compile(r"(?:[A-Z][\w.'’-]*|and|de|van|von|di|al|y|,|;|&)(?:,? |$)")


def looks_like_factiva(text: str) -> bool:
    """Whether a text is one of these."""
    if _HEADLINE.search(text) and _LEAD.search(text) and _ABOUT.search(text):
        return True
    found = _DOCUMENT.search(text)
    return bool(found and any(map(_WORDS.fullmatch, filled(text[: found.start()].split("\n")))))


def read_factiva(text: str) -> list[Record]:
    """The articles of an export."""
    if _HEADLINE.search(text) and _LEAD.search(text):
        return [_from_tags(fields) for fields in _tagged(text)]
    parts = _DOCUMENT.split(text)  # text, number, text, number, …, what follows the last
    return [_untagged(parts[n], parts[n + 1]) for n in range(0, len(parts) - 1, 2)]


def _tagged(text: str) -> Iterator[dict[str, list[str]]]:
    lines = text.split("\n")
    columns = any(found and found[1] == "HD" for found in map(_TAGGED.match, lines))
    pattern = _TAGGED if columns else _SPACED
    fields: dict[str, list[str]] = {}
    current: list[str] = []
    for line in lines:
        found = pattern.match(line)
        if not found:
            current.append(line.strip().rstrip("|"))
            continue
        tag = found[1]
        if "AN" in fields or (tag == "HD" and "HD" in fields):
            yield fields
            fields = {}
        current = fields.setdefault(tag, [])
        current.append((found[2] or "").strip().rstrip("|"))
    if "HD" in fields:
        yield fields


def _from_tags(fields: dict[str, list[str]]) -> Record:
    def get(tag: str) -> str:
        return " ".join(filled(fields.get(tag, [])))

    number = _ACCESSION.search(get("AN"))
    return Record(
        text="\n\n".join("\n".join(fields[tag]) for tag in ("LP", "TD", "HLP") if tag in fields),
        id=number[1] if number else "",
        title=get("HD"),
        source=get("SN"),
        author=_BY.sub("", get("BY"), count=1) if _BY.match(get("BY")) else get("BY"),
        published=get("PD"),
    )


def _untagged(piece: str, number: str) -> Record:
    lines = piece.split("\n")
    held = [n for n, line in enumerate(lines) if line.strip()]
    words = next((k for k, n in enumerate(held) if _WORDS.fullmatch(lines[n].strip())), None)
    if words is None:
        return Record(piece, id=number)
    header = held[words + 1 : words + 1 + _HEADER_LINES]
    end = _header_end([lines[n].strip() for n in header])
    body = header[end - 1] + 1 if end else held[words] + 1
    about = [lines[n].strip() for n in header[:end]]
    day = next((k for k, line in enumerate(about) if day_in(line)), None)
    after = [line for line in about[day + 1 :] if not line[:1].isdigit()] if day is not None else []
    title, author = _title_and_author([lines[n].strip() for n in held[:words]])
    return Record(
        text="\n".join(lines[body:]),
        id=number,
        title=title,
        source=after[0] if after else "",
        author=author,
        published=day_in(about[day]) if day is not None else "",
    )


def _header_end(header: list[str]) -> int:
    """How many of these lines are about the article; the line of rights is the last."""
    rights = [n for n, line in enumerate(header) if _RIGHTS.match(line)]
    languages = [n for n, line in enumerate(header) if _LANGUAGE.fullmatch(line)]
    return (rights or languages or [-1])[0] + 1


def _title_and_author(lines: list[str]) -> tuple[str, str]:
    """From the lines above the number of words: a section, the headline, who wrote it."""
    author = ""
    if lines and _BY.match(lines[-1]):
        author = _BY.sub("", lines.pop(), count=1)
    elif len(lines) > 1 and len(lines[-1]) < len(lines[-2]) and _is_person(lines[-1]):
        author = lines.pop()
    title = lines.pop() if lines else ""
    while lines and title[:1].islower():  # a headline of several lines
        title = f"{lines.pop()} {title}"
    return title, author


def _is_person(line: str) -> bool:
    return 2 <= len(line.split()) <= 8 and not _PERSON.sub("", line)
