"""Fit the calibration of answers: qa/evidence/calibration.json.

    python -m tests.bench.calibrate FOLDER… [--held-out FOLDER…] [--indexes DIR] [--sample N]
                                    [--scores FILE] [--out FILE | --check]

FOLDER holds `corpus.jsonl[.gz]` and `queries.jsonl`, questions as for `python -m qa eval`; each
gets an index in DIR, or uses the one there. Off-topic questions are those of one folder asked of
another. The fit is a logistic regression on `qa.evidence.confidence.Evidence`; its figures come
from two folds, by article where a question names one. Folders held out are not fitted on, only
measured.
With --check nothing is fitted: the calibration that comes with the program is measured on them all.
Scores of sentences are kept in FILE, so that a second run takes a minute. Needs scikit-learn, which
sentence-transformers brings.
"""

from __future__ import annotations

import argparse
import json
import random
import sys
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import numpy as np
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import roc_auc_score

from index.article import Filters
from index.build import build
from index.store import Index, open_index
from qa.evaluation.judge import answer_rank, cites_evidence
from qa.evaluation.questions import Question, chosen, read_questions
from qa.evidence.confidence import CALIBRATION, Calibration, Evidence, load_calibration, weigh
from qa.evidence.rerank import RerankSettings, ScoredSentence, Scorer, load_scorer, rerank
from qa.question.periods import named_in
from qa.question.request import today_from
from qa.retrieval.search import find
from tests.bench.kept_scores import KeptScorer

# What is asked of an archive, as far as one can guess: mostly things that it answers.
SHARES = {"answerable": 0.6, "adversarial": 0.1, "off-topic": 0.3}
REFUSED = 0.99  # of the off-topic questions


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
    parser.add_argument("folders", type=Path, nargs="+")
    parser.add_argument("--indexes", type=Path, default=Path(".calibration"))
    parser.add_argument("--sample", type=int, default=800, help="questions of a folder at most")
    parser.add_argument("--out", type=Path, default=CALIBRATION)
    parser.add_argument("--held-out", type=Path, nargs="+", default=[])
    parser.add_argument("--scores", type=Path, default=Path(".scores.sqlite"))
    parser.add_argument("--check", action="store_true", help="fit nothing, only measure")
    options = parser.parse_args()
    scorer = KeptScorer(load_scorer(), options.scores, "cross-encoder")
    folders = [*options.folders, *options.held_out]
    cases = list(_cases(folders, options.indexes, options.sample, scorer))
    if options.check:
        print(json.dumps(_by_folder(cases, load_calibration()), indent=2))
        return
    held_out = {folder.name for folder in options.held_out}
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
                out_of_fold[place] = _probability(case, weights, intercept)
    weights, intercept = _fit(cases)
    fitted = np.array([_probability(case, weights, intercept) for case in cases])
    threshold = _quantile(fitted, cases, "off-topic")
    unseen = [case for case in asked if case.folder in held_out]
    return {
        "about": "Probability that the articles answer: 1 / (1 + exp(-(intercept + weights . "
        "features))), features as in qa.evidence.confidence.Evidence. Made by "
        "tests.bench.calibrate.",
        "fitted_on": {
            f"{folder}, {kind}": sum(c.folder == folder and c.kind == kind for c in cases)
            for folder in dict.fromkeys(case.folder for case in cases)
            for kind in SHARES
        },
        "assumed_shares": SHARES,
        "figures_out_of_fold": _figures(
            cases, out_of_fold, _quantile(out_of_fold, cases, "off-topic")
        ),
        "figures_held_out": _by_folder(unseen, Calibration(weights, intercept, threshold)),
        "threshold": round(threshold, 4),
        "intercept": round(intercept, 4),
        "weights": {name: round(weight, 4) for name, weight in weights.items()},
    }


def _by_folder(cases: Sequence[Case], calibration: Calibration) -> dict[str, dict[str, float]]:
    """The figures of a calibration on each folder's cases."""
    found = {}
    for folder in dict.fromkeys(case.folder for case in cases):
        here = [case for case in cases if case.folder == folder]
        sure = np.array([calibration.probability(case.evidence) for case in here])
        found[folder] = _figures(here, sure, calibration.threshold)
    return found


