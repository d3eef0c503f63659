from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index.article import Passage
from qa.answer import Citation, Hit
from qa.evidence.reader import load_reader
from qa.evidence.rerank import RerankSettings, rerank
from qa.evidence.scores import AnswerSpan
from qa.writing.extractive import Draft, ExtractiveWriter
from qa.writing.short_answer import fits, likelihood, short_answer
from tests.conftest import article
from tests.qa.evidence.scoring import scored

SHIPS = "At least 369 ships were waiting to enter the canal, the authority said."

CLEAR = 7.0  # logits over "not here"


def short_of(question: str, text: str) -> Citation | None:
    """The short answer from a text, as the real reader reads it."""
    of = article(text)
    hit = Hit(Passage(0, of.id, of.version, 0, len(text), text), of, 1.0)
    sentences = rerank(question, [hit], load_reader(), RerankSettings()).sentences
    draft = ExtractiveWriter().write(question, sentences)
    assert isinstance(draft, Draft)
    return short_answer(question, draft, sentences, load_reader())


@pytest.mark.parametrize(
    ("question", "text", "short"),
    [
        ("How many ships were waiting?", SHIPS, "369"),
        ("Who opened the bridge?", "On Monday Ana Torres opened the bridge.", "Ana Torres"),
        ("When did it open?", "The bridge opened on 12 May 2021 after a delay.", "12 May 2021"),
    ],
)
def test_the_short_answer(question: str, text: str, short: str) -> None:
    found = short_of(question, text)
    assert found is not None
    assert found.number == 1
    assert short in found.quote
    assert len(found.quote) < len(short) + 15
    assert found.article.text[found.start : found.end] == found.quote


def test_no_short_answer_where_the_sentence_does_not_say() -> None:
    assert short_of("What is the best recipe for sourdough bread?", SHIPS) is None


def test_no_short_answer_that_only_the_title_makes_one() -> None:
    text = "Erik Lund, who had led the city for 18 years, was replaced by Ana Torres on 18 October."
    of = article(text, title="How the harbour bridge was opened")
    hit = Hit(Passage(0, of.id, of.version, 0, len(text), text), of, 1.0)
    question = "Who opened the harbour bridge?"
    sentence = replace(scored(text, 5.0), hit=hit, span=AnswerSpan(0, len("Erik Lund"), CLEAR))
    draft = ExtractiveWriter().write(question, [sentence])
    assert isinstance(draft, Draft)
    assert short_answer(question, draft, [sentence], load_reader()) is None


def told(question: str, words: str, margin: float = CLEAR) -> str | None:
    """The short answer where the reader found these words, that sure."""
    text = "The bridge cost 40 million euros, and Ana Torres of Northgate opened it on 12 May."
    start = text.index(words)
    sentence = replace(scored(text, 5.0), span=AnswerSpan(start, start + len(words), margin))
    draft = ExtractiveWriter().write(question, [sentence])
    assert isinstance(draft, Draft)
    found = short_answer(question, draft, [sentence], load_reader())
    return found.quote if found else None


def test_only_what_the_reader_is_sure_of_is_shown() -> None:
    assert told("Who opened it?", "Ana Torres") == "Ana Torres"
    assert told("Who opened it?", "Ana Torres", -5.0) is None


@settings(max_examples=30)
@given(st.floats(-20, 20), st.floats(-20, 20), st.floats(0, 10))
def test_a_larger_margin_is_never_less_likely(margin: float, alone: float, more: float) -> None:
    likely = likelihood(margin, alone)
    assert 0 < likely < 1
    assert likelihood(margin + more, alone) >= likely
    assert likelihood(margin, alone + more) >= likely


@pytest.mark.parametrize(
    "question",
    [
        "Why did Ana Torres open it?",
        "How did she open it?",
        "What happened on 12 May?",
        "Who did not open it?",
        "Who didn't open it?",
        "Who has never opened it?",
        "Who opened it and what did it cost?",
        "When did it open and who came?",
    ],
)
def test_no_short_answer_to_open_negated_and_double_questions(question: str) -> None:
    assert told(question, "Ana Torres") is None


@pytest.mark.parametrize(
    ("question", "text", "good"),
    [
        ("Who won?", "Ana Torres", True),
        ("Who won?", "the home side", True),
        ("Who won?", "3,000", False),
        ("Whose dog barked?", "his neighbour's", True),
        ("When did it end?", "12 May", True),
        ("When did it end?", "last Tuesday", True),
        ("When did it end?", "Ana Torres", False),
        ("In which year did it end?", "1969", True),
        ("In which year did it end?", "Northgate", False),
        ("How many came?", "3,000", True),
        ("How many came?", "two dozen", True),
        ("How many came?", "Ana Torres", False),
        ("How much was it?", "40 million euros", True),
        ("How much was it?", "Northgate", False),
        ("How old is she?", "forty-two", True),
        ("How tall is it?", "the bridge", False),
        ("Where is it?", "Northgate", True),
        ("Where is it?", "1969", False),
        ("What is it called?", "the Aurora", True),
    ],
)
def test_words_must_be_of_the_kind_that_is_asked_for(question: str, text: str, good: bool) -> None:
    assert fits(question, text) is good
