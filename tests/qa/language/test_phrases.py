"""Names and phrases of questions."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qa.language.phrases import is_verb, phrases, strong_words, with_capitals
from qa.language.words import tokens


@pytest.mark.parametrize(
    ("question", "found"),
    [
        ("When did the Orlava Dam collapse in Norland?", ["Orlava Dam", "Norland"]),
        ("where does the orlava river start", ["orlava river"]),
        ("Who saw the fall of the city?", ["fall of the city"]),
        ("Is Ilse Brandauer's husband alive?", ["Ilse Brandauer's husband"]),
        ("Who starred in Pots and Pans?", ["starred", "Pots and Pans"]),
        ("How many people died?", []),
    ],
)
def test_phrases_name_something(question: str, found: list[str]) -> None:
    assert [phrase.text for phrase in phrases(question)] == found


def test_a_phrase_knows_its_surroundings() -> None:
    dam, land = phrases("When did the Orlava Dam collapse in Norland?")
    assert (dam.named, dam.rim, dam.article) == (True, False, "the ")
    assert (land.named, land.rim, land.article) == (True, True, "")
    assert [p.is_plural for p in phrases("the ships of Norland, the boats, or a bus")] == [
        True,
        True,
        False,
    ]


def test_verbs_are_known_in_all_their_forms() -> None:
    assert all(map(is_verb, "win wins won opened stopped carries carried closing begun".split()))
    assert not any(map(is_verb, "dam river president ship vessels".split()))


def test_strong_words_say_what_a_text_is_about() -> None:
    assert strong_words("How many people have ever crossed the lake?") == ["lake"]
    assert strong_words("Who was it?") == []


def test_capitals_are_borrowed_only_by_texts_without_any() -> None:
    others = ["Storm over the Testa-Orlava Bridge"]
    assert with_capitals("is the testa orlava bridge safe", others).count("Testa-Orlava") == 1
    assert with_capitals("is the testa bridge in Norland", others).count("testa") == 1


@given(st.text(max_size=200))
def test_any_text_can_be_taken_apart(text: str) -> None:
    assert all(text[token.start : token.end] == token.text for token in tokens(text))
    assert all(phrase.text in text for phrase in phrases(text))
    strong_words(text)
