"""Train what reads questions about the collection, `qa/question/collection_weights.json`.

    python -m tests.bench.collection [--write]

It learns from `tests/data/collection_questions.txt`, where each question stands by what it wants,
with its topic and its author marked, and from questions of other forms, which want nothing of it
(`forms`). Printed: how many questions are read right of writers that were not learned from: what is
wanted, and the topic (in full; but for small words at its ends). `--write` writes the weights.
"""

from __future__ import annotations

import argparse
import json
import random
from collections import Counter
from collections.abc import Iterable, Sequence

from sklearn.feature_extraction import DictVectorizer
from sklearn.linear_model import LogisticRegression

from qa.language.words import search_words
from qa.question.collection import (
    PARTS,
    WEIGHTS,
    CollectionWeights,
    Linear,
    Wanted,
    around,
    is_asked_by,
    request_by,
)
from qa.question.form import Form, masked, masked_words, runs
from tests.bench.asked import (
    COLLECTION,
    COLLECTION_UNSEEN,
    FORMS,
    Labelled,
    Row,
    frame_of,
    labelled,
    rows_of,
)

_OTHERS = 600  # questions of each other form
_RARE = 1  # questions: a feature of no more of them is not learned
_LEAST = 0.15  # of a weight that is kept
_FOLDS = 4  # of writers


def others(questions: Iterable[Labelled], chance: random.Random) -> list[Labelled]:
    """Questions that want nothing of the collection, some of every other form."""
    pool = [one for one in questions if one.form is not Form.COLLECTION]
    chance.shuffle(pool)
    seen: Counter[Form] = Counter()
    found = []
    for one in pool:
        seen[one.form] += 1
        if seen[one.form] <= _OTHERS:
            found.append(one)
    return found


def fitted(asked: Sequence[Row], other: Sequence[Labelled]) -> CollectionWeights:
    """The weights learned from questions about the collection, and from others."""
    frame = frame_of(Labelled(row.writer, Form.COLLECTION, row.text) for row in asked)
    framing = [list(runs(masked(row.text, frame))) for row in asked]
    elsewhere = [list(runs(masked(one.text, frame))) for one in other]
    return CollectionWeights(
        frame,
        _linear([*framing, *elsewhere], [1] * len(asked) + [0] * len(other), 1),
        _linear(framing, [list(Wanted).index(row.request.wanted) for row in asked], len(Wanted)),
        _linear(framing, [int(row.request.exact) for row in asked], 1),
        _linear(*_words(asked, frame), 3),
    )


def _words(rows: Iterable[Row], frame: frozenset[str]) -> tuple[list[list[str]], list[int]]:
    """What every word of rows is told by, and what it belongs to."""
    features, kinds = [], []
    for row in rows:
        text, request = row.text, row.request
        words = masked_words(text, frame)
        shown = [word.shown for word in words]
        marked = [(_place(text, request.topic), 1), (_place(text, request.author), 2)]
        for place, word in enumerate(words):
            features.append(list(around(shown, place)))
            inside = (kind for (start, end), kind in marked if start <= word.start < end)
            kinds.append(next(inside, 0))
    return features, kinds


def _place(text: str, part: str) -> tuple[int, int]:
    start = text.find(part)
    return (start, start + len(part)) if part and start >= 0 else (-1, -1)


def _linear(rows: Sequence[Iterable[str]], classes: Sequence[int], size: int) -> Linear:
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


def main() -> None:
    """Measure, and write where asked to."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("--write", action="store_true")
    options = parser.parse_args()
    asked, other = rows_of(COLLECTION), others(labelled(FORMS), random.Random(5))
    writers = list(dict.fromkeys(row.writer for row in asked))
    right: Counter[str] = Counter()
    for fold in range(_FOLDS):
        out = set(writers[fold::_FOLDS])
        weights = fitted(
            [row for row in asked if row.writer not in out],
            [one for one in other if one.writer not in out],
        )
        right += _judged([row for row in asked if row.writer in out], weights)
        left = [one for one in other if one.writer in out]
        right["others"] += len(left)
        right["others taken for one"] += sum(is_asked_by(weights, one.text) for one in left)
    _print("writers left out", right)
    weights = fitted(asked, other)
    _print("unseen", _judged(rows_of(COLLECTION_UNSEEN), weights))
    if options.write:
        _write(weights)


def _print(name: str, counts: Counter[str]) -> None:
    told = (f"{what} {count}" for what, count in counts.items())
    print(f"{name}: {', '.join(told)}")


def _judged(rows: Sequence[Row], weights: CollectionWeights) -> Counter[str]:
    """Of how many rows it is true that they are read so."""
    counts = Counter({"asked": len(rows)})
    for row in rows:
        gold, found = row.request, request_by(weights, row.text)
        words = set(search_words(found.topic)) == set(search_words(gold.topic))
        same = found.wanted is gold.wanted and found.author == gold.author
        counts["taken for one"] += is_asked_by(weights, row.text)
        counts["wanted"] += found.wanted is gold.wanted
        counts["topic"] += found.topic == gold.topic
        counts["topic's words"] += words
        counts["exact"] += found.exact == gold.exact
        counts["author"] += found.author == gold.author
        counts["all but exact"] += same and words
    return counts


def _write(weights: CollectionWeights) -> None:
    parts: dict[str, Linear] = {name: getattr(weights, name) for name in PARTS}
    held = {"frame": sorted(weights.frame)} | {
        name: {
            "bias": [round(b, 3) for b in part.bias],
            "weights": {f: [round(w, 2) for w in values] for f, values in part.weights.items()},
        }
        for name, part in parts.items()
    }
    WEIGHTS.write_text(json.dumps(held, separators=(",", ":")) + "\n", "utf-8")
    print(f"{WEIGHTS.stat().st_size:,} bytes")


if __name__ == "__main__":
    main()
