"""Figures in a text: numbers with their unit and what they count, at exact places.

Knows English only, and nothing of whether two figures are about the same: see
`qa.evidence.conflicts`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from typing import Literal

from qa.language.dates import find_dates
from qa.language.numbers import CARDINALS, SCALES, SHORT_SCALES, read_number
from qa.language.words import STOP_WORDS

_CURRENCIES = {"$": "dollar", "£": "pound", "€": "euro", "¥": "yen"}
_MONEY_WORDS = {"dollars": "dollar", "pounds": "pound", "euros": "euro", "yen": "yen"}
_HEDGES = {
    "more than": "above",
    "over": "above",
    "at least": "above",
    "upwards of": "above",
    "nearly": "below",
    "almost": "below",
    "up to": "below",
    "fewer than": "below",
    "less than": "below",
    "under": "below",
    "about": "about",
    "around": "about",
    "some": "about",
    "roughly": "about",
    "approximately": "about",
}


@dataclass(frozen=True, slots=True)
class Quantity:
    """A figure of a text.

    Attributes:
        start, end: characters of the text, end exclusive: the number with its currency, scale, or
            percent sign; without the hedge before it and the thing counted.
        kind: "count", "money" or "percent".
        value: the number.
        unit: a currency such as "dollar"; what is counted, in lower case and the singular, such as
            "vessel"; "" when none is named.
        hedge: "above", "below" or "about" as the text says "at least", "nearly", "some"; else "".
    """

    start: int
    end: int
    kind: Literal["count", "money", "percent"]
    value: float
    unit: str
    hedge: str = ""


_SCALE = "|".join(SCALES)
_JOINT = rf"[- ]|(?:{'|'.join(rf'(?<={scale})' for scale in SCALES)}) and "
_NUMBER = re.compile(
    rf"(?<![\w.,/:#-])(?:(?P<currency>(?:US|A|C)?[$£€¥])\s?)?"
    rf"(?:(?P<digits>\d{{1,3}}(?:,\d{{3}})+(?:\.\d+)?|\d+(?:\.\d+)?)"
    rf"(?:[- ]?(?P<scale>{_SCALE})\b|(?P<short>{'|'.join(SHORT_SCALES)})\b)?"
    rf"|(?P<words>\b(?:{'|'.join(CARDINALS)}|an?(?= (?:{_SCALE})\b))\b"
    rf"(?:(?:{_JOINT})(?:{'|'.join(CARDINALS | SCALES)})\b)*))"
    r"(?P<percent>\s?%|\s?per ?cent\b)?(?![\w/:]|[.,]\d|-\d)",
    re.IGNORECASE,
)
_BEGINNINGS = STOP_WORDS | {part for hedge in _HEDGES for part in hedge.split()}
_HEDGE = re.compile(rf"\b({'|'.join(_HEDGES)})\s+(?:the\s+|an?\s+)?$", re.IGNORECASE)
_THING = re.compile(
    r"(?:[ -](?:of the|of|other|more|new|different))*[ -]((?:[a-z][\w'’-]*[ ]?){1,4})"
)
_NO_THING = frozenset(
    "and or but to in on at by for from with as of than the a an is are was were be been have has"
    " had who which that when where while after before during since per years year ago times time"
    " day days week weeks month months hours hour minutes minute percent points it he she they will"
    " would said says out up down into over under more less about".split()
)
_WORD_BEFORE = re.compile(r"\b([A-Z][\w'’-]*)\.?\s$")


def find_quantities(text: str) -> list[Quantity]:
    """All figures of a text in the order they stand, none inside another.

    Numbers that name something, such as "Apollo 11" or "the 2012 Olympics", are left out, and so
    are dates, ages, durations and ordinal numbers.
    """
    taken = [(named.start, named.end) for named in find_dates(text, date.max)]
    return [
        found
        for match in _NUMBER.finditer(text)
        if (found := _quantity(text, match))
        and not any(found.start < end and start < found.end for start, end in taken)
    ]


def singular(word: str) -> str:
    """A noun without the ending of its plural, near enough to compare: "people" is "person"."""
    word = word.casefold()
    if word == "people":
        return "person"
    for ending, instead in (("ies", "y"), ("sses", "ss"), ("ches", "ch"), ("shes", "sh")):
        if word.endswith(ending) and len(word) > len(ending) + 1:
            return word[: -len(ending)] + instead
    return word[:-1] if word.endswith("s") and not word.endswith(("ss", "us", "is")) else word


def _quantity(text: str, match: re.Match[str]) -> Quantity | None:
    value = _value(match)
    if value is None:
        return None
    hedge = _HEDGE.search(text[: match.start()])
    hedged = _HEDGES[hedge[1].casefold()] if hedge else ""
    place = match.start(), match.end()
    if match["percent"]:
        return Quantity(*place, "percent", value, "", hedged)
    things = _things(text, match.end())
    if match["currency"]:
        return Quantity(*place, "money", value, _CURRENCIES[match["currency"][-1]], hedged)
    if things and (currency := _MONEY_WORDS.get(things[0])):
        return Quantity(*place, "money", value, currency, hedged)
    before = _WORD_BEFORE.search(text[: match.start()])
    if not things or (before and before[1].casefold() not in _BEGINNINGS):  # "Apollo 11"
        return None
    return Quantity(*place, "count", value, singular(things[-1]), hedged)


def _things(text: str, end: int) -> list[str]:
    """The words from a number to the noun it counts: "369 large vessels are" gives both."""
    match = _THING.match(text, end)
    found: list[str] = []
    for word in match[1].split() if match else ():
        if word in _NO_THING:
            break
        found.append(word)
        if word == "people" or (word.endswith("s") and not word.endswith(("ss", "us"))):
            return found  # a plural: the noun itself
    return []


def _value(match: re.Match[str]) -> float | None:
    """The number; None for a run of number words that is not one number."""
    if match["digits"]:
        parts = [match["digits"] + (match["short"] or ""), match["scale"] or ""]
        parts = [part for part in parts if part]
    else:
        parts = re.split(r"[- ]", match["words"])
    read = read_number(parts)
    return float(read[0]) if read and read[1] == len(parts) else None
