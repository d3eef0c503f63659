"""Fit what counts in the ranking of sentences: the weights of `qa.evidence.rerank.RerankSettings`.

    python -m tests.bench.ranking FOLDER… [--indexes DIR] [--sample N]

FOLDER is as for `tests.bench.calibrate`; of its questions those that the articles answer are asked.
How likely a sentence is the right one is taken for the softmax of the scores (a conditional logit,
McFadden 1974); the weights are those under which the sentences that hold an answer are likeliest
together. Prints them, and how often the first sentence and one of the first three is right, as it
is shipped and for questions that the weights were not fitted on, by two folds of articles. To be
run again whenever the reader changes, before `calibrate`. Needs SciPy, which scikit-learn brings.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize

from qa.evaluation.questions import chosen, read_questions
from qa.evidence.rerank import RerankSettings, ScoredSentence
from tests.bench.calibrate import (
    fold_of,
    folder_and_corpus,
    holds_answer,
    index_of,
    sentences_for,
)

_COUNTED = ("mass", "relevance", "retrieval", "alone")  # of the settings
_PENALTY = 0.02  # of squared weights, each feature as wide as the others
_SHOWN = 3  # sentences

Values = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Case:
    """A question's sentences as they are ranked now: what counts, and which hold an answer.

    Attributes:
        features: `(sentences, len(_COUNTED))`.
        right: `(sentences,)`.
    """

    folder: str
    fold: int
    features: Values
    right: NDArray[np.bool_]


def main() -> None:
    """Ask everything, fit, print weights and figures."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("folders", nargs="+")
    parser.add_argument("--indexes", type=Path, default=Path(".calibration"))
    parser.add_argument("--sample", type=int, default=400, help="questions of a folder at most")
    options = parser.parse_args()
    cases = [case for name in options.folders for case in _cases(name, options)]
    settings = RerankSettings()
    shipped = np.array([getattr(settings, name) for name in _COUNTED])
    unseen = [fitted([case for case in cases if case.fold != fold]) for fold in (0, 1)]
    for folder in dict.fromkeys(case.folder for case in cases):
        here = [case for case in cases if case.folder == folder]
        now, fit = _figures(here, [shipped, shipped]), _figures(here, unseen)
        print(f"{folder}, {len(here)}: first, first {_SHOWN}: now {now}, fitted on others {fit}")
    weights = fitted(cases).round(3).tolist()
    print(json.dumps(dict(zip(_COUNTED, weights, strict=True)), indent=2))


def fitted(cases: Sequence[Case]) -> Values:
    """The weights under which the right sentences of the cases that have some are likeliest."""
    told = [case for case in cases if case.right.any()]
    scale = np.vstack([case.features for case in told]).std(axis=0) + 1e-9
    scaled = [(case.features / scale, case.right) for case in told]

    def cost(weights: Values) -> tuple[float, Values]:
        total, slope = 0.0, np.zeros_like(weights)
        for features, right in scaled:
            scores = features @ weights
            odds = np.exp(scores - scores.max())
            total -= float(np.log(odds[right].sum() / odds.sum()))
            slope += features.T @ (odds / odds.sum())
            slope -= features[right].T @ (odds[right] / odds[right].sum())
        penalty = _PENALTY * float(weights @ weights)
        return total / len(told) + penalty, slope / len(told) + 2 * _PENALTY * weights

    found: Values = minimize(cost, np.zeros(len(_COUNTED)), jac=True, method="L-BFGS-B").x
    weights: Values = found / scale
    return weights


def _cases(name: str, options: argparse.Namespace) -> Iterator[Case]:
    folder, corpus = folder_and_corpus(name)
    index = index_of(corpus, options.indexes)
    asked = read_questions(folder / "queries.jsonl").questions
    for question in chosen([q for q in asked if q.answerable], None, options.sample):
        sentences = sentences_for(question, index)
        if sentences:
            right = np.array([holds_answer([sentence], question) for sentence in sentences])
            yield Case(folder.name, fold_of(question), _features(sentences), right)


def _features(sentences: Sequence[ScoredSentence]) -> Values:
    best = max(sentence.hit.score for sentence in sentences)
    return np.array([(s.mass, s.relevance, s.hit.score / best, s.alone) for s in sentences])


def _figures(cases: Sequence[Case], by_fold: Sequence[Values]) -> tuple[float, float]:
    """How often the first sentence, and one of the first few, is right."""
    ranked = [
        case.right[np.argsort(-(case.features @ by_fold[case.fold]), kind="stable")]
        for case in cases
    ]
    first = np.mean([right[0] for right in ranked])
    few = np.mean([right[:_SHOWN].any() for right in ranked])
    return round(float(first), 3), round(float(few), 3)


if __name__ == "__main__":
    main()
