"""The dated lines of a timeline, placed along an axis: what the page draws of them.

Along the axis all is in percent of the drawing's width, so that words and dots keep their size on
any screen; across it lanes are counted from the axis.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Protocol

from qa.answer import Sentence
from qa.language.calendar import MONTHS
from qa.language.dates import find_dates
from qa.question.form import Form

_MOST = 24  # lines that are drawn; a file from elsewhere may hold thousands
_LONGEST_LABEL = 60  # characters that are searched for a date
_MARGIN = 5.0  # on either side, for half a dot
_DOT = 7.2  # what a dot takes up, on a phone of 360 pixels 24 of them
_MOST_TICKS = 5  # more words would meet on a phone
_DAYS, _MONTHS = (1, 2, 7, 14), (1, 2, 3, 6)
_YEARS = (1, 2, 5, 10, 20, 50, 100, 200)


class Told(Protocol):
    """What an answer tells, whole or as it is shown."""

    @property
    def form(self) -> Form:
        """What it looks like."""

    @property
    def sentences(self) -> Sequence[Sentence]:
        """Its lines."""


@dataclass(frozen=True, slots=True)
class Event:
    """A line of a timeline.

    Attributes:
        number: which line it is, from 1.
        at: the middle of its time.
        start, end: of its time; both `at` where it is a day.
        lane: in which it lies, from 0: those that would meet lie above each other.
    """

    number: int
    line: Sentence
    at: float
    start: float
    end: float
    lane: int


@dataclass(frozen=True, slots=True)
class Tick:
    """A day, month or year that the axis names; `year` where the name does not say it anew."""

    at: float
    name: str
    year: str


@dataclass(frozen=True, slots=True)
class Drawing:
    """Events along an axis; `first` and `last` are the labels of the earliest and the latest."""

    events: tuple[Event, ...]
    ticks: tuple[Tick, ...]
    lanes: int
    first: str
    last: str


def drawing_of(told: Told) -> Drawing | None:
    """A timeline as it is drawn; None for other answers, and where all is of one time."""
    if told.form is not Form.TIMELINE:
        return None
    dated = [
        (number, line, *days)
        for number, line in enumerate(told.sentences[:_MOST], 1)
        if (days := _days_of(line.label))
    ]
    if len({(first, last) for _, _, first, last in dated}) < 2:
        return None
    low, high = min(first for _, _, first, _ in dated), max(last for _, _, _, last in dated)
    events = _in_lanes(
        [
            (number, line, _at(first, low, high), _at(last, low, high))
            for number, line, first, last in sorted(dated, key=lambda one: (one[2], one[3], one[0]))
        ]
    )
    return Drawing(
        events,
        tuple(_named(_ticks(low, high), low, high)),
        1 + max(event.lane for event in events),
        events[0].line.label,
        max(events, key=lambda event: event.end).line.label,
    )


def _days_of(label: str) -> tuple[date, date] | None:
    """The first and the last day that a label names with their years; None for none."""
    found = [one for one in find_dates(label[:_LONGEST_LABEL], date.max) if one.has_year]
    if not found:
        return None
    return min(one.first for one in found), max(one.last for one in found)


def _at(day: date, low: date, high: date) -> float:
    share = (day - low) / (high - low)
    return round(_MARGIN + (100 - 2 * _MARGIN) * share, 2)


def _in_lanes(placed: Sequence[tuple[int, Sentence, float, float]]) -> tuple[Event, ...]:
    """Events in order, each in the lowest lane that has room for it."""
    ends: list[float] = []
    events = []
    for number, line, start, end in placed:
        at = round((start + end) / 2, 2)
        left, right = min(start, at - _DOT / 2), max(end, at + _DOT / 2)
        lane = next((n for n, taken in enumerate(ends) if taken <= left), len(ends))
        ends[lane : lane + 1] = [right]
        events.append(Event(number, line, at, start, end, lane))
    return tuple(events)


def _ticks(low: date, high: date) -> tuple[str, list[date]]:
    """The days that the axis names, few enough to be read, and by what: day, month or year."""
    span = (high - low).days
    for step in _DAYS:
        if span // step < _MOST_TICKS:
            days = range(low.toordinal(), high.toordinal() + 1, step)
            return "day", [date.fromordinal(one) for one in days]
    months = [date(y, m, 1) for y in range(low.year, high.year + 1) for m in range(1, 13)]
    months = [day for day in months if low <= day <= high]
    for step in _MONTHS:
        kept = [day for day in months if (day.month - 1) % step == 0]
        if len(kept) <= _MOST_TICKS:
            return "month", kept
    for step in _YEARS:
        kept = [day for day in months if day.month == 1 and day.year % step == 0]
        if len(kept) <= _MOST_TICKS:
            return "year", kept
    return "year", []


def _named(ticks: tuple[str, list[date]], low: date, high: date) -> Iterator[Tick]:
    kind, days = ticks
    before = 0
    for day in days:
        month = MONTHS[day.month - 1][:3]
        name = {"day": f"{day.day} {month}", "month": month, "year": str(day.year)}[kind]
        year = "" if kind == "year" or day.year == before else str(day.year)
        yield Tick(_at(day, low, high), name, year)
        before = day.year
