"""How many articles were published when, by source."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from qa.page.model.catalogue import MONTH, Catalogue

_MOST_PERIODS = 72  # of the timeline
# A period is the beginning of a day as ISO writes it: a month, a year, a decade, a century.
YEAR = 4
_STEPS = (MONTH, YEAR, 3, 2)


@dataclass(frozen=True, slots=True)
class Timeline:
    """How many articles were published in each period, by source.

    Attributes:
        sources: the names; articles of no source are those of "".
        periods: every period from the first to the last, and its articles of each source, the last
            number those of all others.
        undated: how many articles have no date.
        within: the period that was gone into, "" for all time.
    """

    sources: tuple[str, ...]
    periods: tuple[tuple[str, tuple[int, ...]], ...]
    undated: int
    within: str = ""


def timeline(catalogue: Catalogue, period: str = "") -> Timeline:
    """How many articles were published when.

    Args:
        catalogue: the articles.
        period: what the list is narrowed to; one longer than a month is gone into.
    """
    days = sorted({entry.day for entry in catalogue.entries if entry.day})
    sources, undated = catalogue.sources, sum(not entry.day for entry in catalogue.entries)
    within = period if len(period) < MONTH else period[:YEAR]
    if not days or (len(period) == MONTH and _step(days) == MONTH):
        within = ""
    days = [day for day in days if day.startswith(within)]
    if not days:
        return Timeline(sources, (), undated, within)
    step = max(_step(days), MONTH if len(within) == YEAR else 0)
    counts: Counter[tuple[str, int]] = Counter()
    places = {name: place for place, name in enumerate(sources)}
    for entry in catalogue.entries:
        if entry.day and entry.day.startswith(within):
            series = places.get(entry.article.source, len(sources))
            counts[entry.day[:step], series] += 1
    periods = [
        (name, tuple(counts[name, series] for series in range(len(sources) + 1)))
        for name in _between(days[0][:step], days[-1][:step])
    ]
    return Timeline(sources, tuple(periods), undated, within)


def _step(days: Sequence[str]) -> int:
    """How long the beginnings of sorted days are that tell periods few enough to show."""
    for step in _STEPS:
        if _number(days[-1][:step]) - _number(days[0][:step]) < _MOST_PERIODS:
            return step
    return _STEPS[-1]


def _number(period: str) -> int:
    """Periods of one length, counted."""
    if len(period) == MONTH:
        return int(period[:YEAR]) * 12 + int(period[5:]) - 1
    return int(period)


def _between(first: str, last: str) -> list[str]:
    numbers = range(_number(first), _number(last) + 1)
    if len(first) == MONTH:
        return [f"{number // 12:04}-{number % 12 + 1:02}" for number in numbers]
    return [f"{number:0{len(first)}}" for number in numbers]
