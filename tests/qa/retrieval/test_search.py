"""Retrieval against brute force: every vector compared, every ranking fused by the definition."""

from __future__ import annotations

from datetime import date

import numpy as np
import pytest

import qa
from index.article import Filters
from index.building.vectors import embedded_text
from index.models.encoder import Floats, load_encoder
from index.store import Index
from qa.answer import Hit
from qa.language.words import search_words
from qa.retrieval.search import SearchSettings, search

QUESTIONS = [
    "How many ships were queuing for the Suez Canal?",
    "earthquake death toll",
    "Who directed Człowiek z żelaza?",
    "gold",
]


def place(hit: Hit) -> tuple[str, int]:
    return (hit.article.id, hit.passage.start)


@pytest.fixture(scope="module")
def vector_of(seed_index: Index) -> dict[int, Floats]:
    """The vector of each passage, encoded anew."""
    everything = seed_index.passages(sorted(int(i) for i in seed_index.vector_ids()))
    texts = [embedded_text(article.title, passage.text) for passage, article in everything]
    vectors = load_encoder().encode_passages(texts)
    return {passage.id: vector for (passage, _), vector in zip(everything, vectors, strict=True)}


@pytest.mark.parametrize("question", QUESTIONS)
@pytest.mark.parametrize(
    "filters", [Filters(), Filters(since=date(2015, 1, 1)), Filters(source="LINDEN POST")]
)
def test_search_equals_brute_force(
    question: str, filters: Filters, seed_index: Index, vector_of: dict[int, Floats]
) -> None:
    settings = SearchSettings(depth=20, collapsed=False)
    query = load_encoder().encode_queries([question])[0]
    everything = seed_index.passages(sorted(int(i) for i in seed_index.vector_ids()))
    allowed = [
        (passage, article)
        for passage, article in everything
        if (not filters.since or (article.published and article.published >= filters.since))
        and (not filters.source or article.source.casefold() == filters.source.casefold())
    ]
    cosines = np.stack([vector_of[passage.id] for passage, _ in allowed]) @ query
    order = np.lexsort(([p.id for p, _ in allowed], -cosines))[: settings.depth]
    dense = [allowed[i][0].id for i in order]
    words = search_words(question)
    lexical = [found for found, _ in seed_index.words(words, settings.depth, filters)]
    assert set(lexical) <= {p.id for p, _ in allowed}

    scores: dict[int, float] = {}
    for ranking, weight in ((dense, settings.dense_weight), (lexical, settings.lexical_weight)):
        for rank, found in enumerate(ranking, start=1):
            scores[found] = scores.get(found, 0.0) + weight / (settings.constant + rank)
    expected = sorted(scores, key=lambda found: (-scores[found], found))[:10]

    hits = search(question, seed_index, filters, most=10, settings=settings)
    assert [hit.passage.id for hit in hits] == expected
    for hit in hits:
        assert hit.score == pytest.approx(scores[hit.passage.id])
        assert hit.dense_rank == (
            dense.index(hit.passage.id) + 1 if hit.passage.id in dense else None
        )
        assert hit.lexical_rank == (
            lexical.index(hit.passage.id) + 1 if hit.passage.id in lexical else None
        )


def test_hits_are_exact_places_best_first_and_at_most_k(seed_index: Index) -> None:
    for k in (1, 5, 30):
        hits = qa.retrieve("Who went to the Moon?", index=seed_index, k=k)
        assert len(hits) <= k
        assert [h.score for h in hits] == sorted((h.score for h in hits), reverse=True)
        assert len({place(h) for h in hits}) == len(hits)
        for hit in hits:
            assert hit.article.text[hit.passage.start : hit.passage.end] == hit.passage.text


def test_reranking_keeps_the_hits_and_changes_only_their_order(seed_index: Index) -> None:
    question = "Why are the mirror segments of the Webb telescope coated with gold?"
    before = qa.retrieve(question, index=seed_index, k=20, reranked=False)
    after = qa.retrieve(question, index=seed_index, k=20)
    assert {place(h) for h in before} == {place(h) for h in after}
    assert "gold reflects infrared light" in after[0].passage.text


def test_the_same_question_has_the_same_hits_and_scores(seed_index: Index) -> None:
    first, second = (qa.retrieve("Suez Canal", index=seed_index) for _ in range(2))
    assert first == second


def test_filters_are_applied_inside_the_search(seed_index: Index) -> None:
    hits = qa.retrieve("earthquake", index=seed_index, k=5, source="quarry lane gazette")
    assert hits
    assert {h.article.source for h in hits} == {"Quarry Lane Gazette"}
    old = qa.retrieve("earthquake", index=seed_index, k=50, until="1990")
    assert old
    assert all(h.article.published and h.article.published.year <= 1990 for h in old)


def test_articles_of_later_days_are_not_known(seed_index: Index) -> None:
    day = date(2015, 1, 1)
    every = search("earthquake death toll", seed_index, Filters(), most=40)
    known = search("earthquake death toll", seed_index, Filters(), most=40, known_on=day)
    early = [place(hit) for hit in known]
    assert any(hit.article.published and hit.article.published > day for hit in every)
    assert all(not hit.article.published or hit.article.published <= day for hit in known)
    assert set(early) >= {
        place(hit) for hit in every if not hit.article.published or hit.article.published <= day
    }


def test_of_a_day_of_asking_that_is_given_later_articles_are_not_told(seed_index: Index) -> None:
    question = "How many vessels were waiting to enter the Suez Canal?"
    days = {hit.article.published for hit in qa.retrieve(question, index=seed_index)}
    newest = max(filter(None, days))
    before = qa.retrieve(question, index=seed_index, today=date(newest.year, 1, 1))
    assert all(hit.article.published is None or hit.article.published < newest for hit in before)
