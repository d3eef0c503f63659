"""Who an article says has written it ("By Ada Lind", "Ada Lind is a reporter at …"), and where.

Where is its dateline: "OSLO, May 3 (Wire) -", "(CNN)".
"""

from __future__ import annotations

import re
from dataclasses import dataclass

_NAME = r"(?P<name>[^\W\d_a-z][\w.’'-]+(?: (?:[A-Z]\.|de|van|von|al|[^\W\d_a-z][\w’'-]+)){1,3})"
_ROLE = (
    r"(?:reporter|writer|correspondent|journalist|columnist|editor|freelancer|contributor|producer"
    r"|author|critic|photojournalist)s?\b"
)
_HEAD, _FOOT = 400, 900  # characters of an article where its author is named
_FIRST = (re.compile(rf"(?:^|\n)(?:By|BY|Written by|Words by) {_NAME}"),)
_LAST = (
    re.compile(
        rf"(?:^|[\n.”\"] ?){_NAME} (?:is|was|writes|reports|covers) (?:an? |the )?"
        rf"[^.\n]{{0,80}}?{_ROLE}"
    ),
    re.compile(rf"(?:^|\n|\()(?:By|Written by|Reporting by|Reported by) {_NAME}"),
    re.compile(
        rf"\b(?:Follow|Email|Reach|Contact)(?: (?:\w+ ){{0,3}}(?i:{_ROLE}))? {_NAME}"
        r"(?: (?:on|at|via)\b|:|,| @)"
    ),
    re.compile(rf"(?:^|\n)[–—-] ?{_NAME}(?:, \S+@\S+)?\s*$"),
)
_PLACE = r"(?:[A-ZÀ-Ý(][^\s–—]*|\d{1,2},?|and|of|the|de|la|el|da|do)"
_DATELINE = re.compile(
    rf"\([A-Z][\w ]{{1,20}}\)\s*"
    rf"|(?=[^a-z–—\n]{{3}}){_PLACE}(?: {_PLACE}){{0,11}} [-–—]+\s+"
)
_NO_NAME = re.compile(r"\b(?:The|This|It|He|She|They|We|USA|TODAY|CNN|AP|News|Twitter|Network)\b")


@dataclass(frozen=True, slots=True)
class Byline:
    """An author's name and where the text names them, end exclusive."""

    name: str
    start: int
    end: int


def dateline_end(text: str) -> int:
    """Where the place, day and agency end with which a text begins; 0 where it begins otherwise."""
    match = _DATELINE.match(text)
    return match.end() if match else 0


def byline(text: str) -> Byline | None:
    """Who a text says has written it, by its first and last lines; None where it does not say."""
    foot = max(0, len(text) - _FOOT)
    for patterns, start, end in ((_FIRST, 0, _HEAD), (_LAST, foot, len(text))):
        for pattern in patterns:
            for match in pattern.finditer(text, start, end):
                if not _NO_NAME.search(match["name"]):
                    return Byline(match["name"], match.start("name"), match.end("name"))
    return None
