"""What a record says, beside its date, of which number in 04/05/2021 is the day.

How columns are named ("Date (dd/mm/yyyy)"), dates in other columns, the language, the country of
the site.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from index.reading.calendars import may_be_other, names_calendar
from index.reading.dates import Order, days_of, is_open, sure_order
from index.reading.fields import as_text, squeezed

_FORMS: Final[Mapping[Order, re.Pattern[str]]] = {
    "dmy": re.compile(r"(?<![a-z])d{1,2}[\W_]*m{1,2}[\W_]*y{2,4}(?![a-z])", re.IGNORECASE),
    "mdy": re.compile(r"(?<![a-z])m{1,2}[\W_]*d{1,2}[\W_]*y{2,4}(?![a-z])", re.IGNORECASE),
    "ymd": re.compile(r"(?<![a-z])y{2,4}[\W_]*m{1,2}[\W_]*d{1,2}(?![a-z])", re.IGNORECASE),
}
_LANGUAGES: Final = frozenset("language lang locale inlanguage languagecode country".split())
_MONTH_FIRST: Final = frozenset("en-us us usa united-states en-ph".split())
_TELLS_NOTHING: Final = frozenset(["", "en", "eng", "english", "en-ca", "ca", "canada"])
_SITE = re.compile(r"https?://[^/?#]*\.([a-z]{2,3})(?::\d+)?(?:[/?#]|$)", re.IGNORECASE)
# Two letters that stand for no country, or for one whose papers write both ways.
_NO_COUNTRY: Final = frozenset("ai ca cc co eu fm gg io ly me ph to tv us ws".split())
_SHORT_CHARS: Final = 60  # of a field that may hold a date or language


@dataclass(frozen=True, slots=True)
class Hints:
    """The orders that hints of one record speak for, the weightier ones in front."""

    named: tuple[Order, ...]
    others: tuple[Order, ...]
    local: tuple[Order, ...]


def hint_of(fields: Mapping[str, object], published: str) -> str:
    """What in a record may tell how its date is to be read, a line each; "" where nothing need."""
    if not is_open(published) and not may_be_other(published):
        return ""
    lines = []
    for name, value in fields.items():
        text = as_text(value)
        if names_calendar(name) or any(form.search(name) for form in _FORMS.values()):
            lines.append(name)
        if 0 < len(text) <= _SHORT_CHARS and "\n" not in text and text != published:
            lines.append(f"{squeezed(name)}={text}")
    return "\n".join(lines)


def hints_of(hint: str, url: str) -> Hints:
    """What the hints of a record, as `hint_of` gives them, and its address say."""
    named: list[Order] = []
    others: list[Order] = []
    places: set[str] = set()
    for line in hint.split("\n"):
        name, equals, value = line.partition("=")
        if not equals:
            named += [order for order, form in _FORMS.items() if form.search(line)]
        elif name in _LANGUAGES:
            places.add(re.sub(r"[\s_]+", "-", value.strip().lower()))
        elif order := sure_order(days_of(value)):
            others.append(order)
    if (site := _SITE.match(url)) and len(site[1]) == 2 and site[1].lower() not in _NO_COUNTRY:
        places.add("its country")
    said = places - _TELLS_NOTHING
    local: tuple[Order, ...] = ("mdy" if said <= _MONTH_FIRST else "dmy",) if said else ()
    return Hints(tuple(named), tuple(others), local)
