"""The names of months and weekdays, and years."""

from __future__ import annotations

import re

MONTHS = tuple(
    "January February March April May June July August September October November December".split()
)
WEEKDAYS = tuple("Monday Tuesday Wednesday Thursday Friday Saturday Sunday".split())
CALENDAR_WORDS = frozenset(name.casefold() for name in (*MONTHS, *WEEKDAYS))

YEAR = re.compile(r"\b(?:1[0-9]|20)\d\d\b")
# for regular expressions: each month in full or by its first letters, without a full stop
MONTH_PATTERN = "|".join(
    f"{name[:3]}(?:{name[3:]}{'|t' if name == 'September' else ''})?" for name in MONTHS
)
_NUMBERS = {short.casefold(): n for n, name in enumerate(MONTHS, 1) for short in (name, name[:3])}
_NUMBERS["sept"] = _NUMBERS["sep"]


def month_number(word: str) -> int | None:
    """The month, 1 to 12, that a word such as "March", "mar." or "Sept" names; None for others."""
    return _NUMBERS.get(word.casefold().removesuffix("."))
