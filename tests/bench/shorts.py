"""Fit how likely a short answer is right: the weights of `qa/writing/short_answer.py`.

    python -m tests.bench.shorts FOLDER… [--held-out FOLDER…] [--indexes DIR] [--sample N]

Folders are named as for `tests.bench.calibrate`; only questions whose gold answers are short, and
those that the articles do not answer, are asked. The words are right whose tokens have an F1 of a
half or more with a gold answer. The fit is a logistic regression on `Signs` in which every folder
counts alike and unanswerable questions three of ten; its figures come from two folds, by article.
Printed from several probabilities on: what share of what is shown is right, of answerable questions
the mean F1 and the share that get one, and how many of the others get one. Paste the weights.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator, Sequence
from dataclasses import astuple, dataclass, fields
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import roc_auc_score

from index.store import Index
from qa.evaluation.questions import Question, chosen, read_questions
from qa.evaluation.texts import f1, tokens
from qa.evidence.confidence import assess_confidence, load_calibration
from qa.evidence.reader import load_reader
from qa.writing.short_answer import Signs, asks_for_few_words, likelihood, passable, signs
from tests.bench.calibrate import fold_of, folder_and_corpus, index_of, sentences_for

_LONGEST = 60  # characters of a gold answer that is short
_RIGHT = 0.5
_UNANSWERABLE = 0.3
_FROM = (0.8, 0.7, 0.65, 0.6, 0.5)

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Case:
    """A question; what speaks for its words and their F1, `read` None where none may be shown."""

    folder: str
    fold: int
    answerable: bool
    f1: float
    read: Signs | None


def main() -> None:
    """Ask everything, fit, print weights and figures."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("folders", nargs="+")
    parser.add_argument("--held-out", nargs="+", default=[])
    parser.add_argument("--indexes", type=Path, default=Path(".calibration"))
    parser.add_argument("--sample", type=int, default=500, help="questions of a folder at most")
    options = parser.parse_args()
    fitted = list(_cases(options.folders, options.indexes, options.sample))
    unseen = list(_cases(options.held_out, options.indexes, options.sample))
    out_of_fold = np.zeros(len(fitted))
    for fold in (0, 1):
        here = np.array([case.fold == fold for case in fitted])
        out_of_fold[here] = _told(_fit([c for c in fitted if c.fold != fold]), fitted)[here]
    model = _fit(fitted)
    for name, weight in zip((one.name for one in fields(Signs)), model.coef_[0], strict=True):
        print(f"{name} {weight:.3f}")
    print(f"intercept {model.intercept_[0]:.3f}")
    _print("out of fold", fitted, out_of_fold)
    for folder in dict.fromkeys(case.folder for case in unseen):
        cases = [case for case in unseen if case.folder == folder]
        _print(folder, cases, _told(model, cases))
    _print("all, by the weights in use", fitted, _in_use(fitted))


def _cases(names: Sequence[str], indexes: Path, sample: int) -> Iterator[Case]:
    for folder, corpus in map(folder_and_corpus, names):
        index = index_of(corpus, indexes)
        asked = read_questions(folder / "queries.jsonl").questions
        short = [q for q in asked if not q.answerable or _is_short(q)]
        for question in chosen(short, None, sample):
            yield _case(folder.name, question, index)
        print(f"{folder.name} asked", file=sys.stderr)


def _is_short(question: Question) -> bool:
    return bool(question.answers) and min(map(len, question.answers)) <= _LONGEST


def _case(folder: str, question: Question, index: Index) -> Case:
    text, known = question.text, question.answerable
    sentences = sentences_for(question, index)
    verdict = assess_confidence(sentences, load_calibration())
    read, overlap = None, 0.0
    if not verdict.refusal and asks_for_few_words(text):
        first = sentences[0]
        said = first.hit.article.text[first.span.start : first.span.end]
        if passable(text, said, first.text):
            read = signs(text, first, sentences, verdict.confidence, load_reader())
            gold = question.answers if known else ()
            overlap = max((f1(tokens(said), tokens(one)) for one in gold), default=0.0)
    return Case(folder, fold_of(question), known, overlap, read)


def _fit(cases: Sequence[Case]) -> LogisticRegression:
    shown = [case for case in cases if case.read]
    table = np.array([astuple(case.read) for case in shown if case.read])
    right = [case.f1 >= _RIGHT for case in shown]
    return LogisticRegression(C=100.0, max_iter=1000).fit(table, right, _weights(shown))


def _weights(cases: Sequence[Case]) -> Floats:
    """What each counts: every folder alike, and within it unanswerable ones by their share."""
    found = np.zeros(len(cases))
    folders = np.array([case.folder for case in cases])
    known = np.array([case.answerable for case in cases])
    for folder in set(folders):
        for answerable, share in ((True, 1 - _UNANSWERABLE), (False, _UNANSWERABLE)):
            here = (folders == folder) & (known == answerable)
            if here.any():
                found[here] = share / here.sum()
    scaled: Floats = found * len(cases) / found.sum()
    return scaled


def _told(model: LogisticRegression, cases: Sequence[Case]) -> Floats:
    """The probability of each, 0 of what may not be shown."""
    shown = np.array([case.read is not None for case in cases])
    found = np.zeros(len(cases))
    if shown.any():
        table = np.array([astuple(case.read) for case in cases if case.read])
        found[shown] = model.predict_proba(table)[:, 1]
    return found


def _in_use(cases: Sequence[Case]) -> Floats:
    return np.array([likelihood(case.read) if case.read else 0.0 for case in cases])


def _print(name: str, cases: Sequence[Case], found: Floats) -> None:
    right = np.array([case.f1 >= _RIGHT for case in cases])
    overlap = np.array([case.f1 for case in cases])
    known = np.array([case.answerable for case in cases])
    weights = _weights(cases)
    able = found > 0
    if len(set(right[able])) < 2:  # nothing to tell apart
        print(f"{name}: {known.sum()} answerable, {(~known).sum()} not")
        return
    area = roc_auc_score(right[able], found[able], sample_weight=weights[able])
    print(f"{name}: {known.sum()} answerable, {(~known).sum()} not; AUROC {area:.3f}")
    for least in _FROM:
        shown = found >= least
        share = np.average(right[shown], weights=weights[shown]) if shown.any() else 0.0
        mean, often = (overlap * shown)[known].mean(), shown[known].mean()
        others = (shown & ~known).sum()
        print(f"  from {least}: right {share:.3f}; answerable: F1 {mean:.3f}, shown {often:.3f}")
        print(f"    of the others {others} shown")
        for folder in dict.fromkeys(case.folder for case in cases):
            here = known & np.array([case.folder == folder for case in cases])
            if here.any():
                of_shown = right[here & shown].mean() if (here & shown).any() else 0.0
                mean = (overlap * shown)[here].mean()
                print(f"    {folder}: F1 {mean:.3f}; of those shown right {of_shown:.3f}")


if __name__ == "__main__":
    main()
