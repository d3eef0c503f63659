from __future__ import annotations

from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from qa.retrieval.fusion import reciprocal_rank_fusion

rankings = st.lists(st.lists(st.integers(0, 30), unique=True, max_size=12), max_size=4)


def test_worked_example() -> None:
    fused = reciprocal_rank_fusion([[7, 8], [8, 9]], constant=60)
    assert fused == [(8, 1 / 62 + 1 / 61), (7, 1 / 61), (9, 1 / 62)]


@given(rankings)
def test_fusion_equals_the_definition(lists: list[list[int]]) -> None:
    def exact(found: int) -> Fraction:
        return sum(
            (Fraction(1, 60 + ranking.index(found) + 1) for ranking in lists if found in ranking),
            Fraction(0),
        )

    ids = {found for ranking in lists for found in ranking}
    fused = reciprocal_rank_fusion(lists)
    assert {found for found, _ in fused} == ids
    assert all(abs(score - float(exact(found))) < 1e-12 for found, score in fused)
    assert fused == sorted(fused, key=lambda item: (-item[1], item[0]))


@given(rankings)
def test_the_order_of_the_rankings_does_not_matter(lists: list[list[int]]) -> None:
    forward = [found for found, _ in reciprocal_rank_fusion(lists)]
    assert len(forward) == len(set(forward))
    backward = dict(reciprocal_rank_fusion(lists[::-1]))
    assert all(abs(backward[f] - s) < 1e-12 for f, s in reciprocal_rank_fusion(lists))


def test_weights_count() -> None:
    fused = reciprocal_rank_fusion([[1], [2]], weights=[1.0, 2.0])
    assert [found for found, _ in fused] == [2, 1]
