"""Days as archives write them.

A written date can be certain (13 May 2021, 2021-05-13, seconds since 1970), or leave open which
number is the day (04/05/2021), or be a count of days by Excel (44754). Then what else is in its
file decides: `index.reading.day_order`. What no article can have been published on is no day, and
years of other calendars are converted where it is certain which: `index.reading.calendars`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import UTC, date, datetime, timedelta
from functools import cache
from typing import Final, Literal

from index.reading.calendars import BUDDHIST, converted, in_usual_digits, is_real, why_not
from index.reading.months import Months, english, folded, of_all_languages

Order = Literal["dmy", "mdy", "ymd", "serial"]
Days = Mapping[Order, date]
"""The day a date means, by the order in which it is read; without those that make no day."""

_MOST_CHARS: Final = 200
_ORDERS: Final[tuple[Order, ...]] = ("dmy", "mdy")
_YEARS: Final = range(1000, 10_000)
_TWO_DIGITS_FROM: Final = 69  # 69 is 1969, 68 is 2068: as POSIX has it
_THAI = re.compile("[\u0e00-\u0e7f]")
_THAI_FROM: Final = 40  # 65 is 2565 of theirs, 22 may be 2022
_EXCEL: Final = date(1899, 12, 30)  # its day 0
_EXCEL_DAYS: Final = range(29_221, 54_789)  # 1980 to 2049
_SERIAL = re.compile(r"(\d{5})(?:\.\d+)?")
_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)
_EPOCH_SECONDS: Final = range(10**8, 42 * 10**8)  # 1973 to 2103
_UNITS: Final = (1, 10**3, 10**6, 10**9)  # to a second

_NUMBER = re.compile(r"\d{9,19}(?:\.\d+)?|\d(?:\.\d+)?e\+?(?:0?9|1[0258])", re.IGNORECASE)
_DOTNET = re.compile(r"\\?/Date\((\d+)(?:[+-]\d{4})?\)\\?/")
_DIGITS = re.compile(
    r"(\d{4})(\d\d)(\d\d)(?:[T ]?([01]\d|2[0-3])[0-5]\d(?:[0-6]\d)?(?:\.\d+)?(?:Z|[+-]\d\d:?\d\d)?"
    r"|\.\d+|Z)?"
)
_ISO = re.compile(r"(\d{4})-(\d\d)-(\d\d)(?=$|[T ]\d\d:)")
_EIGHT = re.compile(r"(\d\d)(\d\d)(\d{4})")
_YEAR_FIRST = re.compile(
    r"(?<![\d.])([1-9]\d{3})(?:\s?([-/.])\s?|\s{0,3}[年년]\s{0,3})"
    r"(\d{1,2})(?:\s?\2\s?|\s{0,3}[月월]\s{0,3})(\d{1,2})(?!\d)"
)
_YEAR_LAST = re.compile(r"(?<!\d)(\d{1,2})\s?([-/.])\s?(\d{1,2})\s?\2\s?(\d{4}|\d\d)(?![\d:])")
_WEEKDAYS: Final = "mon tue wed thu fri sat sun".split()
_WEEKDAY = re.compile(r"\b(mon|tue|wed|thu|fri|sat|sun)(?:s|nes|rs|ur)?(?:day)?\b")
_PUBLISHED = re.compile(
    r"(?:publish|posted|created|first|issued|veroffentlicht|erschienen|publie|publicado|publicada"
    r"|pubblicato|gepubliceerd|опубл)\D{0,20}$"
)
_UPDATED = re.compile(
    r"(?:updat|modif|edited|changed|revised|aktualisiert|geandert|stand|mise? a jour|actualiz"
    r"|atualiz|aggiornat|bijgewerkt|обнов)\D{0,20}$"
)


def day_of(value: str, order: Order | None = None) -> date | None:
    """The day a date or time names, as it is written there (no change of time zone).

    Args:
        value: such as 2021-05-13T23:30:00-05:00, "Published 13 May 2021", 13-May-21, 1620864000.
        order: how days in numbers are to be read, as in 04/05/2021; None when that is unknown.

    Returns:
        None when there is no whole date of the years 1000 to 2099, when that is what programs write
        for want of one (1970-01-01), or when day and month could be either way round and `order`
        does not tell.
    """
    days = days_of(value)
    if order and order in days:
        return days[order]
    if "serial" in days:
        return None
    return next(iter(days.values())) if len(set(days.values())) == 1 else None


def is_open(value: str) -> bool:
    """Whether a date may mean several days, or none."""
    days = days_of(value)
    return "serial" in days or len(set(days.values())) > 1


def why_no_day(value: str) -> str:
    """What to say of a date that makes no day or several; "" where there is nothing to say."""
    days = sorted(set(_all_days(value).values()))
    if days and not any(map(is_real, days)):
        return why_not(days[0])
    return f"may be {' or '.join(day.isoformat() for day in days)}" if days else ""


def sure_order(days: Days) -> Order | None:
    """The order in which alone a date in numbers makes a day, such as 13/05/2021."""
    return next(iter(days)) if len(days) == 1 else None


def days_of(value: str) -> Days:
    """The days that a date may mean; one day in all orders where there is no doubt."""
    days = _all_days(value)
    if all(map(is_real, days.values())):
        return days
    return {order: day for order, day in days.items() if is_real(day)}


def _all_days(value: str) -> Days:
    """The same, with days that are none."""
    value = value.strip()
    if not value or len(value) > _MOST_CHARS:
        return {}
    if counted := _DOTNET.fullmatch(value):
        value = counted[1]
    if not value.isascii():
        if other := converted(value):
            return _sure(other)
        value = in_usual_digits(value)
    if value[0].isdigit() and (day := _of_digits(value)):
        return day
    if iso := _ISO.match(value):  # most archives have no other
        return _sure(_day(int(iso[1]), int(iso[2]), int(iso[3])))
    if other := converted(value):
        return _sure(other)
    text = folded(value)
    found = sorted([*_in_numbers(text), *_with_month(text, _months_for(text))], key=_place)
    return _published_among(found, text) if found else {}


def _published_among(found: list[tuple[int, Days]], text: str) -> Days:
    """Of several dates in a text, the one that it calls the day of publication."""
    for label, wanted in ((_PUBLISHED, True), (_UPDATED, False)):
        for start, days in found:
            if bool(label.search(text[:start])) == wanted:
                return days
    return found[0][1]


def _place(found: tuple[int, Days]) -> int:
    return found[0]


def _sure(day: date | None) -> Days:
    return {"dmy": day, "mdy": day} if day else {}


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day) if year in _YEARS else None
    except ValueError:
        return None


def _of_digits(value: str) -> Days:
    """A date without signs between its parts, or a count of seconds since 1970."""
    if written := _DIGITS.fullmatch(value):
        day = _day(int(written[1]), int(written[2]), int(written[3]))
        if day and (day.year > 1500 or len(value) == 8):
            return _sure(day)
    if last := _EIGHT.fullmatch(value):
        return _by_order(int(last[1]), int(last[2]), int(last[3]))
    if (serial := _SERIAL.fullmatch(value)) and int(serial[1]) in _EXCEL_DAYS:
        return {"serial": _EXCEL + timedelta(days=int(serial[1]))}
    if _NUMBER.fullmatch(value):
        count = float(value)
        for unit in _UNITS:
            if int(count / unit) in _EPOCH_SECONDS:
                return _sure((_EPOCH + timedelta(seconds=count / unit)).date())
    return {}


def _in_numbers(text: str) -> Iterator[tuple[int, Days]]:
    for found in _YEAR_FIRST.finditer(text):
        if day := _day(_year(found[1], text), int(found[3]), int(found[4])):
            yield found.start(), _sure(day)
    for found in _YEAR_LAST.finditer(text):
        first, second, thai = int(found[1]), int(found[3]), _THAI.search(text)
        if len(found[4]) == 2 and not thai:
            days = _two_digit_year(first, second, int(found[4]), dashed=found[2] == "-")
        else:
            days = _by_order(first, second, _year(found[4], text))
        if (found[2] == "." or thai) and "dmy" in days:  # nobody writes months first like that
            days = {"dmy": days["dmy"]}
        if weekday := _WEEKDAY.search(text):
            wanted = _WEEKDAYS.index(weekday[1])
            days = {o: day for o, day in days.items() if day.weekday() == wanted} or days
        if days:
            yield found.start(), days


def _by_order(first: int, second: int, year: int) -> Days:
    days = (_day(year, second, first), _day(year, first, second))
    return {order: day for order, day in zip(_ORDERS, days, strict=True) if day}


def _two_digit_year(first: int, second: int, third: int, *, dashed: bool) -> Days:
    """13/05/21, 05/13/21, and 98-05-13: with dashes, the year may stand in front."""
    days = dict(_by_order(first, second, _full(third)))
    if (dashed or not days) and (day := _day(_full(first), second, third)):
        days["ymd"] = day
    return days


def _full(year: int) -> int:
    return year + (1900 if year >= _TWO_DIGITS_FROM else 2000)


def _year(digits: str, text: str) -> int:
    """The year that a date has in two or four digits; 0 where two may be of either calendar."""
    year = int(digits)
    if not _THAI.search(text):
        return _full(year) if len(digits) == 2 else year
    if len(digits) == 2:
        return 2500 + year - BUDDHIST if year >= _THAI_FROM else 0
    return year - BUDDHIST if year > 2400 else year


def _months_for(text: str) -> Months | None:
    """English months where the text has them, else those of all languages, if it has words."""
    if _named(english()).search(text):
        return english()
    if not any(map(str.isalpha, text)) or not any(map(str.isdigit, text)):
        return None
    return of_all_languages()


def _with_month(text: str, months: Months | None) -> Iterator[tuple[int, Days]]:
    """Days whose month is named: 13 May 2021, May 13, 2021, 2021 May 13."""
    for form in _forms(months) if months else ():
        for found in form.finditer(text):
            parts = found.groupdict()
            year = _year(parts["year"].lstrip("'’"), text)
            assert months
            if day := _day(year, months.numbers[parts["month"]], int(parts["day"])):
                yield found.start(), _sure(day)


@cache
def _named(months: Months) -> re.Pattern[str]:
    return re.compile(rf"(?<![^\W\d_])(?:{months.pattern})(?![^\W\d_])")


@cache
def _forms(months: Months) -> tuple[re.Pattern[str], ...]:
    month = rf"(?<![^\W\d_])(?P<month>{months.pattern})(?![^\W\d_])\.?"
    day = r"(?<![\d:.])(?P<day>\d{1,2})(?!\d|:)(?:st|nd|rd|th|er|re|º|ª|-?го)?"
    year = r"(?P<year>\d{4}(?!\d)|['’]?\d\d(?!\d|[:.h]\d|\s*(?:[ap]\.?m\b|h\b|uhr)))"
    of = r"(?:(?:of|de|del|di|den|the|d'|năm|nam)\s*)?"
    gap = r"[\s,./\-’']*"
    some = r"(?:\s*[,./\-]\s*|\s+)"
    # The last of several days, "May 5-12, 2021": the two digits are no year where one follows.
    until = r"(?:\s*[-–—/]\s*\d{1,2}(?:st|nd|rd|th)?(?=\s*,?\s*\d{4}(?!\d)))?"
    zone = r"(?:(?:[a-z]{2,5}|[+-]\d{4})\s+)?"
    time = rf"(?:(?:at\s*)?\d{{1,2}}[:.]\d\d(?::\d\d)?\s*(?:[ap]\.?m\.?)?\s*{zone})?"
    return (
        re.compile(rf"{day}{gap}{of}{month}{gap}{of}{year}"),
        re.compile(rf"{month}{some}{of}{day}(?!\.\d\d(?!\d)){until}{some}{of}{time}{year}"),
        re.compile(rf"(?<!\d)(?P<year>\d{{4}}){gap}{of}{month}{gap}{of}{day}"),
    )
