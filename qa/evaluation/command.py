"""What python -m qa eval does: options in, a text to print and an exit code out."""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from threading import Event

from index.progress_line import ProgressLine
from index.terminal import json_text
from qa.errors import EvaluationError
from qa.evaluation.asking import AskedBy
from qa.evaluation.compare import compare, comparison_text, write_comparison
from qa.evaluation.evaluate import EvaluationSettings, evaluate
from qa.evaluation.report import as_text
from qa.evaluation.runs import Run, plain, read_run
from qa.llm.choice import chosen

_INTERRUPTED = 130


def run(options: argparse.Namespace) -> tuple[str, int]:
    """Do what was asked for.

    Raises:
        EvaluationError: options, questions or runs that cannot be used.
        QuestionError, LibraryMissing, IndexingError: see `evaluate`.
        LlmUsage, LlmFailed: see `qa.llm.models.open_model`.
    """
    if options.resume and not options.out:
        raise EvaluationError("--resume needs the folder of the run: give --out DIR")
    folder = Path(options.out or f"eval-{datetime.now():%Y%m%d-%H%M%S}")
    earlier = [read_run(Path(name)) for name in options.compare or ()]
    if options.questions is None:
        return _two_runs(earlier, folder, as_json=options.json), 0
    if len(earlier) > 1:
        raise EvaluationError("--compare takes one run when questions are asked")
    return _questions(options, folder, earlier)


def _two_runs(runs: list[Run], folder: Path, *, as_json: bool) -> str:
    if len(runs) != 2:
        raise EvaluationError("name a file of questions, or two runs: --compare BEFORE AFTER")
    return _compared(runs[0], runs[1], folder, as_json=as_json)


def _questions(options: argparse.Namespace, folder: Path, earlier: list[Run]) -> tuple[str, int]:
    settings = EvaluationSettings(
        k=options.k,
        only=options.only,
        sample=options.sample,
        seed=options.seed,
        standalone=options.standalone,
    )
    with _asked_by(options) as by, ProgressLine() as progress:
        done = evaluate(
            Path(options.questions),
            options.index,
            folder,
            settings,
            by=by,
            resume=options.resume,
            tell=progress,
        )
    code = 0 if done.run.finished else _INTERRUPTED
    if options.json:
        text = json_text({"folder": str(folder), "figures": plain(done.figures)})
    else:
        text = as_text(done.run, done.figures)
        text += f"\n\nreport: {folder / 'report.html'}" if done.figures else ""
        if not done.run.finished:
            text += f"\nstopped; go on with the same command and --resume --out {folder}"
    if earlier and done.figures:
        compared = _compared(earlier[0], done.run, folder, as_json=False)
        text += "" if options.json else f"\n\n{compared}"
    return text, code


@contextmanager
def _asked_by(options: argparse.Namespace) -> Iterator[AskedBy]:
    """What writes and plans, as the options choose it."""
    was_asked, fell_back = Event(), Event()
    name = "" if options.llm == "none" else options.llm
    with chosen(options, on_asked=was_asked.set, on_fallback=fell_back.set) as by:
        yield AskedBy(by.writer, by.planner, name, was_asked, fell_back)


def _compared(before: Run, after: Run, folder: Path, *, as_json: bool) -> str:
    found = compare(before, after)
    write_comparison(folder, found)
    if as_json:
        return (folder / "comparison.json").read_text("utf-8")
    return f"{comparison_text(found)}\ncomparison: {folder / 'comparison.html'}"
