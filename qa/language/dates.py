"""Dates written in English, as days of the calendar. Standard library only.

A small grammar of its own rather than a date parser: parsers made for date fields also read "may",
"second" or the year of "the 2012 Olympics" as dates, and say neither where a date stands nor
whether it means a day, a month or a year.
"""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta

from qa.language.calendar import MONTH_PATTERN, WEEKDAYS, month_number
from qa.language.numbers import CARDINALS

_SEASONS = {"winter": 12, "spring": 3, "summer": 6, "autumn": 9, "fall": 9}  # of the north
_COUNTS = tuple(CARDINALS)[1:13]  # one to twelve
_VAGUE = {"a": 1, "couple": 2, "few": 4, "several": 5}
_WORDS_TOO = ("may", "march", "mar")  # in small letters: mostly no months
_PARTS = {"early": (1, 4), "mid": (5, 4), "middle": (5, 4), "late": (9, 4), "first": (1, 3)}
_PARTS |= {"second": (4, 3), "third": (7, 3), "fourth": (10, 3), "last": (10, 3)}
_PARTS |= {"beginning": (1, 4), "start": (1, 4), "end": (9, 4)}


@dataclass(frozen=True, slots=True)
class NamedDate:
    """A date where it stands in a text.

    Attributes:
        start, end: characters of the text, end exclusive.
        kind: "day", "month", "year" and so on: the name of the rule that found it.
        first, last: the days it covers, both included.
        has_year: whether the text says which year; else it is the last one begun, or one given.
    """

    start: int
    end: int
    kind: str
    first: date
    last: date
    has_year: bool = True


Days = tuple[date, date]
_Read = Callable[[dict[str, str], date], "Days | None"]


def find_dates(text: str, today: date, year: int | None = None) -> list[NamedDate]:
    """All dates of a text in the order they stand, none inside another.

    Args:
        text: any text; upper and lower case matter for May and March alone.
        today: the day that "yesterday" and dates without a year are counted from.
        year: of dates without one; the nearest past one unless given.
    """
    found: list[NamedDate] = []
    for kind, pattern, read in _RULES:
        for match in pattern.finditer(text):
            if any(match.start() < other.end and other.start < match.end() for other in found):
                continue
            parts = {name: part.casefold() for name, part in match.groupdict().items() if part}
            has_year = "year" in parts or "month" not in parts
            if not has_year and match["month"] in _WORDS_TOO:
                continue  # "may 10 people": a verb
            if year and not has_year:
                parts["year"] = str(year)
            try:
                days = read(parts, today)
            except (ValueError, OverflowError):  # such as 31 April
                continue
            if days:
                found.append(NamedDate(match.start(), match.end(), kind, *days, has_year))
    return sorted(found, key=lambda named: named.start)


def day_in_words(day: date | None) -> str:
    """A day as "12 May 2021"; "" for none."""
    return f"{day.day} {day:%B} {day.year}" if day else ""


def months(first_of: date, count: int) -> Days:
    """`count` whole months from the one that a day is in."""
    whole = first_of.year * 12 + first_of.month - 1 + count - 1
    end_year, end_month = whole // 12, whole % 12 + 1
    return first_of.replace(day=1), date(end_year, end_month, monthrange(end_year, end_month)[1])


def _day(parts: dict[str, str], today: date) -> Days | None:
    number, month = int(re.sub(r"\D", "", parts["day"])), _month_number(parts["month"])
    if "year" in parts:
        day = date(int(parts["year"]), month, number)
    else:
        nearest = _nearest_past(month, number, today)
        if nearest is None:
            return None
        day = nearest
    return day, day


def _nearest_past(month: int, number: int, today: date) -> date | None:
    """The last such day, None for none such as 31 April; 29 February may be some years ago."""
    years = (today.year - back for back in range(9))
    days = (date(y, month, number) for y in years if number <= monthrange(y, month)[1])
    return next((day for day in days if day <= today), None)


def _month(parts: dict[str, str], today: date) -> Days:
    month = _month_number(parts["month"])
    year = int(parts.get("year", today.year - (month > today.month)))
    return months(date(year, month, 1), 1)


def _season(parts: dict[str, str], today: date) -> Days:
    month = _SEASONS[parts["season"]]
    if "year" in parts:
        return months(date(int(parts["year"]), month, 1), 3)
    begun = [
        days
        for back in range(-1, 3)
        if (days := months(date(today.year - back, month, 1), 3))[0] <= today
    ]
    this, before = begun[0], begun[1]
    return before if parts.get("which") == "last" and this[1] >= today else this


def _year(parts: dict[str, str], today: date) -> Days:
    return date(int(parts["year"]), 1, 1), date(int(parts["year"]), 12, 31)


def _part_of_year(parts: dict[str, str], today: date) -> Days:
    start, count = _PARTS[parts["part"]] if "part" in parts else (3 * int(parts["q"]) - 2, 3)
    if parts.get("half"):
        start, count = (1, 6) if parts["part"] == "first" else (7, 6)
    return months(date(int(parts["year"]), start, 1), count)


