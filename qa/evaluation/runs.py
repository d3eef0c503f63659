"""A run in its folder: `outcomes.jsonl`, a line a question, and `figures.json`."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any, Protocol

from qa.errors import EvaluationError
from qa.evaluation.outcome import Outcome
from qa.evaluation.resample import Figure

FORMAT = 1
_KIND = "article-qa evaluation"
_FIGURES, _OUTCOMES = "figures.json", "outcomes.jsonl"


@dataclass(frozen=True, slots=True)
class Run:
    """What was asked of what, and what came of it.

    Attributes:
        made: when it was begun, ISO 8601.
        settings: how questions were chosen and asked.
        index: the facts of the index's manifest.
        warnings: bad lines, articles that the index does not hold.
        asked_for: how many questions were to be asked.
        outcomes: of the questions asked so far.
    """

    made: str
    settings: Mapping[str, Any]
    index: Mapping[str, Any]
    warnings: Sequence[str]
    asked_for: int
    outcomes: tuple[Outcome, ...] = ()

    @property
    def finished(self) -> bool:
        """Whether every question was asked."""
        return len(self.outcomes) >= self.asked_for


class Note(Protocol):
    """Writes an outcome down at once, so that it outlives whatever happens next."""

    def __call__(self, outcome: Outcome, /) -> None:
        """Write it down."""


def begin(folder: Path, run: Run) -> None:
    """Make a folder for a new run.

    Raises:
        EvaluationError: it holds something already, or cannot be made.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
        if any(folder.iterdir()):
            raise EvaluationError(
                f"{folder} is not empty; choose another folder with --out, "
                "or go on with the run in it with --resume"
            )
        write_figures(folder, run, None)
    except OSError as error:
        raise EvaluationError(f"{folder} cannot be written: {error.strerror}") from error


def resumed(folder: Path, run: Run) -> Run:
    """The run of a folder, to be gone on with.

    Raises:
        EvaluationError: there is none, or it asked other questions, another index or otherwise.
    """
    held = read_run(folder)
    for name in ("settings", "index"):
        then, now = getattr(held, name), json.loads(json.dumps(getattr(run, name)))
        for key in sorted({*then, *now}):
            if then.get(key) != now.get(key):
                raise EvaluationError(
                    f"the run in {folder} cannot be gone on with: its {key} was {then.get(key)!r}, "
                    f"now it is {now.get(key)!r}; begin a new one with another --out"
                )
    return replace(run, made=held.made, outcomes=held.outcomes)


@contextmanager
def noting(folder: Path, outcomes: Iterable[Outcome]) -> Iterator[Note]:
    """Write outcomes of a run down, those given first."""
    with (folder / _OUTCOMES).open("w", encoding="utf-8") as file:

        def note(outcome: Outcome, /) -> None:
            file.write(json.dumps(outcome.as_json(), ensure_ascii=False) + "\n")
            file.flush()

        for outcome in outcomes:
            note(outcome)
        yield note


def write_figures(folder: Path, run: Run, figures: Mapping[str, Any] | None) -> None:
    """Write `figures.json`; without figures as long as there are none."""
    values = {
        "kind": _KIND,
        "format": FORMAT,
        "made": run.made,
        "settings": run.settings,
        "index": run.index,
        "warnings": run.warnings,
        "questions": {
            "chosen": run.asked_for,
            "asked": len(run.outcomes),
            "answerable": sum(outcome.answerable for outcome in run.outcomes),
        },
        "figures": figures,
    }
    text = json.dumps(values, ensure_ascii=False, indent=1)
    (folder / _FIGURES).write_text(text + "\n", encoding="utf-8")


def plain(figures: Mapping[str, Figure]) -> dict[str, Any]:
    """Figures as plain values."""
    return {name: asdict(figure) for name, figure in figures.items()}


def read_run(folder: Path) -> Run:
    """The run of a folder; a last line that was not written to its end is left out.

    Raises:
        EvaluationError: it holds none, one of another format, or a damaged one.
    """
    try:
        values = json.loads((folder / _FIGURES).read_text("utf-8"))
        if (values["kind"], values["format"]) != (_KIND, FORMAT):
            raise EvaluationError(
                f"{folder / _FIGURES} has format {values['format']!r} of {values['kind']!r}, "
                f"this program reads {FORMAT} of {_KIND!r}"
            )
        lines = []
        if (folder / _OUTCOMES).exists():  # it does not before the first answer
            lines = (folder / _OUTCOMES).read_text("utf-8").split("\n")[:-1]
        return Run(
            made=values["made"],
            settings=values["settings"],
            index=values["index"],
            warnings=values["warnings"],
            asked_for=values["questions"]["chosen"],
            outcomes=tuple(Outcome.from_json(json.loads(line)) for line in lines),
        )
    except OSError as error:
        raise EvaluationError(
            f"{folder} holds no run of qa eval ({error.strerror}: {error.filename})"
        ) from error
    except (ValueError, KeyError, TypeError) as error:
        raise EvaluationError(f"the run in {folder} is damaged ({error!r:.80})") from error
