"""Finding passages: by vectors and by words, fused. Filters apply inside both searches."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import islice

from index.article import Article, Filters
from index.english import in_other_script, knows_only_english
from index.models.encoder import load_encoder
from index.store import Index
from qa.answer import Hit
from qa.language.words import search_words
from qa.question.periods import NOTHING_NAMED, Named
from qa.retrieval.copies import collapse
from qa.retrieval.fusion import reciprocal_rank_fusion

_DEEPEST = 1_600  # passages of each search: beyond that, fewer hits rather than a slow answer


@dataclass(frozen=True, slots=True)
class SearchSettings:
    """How passages are searched for.

    Attributes:
        depth: how many passages each of the two searches gives to the fusion.
        constant: of the reciprocal rank fusion.
        dense_weight: what a place in the list by vectors counts.
        lexical_weight: what a place in the list by words counts.
        boost: what a place among the articles of a period or source that the question names counts
            besides, as a share of the two weights.
        collapsed: whether copies of one passage in several articles become one hit.
    """

    depth: int = 50
    constant: float = 10.0
    dense_weight: float = 1.0
    lexical_weight: float = 1.5
    boost: float = 0.25
    collapsed: bool = True


def find(
    question: str,
    index: Index,
    filters: Filters,
    named: Named,
    *,
    encoder: str | None = None,
    most: int,
    known_on: date | None = None,
) -> tuple[list[Hit], Named]:
    """`search` as the question's own words narrow it, and what came of them.

    A period such as "last week" filters; where no article is of that time, all are searched and the
    `Named` handed back says so. Other periods and the sources named only raise their articles.
    """
    narrowed = named.narrowed(filters)
    if narrowed == filters:
        named = named.only_raising()
    hits = search(question, index, narrowed, named, encoder=encoder, most=most, known_on=known_on)
    if hits or narrowed == filters:
        return hits, named
    named = replace(named, dropped=True)
    hits = search(question, index, filters, named, encoder=encoder, most=most, known_on=known_on)
    return hits, named


def search(
    question: str,
    index: Index,
    filters: Filters,
    named: Named = NOTHING_NAMED,
    *,
    encoder: str | None = None,
    most: int,
    known_on: date | None = None,
    settings: SearchSettings | None = None,
) -> list[Hit]:
    """The first stage: both searches, their fusion, copies collapsed; `most` hits, best first.

    While vectors still fill in, the search by vectors counts as much as the share of passages that
    have theirs: what it cannot see yet must not lose by it. What the question names raises the
    articles of that period or source by two more rankings, of them alone. Articles of a later day
    than `known_on` are passed over; those without a day are not.
    """
    settings = settings or SearchSettings()
    loaded = load_encoder(encoder or index.manifest.encoder.name)
    index.check_encoder(loaded.name, loaded.fingerprint)
    seen = index.manifest.counts.covered
    # to a model of English all questions in other scripts look alike: then words alone count
    known = not (knows_only_english(loaded.name) and in_other_script(question))
    vector = loaded.encode_queries([question])[0] if seen and known else None
    asked = search_words(question)
    depth = max(settings.depth, most)

    def rankings(within: Filters) -> tuple[list[int], list[int]]:
        dense = [] if vector is None else _ids(index.nearest(vector, depth, within))
        return dense, _ids(index.words(asked, depth, within))

    while True:
        dense, lexical = rankings(filters)
        boosted = [rankings(within) for within in named.boosts(filters)]
        fused = _fused(index, [(dense, lexical), *boosted], seen, settings, at_once=most)
        hits = (hit for hit in fused if _is_known(hit.article, known_on))
        if not settings.collapsed:
            return list(islice(hits, most))
        found = collapse(
            question,
            hits,
            most=most,
            near=lambda article_id: index.near(article_id, filters),
            article=index.article,
        )
        all_seen = len(dense) < depth and len(lexical) < depth
        if len(found) == most or all_seen or depth >= _DEEPEST:
            return found
        depth = min(4 * depth, _DEEPEST)  # copies took the places: look further down


def _fused(
    index: Index,
    rankings: Sequence[tuple[list[int], list[int]]],
    seen: float,
    settings: SearchSettings,
    *,
    at_once: int,
) -> Iterator[Hit]:
    """The passages of all lists as hits, best first, loaded some at a time.

    The rankings are pairs, by vectors and by words: that of everything, then those that boost.
    """
    weights = [settings.dense_weight * seen, settings.lexical_weight]
    ranked = reciprocal_rank_fusion(
        [ranking for pair in rankings for ranking in pair],
        constant=settings.constant,
        weights=[
            weight * (settings.boost if boosting else 1.0)
            for boosting in range(len(rankings))
            for weight in weights
        ],
    )
    dense, lexical = rankings[0]
    dense_rank = {found: rank for rank, found in enumerate(dense, start=1)}
    lexical_rank = {found: rank for rank, found in enumerate(lexical, start=1)}
    for start in range(0, len(ranked), at_once):
        part = ranked[start : start + at_once]
        found = index.passages([passage_id for passage_id, _ in part])
        for (passage, article), (_, score) in zip(found, part, strict=True):
            yield Hit(
                passage, article, score, dense_rank.get(passage.id), lexical_rank.get(passage.id)
            )


def _is_known(article: Article, day: date | None) -> bool:
    """Whether an article was out on a day; those without a day were, and all are of no day."""
    return day is None or article.published is None or article.published <= day


def _ids(found: Sequence[tuple[int, float]]) -> list[int]:
    return [passage_id for passage_id, _ in found]
