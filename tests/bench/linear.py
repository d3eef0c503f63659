"""Linear classifiers fitted on named features, for `qa.question`."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from sklearn.feature_extraction import DictVectorizer
from sklearn.linear_model import LogisticRegression

from qa.question.linear import Linear

_RARE = 1  # rows: a feature of no more of them is not learned
_LEAST = 0.15  # of a weight that is kept


def fitted_linear(rows: Sequence[Iterable[str]], classes: Sequence[int], size: int) -> Linear:
    """A logistic regression; `size` 1 for one score, above 0 for class 1."""
    seen = Counter(feature for row in rows for feature in set(row))
    columns = DictVectorizer(sort=False)
    table = columns.fit_transform([{f: 1.0 for f in row if seen[f] > _RARE} for row in rows])
    model = LogisticRegression(C=3.0, max_iter=500).fit(table, classes)
    found = {int(one): place for place, one in enumerate(model.classes_)}
    chosen = [0] if size == 1 else [found.get(one) for one in range(size)]
    bias = [float(model.intercept_[at]) if at is not None else -9.0 for at in chosen]
    weights = {
        name: [float(column[at]) if at is not None else 0.0 for at in chosen]
        for name, column in zip(columns.feature_names_, model.coef_.T, strict=True)
        if abs(column).max() >= _LEAST
    }
    return Linear(weights, bias)


def store(path: Path, held: Mapping[str, Any]) -> None:
    """Write weights as a file that the program reads, and print its size."""
    path.write_text(json.dumps(held, separators=(",", ":")) + "\n", "utf-8")
    print(f"{path.name}: {path.stat().st_size:,} bytes")