def _cases(folders: Sequence[Path], indexes: Path, sample: int, scorer: Scorer) -> Iterator[Case]:
    questions = {
        folder.name: chosen(read_questions(folder / "queries.jsonl").questions, None, sample)
        for folder in folders
    }
    for folder in folders:
        index_dir = indexes / folder.name
        if not index_dir.exists():
            build(next(folder.glob("corpus.jsonl*")), index_dir)
        index = open_index(index_dir)
        for question in questions[folder.name]:
            kind = "answerable" if question.answerable else "adversarial"
            yield from _asked(index, folder.name, kind, question, scorer)
        others = [q for name, asked in questions.items() if name != folder.name for q in asked]
        for question in random.Random(1).sample(others, min(sample // 4, len(others))):
            yield from _asked(index, folder.name, "off-topic", question, scorer)
        print(f"{folder.name} asked", file=sys.stderr)


def _asked(
    index: Index, folder: str, kind: str, question: Question, scorer: Scorer
) -> Iterator[Case]:
    """A question as `qa.ask` would look for its answer; none where nothing is found."""
    settings = RerankSettings()
    named = named_in(question.text, question.asked_on or today_from(None), index.sources())
    hits, _ = find(question.text, index, Filters(), named, most=settings.passages)
    sentences = rerank(question.text, hits, scorer, settings, index.rarity).sentences
    if sentences:
        fold = sum(map(ord, next(iter(question.relevant), question.id))) % 2
        right = kind == "answerable" and _right(sentences[:3], question)
        yield Case(folder, kind, fold, right, weigh(question.text, sentences))


def _right(sentences: Sequence[ScoredSentence], question: Question) -> bool:
    """Whether a sentence is one of the evidence or, where none is known, holds a gold answer."""
    said = [sentence.text for sentence in sentences]
    if question.evidence:
        return cites_evidence(said, question.evidence)
    return answer_rank(said, question.answers) is not None


def _fit(cases: Sequence[Case]) -> tuple[dict[str, float], float]:
    features = np.array([list(asdict(case.evidence).values()) for case in cases])
    kinds = np.array([case.kind for case in cases])
    folders = np.array([case.folder for case in cases])
    weights = np.zeros(len(cases))
    for kind, share in SHARES.items():
        here = set(folders[kinds == kind])  # each folder counts alike
        for folder in here:
            chosen = (kinds == kind) & (folders == folder)
            weights[chosen] = share / len(here) / chosen.sum() * len(cases)
    scale = features.std(axis=0) + 1e-9  # only for the regularisation to be fair
    model = LogisticRegression(C=0.3, max_iter=1000)
    model.fit(features / scale, kinds == "answerable", sample_weight=weights)
    found = model.coef_[0] / scale
    names = [field for field in Evidence.__slots__]
    return dict(zip(names, map(float, found), strict=True)), float(model.intercept_[0])


def _probability(case: Case, weights: dict[str, float], intercept: float) -> float:
    features = asdict(case.evidence)
    return float(1 / (1 + np.exp(-intercept - sum(w * features[n] for n, w in weights.items()))))


def _quantile(found: Any, cases: Sequence[Case], kind: str) -> float:  # noqa: ANN401 - an array
    return float(
        np.quantile([p for p, c in zip(found, cases, strict=True) if c.kind == kind], REFUSED)
    )


def _figures(cases: Sequence[Case], found: Any, threshold: float) -> dict[str, float]:  # noqa: ANN401
    kinds = np.array([case.kind for case in cases])
    right = np.array([case.right for case in cases])
    given = found >= threshold
    fair = kinds != "adversarial"
    figures = {
        f"refused, {kind}": 1 - given[kinds == kind].mean() for kind in SHARES if kind in kinds
    }
    figures["right of those answered, adversarial questions left out"] = right[given & fair].mean()
    for folder in sorted({case.folder for case in cases}):
        here = np.array([case.folder == folder for case in cases])
        for kind in ("adversarial", "off-topic"):
            chosen = here & ((kinds == "answerable") | (kinds == kind))
            if (kinds[chosen] == kind).any():
                area = roc_auc_score(kinds[chosen] == "answerable", found[chosen])
                figures[f"AUROC, {folder}, against {kind}"] = area
    return {name: round(float(figure), 4) for name, figure in figures.items()}


if __name__ == "__main__":
    main()
