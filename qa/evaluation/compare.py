"""Two runs over the same questions, side by side: what changed, and whether that is chance.

Differences have paired bootstrap intervals: both runs are counted on the same resamples of the
questions they share (Koehn 2004, Efron & Tibshirani 1993), which tells smaller differences from
chance than two intervals side by side do.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

import numpy as np

from qa.errors import EvaluationError
from qa.evaluation.curve import coverage_accuracy, drawn
from qa.evaluation.figures import TIMES, about, statistics
from qa.evaluation.html import interval, number, render
from qa.evaluation.outcome import Outcome
from qa.evaluation.report import described
from qa.evaluation.resample import Figure, Floats, ResampleSettings, Statistic, estimate
from qa.evaluation.runs import Run

FORMAT = 1
_LOWER_IS_BETTER = {"refused_answerable", "weak", "unsupported", "fell_back"}
_NEITHER = {"rewritten", "parted"}
_MOST_FLIPS = 100  # shown on the page; the JSON file has all


@dataclass(frozen=True, slots=True)
class Difference:
    """A figure of both runs; `change` is the second's minus the first's, with its interval."""

    name: str
    before: float
    after: float
    change: Figure

    @property
    def verdict(self) -> str:
        """Is "better" or "worse", or "" where that is not known or neither."""
        if self.name in _NEITHER or self.change.low <= 0 <= self.change.high:
            return ""
        lower = about(self.name)[0] == TIMES or self.name in _LOWER_IS_BETTER
        return "better" if (self.change.value > 0) != lower else "worse"


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two runs compared over the questions they share.

    Attributes:
        before, after: the runs.
        shared: how many questions both asked.
        differences: of all figures that both have.
        gained, lost: pairs of outcomes of a question that became right, and of one that was; a
            question that the articles do not answer is right when it is refused.
    """

    before: Run
    after: Run
    shared: int
    differences: tuple[Difference, ...]
    gained: tuple[tuple[Outcome, Outcome], ...]
    lost: tuple[tuple[Outcome, Outcome], ...]


def compare(before: Run, after: Run, settings: ResampleSettings | None = None) -> Comparison:
    """Compare two runs.

    Raises:
        EvaluationError: they share no question.
        LibraryMissing: the library that measures rankings is not installed.
    """
    earlier = {outcome.id: outcome for outcome in before.outcomes}
    pairs = [
        (earlier[outcome.id], outcome)
        for outcome in after.outcomes
        if outcome.id in earlier and earlier[outcome.id].question == outcome.question
    ]
    if not pairs:
        raise EvaluationError(
            f"the runs of {before.made} and {after.made} share no question; "
            "compare runs of the same file of questions"
        )
    return Comparison(
        before,
        after,
        len(pairs),
        tuple(_differences(pairs, settings or ResampleSettings())),
        tuple(pair for pair in pairs if _good(pair[1]) and not _good(pair[0])),
        tuple(pair for pair in pairs if _good(pair[0]) and not _good(pair[1])),
    )


def write_comparison(folder: Path, found: Comparison) -> None:
    """Write `comparison.json` and `comparison.html`.

    Raises:
        EvaluationError: the folder cannot be written.
    """
    values = {
        "kind": "article-qa comparison",
        "format": FORMAT,
        "before": {"made": found.before.made, "index": found.before.index},
        "after": {"made": found.after.made, "index": found.after.index},
        "shared": found.shared,
        "differences": {
            d.name: {"before": d.before, "after": d.after, **asdict(d.change)}
            for d in found.differences
        },
        "gained": [after.id for _, after in found.gained],
        "lost": [after.id for _, after in found.lost],
    }
    text = json.dumps(values, ensure_ascii=False, indent=1) + "\n"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        (folder / "comparison.json").write_text(text, encoding="utf-8")
        (folder / "comparison.html").write_text(_page(found), encoding="utf-8")
    except OSError as error:
        raise EvaluationError(f"{folder} cannot be written: {error.strerror}") from error


def comparison_text(found: Comparison) -> str:
    """The comparison for the terminal; of the times only the whole."""
    lines = [f"{found.shared:,} questions of both runs; change with its 95 % interval"]
    for d in found.differences:
        section, held = about(d.name)
        if section == TIMES and not d.name.startswith("total "):
            continue
        label = d.name if section.endswith("found") else held.label
        change = number(d.change.value, held.unit, signed=True)
        bounds = interval(d.change, held.unit, signed=True)
        before, after = number(d.before, held.unit), number(d.after, held.unit)
        line = f"  {label:28} {before:>9} {after:>9} {change:>9}  {bounds:^18} {d.verdict}"
        lines.append(line.rstrip())
    lines.append(f"became right: {len(found.gained):,}; no longer right: {len(found.lost):,}")
    return "\n".join(lines)


def _differences(
    pairs: Sequence[tuple[Outcome, Outcome]], settings: ResampleSettings
) -> Iterator[Difference]:
    before = statistics([pair[0] for pair in pairs])
    after = statistics([pair[1] for pair in pairs])
    both = {
        name: _change(before[name], after[name])
        for name in after
        if name in before and before[name].questions and after[name].questions
    }
    once = np.ones((1, len(pairs)))
    for name, change in estimate(both, len(pairs), settings).items():
        yield Difference(
            name, float(before[name].of(once)[0]), float(after[name].of(once)[0]), change
        )


def _change(before: Statistic, after: Statistic) -> Statistic:
    def of(counts: Floats) -> Floats:
        return after.of(counts) - before.of(counts)

    return Statistic(min(before.questions, after.questions), of)


def _good(outcome: Outcome) -> bool:
    return bool(outcome.right) if outcome.answerable else outcome.refused


def _page(found: Comparison) -> str:
    before, after = found.before, found.after
    curves = {
        "before": coverage_accuracy(before.outcomes),
        "after": coverage_accuracy(after.outcomes),
    }
    flips = [
        (title, f"{min(len(pairs), _MOST_FLIPS):,} of {len(pairs):,}", _flips(pairs[:_MOST_FLIPS]))
        for title, pairs in (("Became right", found.gained), ("No longer right", found.lost))
        if pairs
    ]
    values = list(described(before)), list(described(after)), map(_row, found.differences)
    return render("comparison.html", "comparison", found.shared, *values, drawn(curves), flips)


def _row(difference: Difference) -> Sequence[str]:
    section, held = about(difference.name)
    return (
        difference.name if section.endswith("found") else held.label,
        number(difference.before, held.unit),
        number(difference.after, held.unit),
        number(difference.change.value, held.unit, signed=True),
        interval(difference.change, held.unit, signed=True),
        difference.verdict,
    )


def _flips(pairs: Sequence[tuple[Outcome, Outcome]]) -> list[Sequence[str]]:
    return [
        (
            after.question,
            " / ".join(after.answers[:3]) or ("" if after.answerable else "none"),
            " ".join(before.said) or "refused",
            " ".join(after.said) or "refused",
        )
        for before, after in pairs
    ]
