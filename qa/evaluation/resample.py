"""How sure a figure is: percentile bootstrap intervals (Efron 1979) over the questions.

A figure is a function of how often each question counts: once each for the figure itself, as often
as it was drawn for a resample. Figures of one set of questions are computed on the same resamples,
so that two runs over the same questions can be compared pair by pair.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Of = Callable[[Floats], Floats]
"""Counts (resamples x questions) to one figure a resample; NaN where it is not defined."""

_AT_ONCE = 4_000_000  # counts held in memory


@dataclass(frozen=True, slots=True)
class Statistic:
    """A figure as a function of counts, and how many questions have a say in it."""

    questions: int
    of: Of


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure with its interval; `low` and `high` are the bounds, `questions` have a say in it."""

    value: float
    low: float
    high: float
    questions: int


@dataclass(frozen=True, slots=True)
class ResampleSettings:
    """How intervals are made.

    Attributes:
        draws: resamples, each of as many questions as there are.
        level: the share of resamples whose figure lies in the interval, 0 to 1.
        seed: of the draws: the same figures give the same intervals.
    """

    draws: int = 1_000
    level: float = 0.95
    seed: int = 0


def mean(values: Sequence[float | None]) -> Statistic:
    """The mean of values, None where a question has none."""
    given = np.array([np.nan if value is None else value for value in values], np.float64)
    defined = ~np.isnan(given)
    held = np.where(defined, given, 0.0)

    def of(counts: Floats) -> Floats:
        return _divided(counts @ held, counts @ defined.astype(np.float64))

    return Statistic(int(defined.sum()), of)


def quantile(values: Sequence[float | None], share: float) -> Statistic:
    """The smallest value that at least a share of the values, 0 to 1, does not exceed."""
    places = np.array([n for n, value in enumerate(values) if value is not None], np.int64)
    given = np.array([value for value in values if value is not None], np.float64)
    order = np.argsort(given, kind="stable")
    places, given = places[order], given[order]

    def of(counts: Floats) -> Floats:
        cumulated = np.cumsum(counts[:, places], axis=1)
        total = cumulated[:, -1:]
        first = np.argmax(cumulated >= share * total, axis=1)
        return np.where(total[:, 0] > 0, given[first], np.nan)

    return Statistic(len(given), of)


def auroc(scores: Sequence[float], positive: Sequence[bool]) -> Statistic:
    """The chance that a positive scores above a negative, ties half (Hanley & McNeil 1982).

    No question has a say where all are of one sort.
    """
    good = np.array(positive, np.float64)
    if not 0 < good.sum() < len(good):
        return Statistic(0, lambda counts: np.full(len(counts), np.nan))
    order = np.argsort(np.array(scores, np.float64), kind="stable")
    ranked = np.array(scores, np.float64)[order]
    ties = np.flatnonzero(np.r_[True, ranked[1:] != ranked[:-1]])  # where a new score begins

    def of(counts: Floats) -> Floats:
        weights = counts[:, order]
        above = np.add.reduceat(weights * good[order], ties, axis=1)
        below = np.add.reduceat(weights * (1 - good[order]), ties, axis=1)
        beaten = np.cumsum(below, axis=1) - below / 2
        return _divided((above * beaten).sum(axis=1), above.sum(axis=1) * below.sum(axis=1))

    return Statistic(len(good), of)


def estimate(
    statistics: Mapping[str, Statistic], questions: int, settings: ResampleSettings
) -> dict[str, Figure]:
    """Each figure with its interval; one that no question has a say in is left out."""
    known = {name: statistic for name, statistic in statistics.items() if statistic.questions}
    once = np.ones((1, questions))
    drawn: dict[str, list[Floats]] = {name: [] for name in known}
    for counts in _resamples(questions, settings):
        for name, statistic in known.items():
            drawn[name].append(statistic.of(counts))
    return {
        name: _figure(float(statistic.of(once)[0]), drawn[name], statistic.questions, settings)
        for name, statistic in known.items()
    }


def _resamples(questions: int, settings: ResampleSettings) -> Iterator[Floats]:
    """How often each question is drawn, some resamples at a time."""
    rng = np.random.default_rng(settings.seed)
    rows = max(1, min(settings.draws, _AT_ONCE // questions))
    for start in range(0, settings.draws, rows):
        drawn = min(rows, settings.draws - start)
        yield np.stack(
            [
                np.bincount(rng.integers(0, questions, questions), minlength=questions)
                for _ in range(drawn)
            ]
        ).astype(np.float64)


def _figure(
    value: float, drawn: Sequence[Floats], questions: int, settings: ResampleSettings
) -> Figure:
    values = np.concatenate(drawn)
    values = values[~np.isnan(values)]
    outside = (1 - settings.level) / 2
    if len(values):
        low, high = np.quantile(values, [outside, 1 - outside])
        return Figure(value, float(low), float(high), questions)
    return Figure(value, value, value, questions)


def _divided(sums: Floats, numbers: Floats) -> Floats:
    shares = np.full(len(sums), np.nan)
    np.divide(sums, numbers, out=shares, where=numbers > 0)
    return shares
