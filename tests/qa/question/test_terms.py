"""What a question leans on, told by the classifier, on invented conversations."""

from __future__ import annotations

import pytest

from qa.question.terms import Talk, carried_terms, chance, terms

DAM = Talk(
    ("Who built the Orlava Dam?", "When was the Orlava Dam closed?"),
    "The Orlava Dam was closed in May, engineer Bo Crane said.",
    ("Orlava Dam to be mended",),
)


def test_each_phrase_is_a_term_once_with_where_it_stands() -> None:
    found = {term.text: term.features for term in terms("How tall is it?", DAM)}
    assert {"q0", "q0_name", "times_2", "in_title", "in_answer"} <= found["Orlava Dam"]
    assert "a" in found["engineer Bo Crane"]
    assert "has_thing" in found["Orlava Dam"]
    assert "q0|has_thing" in found["Orlava Dam"]


def test_what_the_question_says_itself_is_no_term() -> None:
    assert "Orlava Dam" not in {term.text for term in terms("Is the Orlava Dam tall?", DAM)}


def test_weights_add_up_to_a_chance() -> None:
    term = next(terms("How tall is it?", DAM))
    assert chance(term, {"bias": 0.0}) == 0.5
    assert chance(term, {"bias": 0.0, "q0": 2.0}) > 0.8
    assert chance(term, {"bias": -1.0, "nowhere": 9.0}) < 0.3


@pytest.mark.parametrize("question", ["How tall is it?", "Who was the architect?"])
def test_the_topic_is_carried_over(question: str) -> None:
    assert "Orlava Dam" in carried_terms(question, DAM, 0.4)
