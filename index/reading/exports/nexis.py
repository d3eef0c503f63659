"""Exports of Nexis and LexisNexis as text: the old form, the new one (Nexis Uni), and between.

Old:  1 of 3 DOCUMENTS, paper, day, headline, BYLINE: …, the article, LOAD-DATE: …, Copyright …
New:  headline, paper, day, Copyright …, Section: …, Body, the article, Load-Date: …,
      End of Document
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Final

from index.reading.exports.labels import day_in, filled, label_of, paragraphs
from index.reading.record import Record

_NUMBER: Final = r"\d[\d.,]*[ \t]+(?:of|von|de|sur)[ \t]+\d[\d.,]*"
_WORD: Final = r"do[ck]ument(?:s|e|en|os)?"
_START: Final = re.compile(
    rf"^[ \t]*(?:{_NUMBER}[ \t]+{_WORD}|{_WORD}[ \t]+{_NUMBER})[ \t]*$",
    re.MULTILINE | re.IGNORECASE,
)
_END: Final = re.compile(r"^[ \t]*End of Document[ \t]*$", re.MULTILINE | re.IGNORECASE)
_BODY: Final = re.compile(r"^[ \t]*Body:?[ \t]*$", re.MULTILINE | re.IGNORECASE)
_TELLING: Final = re.compile(
    r"^[ \t]*(?:LOAD-DATE|LENGTH|BYLINE|SECTION|HEADLINE|LÄNGE|LONGUEUR|UPDATE|PUBLICATION-TYPE):",
    re.MULTILINE | re.IGNORECASE,
)
_LOADED: Final = re.compile(r"^[ \t]*LOAD-DATE:", re.MULTILINE | re.IGNORECASE)
# The old form has all its labels in capitals. Other words than these an article may shout too.
_SHOUTED: Final = re.compile(r"[ \t]*(?:LOAD-DATE|LENGTH|SECTION|PUBLICATION-TYPE|LÄNGE|LONGUEUR):")
_HEAD: Final = frozenset(
    "byline section length dateline highlight headline series column edition copyright body "
    "correction correction-date distribution abstract autor rubrik länge auteur rubrique longueur "
    "überschrift titre titel".split()
) | {"link to pdf", "link to image", "link to original story"}
_TAIL: Final = frozenset(
    "load-date language publication-type journal-code subject graphic graphics url industry "
    "geographic person organization company ticker city state country classification acc-no "
    "pub-type document-type issn notes correction correction-date sprache langue update".split()
) | {"publication type", "journal code", "load date"}
_CLOSED: Final = re.compile(r"[ \t]*Classification[ \t]*")
_ADDED: Final = re.compile(r"[ \t]*(?:Notes|Graphic)[ \t]*")  # stand above the classification
_MOST_ADDED: Final = 3  # lines: with more below, it is a heading of the article
_COPYRIGHT: Final = re.compile(r"(?:copyright\b|©|\(c\)|all rights reserved\b)", re.IGNORECASE)
_EDITION: Final = re.compile(
    r".*\b(?:edition|final|correction appended|late city|ausgabe|édition)\b.*"
    r"|\d{1,2}[:.]\d\d.*|[ap]\.?m\.?|(?:mon|tues|wednes|thurs|fri|satur|sun)day",
    re.IGNORECASE,
)
_MONTH_ONLY: Final = re.compile(r"(?:[^\W\d_]{3,12}(?: ?[-–/] ?[^\W\d_]{3,12})?,? )?(?:19|20)\d\d")
_FURNITURE: Final = re.compile(
    r"[ \t]*(?:Page \d+ of \d+|(?:About LexisNexis|Privacy Policy)\b.*|© ?\d{4} LexisNexis.*)[ \t]*"
)
_DAY_CHARS: Final = 70  # of a line that is a date and no sentence with one
_BY: Final = re.compile(r"(?:by|von|par|de)[ \t:]+(?=\S)", re.IGNORECASE)


def looks_like_nexis(text: str) -> bool:
    """Whether a text is one of these."""
    if _START.search(text):
        return bool(_TELLING.search(text) or _BODY.search(text))
    ended = _END.search(text) or _BODY.search(text)
    return bool(ended and (_LOADED.search(text) or (_TELLING.search(text) and _END.search(text))))


def read_nexis(text: str) -> list[Record]:
    """The articles of an export, those without text among them."""
    starts = list(_START.finditer(text))
    if starts:
        ends = [start.start() for start in starts[1:]] + [len(text)]
        pieces = [text[a.end() : b] for a, b in zip(starts, ends, strict=True)]
    else:
        pieces = _END.split(text)
        if len(pieces) > 1 and not _TELLING.search(pieces[-1]):
            pieces.pop()  # what stands behind the last article
    records = [_article(piece) for piece in pieces if piece.strip()]
    return records


@dataclass(slots=True)
class _Parts:
    """What stands before the first label, the labels, and the article."""

    top: list[str] = field(default_factory=list)
    labels: dict[str, str] = field(default_factory=dict)
    body: list[str] = field(default_factory=list)


def _article(piece: str) -> Record:
    lines = [line for line in piece.split("\n") if not _FURNITURE.fullmatch(line)]
    shouted = any(map(_SHOUTED.match, lines))
    parts = _parts(lines, shouted)
    source, day, title = _heading(parts.top, paper_first=shouted)
    get = parts.labels.get
    author = get("byline") or get("autor") or get("auteur") or ""
    return Record(
        text=paragraphs(parts.body),
        title=get("headline") or title,
        source=source,
        author=_BY.sub("", author, count=1) if _BY.match(author) else author,
        published=day or day_in(get("load-date") or get("load date") or ""),
        url=get("url", ""),
    )


def _is_shouted(line: str) -> bool:
    """Whether a line has a label in capitals."""
    found = label_of(line, _TAIL)
    return bool(found and line.lstrip().startswith(found[0].upper()))


def _parts(lines: list[str], shouted: bool) -> _Parts:
    parts = _Parts()
    start = _body_start(lines, parts)
    end = _body_end(lines, start, shouted)
    parts.body = lines[start:end]
    for line in lines[end:]:
        if found := label_of(line, _TAIL):
            parts.labels.setdefault(*found)
    return parts


def _body_start(lines: list[str], parts: _Parts) -> int:
    """Where the article begins; what stands before is taken in."""
    marked = next((n for n, line in enumerate(lines) if _BODY.fullmatch(line)), None)
    label, at = "", 0
    seen = False
    for at, line in enumerate(lines[:marked]):
        found = label_of(line, _HEAD)
        if found:
            label, seen = found[0], True
            if label == "body":
                lines[at] = found[1]
                return at
            parts.labels.setdefault(*found)
        elif not line.strip():
            label = label if label and not parts.labels[label] else ""
            parts.top += [] if seen else [line]
        elif label:
            parts.labels[label] = f"{parts.labels[label]} {line.strip()}".strip()
        elif not seen:
            parts.top.append(line)
        elif marked is None and not _COPYRIGHT.match(line.strip()):
            return at
    if marked is not None:
        return marked + 1
    return at + 1 if seen else _behind_heading(lines, parts)


def _behind_heading(lines: list[str], parts: _Parts) -> int:
    """Where the article begins without any label: after the day and the line of the headline."""
    days = [n for n, line in enumerate(lines) if _is_day(line)]
    at = days[0] + 1 if days else 0
    held = [n for n in range(at, len(lines)) if lines[n].strip()]
    held = [n for n in held if not _EDITION.fullmatch(lines[n].strip())] if days else held
    start = held[1] if days and len(held) > 1 else at
    parts.top = lines[:start]
    return start


def _body_end(lines: list[str], start: int, shouted: bool) -> int:
    """Where the labels after the article begin.

    Most are words that an article may have too, at the head of a paragraph or alone in a line:
    they end it only where nothing but labels follows.
    """

    def is_label(line: str) -> bool:
        return _is_shouted(line) if shouted else label_of(line, _TAIL) is not None

    ends = (n for n in range(start, len(lines)) if _LOADED.match(lines[n]) or _END.match(lines[n]))
    end = next(ends, len(lines))  # no article has these
    if not shouted and (closed := _closed(lines, start, end)) is not None:
        return closed
    for at in range(end - 1, start - 1, -1):
        line = lines[at].strip()
        first = at == start or not lines[at - 1].strip() or is_label(lines[at - 1])
        if not line:
            continue
        closing = _ADDED.fullmatch(line) or (_COPYRIGHT.match(line) and len(line) < 200)
        if is_label(line) or closing or line.isdigit():
            end = at
        elif first and not _continues(lines, at):
            break
    return end


def _closed(lines: list[str], start: int, end: int) -> int | None:
    """Where the classification begins, and what stands right above it but is none of the article.

    None where there is none: the new form has its labels below it, other forms anywhere.
    """
    closed = next((n for n in range(start, end) if _CLOSED.fullmatch(lines[n])), None)
    if closed is None:
        return None
    for at in range(closed - 1, start - 1, -1):
        if _ADDED.fullmatch(lines[at]) and len(filled(lines[at + 1 : closed])) <= _MOST_ADDED:
            closed = at
    return closed


def _continues(lines: list[str], at: int) -> bool:
    """Whether a line goes on with the value of a label above it, no empty line between."""
    while at > 0 and lines[at - 1].strip():
        at -= 1
        if label_of(lines[at], _TAIL):
            return True
    return False


def _is_day(line: str) -> bool:
    line = line.strip()
    if len(line) > _DAY_CHARS or _COPYRIGHT.match(line):
        return False
    return bool(day_in(line) or _MONTH_ONLY.fullmatch(line))


def _heading(top: list[str], *, paper_first: bool) -> tuple[str, str, str]:
    """Paper, day and headline from the lines above the first label."""
    days = [n for n, line in enumerate(top) if _is_day(line)]
    if not days:
        held = [line for line in filled(top) if not _COPYRIGHT.match(line)]
        if len(held) < 2:
            return "", "", " ".join(held)
        return (
            (held[0], "", " ".join(held[1:]))
            if paper_first
            else (held[-1], "", " ".join(held[:-1]))
        )
    at = days[0] if paper_first else days[-1]  # the headline, before or after it, may have one too
    after = [
        line
        for line in filled(top[at + 1 :])
        if not _COPYRIGHT.match(line) and not _EDITION.fullmatch(line)
    ]
    above = [line for line in top[:at] if not _COPYRIGHT.match(line.strip())]
    while above and not above[-1].strip():
        above.pop()
    source = above.pop().strip() if above else ""
    day = day_in(top[at])
    if after and (paper_first or not any(map(str.strip, above))):  # else it is the edition
        return source, day, " ".join(after)
    while above and not above[-1].strip():
        above.pop()
    title: list[str] = []
    while above and above[-1].strip():
        title.insert(0, above.pop().strip())
    return source, day, " ".join(title)
