"""Fit which sentences say most: the weights of `qa.writing.forms.telling`.

    python -m tests.bench.telling NEWS INDEX

NEWS is a `corpus.jsonl[.gz]`. `tests/data/summary_marks.jsonl.gz` has an article a line, 656 of
them, and no word of theirs:

article   id in the corpus; `sha256` of its text: what is not as it was is left out
marked    places of the sentences that make the best summary, best first, among those that can
          stand in one (`telling.candidates`)
same      of some of them, those that say nearly the same

Written by a large language model that read each article. Prints the share of the marked sentences
that as many as are wanted by default hold, of articles that the weights were not fitted on and
by those in use; and the weights. INDEX, of any news, knows how rare words are. Needs scikit-learn.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterator, Sequence
from dataclasses import astuple, dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sklearn.linear_model import LogisticRegression

from index.article import Article, version_of
from index.store import Index, open_index
from qa.writing.forms.telling import (
    WEIGHTS,
    Signs,
    candidates,
    signs_of,
    take,
    vectors_of,
)
from tests.bench.training.marked import MARKS
from tests.bench.training.rows import json_lines
from tests.bench.training.written import digest

_WANTED = 5  # sentences of a summary
_FOLDS = 8
_PENALTY = 0.5  # scikit-learn's C, every sign as wide as the others

Values = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Case:
    """An article: what speaks for each sentence, their vectors, and which of them are marked.

    Attributes:
        meant: of each marked sentence its place, and those that say the same.
    """

    signs: Values
    vectors: NDArray[np.float32]
    meant: Sequence[frozenset[int]]
    marked: NDArray[np.bool_]


def main() -> None:
    """Fit, print the figures and the weights."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("news", type=Path, help="a corpus.jsonl[.gz]")
    parser.add_argument("index", help="of news")
    options = parser.parse_args()
    cases = list(_cases(options.news, open_index(options.index)))
    unseen: dict[int, Values] = {}
    for fold in range(_FOLDS):
        weights = _fit([case for n, case in enumerate(cases) if n % _FOLDS != fold])
        unseen |= {n: weights for n in range(fold, len(cases), _FOLDS)}
    used = np.array(astuple(WEIGHTS))
    told = {
        "articles": len(cases),
        "the first sentences": _held(cases, [np.eye(len(used))[0]] * len(cases)),
        "fitted on others": _held(cases, [unseen[n] for n in range(len(cases))]),
        "in use": _held(cases, [used] * len(cases)),
        "weights": dict(
            zip(Signs.__dataclass_fields__, _fit(cases).round(2).tolist(), strict=True)
        ),
    }
    print(json.dumps(told, indent=2))


def _cases(news: Path, index: Index) -> Iterator[Case]:
    rows = {row["article"]: row for row in json_lines(MARKS)}
    for found in json_lines(news):
        row = rows.get(str(found["id"]))
        if row and row["sha256"] == digest(found["text"]):
            yield _case(row, found, index)


def _case(row: dict[str, Any], found: dict[str, Any], index: Index) -> Case:
    text, title = found["text"], found.get("title") or ""
    article = Article(row["article"], version_of(text), title, text)
    sentences = candidates(article)
    vectors = vectors_of([*(one.text for one in sentences), title], index)
    same = {place: others for place, *others in row["same"]}
    meant = [frozenset([place, *same.get(place, ())]) for place in row["marked"]]
    marked = np.isin(np.arange(len(sentences)), row["marked"])
    signs = np.array([astuple(one) for one in signs_of(sentences, vectors)])
    return Case(signs, vectors[:-1], meant, marked)


def _fit(cases: Sequence[Case]) -> Values:
    signs = np.vstack([case.signs for case in cases])
    scale = signs.std(axis=0) + 1e-9  # only for the penalty to be fair
    model = LogisticRegression(C=_PENALTY, max_iter=5_000)
    model.fit(signs / scale, np.concatenate([case.marked for case in cases]))
    weights: Values = model.coef_[0] / scale
    return weights


def _held(cases: Sequence[Case], weights: Sequence[Values]) -> float:
    """The share of the marked sentences that are taken, or one that says the same."""
    shares = []
    for case, own in zip(cases, weights, strict=True):
        worth = (case.signs @ own).astype(np.float32)
        taken = set(take(worth, case.vectors, _WANTED))
        shares.append(np.mean([not one.isdisjoint(taken) for one in case.meant]))
    return round(float(np.mean(shares)), 3)


if __name__ == "__main__":
    main()