def _decade(parts: dict[str, str], today: date) -> Days:
    return date(int(parts["decade"]), 1, 1), date(int(parts["decade"]) + 9, 12, 31)


def _today(parts: dict[str, str], today: date) -> Days:
    day = today - timedelta(days=parts["word"] == "yesterday")
    return day, day


def _this_or_last(parts: dict[str, str], today: date) -> Days:
    last = parts["which"] != "this"
    unit = parts["unit"]
    if unit == "year":
        return date(today.year - last, 1, 1), date(today.year - last, 12, 31)
    if unit == "month":
        day = today.replace(day=1) - timedelta(days=last)
        return months(day, 1)
    monday = today - timedelta(days=today.weekday() + 7 * last)
    return monday + timedelta(days=4 if unit == "weekend" else 0), monday + timedelta(days=6)


def _past(parts: dict[str, str], today: date) -> Days:
    return _back(parts, today), today


def _ago(parts: dict[str, str], today: date) -> Days:
    then = _back(parts, today)
    around = timedelta(days={"day": 0, "week": 3, "month": 15}.get(parts["unit"], 183))
    return then - around, then + around


def _back(parts: dict[str, str], today: date) -> date:
    count = parts.get("count", "one").removeprefix("a ").split()[0]
    number = int(count) if count.isdigit() else _VAGUE.get(count) or CARDINALS[count]
    days = {"day": 1, "week": 7, "month": 30.44, "year": 365.25}[parts["unit"]] * number
    return today - timedelta(days=round(days))


def _weekday(parts: dict[str, str], today: date) -> Days:
    back = (today.weekday() - WEEKDAYS.index(parts["weekday"].title())) % 7
    day = today - timedelta(days=back or (7 if "which" in parts else 0))
    return day, day


def _month_number(word: str) -> int:
    return month_number(word) or int(word)


_MONTH = rf"(?P<month>{MONTH_PATTERN})\b\.?"
_YEAR_OF = r"(?P<year>(?:1[5-9]|20)\d\d)\b(?![-–/.,]\d|%)"
_NTH = r"(?P<day>[0-3]?\d)(?:st|nd|rd|th)?\b"
_TO_DAY = r"(?:\s?(?:[-–]|and|to)\s?[0-3]?\d(?:st|nd|rd|th)?)"  # "May 3-5, 2019"
_COUNT = rf"(?P<count>\d{{1,3}}|{'|'.join(_COUNTS)}|a|(?:a )?couple of|(?:a )?few|several)"
_UNIT = r"(?P<unit>day|week|month|year)s?\b"
_WEEKDAY = rf"(?P<weekday>{'|'.join(WEEKDAYS)})"
_SEASON = rf"(?P<season>{'|'.join(_SEASONS)})"


def _rule(kind: str, pattern: str, read: _Read) -> tuple[str, re.Pattern[str], _Read]:
    return kind, re.compile(rf"(?<![\w-]){pattern}", re.IGNORECASE), read


_PART = r"(?P<part>first|second|third|fourth|last) (?:quarter|(?P<half>half)) of"
_RULES = (
    _rule("day", r"(?P<year>\d{4})-(?P<month>\d\d)-(?P<day>\d\d)\b", _day),
    _rule("day", rf"{_NTH}(?: of)? {_MONTH}(?:,? {_YEAR_OF})?", _day),
    _rule("day", rf"{_MONTH} {_NTH}(?:{_TO_DAY}?,? {_YEAR_OF})?", _day),
    _rule("month", rf"{_MONTH}(?:,| of)? {_YEAR_OF}", _month),
    _rule("season", rf"(?:the )?{_SEASON} (?:of )?{_YEAR_OF}", _season),
    _rule("part", rf"{_PART} {_YEAR_OF}", _part_of_year),
    _rule("part", rf"Q(?P<q>[1-4])(?: of)? {_YEAR_OF}", _part_of_year),
    _rule("part", rf"(?P<part>early|mid|late)(?:-| in | ){_YEAR_OF}", _part_of_year),
    _rule("part", rf"(?P<part>beginning|start|middle|end) of {_YEAR_OF}", _part_of_year),
    _rule("decade", r"(?P<decade>(?:1[5-9]|20)\d0)s\b", _decade),
    _rule("today", r"(?P<word>today|yesterday)\b(?!['’])", _today),
    _rule(
        "this", r"(?P<which>this|last) (?P<unit>week|weekend|month|year)\b(?!['’])", _this_or_last
    ),
    _rule("season", rf"(?P<which>this|last) {_SEASON}\b", _season),
    _rule("weekday", rf"(?P<which>last) {_WEEKDAY}\b", _weekday),
    _rule("past", rf"(?:past|last) (?:{_COUNT} )?{_UNIT}(?! of\b)", _past),
    _rule("ago", rf"{_COUNT} {_UNIT} ago\b", _ago),
    _rule("year", _YEAR_OF, _year),
    _rule("weekday", rf"{_WEEKDAY}\b", _weekday),
    _rule("month", rf"{_MONTH}(?![-'’\w])", _month),
)
