"""Fit the calibration of answers: qa/evidence/calibration.json.

    python -m tests.bench.calibrate FOLDER… [--held-out FOLDER[:CORPUS]…] [--indexes DIR]
                                    [--sample N] [--out FILE | --check]

FOLDER holds `corpus.jsonl[.gz]` and `queries.jsonl`, questions as for `python -m qa eval`; each
gets an index in DIR, or uses the one there. A folder without a corpus of its own names another one
whose articles it asks of: FOLDER:OTHER. Off-topic questions are those of one folder asked of
another. The fit is a logistic regression on `qa.evidence.confidence.Evidence` of whether the first
three sentences hold an answer; its figures come from two folds, by article where a question names
one. Folders held out are not fitted on, only measured. With --check nothing is fitted: the
calibration that comes with the program is measured on them all. Needs scikit-learn, which
sentence-transformers brings.
"""

from __future__ import annotations

import argparse
import itertools
import json
import random
import sys
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import roc_auc_score

from index.article import Filters
from index.build import build
from index.store import Index, open_index
from qa.evaluation.asking import turns
from qa.evaluation.judge import answer_rank, cites_evidence
from qa.evaluation.questions import Question, chosen, read_questions
from qa.evidence.confidence import CALIBRATION, Calibration, Evidence, load_calibration, weigh
from qa.evidence.reader import load_reader
from qa.evidence.rerank import RerankSettings, ScoredSentence, rerank
from qa.question.periods import named_in
from qa.question.plan import plan_by_rules
from qa.question.request import today_from
from qa.retrieval.search import find

# What is asked of an archive, as far as one can guess: mostly things that it answers.
SHARES = {"answerable": 0.6, "adversarial": 0.25, "off-topic": 0.15}
REFUSED = 0.035  # of the questions that the articles answer, at most
_BANDS = (0.0, 0.2, 0.4, 0.6, 0.8, 0.9, 1.01)

Shares = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Case:
    """A question with its evidence; `right` where the first three sentences hold an answer."""

    folder: str
    kind: str
    fold: int
    right: bool
    evidence: Evidence


def main() -> None:
    """Ask everything, fit, print the figures, write the file."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("folders", nargs="+")
    parser.add_argument("--indexes", type=Path, default=Path(".calibration"))
    parser.add_argument("--sample", type=int, default=400, help="questions of a folder at most")
    parser.add_argument("--out", type=Path, default=CALIBRATION)
    parser.add_argument("--held-out", nargs="+", default=[])
    parser.add_argument("--check", action="store_true", help="fit nothing, only measure")
    options = parser.parse_args()
    names = [*options.folders, *options.held_out]
    cases = list(_cases(names, options.indexes, options.sample))
    if options.check:
        print(json.dumps(_by_folder(cases, load_calibration()), indent=2))
        return
    held_out = {Path(name.partition(":")[0]).name for name in options.held_out}
    text = json.dumps(_fitted(cases, held_out), indent=2)
    options.out.write_text(text + "\n")
    print(text)


def _fitted(asked: Sequence[Case], held_out: set[str]) -> dict[str, Any]:
    """What is to stand in the file."""
    cases = [case for case in asked if case.folder not in held_out]
    out_of_fold = np.zeros(len(cases))
    for fold in (0, 1):
        weights, intercept = _fit([case for case in cases if case.fold != fold])
        for place, case in enumerate(cases):
            if case.fold == fold:
                out_of_fold[place] = Calibration(weights, intercept, 0.5).probability(case.evidence)
    weights, intercept = _fit(cases)
    fitted = np.array([Calibration(weights, intercept, 0.5).probability(c.evidence) for c in cases])
    threshold = _threshold(fitted, cases)
    unseen = [case for case in asked if case.folder in held_out]
    return {
        "about": "Probability that the answer is right: 1 / (1 + exp(-(intercept + weights . "
        "features))), features as in qa.evidence.confidence.Evidence. Made by "
        "tests.bench.calibrate.",
        "fitted_on": {
            f"{folder}, {kind}": sum(c.folder == folder and c.kind == kind for c in cases)
            for folder in dict.fromkeys(case.folder for case in cases)
            for kind in SHARES
        },
        "assumed_shares": SHARES,
        "figures_out_of_fold": _figures(cases, out_of_fold, _threshold(out_of_fold, cases)),
        "reliability": _reliability(cases, out_of_fold),
        "figures_held_out": _by_folder(unseen, Calibration(weights, intercept, threshold)),
        "threshold": round(threshold, 4),
        "intercept": round(intercept, 4),
        "weights": {name: round(weight, 4) for name, weight in weights.items()},
    }


def _by_folder(cases: Sequence[Case], calibration: Calibration) -> dict[str, dict[str, Any]]:
    """The figures of a calibration on each folder's cases."""
    found: dict[str, dict[str, Any]] = {}
    for folder in dict.fromkeys(case.folder for case in cases):
        here = [case for case in cases if case.folder == folder]
        sure = np.array([calibration.probability(case.evidence) for case in here])
        reliability = {"reliability": _reliability(here, sure)}
        found[folder] = _figures(here, sure, calibration.threshold) | reliability
    return found


