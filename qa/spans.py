"""Spans of a text that name something: dates, numbers, names; and which of them a question wants.

By patterns alone (after the answer types of Li & Roth, COLING 2002, cut down to what patterns can
find): precise for dates and numbers, rough for names, which English marks by capital letters.
Standard library only; pure.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from qa.words import STOP_WORDS


class Kind(StrEnum):
    """What kind of thing a question asks for, and a span names."""

    DATE = "date"
    NUMBER = "number"
    NAME = "name"


@dataclass(frozen=True, slots=True)
class Span:
    """A piece of a text: characters `start` to `end`, end exclusive, and what it names."""

    start: int
    end: int
    kind: Kind


_MONTH = (
    r"(?:Jan(?:uary|\.)?|Feb(?:ruary|\.)?|Mar(?:ch|\.)?|Apr(?:il|\.)?|May|June?|July?|Aug(?:ust|\.)?"
    r"|Sept?(?:ember|\.)?|Oct(?:ober|\.)?|Nov(?:ember|\.)?|Dec(?:ember|\.)?)"
)
_DAY = r"(?:(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day)"
_YEAR = r"(?:1\d{3}|20\d{2})"
_DATE = re.compile(
    rf"\b(?:{_DAY},? )?(?:{_MONTH} \d{{1,2}}(?:st|nd|rd|th)?(?:,? {_YEAR})?"
    rf"|\d{{1,2}}(?:st|nd|rd|th)?(?: of)? {_MONTH}(?:,? {_YEAR})?"
    rf"|{_MONTH},? {_YEAR})\b"
    rf"|\b{_YEAR}s\b|\b{_YEAR}[-–/]\d{{2,4}}\b"
    rf"|(?<![\d,.$£€]){_YEAR}(?![\d,.]*\d|\s(?:per|people|percent|million))\b"
    r"|\b(?:\d{1,2}(?:st|nd|rd|th)|[A-Za-z]{3,12}th|first|second|third) [Cc]entur(?:y|ies)"
    r"(?: (?:BC|BCE|AD|CE)\b)?"
    rf"|\b(?:in|since|until|by|last|next|this|early|late|mid) {_MONTH}\b|\b{_DAY}\b"
    r"|\b\d{1,4} (?:BC|BCE|AD|CE)\b"
    r"|\b\d{1,2}(?::\d\d)? ?(?:[ap]\.m\.|[ap]m\b)"
)
_DIGITS = r"\d{1,3}(?:[,  ]\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?"
_SMALL = (
    r"(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen"
    r"|sixteen|seventeen|eighteen|nineteen|twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety"
    r"|hundreds?|thousands?|millions?|billions?|dozens?|half|third|quarter|twice|once|zero|none)"
)
_SCALE = r"(?:hundred|thousand|million|billion|trillion|m|bn|k)\b"
_NUMBER = re.compile(
    rf"(?:[$£€¥]|\b(?:US|A|C|NZ)\$)?(?<![\w.,])(?:{_DIGITS})(?:[ -]{_SCALE})*(?: ?%| ?percent\b"
    r"| per cent\b)?(?![\w]*[.,]?\d)"
    rf"|\b{_SMALL}(?:[ -](?:and )?{_SMALL})*\b(?: percent\b| per cent\b)?",
    re.IGNORECASE,
)
_NAME = re.compile(
    r"(?:(?:[A-Z]\.){2,}|[^\W\d_a-zà-ÿ][\w’'&.-]*[\w]|[A-Z]\b\.?)"
    r"(?:(?: (?:of|the|de|la|le|du|van|von|der|den|del|di|al|bin|and|for|&)){0,2}"
    r" (?:[^\W\d_a-zà-ÿ][\w’'&.-]*[\w]|[A-Z]\b\.?|\d{1,4}\b))*"
)
_CALENDAR = frozenset(
    "monday tuesday wednesday thursday friday saturday sunday january february march april june"
    " july august september october november december".split()
)
_POSSESSIVE = re.compile(r"['’]s?$")

_ASKS_DATE = re.compile(
    r"\b(?:when|(?:what|which|whose|in what|in which) (?:\w+ )?"
    r"(?:year|years|date|day|month|century|decade|time|season|week|era|period))\b",
    re.IGNORECASE,
)
_ASKS_NUMBER = re.compile(
    r"\bhow (?:many|much|old|long|far|tall|big|large|high|deep|fast|often|heavy|wide|few|hot|cold"
    r"|close|likely)\b|\b(?:what|which) (?:was the |is the |were the |are the )?(?:\w+ )?"
    r"(?:percentage|percent|number|amount|proportion|share|population|price|cost|size|age|rate"
    r"|score|temperature|speed|distance|height|length|weight|value|total|fraction|ratio|sum)\b",
    re.IGNORECASE,
)
_ASKS_NAME = re.compile(
    r"\b(?:who|whom|whose|where)\b|\b(?:what|which) (?:\w+ ){0,2}?(?:person|people|man|woman"
    r"|company|country|city|state|town|place|president|leader|minister|king|queen|team|club|player|group"
    r"|organi[sz]ation|agency|party|river|mountain|island|region|province|county|university|school"
    r"|actor|actress|director|author|artist|singer|band|film|movie|book|newspaper|senator|governor"
    r"|scientist|philosopher|nation|language|brand|name|family|church|airport|area|continent)\b"
    r"|\bname of\b",
    re.IGNORECASE,
)


def asked_kind(question: str) -> Kind | None:
    """What a question asks for, or None: a reason, a way, a definition, yes or no."""
    for pattern, kind in (
        (_ASKS_NUMBER, Kind.NUMBER),
        (_ASKS_DATE, Kind.DATE),
        (_ASKS_NAME, Kind.NAME),
    ):
        if pattern.search(question):
            return kind
    return None


def spans(text: str, kind: Kind) -> list[Span]:
    """The spans of one kind in a text, from left to right, none overlapping another."""
    if kind is Kind.DATE:
        return [Span(*match.span(), kind) for match in _DATE.finditer(text)]
    if kind is Kind.NAME:
        return list(_names(text))
    dates = [match.span() for match in _DATE.finditer(text)]
    return [
        Span(*match.span(), kind)
        for match in _NUMBER.finditer(text)
        if not any(start < match.end() and match.start() < end for start, end in dates)
    ]


def _names(text: str) -> Iterator[Span]:
    """Runs of capitalised words, common words and those of the calendar left out in front."""
    for match in _NAME.finditer(text):
        start, end = match.span()
        while (first := re.match(r"[\w.]+", text[start:end])) and (
            first[0].rstrip(".").casefold() in STOP_WORDS | _CALENDAR
        ):
            rest = re.match(r"[\w.]+\s*", text[start:end])
            start += rest.end() if rest else 0
        if start >= end:
            continue
        piece = _POSSESSIVE.sub("", text[start:end]).rstrip(".,;:’' ")
        if len(piece) > 1 and piece[0].isupper():
            yield Span(start, start + len(piece), Kind.NAME)
