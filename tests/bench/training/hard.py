"""Near-misses that the reader takes for answers: what there is most to learn from.

Hard negatives chosen by the model that is trained on, as Xiong et al. 2021 (arXiv:2007.00808) did
for retrieval.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import islice

from qa.evidence.reader import Reader
from qa.evidence.scores import PassageScores
from tests.bench.training.rows import Reading

_FALLEN_FOR = 0.0  # logits of answering, or of a span over "not here"
_SHOWN_ROWS = 2_000
_WEIGHT = 0.9  # some are answered all the same, in words that the answer does not have


def fallen_for(rows: Iterable[Reading], reader: Reader) -> Iterator[Reading]:
    """Those rows without an answer of which the reader says that they are answered.

    Args:
        rows: questions with passages that do not answer.
        reader: reads them with their titles.
    """
    rows = iter(rows)
    tried = fallen = 0
    while some := list(islice(rows, _SHOWN_ROWS)):
        for row in some:
            [scores] = reader.read(row.question, [(row.title, row.text)])
            if _answers(scores):
                fallen += 1
                yield replace(row, source=f"hard, {row.source}", weight=_WEIGHT)
        tried += len(some)
        print(f"hard: {fallen} of {tried}", flush=True)


def _answers(scores: PassageScores) -> bool:
    best = scores.best()
    return scores.answers > _FALLEN_FOR or (best is not None and best.margin > _FALLEN_FOR)
