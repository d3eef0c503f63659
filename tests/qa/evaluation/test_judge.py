"""Judging replies of the real product, and of hits made by hand."""

from __future__ import annotations

from dataclasses import replace

import pytest

from index.article import Article, Passage
from index.store import Index
from qa.answer import Citation, Hit
from qa.evaluation.asking import ask_each
from qa.evaluation.judge import (
    article_ranking,
    cites_evidence,
    evidence_share,
    is_right,
    passage_ranking,
    relevant_citations,
)
from qa.evaluation.questions import Question, read_questions
from tests.conftest import ROOT, article

QUESTION = Question("1", "Who won?", ("Ada",), relevant=("b", "d"), answer_start=8)


def hit(article_id: str, start: int, end: int, copies: tuple[Article, ...] = ()) -> Hit:
    held = article("Ada won. Bob lost. Cem came.", article_id)
    text = held.text[start:end]
    return Hit(Passage(1, article_id, held.version, start, end, text), held, 1.0, copies=copies)


def test_an_article_ranks_where_it_is_first_found() -> None:
    hits = [hit("a", 0, 8), hit("a", 9, 18), hit("c", 0, 8), hit("b", 0, 8)]
    ranking = article_ranking(hits, QUESTION)
    assert ranking.found == ("a", "c", "b")
    assert ranking.rank == 3


def test_a_hit_counts_as_the_relevant_article_it_names_as_a_copy() -> None:
    ranking = article_ranking([hit("a", 0, 8, (article("x", "d"),)), hit("b", 0, 8)], QUESTION)
    assert ranking.found == ("d", "b")


def test_the_right_passage_holds_the_place_of_the_answer() -> None:
    hits = [hit("d", 0, 18), hit("b", 9, 18), hit("b", 0, 9)]  # the place is in the first relevant
    ranking = passage_ranking(hits, QUESTION)
    assert ranking is not None
    assert ranking.rank == 3
    assert passage_ranking(hits, replace(QUESTION, answer_start=None)) is None


def test_what_is_right_is_told_by_the_strictest_thing_known() -> None:
    said = ["Ada Lovelace won the race in May."]
    assert is_right(QUESTION, said, ())
    assert not is_right(replace(QUESTION, evidence=("Quite another sentence.",)), said, ())
    assert not is_right(replace(QUESTION, answers=()), said, ())
    assert is_right(replace(QUESTION, answerable=False), said, ()) is None
    assert cites_evidence(said, ["Lovelace won the race"])
    assert cites_evidence(said, ["In May, Ada Lovelace won a race."])


def test_citations_are_counted_that_are_evidence_or_hold_an_answer() -> None:
    held = article("Ada won. Bob lost. Cem came.")
    cited = [Citation(n, held, a, b, held.text[a:b]) for n, (a, b) in enumerate([(0, 8), (9, 18)])]
    assert relevant_citations(QUESTION, cited) == 1
    assert relevant_citations(replace(QUESTION, evidence=("Bob lost.",)), cited) == 2
    assert relevant_citations(replace(QUESTION, answers=()), cited) is None
    assert evidence_share(QUESTION, cited) is None
    known = replace(QUESTION, evidence=("Bob lost.", "Cem came."))
    assert evidence_share(known, cited) == 0.5
    assert evidence_share(known, []) == 0


@pytest.fixture(scope="module")
def questions() -> dict[str, Question]:
    held = read_questions(ROOT / "tests/data/seed_questions.jsonl")
    assert not held.bad
    return {question.id: question for question in held.questions}


def test_the_product_is_judged(seed_index: Index, questions: dict[str, Question]) -> None:
    asked = [questions["q01"], next(q for q in questions.values() if q.kind == "off-topic")]
    first, second = ask_each(asked, seed_index, k=20)
    assert first.articles is not None
    assert first.articles.rank == 1
    assert (first.right, first.answer_rank, first.refused) == (True, 1, False)
    assert first.exact == len(first.cited) > 0
    assert first.timings_ms["total"] > 0
    assert second.refused
    assert second.right is None
    assert second.confidence < first.confidence


def test_the_standalone_form_is_asked_when_wanted(seed_index: Index) -> None:
    question = replace(QUESTION, standalone="Who won the 2022 World Cup?", history=())
    (plain,) = ask_each([question], seed_index, k=5)
    (alone,) = ask_each([question], seed_index, k=5, standalone=True)
    assert (plain.question, alone.question) == ("Who won?", "Who won the 2022 World Cup?")


def test_every_relevant_article_of_the_seed_questions_is_in_the_index(
    seed_index: Index, questions: dict[str, Question]
) -> None:
    named = {name for question in questions.values() for name in question.relevant}
    assert named <= {summary.id for summary in seed_index.articles()}
