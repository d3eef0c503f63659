"""Comparing answers, against a second way of saying the same."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qa.evaluation.texts import equal, f1, holds, recall, tokens

TOKENS = st.lists(st.sampled_from(["ada", "won", "in", "may", "1"]), max_size=6)


@pytest.mark.parametrize(
    ("text", "known", "held"),
    [
        ("It was France's third.", "France", True),
        ("pre-1967 borders", "1967", True),
        ("He paid $1,278.", "1278", True),
        ("the party began", "art", False),
        ("They met The President there", "president", True),
        ("Ada won", "Ada lost", False),
        ("anything", "?", False),
    ],
)
def test_an_answer_is_held_as_whole_words(text: str, known: str, held: bool) -> None:
    assert holds(text, known) == held


def test_case_punctuation_and_articles_do_not_count() -> None:
    assert tokens("The “U.S.” won, an 8–0!") == ["us", "won", "80"]
    assert tokens("The") == ["the"]
    assert equal("the Nobel prize.", ["Oscar", "Nobel Prize"])
    assert not equal("Nobel", ["Nobel Prize"])


@given(TOKENS, TOKENS)
def test_f1_is_the_harmonic_mean_of_precision_and_recall(one: list[str], other: list[str]) -> None:
    found, precision = recall(one, other), recall(other, one)
    expected = 2 * found * precision / (found + precision) if found + precision else 0.0
    assert f1(one, other) == pytest.approx(expected)
    assert f1(one, other) == pytest.approx(f1(other, one))
    assert 0 <= f1(one, other) <= 1
