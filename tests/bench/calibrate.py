"""Fit the calibration of answers: qa/calibration.json.

    python -m tests.bench.calibrate FOLDER… [--indexes DIR] [--sample N] [--out FILE]

FOLDER holds `corpus.jsonl[.gz]` and `queries.jsonl` (question, answers, answerable); each gets an
index in DIR, or uses the one there. Off-topic questions are those of one folder asked of another.
The fit is a logistic regression on `qa.confidence.Evidence`; figures come from two folds, by
article where a question names its article. Needs scikit-learn, which sentence-transformers brings.
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
from qa.confidence import CALIBRATION, Evidence, weigh
from qa.rerank import RerankSettings, ScoredSentence, load_scorer, rerank
from qa.retrieval import search

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
    options = parser.parse_args()
    cases = list(_cases(options.folders, options.indexes, options.sample))
    out_of_fold = np.zeros(len(cases))
    for fold in (0, 1):
        weights, intercept = _fit([case for case in cases if case.fold != fold])
        for place, case in enumerate(cases):
            if case.fold == fold:
                out_of_fold[place] = _probability(case, weights, intercept)
    weights, intercept = _fit(cases)
    fitted = np.array([_probability(case, weights, intercept) for case in cases])
    threshold = _quantile(fitted, cases, "off-topic")
    figures = _figures(cases, out_of_fold, _quantile(out_of_fold, cases, "off-topic"))
    values = {
        "about": "Probability that the articles answer: 1 / (1 + exp(-(intercept + weights . "
        "features))), features as in qa.confidence.Evidence. Made by tests.bench.calibrate.",
        "fitted_on": {
            f"{folder.name}, {kind}": sum(c.folder == folder.name and c.kind == kind for c in cases)
            for folder in options.folders
            for kind in SHARES
        },
        "assumed_shares": SHARES,
        "figures_out_of_fold": figures,
        "threshold": round(threshold, 4),
        "intercept": round(intercept, 4),
        "weights": {name: round(weight, 4) for name, weight in weights.items()},
    }
    text = json.dumps(values, indent=2)
    options.out.write_text(text + "\n")
    print(text)


def _cases(folders: Sequence[Path], indexes: Path, sample: int) -> Iterator[Case]:
    questions = {folder.name: _questions(folder, sample) for folder in folders}
    for folder in folders:
        index_dir = indexes / folder.name
        if not index_dir.exists():
            build(next(folder.glob("corpus.jsonl*")), index_dir)
        index = open_index(index_dir)
        for place, question in enumerate(questions[folder.name]):
            kind = "answerable" if question["answerable"] else "adversarial"
            yield from _asked(index, folder.name, kind, _fold(question, place), question)
        others = [q for name, asked in questions.items() if name != folder.name for q in asked]
        strangers = random.Random(1).sample(others, min(sample // 4, len(others)))
        for place, question in enumerate(strangers):
            yield from _asked(index, folder.name, "off-topic", place % 2, question)
        print(f"{folder.name} asked", file=sys.stderr)


def _questions(folder: Path, sample: int) -> list[dict[str, Any]]:
    found = [json.loads(line) for line in (folder / "queries.jsonl").open()]
    return random.Random(0).sample(found, min(sample, len(found)))


def _fold(question: dict[str, Any], place: int) -> int:
    return sum(map(ord, question.get("article") or str(place))) % 2


def _asked(
    index: Index, folder: str, kind: str, fold: int, question: dict[str, Any]
) -> Iterator[Case]:
    asked = " ".join(question["question"].split())[:1000]
    settings = RerankSettings()
    hits = search(asked, index, Filters(), most=settings.passages)
    sentences = rerank(asked, hits, load_scorer(), settings, index.rarity).sentences
    if sentences:
        right = kind == "answerable" and _right(sentences[:3], question)
        yield Case(folder, kind, fold, right, weigh(asked, sentences))


def _right(sentences: Sequence[ScoredSentence], question: dict[str, Any]) -> bool:
    """Whether a gold answer is in a sentence, or a sentence is one of the evidence."""
    wanted = [answer.casefold() for answer in question["answers"]]
    evidence = {_letters(text) for text in question.get("evidence") or ()}
    return any(
        any(answer in sentence.text.casefold() for answer in wanted)
        or _letters(sentence.text) in evidence
        for sentence in sentences
    )


def _letters(text: str) -> str:
    return "".join(char for char in text.casefold() if char.isalnum())


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
