"""Reciprocal rank fusion (Cormack, Clarke & Büttcher, SIGIR 2009)."""

from __future__ import annotations

from collections.abc import Sequence


def reciprocal_rank_fusion(
    rankings: Sequence[Sequence[int]],
    *,
    constant: float = 60.0,
    weights: Sequence[float] | None = None,
) -> list[tuple[int, float]]:
    """Join several rankings into one.

    Args:
        rankings: ids, best first, each id once a ranking.
        constant: the larger, the less the first places count; the paper's 60 unless given.
        weights: how much each ranking counts; all 1 unless given.

    Returns:
        Each id of any ranking with the sum of `weight / (constant + rank)`, rank 1 for the best;
        highest first, ties by id.
    """
    scores: dict[int, float] = {}
    for ranking, weight in zip(rankings, weights or [1.0] * len(rankings), strict=True):
        for rank, found in enumerate(ranking, start=1):
            scores[found] = scores.get(found, 0.0) + weight / (constant + rank)
    return sorted(scores.items(), key=lambda item: (-item[1], item[0]))
