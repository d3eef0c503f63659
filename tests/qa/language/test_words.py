from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from qa.language.words import search_words, words


def test_stop_words_and_repetitions_are_left_out() -> None:
    assert search_words("Who did the Pope meet, and what did the Pope say?") == [
        "pope",
        "meet",
        "say",
    ]


def test_a_question_of_stop_words_keeps_them() -> None:
    assert search_words("Who is who?") == ["who", "is"]


def test_abbreviations_numbers_and_accents_are_words() -> None:
    assert words("U.S. troops in Łódź, 3.5 million") == [
        "u.s.",
        "troops",
        "in",
        "łódź",
        "3",
        "5",
        "million",
    ]


@given(st.text())
def test_any_text_gives_words_without_white_space(text: str) -> None:
    assert all(word and not any(c.isspace() for c in word) for word in words(text))
