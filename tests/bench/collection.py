"""Train what reads questions about the collection, `qa/question/collection_weights.json`.

    python -m tests.bench.collection [--write]

It learns from `tests/data/collection_questions.txt`, where each question stands by what it wants,
and from questions of other forms, which want nothing of it (`forms`). What they are about is
learned by `topics`. Printed: how many questions are read right of writers that were not learned
from. `--write` writes the weights.
"""

from __future__ import annotations

import argparse
import random
from collections import Counter
from collections.abc import Iterable, Sequence

from qa.question.collection import (
    PARTS,
    WEIGHTS,
    CollectionWeights,
    Wanted,
    asked_by,
    wanted_by,
)
from qa.question.form import Form, masked, runs
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
from tests.bench.linear import fitted_linear, store

_OTHERS = 600  # questions of each other form
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
    frame = frame_of(asked)
    framing = [list(runs(masked(row.text, frame))) for row in asked]
    elsewhere = [list(runs(masked(one.text, frame))) for one in other]
    return CollectionWeights(
        frame,
        fitted_linear([*framing, *elsewhere], [1] * len(asked) + [0] * len(other), 1),
        fitted_linear(
            framing, [list(Wanted).index(row.request.wanted) for row in asked], len(Wanted)
        ),
        fitted_linear(framing, [int(row.request.exact) for row in asked], 1),
    )


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
        right["others taken for one"] += sum(asked_by(weights, one.text) > 0 for one in left)
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
        wanted, exact = wanted_by(weights, row.text)
        counts["taken for one"] += asked_by(weights, row.text) > 0
        counts["wanted"] += wanted is row.request.wanted
        counts["exact"] += exact == row.request.exact
    return counts


def _write(weights: CollectionWeights) -> None:
    parts = {name: getattr(weights, name).written() for name in PARTS}
    held = {"frame": sorted(weights.frame)} | parts
    store(WEIGHTS, held)


if __name__ == "__main__":
    main()