def _cases(names: Sequence[str], indexes: Path, sample: int) -> Iterator[Case]:
    folders = dict(map(folder_and_corpus, names))
    questions = {
        folder.name: chosen(read_questions(folder / "queries.jsonl").questions, None, sample)
        for folder in folders
    }
    for folder, corpus in folders.items():
        index = index_of(corpus, indexes)
        for question in questions[folder.name]:
            kind = "answerable" if question.answerable else "adversarial"
            yield from _asked(index, folder.name, kind, question)
        elsewhere = [one.name for one, other in folders.items() if other.name != corpus.name]
        others = [question for name in elsewhere for question in questions[name]]
        for question in random.Random(1).sample(others, min(sample // 4, len(others))):
            yield from _asked(index, folder.name, "off-topic", question)
        print(f"{folder.name} asked", file=sys.stderr)


def folder_and_corpus(name: str) -> tuple[Path, Path]:
    """The folder of questions and that of its articles, of FOLDER or FOLDER:OTHER."""
    folder, _, corpus = name.partition(":")
    return Path(folder), Path(corpus or folder)


def index_of(corpus: Path, indexes: Path) -> Index:
    """The index of a folder's corpus in a folder of indexes, built there if it is not."""
    index_dir = indexes / corpus.name
    if not index_dir.exists():
        build(next(corpus.glob("corpus.jsonl*")), index_dir)
    return open_index(index_dir)


def sentences_for(question: Question, index: Index) -> Sequence[ScoredSentence]:
    """What `qa.ask` would answer a question from, best first; none where nothing is found."""
    text = plan_by_rules(question.text, turns(question.history)).question
    return sentences_of(text, index, question.asked_on or today_from(None))


def sentences_of(text: str, index: Index, today: date) -> Sequence[ScoredSentence]:
    """The same for a question as it is searched for, asked on a day."""
    settings = RerankSettings()
    named = named_in(text, today, index.sources())
    hits, _ = find(text, index, Filters(), named, most=settings.passages)
    return rerank(text, hits, load_reader(), settings).sentences if hits else ()


def fold_of(question: Question) -> int:
    """Which of two folds a question is of: questions of an article are of one."""
    return sum(map(ord, next(iter(question.relevant), question.id))) % 2


def _asked(index: Index, folder: str, kind: str, question: Question) -> Iterator[Case]:
    sentences = sentences_for(question, index)
    if sentences:
        right = kind == "answerable" and holds_answer(sentences[:3], question)
        yield Case(folder, kind, fold_of(question), right, weigh(sentences))


def holds_answer(sentences: Sequence[ScoredSentence], question: Question) -> bool:
    """Whether a sentence holds a gold answer or, where none is known, is one of the evidence."""
    said = [sentence.text for sentence in sentences]
    if answer_rank(said, question.answers) is not None:
        return True
    return bool(question.evidence) and cites_evidence(said, question.evidence)


def _fit(cases: Sequence[Case]) -> tuple[dict[str, float], float]:
    features = np.array([list(asdict(case.evidence).values()) for case in cases])
    kinds = np.array([case.kind for case in cases])
    folders = np.array([case.folder for case in cases])
    weights = np.zeros(len(cases))
    for kind, share in SHARES.items():
        here = set(folders[kinds == kind])  # each folder counts alike
        for folder in here:
            chosen_here = (kinds == kind) & (folders == folder)
            weights[chosen_here] = share / len(here) / chosen_here.sum() * len(cases)
    scale = features.std(axis=0) + 1e-9  # only for the regularisation to be fair
    model = LogisticRegression(C=0.3, max_iter=1000)
    model.fit(features / scale, [case.right for case in cases], sample_weight=weights)
    found = model.coef_[0] / scale
    names = list(Evidence.__slots__)
    return dict(zip(names, map(float, found), strict=True)), float(model.intercept_[0])


def _threshold(found: Shares, cases: Sequence[Case]) -> float:
    """The probability below which few of the questions that the articles answer lie."""
    kinds = np.array([case.kind for case in cases])
    return float(np.quantile(found[kinds == "answerable"], REFUSED))


def _reliability(cases: Sequence[Case], found: Shares) -> list[dict[str, float]]:
    """What share was right where a probability was said; every kind by its assumed share."""
    kinds = np.array([case.kind for case in cases])
    right = np.array([case.right for case in cases])
    weights = _weights(kinds)
    rows = []
    for low, high in itertools.pairwise(_BANDS):
        here = (found >= low) & (found < high)
        if here.any():
            rows.append(
                {
                    "from": low,
                    "cases": int(here.sum()),
                    "said": round(float(np.average(found[here], weights=weights[here])), 3),
                    "right": round(float(np.average(right[here], weights=weights[here])), 3),
                }
            )
    return rows


def _weights(kinds: NDArray[np.str_]) -> Shares:
    """What each question counts, so that its kind has its assumed share."""
    return np.array([SHARES[kind] / (kinds == kind).sum() for kind in kinds])


def _figures(cases: Sequence[Case], found: Shares, threshold: float) -> dict[str, Any]:
    kinds = np.array([case.kind for case in cases])
    right = np.array([case.right for case in cases])
    given = found >= threshold
    figures = {
        f"refused, {kind}": 1 - given[kinds == kind].mean() for kind in SHARES if kind in kinds
    }
    figures["right of those answered"] = right[given].mean()
    sure = found >= 0.8
    if sure.any():
        weighed = np.average(right[sure], weights=_weights(kinds)[sure])
        figures["right where 0.8 or more is said"] = weighed
    for folder in sorted({case.folder for case in cases}):
        here = np.array([case.folder == folder for case in cases])
        for kind in ("adversarial", "off-topic"):
            chosen_here = here & ((kinds == "answerable") | (kinds == kind))
            if (kinds[chosen_here] == kind).any() and (kinds[chosen_here] == "answerable").any():
                area = roc_auc_score(kinds[chosen_here] == "answerable", found[chosen_here])
                figures[f"AUROC, {folder}, against {kind}"] = area
    return {name: round(float(figure), 4) for name, figure in figures.items()}


if __name__ == "__main__":
    main()
