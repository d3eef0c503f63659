"""Fit how likely a thing belongs to a list, and measure lists: the weights of `qa.evidence.things`.

    python -m tests.bench.lists FILE:INDEX [--held-out FILE:INDEX] [--passages N] [--further N]

FILE holds questions that ask for several things of an index, a JSON object a line with `question`,
`article` and `things`, the words of each there; none where no article names them.
`tests.bench.news_asked` makes such files. Prints the weights of a logistic regression of whether a
thing that the reader marks is one of these, fitted on FILE, and figures of the held-out questions
(of FILE by five folds where there are none) by the least chance that a thing is listed from. A
thing of another article counts as wrong unless it has the words of one, so that the figures are
rather too low. To be run again whenever the reader changes. Needs scikit-learn.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from sklearn.linear_model import LogisticRegression

from index.article import Filters
from index.store import Index, open_index
from qa.evidence.reader import load_reader
from qa.evidence.rerank import RerankSettings, rerank
from qa.evidence.things import Signs, Thing, naming, things_of
from qa.question.periods import named_in
from qa.question.plan import plan_by_rules
from qa.question.request import today_from
from qa.retrieval.search import find
from tests.bench.training.rows import json_lines

_FOLDS = 5
_PENALTY = 1.0  # scikit-learn's C, every sign as wide as the others
_LEAST = (0.2, 0.3, 0.4, 0.5, 0.6, 0.7)

Values = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Case:
    """A question's things as the reader marks them, and which of those wanted each is, -1 for none.

    Attributes:
        wanted: how many there are.
    """

    things: Sequence[Thing]
    which: Sequence[int]
    wanted: int


def main() -> None:
    """Ask everything, fit, print weights and figures."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("asked", metavar="FILE:INDEX")
    parser.add_argument("--held-out", metavar="FILE:INDEX")
    parser.add_argument("--passages", type=int, default=6)
    parser.add_argument("--further", type=int, default=0)
    options = parser.parse_args()
    cases = list(cases_of(options.asked, options.passages, options.further))
    model = _fit(cases)
    print(json.dumps(_weights(model), indent=2))
    if options.held_out:
        held = list(cases_of(options.held_out, options.passages, options.further))
        print(json.dumps(_figures(held, [_chances(model, case) for case in held]), indent=2))
        return
    unseen: dict[int, Values] = {}
    for fold in range(_FOLDS):
        fitted = _fit([case for n, case in enumerate(cases) if n % _FOLDS != fold])
        unseen |= {n: _chances(fitted, c) for n, c in enumerate(cases) if n % _FOLDS == fold}
    print(json.dumps(_figures(cases, [unseen[n] for n in range(len(cases))]), indent=2))


def cases_of(asked: str, passages: int, further: int) -> Iterator[Case]:
    """The questions of a file, asked of an index."""
    file, _, folder = asked.partition(":")
    index = open_index(folder)
    for row in json_lines(Path(file)):
        things = _marked(row["question"], index, passages, further)
        wanted = [naming(thing) for thing in row["things"]]
        yield Case(things, [_place(naming(t.text), wanted) for t in things], len(wanted))


def _marked(question: str, index: Index, passages: int, further: int) -> list[Thing]:
    settings = RerankSettings(passages=passages)
    text = plan_by_rules(question, ()).question
    named = named_in(text, today_from(None), index.sources())
    hits, _ = find(text, index, Filters(), named, most=passages)
    if not hits:
        return []
    best = rerank(text, hits, load_reader(), settings).hits
    return things_of(text, best, load_reader(), passages=passages, further=further)


def _place(key: frozenset[str], wanted: Sequence[frozenset[str]]) -> int:
    """Which of the things wanted shares most with one: half of the words of both at least."""
    shared = [2 * len(key & one) / max(len(key) + len(one), 1) for one in wanted]
    best = max(range(len(wanted)), key=lambda n: shared[n], default=-1)
    return best if best >= 0 and shared[best] >= 0.5 else -1


def _signs(cases: Sequence[Case]) -> Values:
    return np.array([list(asdict(thing.signs).values()) for case in cases for thing in case.things])


def _fit(cases: Sequence[Case]) -> LogisticRegression:
    signs = _signs(cases)
    right = [which >= 0 for case in cases for which in case.which]
    scale = signs.std(axis=0) + 1e-9  # only for the penalty to be fair
    model = LogisticRegression(C=_PENALTY, max_iter=5_000).fit(signs / scale, right)
    model.coef_ = model.coef_ / scale
    return model


def _weights(model: LogisticRegression) -> dict[str, float]:
    names = Signs.__dataclass_fields__
    weights = {name: round(float(w), 3) for name, w in zip(names, model.coef_[0], strict=True)}
    return weights | {"intercept": round(float(model.intercept_[0]), 3)}


def _chances(model: LogisticRegression, case: Case) -> Values:
    signs = _signs([case])
    return model.predict_proba(signs)[:, 1] if len(signs) else np.zeros(0)


def _figures(cases: Sequence[Case], chances: Sequence[Values]) -> dict[str, str]:
    """What is listed from each chance on: the part of what is wanted, and what of it is right."""
    asked = sum(case.wanted > 0 for case in cases)
    figures = {"asked": f"{asked} with things, {len(cases) - asked} without"}
    for least in _LEAST:
        found = said = right = wanted = lists = wrong = 0
        for case, likely in zip(cases, chances, strict=True):
            kept = [n for n, chance in enumerate(likely) if chance >= least]
            keys = {naming(case.things[n].text) for n in kept}
            good = {naming(case.things[n].text) for n in kept if case.which[n] >= 0}
            if not case.wanted:
                wrong += len(keys) > 1
                continue
            said, right, wanted = said + len(keys), right + len(good), wanted + case.wanted
            found += len({case.which[n] for n in kept} - {-1})
            lists += len(keys) > 1
        figures[f"from {least}"] = (
            f"{found / max(wanted, 1):.3f} of what is wanted; of what is said "
            f"{right / max(said, 1):.3f} right; {lists} with two or more, {wrong} of those without"
        )
    return figures


if __name__ == "__main__":
    main()
