"""Fit how sure a yes or no is: qa/evidence/verdicts.json.

    python -m tests.bench.verdicts FILE:INDEX... [--held-out FILE:INDEX...] [--out FILE | --check]

FILE holds judged questions of an index, a JSON object a line with `question` and `gold` ("yes",
"no" or "open", where the articles do not say), and `today` if it matters; `tests.bench.news_asked`
makes such files. The fit is a multinomial logistic regression of the gold on what the best passages
and sentences say, each gold weighed by its assumed share; its figures are of questions that it was
not fitted on, by eighths, and of those held out. To be run again whenever the reader changes. With
--check nothing is fitted: the weights that come with the program are measured. Needs scikit-learn,
which sentence-transformers brings.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import numpy as np
from sklearn.linear_model import LogisticRegression

from index.store import open_index
from qa.evidence.reader import load_reader
from qa.evidence.verdicts import (
    VERDICTS,
    Chances,
    Leaning,
    VerdictWeights,
    account,
    load_verdict_weights,
)
from qa.language.claims import asked_as_claim, claim_of
from qa.question.plan import plan_by_rules
from qa.question.request import today_from
from qa.writing.forms.yes_no import telling
from tests.bench.calibrate import sentences_of
from tests.bench.training.rows import json_lines

SHARES = {"yes": 0.4, "no": 0.4, "open": 0.2}  # of what is asked, as far as one can guess
_PENALTY = 0.3  # scikit-learn's C, every feature as wide as the others
_FOLDS = 8
_SURE = (0.5, 0.6, 0.7, 0.8, 0.85, 0.9)
_OPEN = "open"


@dataclass(frozen=True, slots=True)
class Case:
    """A question with what is said to it."""

    gold: str
    leaning: Leaning


def main() -> None:
    """Read everything, fit, print the figures, write the file."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("asked", nargs="+", metavar="FILE:INDEX")
    parser.add_argument("--held-out", nargs="+", default=[], metavar="FILE:INDEX")
    parser.add_argument("--out", type=Path, default=VERDICTS)
    parser.add_argument("--check", action="store_true", help="fit nothing, only measure")
    options = parser.parse_args()
    cases = [case for asked in options.asked for case in _cases(asked)]
    if options.check:
        print(json.dumps(_said(cases, load_verdict_weights()), indent=2))
        return
    fitted = _fit(cases)
    held = {_named(asked): _said(list(_cases(asked)), fitted) for asked in options.held_out}
    text = json.dumps(_told(cases, fitted, held), indent=2)
    options.out.write_text(text + "\n")
    print(text)


def _told(
    cases: Sequence[Case], fitted: VerdictWeights, held_out: dict[str, Any]
) -> dict[str, Any]:
    """What is to stand in the file."""
    unseen: dict[int, Chances] = {}
    order = np.random.default_rng(1).permutation(len(cases))
    for fold in np.array_split(order, _FOLDS):
        left = set(fold.tolist())
        weights = _fit([case for n, case in enumerate(cases) if n not in left])
        unseen |= {n: weights.chances(cases[n].leaning) for n in left}
    golds = [case.gold for case in cases]
    return {
        "about": "Probabilities of yes, no and open: softmax of intercept + sum of weights . "
        "features, 0 for open; features as in qa.evidence.verdicts.Leaning. Made by "
        "tests.bench.verdicts.",
        "fitted_on": {gold: golds.count(gold) for gold in sorted(set(golds))},
        "figures_out_of_fold": _figures(cases, [unseen[n] for n in range(len(cases))]),
        "figures_held_out": held_out,
        "intercepts": {says: round(value, 4) for says, value in fitted.intercepts.items()},
        "weights": {
            says: {name: round(weight, 4) for name, weight in weights.items()}
            for says, weights in fitted.weights.items()
        },
    }


def _fit(cases: Sequence[Case]) -> VerdictWeights:
    names = list(Leaning.__dataclass_fields__)
    rows = np.array([list(asdict(case.leaning).values()) for case in cases])
    scale = rows.std(axis=0) + 1e-9  # only for the penalty to be fair
    model = LogisticRegression(C=_PENALTY, max_iter=5_000)
    golds = [case.gold for case in cases]
    weights = [SHARES[gold] * len(golds) / golds.count(gold) for gold in golds]
    model.fit(rows / scale, golds, sample_weight=weights)
    classes = model.classes_.tolist()
    base = classes.index(_OPEN)
    coefficients = (model.coef_ - model.coef_[base]) / scale
    intercepts = model.intercept_ - model.intercept_[base]
    return VerdictWeights(
        {
            gold: dict(zip(names, coefficients[n].tolist(), strict=True))
            for n, gold in enumerate(classes)
            if n != base
        },
        {gold: float(intercepts[n]) for n, gold in enumerate(classes) if n != base},
    )


def _named(asked: str) -> str:
    file, _, folder = asked.partition(":")
    return f"{Path(file).stem}, {Path(folder).name}"


def _said(cases: Sequence[Case], weights: VerdictWeights) -> dict[str, str]:
    return _figures(cases, [weights.chances(case.leaning) for case in cases])


def _figures(cases: Sequence[Case], chances: Sequence[Chances]) -> dict[str, str]:
    """Of how many questions a verdict is as sure as that, and how many of these are right."""
    said = [
        (max(c.yes, c.no), ("yes" if c.yes > c.no else "no") == case.gold, case.gold == _OPEN)
        for case, c in zip(cases, chances, strict=True)
    ]
    forced = [right for _, right, is_open in said if not is_open]
    figures = {"yes told from no": f"{sum(forced)} of {len(forced)}"}
    for least in _SURE:
        here = [(right, is_open) for sure, right, is_open in said if sure >= least]
        figures[f"{least} or surer"] = (
            f"{sum(right for right, _ in here)} of {len(here)} right, "
            f"{sum(is_open for _, is_open in here)} were open; {len(said)} asked"
        )
    return figures


def _cases(asked: str) -> Iterator[Case]:
    file, _, folder = asked.partition(":")
    index, reader = open_index(folder), load_reader()
    for row in json_lines(Path(file)):
        question = plan_by_rules(row["question"], ()).searched
        read = sentences_of(question, index, today_from(row.get("today")))
        best = telling(read)
        if best:
            claim = claim_of(question) or asked_as_claim(question)
            yield Case(row["gold"], account(reader, claim, read, best).leaning)


if __name__ == "__main__":
    main()
