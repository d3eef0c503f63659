from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from index.article import Filters
from qa.errors import QuestionError
from qa.question.request import (
    LONGEST_QUESTION,
    Query,
    checked_hits,
    checked_query,
    checked_question,
    filters_from,
)


def test_white_space_is_folded() -> None:
    assert checked_question("  who \n won?\t") == "who won?"


@pytest.mark.parametrize(
    ("question", "words"),
    [
        ("", "empty"),
        (" \n\t", "empty"),
        ("word " * 10_000, "10,000 words"),
        ("?!", "no word"),
        ("hi", "nothing"),
        ("Hello there!", "nothing"),
        ("ok, thanks a lot", "nothing"),
    ],
)
def test_a_question_that_cannot_be_right_is_refused_with_the_next_step(
    question: str, words: str
) -> None:
    with pytest.raises(QuestionError, match=words) as refused:
        checked_question(question)
    assert "ask" in str(refused.value)


@pytest.mark.parametrize("question", ["hello kitty", "Yukos", "thanksgiving", "No smoking?"])
def test_words_that_look_like_a_greeting_are_asked(question: str) -> None:
    assert checked_question(question) == question


def test_the_longest_question_is_taken() -> None:
    assert len(checked_question("x" * LONGEST_QUESTION)) == LONGEST_QUESTION


@pytest.mark.parametrize("k", [0, -1, 101])
def test_hits_outside_the_range_are_refused(k: int) -> None:
    with pytest.raises(QuestionError, match=str(k)):
        checked_hits(k)


def test_days_months_and_years_become_filters() -> None:
    assert filters_from("2021-05-13", date(2021, 6, 1), " CNN ") == Filters(
        date(2021, 5, 13), date(2021, 6, 1), "CNN"
    )
    assert filters_from("2020", "2020", None) == Filters(date(2020, 1, 1), date(2020, 12, 31))
    assert filters_from("2020-02", "2020-02", "") == Filters(date(2020, 2, 1), date(2020, 2, 29))
    assert filters_from("", None, None) == Filters()
    assert not Filters().any


@pytest.mark.parametrize("day", ["yesterday", "2021-13", "2021-02-30", "0000", "13.5.2021"])
def test_a_day_that_is_none_is_refused(day: str) -> None:
    with pytest.raises(QuestionError, match="2021-05-13"):
        filters_from(day, None, None)
    with pytest.raises(QuestionError, match="until"):
        filters_from(None, day, None)


def test_an_empty_range_is_refused() -> None:
    with pytest.raises(QuestionError, match="swap"):
        filters_from("2022", "2021", None)


def test_a_query_holds_what_was_given_checked() -> None:
    given = checked_query(
        " who \n won?", k=3, since="2021-05", until=None, source=" CNN ", today="2021-06-01"
    )
    filters = Filters(since=date(2021, 5, 1), source="CNN")
    day = date(2021, 6, 1)
    assert given == Query("who won?", 3, filters, day, dates=True, known_on=day)
    usual = checked_query("Who?", k=1, dates=False)
    assert usual.today == date.today()
    assert usual.known_on is None


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"question": " "}, "empty"),
        ({"k": 0}, "0 hits"),
        ({"since": "May"}, "since='May'"),
        ({"until": "May"}, "until='May'"),
        ({"today": "May"}, "today='May'"),
    ],
)
def test_a_query_that_cannot_be_right_names_the_value(wrong: dict[str, Any], words: str) -> None:
    with pytest.raises(QuestionError, match=words):
        checked_query(**{"question": "Who?", "k": 8, **wrong})
