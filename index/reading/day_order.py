"""Which number of 04/05/2021 is the day: decided for a whole file, by what else is in it.

The dates of the column come first: one with a day above 12 decides, and so does the weekday, or an
address that holds the day (…/2021/05/04/…). Without any, hints do, see `index.reading.day_hints`.
Where what counts equally contradicts itself, it stays open.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date, timedelta
from itertools import islice
from typing import Final

from index.errors import ReadError
from index.reading.dates import Days, Order, days_of
from index.reading.day_hints import hints_of
from index.reading.record import Record

_URL_DAY = re.compile(r"(?<!\d)(\d{4})([/-]?)(\d\d?)\2(\d\d?)(?!\d)")
_ALL: Final[frozenset[Order]] = frozenset(["dmy", "mdy", "ymd", "serial"])
_HAS_DIGIT = re.compile(r"\d")
_NEAR: Final = timedelta(days=1)  # an address may be of another zone
_ENOUGH: Final = 200_000  # records looked at


def order_of(records: Iterable[Record | ReadError]) -> Order | None:
    """How the records of a file write days; None when nothing tells, or dates contradict."""
    met: set[Order] = set()
    impossible: set[Order] = set()
    years: dict[Order, set[int]] = {order: set() for order in _ALL}
    named, others, local = (Counter[Order]() for _ in range(3))
    for record in islice(records, _ENOUGH):
        days = {} if isinstance(record, ReadError) else days_of(record.published)
        if isinstance(record, ReadError) or not days or _is_certain(days):
            if isinstance(record, Record) and not days and _HAS_DIGIT.search(record.published):
                impossible.add("serial")  # numbers of another kind
            continue
        by_url = _order_by_url(days, record.url)
        met.update(days)
        impossible.update(_ALL - ({by_url} if by_url else days.keys()))
        for order, day in days.items():
            years[order].add(day.year)
        hints = hints_of(record.hint, record.url)
        named.update(hints.named)
        others.update(hints.others)
        local.update(hints.local)
    possible = met - impossible
    for votes in ([*possible], [*named], _by_years(possible, years), [*others], [*local]):
        if len(left := possible.intersection(votes)) == 1:
            return left.pop()
    return None


def orders_of(records: Iterable[Record | ReadError]) -> dict[str, Order | None]:
    """The same for each file within a file, by its name in there; "" for the file itself."""
    files: dict[str, list[Record]] = {}
    for record in islice(records, _ENOUGH):
        if isinstance(record, Record):
            files.setdefault(record.member, []).append(replace(record, text=""))
    return {member: order_of(held) for member, held in files.items()}


def order_of_one(record: Record) -> Order | None:
    """What the address of a record tells of its own date."""
    return _order_by_url(days_of(record.published), record.url)


def _order_by_url(days: Days, url: str) -> Order | None:
    """The order in which an open date is the day that the address holds."""
    found = _URL_DAY.search(url) if len(set(days.values())) > 1 else None
    try:
        there = date(int(found[1]), int(found[3]), int(found[4])) if found else None
    except ValueError:
        return None
    near = [order for order, day in days.items() if there and abs(day - there) <= _NEAR]
    return near[0] if len(near) == 1 else None


def _is_certain(days: Days) -> bool:
    return len(days) > 1 and len(set(days.values())) == 1


def _by_years(possible: set[Order], years: Mapping[Order, set[int]]) -> list[Order]:
    """Of 13-05-21, 14-05-21: there are more days than years, so the year is what varies less."""
    if "ymd" not in possible:
        return []
    fewest = min(len(years[order]) for order in possible)
    return [order for order in possible if len(years[order]) == fewest]
