"""Names and phrases of questions."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from qa.language.phrases import phrases, strong_words, things_said, with_capitals


@pytest.mark.parametrize(
    ("question", "found"),
    [
        ("When did the Orlava Dam collapse in Norland?", ["Orlava Dam", "Norland"]),
        ("where does the orlava river start", ["orlava river"]),
        ("Who saw the fall of the city?", ["fall of the city"]),
        ("Is Ilse Brandauer's husband alive?", ["Ilse Brandauer's husband"]),
        ("Who starred in Pots and Pans?", ["Pots and Pans"]),
        ("How many people died?", []),
        # verbs that the tagger takes for nouns: after "did" there must be one
        ("What did Ilse Brandauer promise?", ["Ilse Brandauer"]),
        ("What did the Supreme Court rule?", ["Supreme Court"]),
        ("When did Queen Mathilde visit Norland?", ["Queen Mathilde", "Norland"]),
        ("Why did the bank collapse?", ["bank"]),
        ("Who vandalised the statues near the lake?", ["statues", "lake"]),
    ],
)
def test_phrases_name_something(question: str, found: list[str]) -> None:
    assert [phrase.text for phrase in phrases(question)] == found


def test_a_phrase_knows_its_surroundings() -> None:
    dam, land = phrases("When did the Orlava Dam collapse in Norland?")
    assert (dam.named, dam.rim, dam.whole, dam.role) == (True, False, "the Orlava Dam", "nsubj")
    assert (land.named, land.rim, land.article, land.kind) == (True, True, "", "place")
    plural = [p.is_plural for p in phrases("the ships of Norland, the boats, or a bus")]
    assert plural == [True, True, False]
    assert [p.asked for p in phrases("Which boats left the harbour?")] == [True, False]
    assert [p.asked for p in phrases("How many boats are there?")] == [True]


def test_strong_words_are_not_of_the_commonest() -> None:
    assert strong_words("How many people are on the lake?") == ["lake"]
    assert strong_words("Who was it?") == []


def test_things_said_leave_out_verbs() -> None:
    assert things_said("How many people have ever crossed the lake?") == ["lake"]


def test_capitals_are_borrowed_only_by_texts_without_any() -> None:
    others = ["Storm over the Testa-Orlava Bridge"]
    assert with_capitals("is the testa orlava bridge safe", others).count("Testa-Orlava") == 1
    assert with_capitals("is the testa bridge in Norland", others).count("testa") == 1


def test_a_title_before_a_name_is_not_asked_for() -> None:
    others = ["Mayor Ilse Brandauer resigns"]
    assert with_capitals("how old is ilse brandauer", others) == "how old is Ilse Brandauer"


@settings(deadline=None)
@given(st.text(max_size=200))
def test_any_text_can_be_taken_apart(text: str) -> None:
    assert all(phrase.text in text for phrase in phrases(text))
    strong_words(text)
    things_said(text)
