"""Coverage and accuracy: how often answers are right if only the surest are given.

The risk-coverage curve of El-Yaniv & Wiener (2010, JMLR 11:1605-1641), drawn with accuracy instead
of its opposite, the risk.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from qa.evaluation.html import render
from qa.evaluation.outcome import Outcome
from qa.templates import Markup

Points = Sequence[tuple[float, float]]
"""Coverage and accuracy, 0 to 1 each, coverage ascending."""

_MOST_POINTS = 400
_WIDTH, _HEIGHT, _LEFT, _TOP, _SIDE = 640, 320, 52, 16, 24  # of the drawing, and its margins


def coverage_accuracy(outcomes: Sequence[Outcome]) -> list[tuple[float, float]]:
    """The curve of a run.

    Coverage is the share of all questions that get an answer when only the surest ones do; it ends
    where the product stands. Accuracy is the share of these answers that are right; an answer to a
    question that the articles do not answer is wrong. Answers of one confidence come together.
    """
    answered = sorted(
        (outcome for outcome in outcomes if not outcome.refused),
        key=lambda outcome: -outcome.confidence,
    )
    points, right = [], 0
    for number, outcome in enumerate(answered, 1):
        right += bool(outcome.right)
        if number == len(answered) or answered[number].confidence != outcome.confidence:
            points.append((number / len(outcomes), right / number))
    if len(points) <= _MOST_POINTS:
        return points
    step = (len(points) - 1) / (_MOST_POINTS - 1)
    return [points[round(n * step)] for n in range(_MOST_POINTS)]


def drawn(curves: Mapping[str, Points]) -> Markup:
    """Curves as an SVG element, each with its name where there are several."""
    lines = [(name, [_place(*point) for point in points]) for name, points in curves.items()]
    ticks = [(f"{n / 10:.1f}", *_place(n / 10, n / 10)) for n in range(0, 11, 2)]
    return render("curve.html", "curve", lines, ticks, _WIDTH, _HEIGHT, _LEFT)


def _place(coverage: float, accuracy: float) -> tuple[float, float]:
    across, down = _WIDTH - _LEFT - _SIDE, _HEIGHT - _TOP - 46
    return _LEFT + coverage * across, _TOP + (1 - accuracy) * down
