"""The measures of rankings, against their definitions."""

from __future__ import annotations

import math
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qa.errors import LibraryMissing
from qa.evaluation.measures import measure
from qa.evaluation.outcome import Ranking

NAMES = st.lists(st.sampled_from([f"n{n}" for n in range(30)]), unique=True, max_size=25)


@given(st.lists(st.tuples(NAMES, NAMES.filter(bool)), min_size=1, max_size=4))
def test_measures_are_what_their_names_say(made: list[tuple[list[str], list[str]]]) -> None:
    rankings = {f"q{n}": Ranking(tuple(f), tuple(r)) for n, (f, r) in enumerate(made)}
    worth = measure(rankings)
    for key, ranking in rankings.items():
        good = [name in ranking.right for name in ranking.found[:10]]
        gain = sum(1 / math.log2(place + 2) for place, right in enumerate(good) if right)
        best = sum(1 / math.log2(place + 2) for place in range(min(10, len(ranking.right))))
        rank = ranking.rank
        expected = {
            "hit@1": float(any(good[:1])),
            "hit@5": float(any(good[:5])),
            "hit@10": float(any(good)),
            "MRR@10": 1 / rank if rank and rank <= 10 else 0.0,
            "nDCG@10": gain / best,
            "recall@10": sum(good) / len(ranking.right),
        }
        assert worth[key] == pytest.approx(expected)


def test_a_missing_library_is_told_with_the_way_to_get_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "ir_measures", None)
    with pytest.raises(LibraryMissing, match=r"pip install -e '\.\[eval\]'"):
        measure({})
