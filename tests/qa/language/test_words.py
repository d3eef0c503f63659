from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qa.language.words import search_words, stem, tokens, without_marks, words


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


@pytest.mark.parametrize(
    "forms",
    [
        "elect elects elected electing election elections",
        "company companies",
        "vaccinate vaccinated vaccination vaccines",
        "smuggle smuggles smuggled smuggling",
        "resign resigned resigning resigns",
    ],
)
def test_forms_of_a_word_have_one_stem(forms: str) -> None:
    assert len({stem(word) for word in forms.split()}) == 1


@pytest.mark.parametrize(
    "others",
    [
        "contract contrary contrast",
        "interest interview interval interior",
        "comment commerce committee",
        "peterson petersen",
        "christian christopher christina",
    ],
)
def test_words_that_only_begin_alike_have_stems_of_their_own(others: str) -> None:
    assert len({stem(word) for word in others.split()}) == len(others.split())


def test_a_reader_sees_words_with_inner_marks() -> None:
    text = "Don’t pay 1,200.50 for the U.S.-made A-10’s 3rd wing; ok?"
    found = [token.text for token in tokens(text)]
    assert " ".join(found) == "Don’t pay 1,200.50 for the U.S. - made A-10’s 3rd wing ; ok ?"


def test_marks_on_letters_can_be_left_out() -> None:
    assert without_marks("Łódź, Ramírez, Ångström") == "Łodz, Ramirez, Angstrom"


@given(st.text())
def test_tokens_stand_where_they_say(text: str) -> None:
    assert all(text.startswith(token.text, token.start) for token in tokens(text))


@given(st.text())
def test_every_word_has_a_stem(text: str) -> None:
    assert all(stem(word) for word in words(text))
