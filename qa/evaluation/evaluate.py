"""evaluate(): a file of questions and an index in, figures and a report in a folder out."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Any

from index.place import Place
from index.report import Progress, Tell
from index.storage.manifest import FORMAT as INDEX_FORMAT
from index.store import Index, open_index
from qa.evaluation.asking import AskedBy, ask_each
from qa.evaluation.curve import coverage_accuracy
from qa.evaluation.figures import by_kind, figures
from qa.evaluation.measures import measure
from qa.evaluation.outcome import Outcome
from qa.evaluation.questions import Question, chosen, read_questions
from qa.evaluation.report import report
from qa.evaluation.resample import Figure
from qa.evaluation.runs import Run, begin, noting, plain, resumed, write_figures
from qa.question.request import checked_hits

_NAMED = 10  # of what is wrong, at most


@dataclass(frozen=True, slots=True)
class EvaluationSettings:
    """Which questions are asked, and how.

    Attributes:
        k: passages that come with a reply, 1 to 100. The default leaves room for ten articles,
            of which one may have several passages; the answer does not depend on it.
        only: "answerable", "unanswerable" or None for both.
        sample: ask so many at most, drawn at random; None for all.
        seed: of the draw.
        standalone: ask a question's standalone form where it has one.
    """

    k: int = 50
    only: str | None = None
    sample: int | None = None
    seed: int = 0
    standalone: bool = False


@dataclass(frozen=True, slots=True)
class Evaluation:
    """A run with its figures; `figures` is empty when nothing was asked."""

    run: Run
    figures: dict[str, Figure]


def evaluate(
    questions: Path,
    index_dir: Place,
    folder: Path,
    settings: EvaluationSettings,
    *,
    by: AskedBy | None = None,
    resume: bool = False,
    tell: Tell | None = None,
) -> Evaluation:
    """Ask, and write what came of it to a folder: outcomes as they come, then figures and report.

    When it is interrupted (Ctrl-C), figures and report are those of what was asked so far.

    Args:
        questions: the file, see `questions.read_questions`.
        index_dir: the index to ask.
        folder: where to write; new, unless `resume`.
        settings: which questions are asked, and how.
        by: what writes and plans; the articles' own words and rules unless given. A model that
            fails costs its own answer, never the run.
        resume: go on with the run in the folder.
        tell: is told how many questions were asked.

    Raises:
        EvaluationError: questions, settings or folder cannot be used.
        QuestionError: `k` cannot be right.
        LibraryMissing: the libraries of the extra `eval` are not installed.
        IndexMissing, IndexBroken, ModelError: the index cannot be used.
    """
    measure({})  # a library that is missing is told before an hour of asking, not after
    checked_hits(settings.k)
    held = read_questions(questions)
    asked = chosen(held.questions, settings.only, settings.sample, settings.seed)
    index, by = open_index(index_dir), by or AskedBy()
    run = Run(
        made=datetime.now().astimezone().isoformat(timespec="seconds"),
        settings=_settings(questions, settings) | {"llm": by.name or None},
        index=_facts(index),
        warnings=[*_bad_lines(held.bad), *_unknown_articles(asked, index)],
        asked_for=len(asked),
    )
    if resume:
        run = resumed(folder, run)
    else:
        begin(folder, run)
    run = replace(run, outcomes=_ask(asked, index, run, folder, settings, by, tell))
    return _written(run, folder)


def _ask(
    questions: Sequence[Question],
    index: Index,
    run: Run,
    folder: Path,
    settings: EvaluationSettings,
    by: AskedBy,
    tell: Tell | None,
) -> tuple[Outcome, ...]:
    """What came of the questions, those of the run so far first; fewer when interrupted."""
    outcomes = list(run.outcomes)
    known = {outcome.id for outcome in outcomes}
    left = [question for question in questions if question.id not in known]
    say: Callable[[Progress], None] = tell or (lambda progress: None)
    with noting(folder, outcomes) as note:
        try:
            standalone = settings.standalone
            replies = ask_each(left, index, k=settings.k, standalone=standalone, by=by)
            for outcome in replies if left else ():
                note(outcome)
                outcomes.append(outcome)
                say(Progress("questions asked", len(outcomes), len(questions)))
        except KeyboardInterrupt:
            pass  # whoever asked sees that the run is not finished
    return tuple(outcomes)


def _written(run: Run, folder: Path) -> Evaluation:
    if not run.outcomes:
        return Evaluation(run, {})
    overall, kinds = figures(run.outcomes), by_kind(run.outcomes)
    curve = coverage_accuracy(run.outcomes)
    values = {
        "overall": plain(overall),
        "by_kind": {kind: plain(held) for kind, held in kinds.items()},
        "coverage_accuracy": curve,
    }
    write_figures(folder, run, values)
    text = report(run, overall, kinds, curve)
    (folder / "report.html").write_text(text, encoding="utf-8")
    return Evaluation(run, overall)


def _settings(path: Path, settings: EvaluationSettings) -> dict[str, Any]:
    return {
        "questions": path.name,
        "questions_sha256": hashlib.sha256(path.read_bytes()).hexdigest(),
        "only": settings.only,
        "sample": settings.sample,
        "seed": settings.seed,
        "k": settings.k,
        "standalone": settings.standalone,
    }


def _facts(index: Index) -> dict[str, Any]:
    manifest = index.manifest
    return {
        "folder": str(index.place),
        "format": INDEX_FORMAT,
        "encoder": manifest.encoder.name,
        "encoder_fingerprint": manifest.encoder.fingerprint,
        "max_tokens": manifest.max_tokens,
        "articles": manifest.counts.articles,
        "passages": manifest.counts.passages,
        "vectors": manifest.counts.vectors,
        "corpus_sha256": manifest.corpus_sha256,
        "built": manifest.built,
    }


def _bad_lines(bad: Sequence[str]) -> list[str]:
    more = len(bad) - _NAMED
    return [*bad[:_NAMED], *([f"and {more:,} more bad lines"] if more > 0 else [])]


def _unknown_articles(questions: Sequence[Question], index: Index) -> list[str]:
    """What to say of relevant articles that the index does not hold."""
    named = {name for question in questions for name in question.relevant}
    if not named:
        return []
    unknown = sorted(named - {summary.id for summary in index.articles()})
    if not unknown:
        return []
    asking = sum(not set(unknown).isdisjoint(question.relevant) for question in questions)
    listed = ", ".join(repr(name) for name in unknown[:_NAMED])
    listed += ", …" if len(unknown) > _NAMED else ""
    return [
        f"{len(unknown):,} relevant articles of {asking:,} questions are not in the index: "
        f"{listed}; see its ids with: python -m index status --articles --index {index.place}"
    ]
