"""Coverage and accuracy: how often answers are right if only the surest are given.

The risk-coverage curve of El-Yaniv & Wiener (2010, JMLR 11:1605-1641), drawn with accuracy instead
of its opposite, the risk. Pure.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from html import escape

from qa.evaluation.outcome import Outcome

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


def drawn(curves: Mapping[str, Points]) -> str:
    """Curves as an SVG element, each with its name where there are several.

    Colours are those of the page: `currentColor`, and the classes `curve-0`, `curve-1`, ….
    """
    parts = [
        f'<svg class="curve" viewBox="0 0 {_WIDTH} {_HEIGHT}" role="img" '
        f'aria-label="Accuracy by coverage"><title>Accuracy by coverage</title>'
    ]
    for tenth in range(0, 11, 2):
        x, y = _place(tenth / 10, tenth / 10)
        right, bottom = _place(1, 0)
        parts.append(
            f'<line class="grid" x1="{_LEFT}" x2="{right:.1f}" y1="{y:.1f}" y2="{y:.1f}"/>'
        )
        parts.append(_label(_LEFT - 8, y + 4, f"{tenth / 10:.1f}", "end"))
        parts.append(_label(x, bottom + 18, f"{tenth / 10:.1f}", "middle"))
    parts.append(_label(_place(0.5, 0)[0], _HEIGHT - 6, "coverage: questions answered", "middle"))
    for number, (name, points) in enumerate(curves.items()):
        places = [_place(coverage, accuracy) for coverage, accuracy in points]
        if not places:
            continue
        line = " ".join(f"{x:.1f},{y:.1f}" for x, y in places)
        end_x, end_y = places[-1]
        parts.append(f'<polyline class="line curve-{number}" points="{line}"/>')
        parts.append(
            f'<circle class="end curve-{number}" cx="{end_x:.1f}" cy="{end_y:.1f}" r="4"/>'
        )
        if len(curves) > 1:
            x, y = _place(0, 0.05 + 0.09 * number)
            parts.append(_label(x + 10, y, name, "start", f"name curve-{number}"))
    return "".join([*parts, "</svg>"])


def _place(coverage: float, accuracy: float) -> tuple[float, float]:
    across, down = _WIDTH - _LEFT - _SIDE, _HEIGHT - _TOP - 46
    return _LEFT + coverage * across, _TOP + (1 - accuracy) * down


def _label(x: float, y: float, text: str, anchor: str, kind: str = "") -> str:
    return (
        f'<text class="{kind}" x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}">{escape(text)}</text>'
    )
