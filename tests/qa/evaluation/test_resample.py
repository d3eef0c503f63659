"""Figures and their intervals, against plain Python and known cases."""

from __future__ import annotations

from typing import TypeVar

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from qa.evaluation.resample import ResampleSettings, auroc, estimate, mean, quantile

T = TypeVar("T")
FEW = ResampleSettings(draws=50)
VALUES = st.lists(st.none() | st.integers(0, 4).map(float), min_size=1, max_size=12)


def repeated(items: list[T], counts: list[int]) -> list[T]:
    return [item for item, times in zip(items, counts, strict=True) for _ in range(times)]


@given(VALUES, st.data())
def test_counting_twice_is_having_twice(values: list[float | None], data: st.DataObject) -> None:
    counts = data.draw(st.lists(st.integers(0, 3), min_size=len(values), max_size=len(values)))
    known = [v for v in repeated(values, counts) if v is not None]
    weights = np.array([counts], np.float64)
    found = float(mean(values).of(weights)[0])
    assert found == pytest.approx(np.mean(known)) if known else np.isnan(found)
    if known:
        middle = float(quantile(values, 0.5).of(weights)[0])
        assert middle == sorted(known)[(len(known) + 1) // 2 - 1]


@given(st.lists(st.tuples(st.integers(0, 4), st.booleans(), st.integers(0, 3)), min_size=2))
def test_auroc_is_the_share_of_pairs_in_order(made: list[tuple[int, bool, int]]) -> None:
    scores, good, counts = [list(part) for part in zip(*made, strict=True)]
    statistic = auroc(scores, good)
    if all(good) or not any(good):
        assert statistic.questions == 0
        return
    drawn = repeated(list(zip(scores, good, strict=True)), counts)
    above = [score for score, right in drawn if right]
    below = [score for score, right in drawn if not right]
    found = float(statistic.of(np.array([counts], np.float64))[0])
    if above and below:
        wins = sum((p > n) + 0.5 * (p == n) for p in above for n in below)
        assert found == pytest.approx(wins / (len(above) * len(below)))
    else:
        assert np.isnan(found)


def test_intervals_hold_the_figure_and_are_the_same_every_time() -> None:
    values = [float(n % 4 == 0) for n in range(200)]
    held = {"share": mean(values), "nobody": mean([None] * 200)}
    found = estimate(held, 200, ResampleSettings())
    assert list(found) == ["share"]
    figure = found["share"]
    assert figure.value == 0.25
    spread = 1.96 * (0.25 * 0.75 / 200) ** 0.5  # of the normal approximation
    assert figure.low == pytest.approx(0.25 - spread, abs=0.015)
    assert figure.high == pytest.approx(0.25 + spread, abs=0.015)
    assert found == estimate(held, 200, ResampleSettings())


def test_what_never_varies_has_no_width() -> None:
    figure = estimate({"all": mean([1.0] * 5)}, 5, FEW)["all"]
    assert (figure.low, figure.value, figure.high) == (1, 1, 1)
