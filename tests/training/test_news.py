from __future__ import annotations

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.bench.training.changed import changed, claim_of
from tests.bench.training.corpus import Article, kept, passages, shingles
from tests.bench.training.news import not_told, told, told_elsewhere
from tests.bench.training.news_patterns import ASKED
from tests.bench.training.rows import part

SEEDS = st.integers(0, 999)


@pytest.mark.parametrize(
    ("text", "question", "answer"),
    [
        ("Ada Moreau, 41, left early.", "How old is Ada Moreau?", "41"),
        ("The old pier cost about $3 million.", "How much did The old pier cost?", "$3 million"),
        ("They met the Dover-based Grey Wolf Trust.", "Where is Grey Wolf Trust based?", "Dover"),
    ],
)
def test_what_is_told_is_answered_by_its_span(text: str, question: str, answer: str) -> None:
    found = {
        row.question: row.text[slice(*row.spans[0])]
        for seed in range(9)
        for row in told(Article("1", "", text), random.Random(seed))
    }
    assert found[question] == answer


def test_what_is_not_told_has_none_of_the_words_that_would_answer() -> None:
    passage = Article("1", "Harbour", "Ada Moreau, 41, met her husband in Toro.")
    named = [("PERSON", "Ada Moreau"), ("GPE", "Toro")]
    words = {q: asked.words for asked in ASKED for q in asked.questions}
    for seed in range(50):
        for row in not_told(passage, named, random.Random(seed)):
            x = "Ada Moreau" if "Ada Moreau" in row.question else "Toro"
            assert not row.spans
            assert not words[row.question.replace(x, "{x}")].search(f"Harbour {passage.text}")
    assert list(not_told(passage, [], random.Random(1))) == []


def test_a_question_is_taken_to_a_passage_that_names_the_thing_without_the_answer() -> None:
    here = Article("1", "", "Ada Moreau, 41, left early.")
    there = Article("2", "", "Nobody saw Ada Moreau leave.")
    also = Article("3", "", "Ada Moreau, now 41, was seen.")
    [row] = told(here, random.Random(0))
    for seed in range(9):
        [taken] = told_elsewhere([row], [here, there, also], random.Random(seed))
        assert (taken.question, taken.text, taken.spans) == (row.question, there.text, ())


def test_articles_that_share_their_text_are_kept_out() -> None:
    words = [f"word{number}" for number in range(60)]
    same = Article("1", "", " ".join(words[:15]).upper())
    quoting = Article("2", "", " ".join(words[40:54]) + " and more")
    assert len(shingles(same.text)) == 3
    assert kept([same, quoting], [Article("3", "", " ".join(words))]) == [quoting]


def test_passages_are_of_the_article_and_long_enough() -> None:
    paragraph = "A sentence of some length stands here, again and again and again. " * 3
    text = "\n\n".join([paragraph.strip()] * 9)
    found = list(passages([Article("1", "T", text), Article("2", "T", "Short.")], random.Random(1)))
    assert [passage.id for passage in found] == ["1", "1"]
    assert all(len(passage.text) > 350 for passage in found)


@settings(max_examples=30)
@given(SEEDS)
def test_a_contradiction_differs_from_its_sentence(seed: int) -> None:
    sentence = "Prices rose by 12 per cent in March, said Ada Moreau, before the bank cut its rate."
    found = claim_of(sentence, ["Ada Moreau", "Grey Wolf"], random.Random(seed))
    if found is None:  # what chance chose cannot be changed
        return
    claim, label = found
    if label == "contradict":
        assert not sentence.startswith(claim.rstrip("."))
    else:
        assert sentence.startswith(claim.rstrip("."))


def test_claims_come_with_the_sentence_they_are_made_of() -> None:
    text = " ".join(
        f"On day {n} the price of wheat rose in the northern town of Wick again." for n in range(20)
    )
    rows = list(changed([Article("1", "", text)] * 3, 5, random.Random(1)))
    assert len(rows) >= 5
    assert {row.label for row in rows} <= {0, 1}
    assert all(row.text in text for row in rows)


def test_a_share_is_never_nothing_of_something() -> None:
    assert [part(n, 0.25) for n in (0, 1, 10, 100)] == [0, 1, 2, 25]
