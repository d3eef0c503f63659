from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from qa.language.parsing import parse
from qa.suggesting.candidates import LONGEST, candidates, is_english, presentable
from qa.suggesting.clauses import read_clause
from qa.suggesting.people import Names
from tests.conftest import article

TEXT = """ORLAVA, May 3 (Seed Wire) - Mayor Ada Lindqvist opened the Testa Bridge on Tuesday.
"The Testa Bridge will last a century," said Ada Lindqvist. The Testa Bridge has 40 arches.
Jonas Weil, a shopkeeper and member of the council, was not convinced.
The Orlava Canal, a narrow waterway of the north, was closed because the banks gave way.
Mia Roth, the chief executive of Weil Steel, was there. She spoke to traders.
Weil Steel promised to build a new mill in Norland. The Orlava Hall is located in Norland.
The Old Ferry was abandoned in 1999. The Testa Bridge was designed by Bo Crane.
At least 300 traders were waiting to cross the Testa Bridge."""


def questions(text: str = TEXT, title: str = "Testa Bridge opens in Orlava") -> set[str]:
    return {candidate.question for candidate in candidates(article(text, title=title))}


@pytest.mark.parametrize(
    "question",
    [
        "When did Mayor Ada Lindqvist open the Testa Bridge?",
        "What did Ada Lindqvist say about the Testa Bridge?",
        "How many arches does the Testa Bridge have?",
        "Who is Jonas Weil?",
        "What is the Orlava Canal?",
        "Why was the Orlava Canal closed?",
        "Who is the chief executive of Weil Steel?",
        "What did Weil Steel promise to do?",
        "When was the Old Ferry abandoned?",
        "Who designed the Testa Bridge?",
        "How many traders were waiting to cross the Testa Bridge?",
    ],
)
def test_a_sentence_becomes_a_question(question: str) -> None:
    assert question in questions()


def test_the_place_is_that_of_the_words_that_answer() -> None:
    made = {c.question: TEXT[c.start : c.end] for c in candidates(article(TEXT, title="A bridge"))}
    assert made["Who is Jonas Weil?"].startswith("Jonas Weil, a shopkeeper")


def test_an_article_that_defines_its_title() -> None:
    text = "A weir is a low dam that raises the level of a river so that boats can pass over it."
    assert questions(text, "Weir") == {"What is a weir?"}


@pytest.mark.parametrize(
    "text",
    [
        "The man accused of the theft in Orlava denied on Tuesday that he had been there at all.",
        "He opened the Testa Bridge on Tuesday in front of a crowd that had waited for hours.",
        "The bridge was closed on Tuesday because the wind from the north had become too strong.",
        "Die Brücke in Orlava wurde am Dienstag von Ada Lindqvist eröffnet und ist nun befahrbar.",
    ],
)
def test_what_is_not_certain_makes_no_question(text: str) -> None:
    assert questions(text) == set()


NOBODY = Names("", "", frozenset())


@pytest.mark.parametrize(
    ("sentence", "asked"),
    [
        ("The Testa Bridge was closed on Tuesday.", "was the Testa Bridge closed"),
        ("The council sold the ferry.", "did the council sell"),
        ("Norland has two ports.", "does Norland have"),
        ("Norland will leave the union.", "will Norland leave"),
        ("Orlava is the capital of Norland.", "is Orlava"),
    ],
)
def test_a_clause_is_put_in_the_order_of_a_question(sentence: str, asked: str) -> None:
    clause = read_clause(NOBODY, parse(sentence))
    assert clause is not None
    assert clause.asked([]) == asked


@pytest.mark.parametrize(
    "sentence",
    [
        "He opened the bridge.",
        "The council did not sell the ferry.",
        "There are two ports in Norland.",
        "Ada Lindqvist said that the bridge was safe.",
        "A storm over Norland.",
    ],
)
def test_what_is_not_taken_apart(sentence: str) -> None:
    assert read_clause(NOBODY, parse(sentence)) is None


@pytest.mark.parametrize(
    "question",
    [
        "Who is <b>Ada</b> Lindqvist?",
        "What is the TESTAMENTARY BRIDGE?",
        "Who is Ada\nLindqvist?",
        "Who is he now?",
        "Who is Ada Lindqvist",
        "Кто такая Ада Линдквист?",
        f"Who is {'Ada ' * 40}Lindqvist?",
    ],
)
def test_what_is_not_shown(question: str) -> None:
    assert not presentable(question)


WORDS = st.sampled_from(
    'The the Ada Lindqvist Testa Bridge was opened has by in on May 3 1999 said "We paid" , . \n'
    " because of <b> & “ ” a chairman president who 40 ships ALLARM ( ) – — is and".split(" ")
)


@settings(max_examples=50, deadline=None)
@given(st.lists(WORDS, max_size=60).map(" ".join) | st.text(max_size=200), st.text(max_size=30))
def test_candidates_are_fit_to_be_shown(text: str, title: str) -> None:
    text = text.replace("\0", " ").strip() or "Nothing"
    for candidate in candidates(article(text, title=title or "Title")):
        assert len(candidate.question) <= LONGEST
        assert candidate.question.endswith("?")
        assert not re.search(r"[<>\[\]{}\x00-\x1f]", candidate.question)
        assert 0 <= candidate.start < candidate.end <= len(text)


def test_english() -> None:
    assert is_english(TEXT)
    assert not is_english("Die Brücke wurde am Dienstag eröffnet und ist nun für alle befahrbar.")
