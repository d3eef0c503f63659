"""Measures of rankings, by ir-measures over trec_eval (MacAvaney et al. 2022, arXiv:2111.13466)."""

from __future__ import annotations

from collections.abc import Mapping

from qa.errors import LibraryMissing
from qa.evaluation.outcome import Ranking

DEEPEST = 10  # places of a ranking that count


def measure(rankings: Mapping[str, Ranking]) -> dict[str, dict[str, float]]:
    """What each ranking is worth: hit@1, hit@5, hit@10, MRR@10, nDCG@10 and recall@10, 0 to 1.

    Args:
        rankings: by question id; all right names are worth the same.

    Returns:
        By question id, then by measure.

    Raises:
        LibraryMissing: ir-measures is not installed.
    """
    try:
        import ir_measures
        from ir_measures import RR, R, Success, nDCG
    except ImportError as error:
        raise LibraryMissing("measuring rankings", "eval") from error
    named = {
        "hit@1": Success @ 1,
        "hit@5": Success @ 5,
        "hit@10": Success @ DEEPEST,
        "MRR@10": RR,  # the rankings end at ten
        "nDCG@10": nDCG @ DEEPEST,
        "recall@10": R @ DEEPEST,
    }
    right = {key: dict.fromkeys(ranking.right, 1) for key, ranking in rankings.items()}
    found = {
        key: {name: -float(rank) for rank, name in enumerate(ranking.found[:DEEPEST])}
        for key, ranking in rankings.items()
    }
    names = {measure: name for name, measure in named.items()}
    worth: dict[str, dict[str, float]] = {
        key: dict.fromkeys(named, 0.0) for key in rankings
    }  # a ranking without a name in it is not calculated
    for result in ir_measures.iter_calc(list(names), right, found):
        worth[result.query_id][names[result.measure]] = float(result.value)
    return worth
