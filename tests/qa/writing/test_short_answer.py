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
from qa.writing.short_answer import Signs, fits, likelihood, passable, short_answer, signs
from tests.conftest import article
from tests.qa.evidence.scoring import scored

SURE = 0.9  # that the articles answer
SHIPS = "At least 369 ships were waiting to enter the canal, the authority said."

CLEAR = 7.0  # logits over "not here"


def short_of(question: str, text: str) -> Citation | None:
    """The short answer from a text, as the real reader reads it."""
    of = article(text)
    hit = Hit(Passage(0, of.id, of.version, 0, len(text), text), of, 1.0)
    sentences = rerank(question, [hit], load_reader(), RerankSettings()).sentences
    draft = ExtractiveWriter().write(question, sentences)
    assert isinstance(draft, Draft)
    return short_answer(question, draft, sentences, SURE, load_reader())


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


def told(question: str, words: str, sure: float = SURE, mass: float = CLEAR) -> str | None:
    """The short answer where the reader found these words, and that the articles answer so sure."""
    text = "The bridge cost 40 million euros, and Ana Torres of Northgate opened it on 12 May."
    start = text.index(words)
    span = AnswerSpan(start, start + len(words), CLEAR)
    sentence = replace(scored(text, 5.0), span=span, mass=mass)
    draft = ExtractiveWriter().write(question, [sentence])
    assert isinstance(draft, Draft)
    found = short_answer(question, draft, [sentence], sure, load_reader())
    return found.quote if found else None


def test_only_what_is_likely_is_shown() -> None:
    assert told("Who opened it?", "Ana Torres") == "Ana Torres"
    assert told("Who opened it?", "Ana Torres", sure=0.05) is None  # the articles may not answer
    assert told("Who opened it?", "Ana Torres", mass=CLEAR + 8) is None  # other words are far ahead


def test_words_of_another_sentence_that_are_as_good_speak_against() -> None:
    question = "Who opened the bridge?"
    first, second = "Ana Torres opened the bridge.", "Erik Lund opened the bridge."
    ours = replace(scored(first, 5.0), span=AnswerSpan(0, len("Ana Torres"), 3.0), mass=3.0)
    same = replace(scored(first, 4.0), span=AnswerSpan(0, len("Ana Torres"), 2.0), mass=2.0)
    other = replace(scored(second, 4.0), span=AnswerSpan(0, len("Erik Lund"), 2.0), mass=2.0)
    reader = load_reader()
    alone = signs(question, ours, [ours, same], SURE, reader)
    rivalled = signs(question, ours, [ours, same, other], SURE, reader)
    assert alone is not None
    assert rivalled is not None
    assert alone.lead > rivalled.lead == pytest.approx(1.0)
    assert likelihood(alone) > likelihood(rivalled)


_LOGIT = st.floats(-20, 20)


@settings(max_examples=50)
@given(_LOGIT, _LOGIT, _LOGIT, _LOGIT, st.floats(0, 10))
def test_more_of_what_speaks_for_it_is_never_less_likely(
    sharp: float, alone: float, lead: float, confidence: float, more: float
) -> None:
    read = Signs(sharp, alone, lead, confidence)
    likely = likelihood(read)
    assert 0 < likely < 1
    for name in ("sharp", "alone", "lead", "confidence"):
        assert likelihood(replace(read, **{name: getattr(read, name) + more})) >= likely


@pytest.mark.parametrize(
    ("text", "good"), [("", False), ("Ana Torres", True), ("Ana Torres opened it.", False)]
)
def test_a_short_answer_is_a_part_of_its_sentence(text: str, good: bool) -> None:
    assert passable("Who opened it?", text, "Ana Torres opened it.") is good


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
        ("How often does it ring?", "every day", True),
        ("Where is it?", "Northgate", True),
        ("Where is it?", "1969", False),
        ("What is it called?", "the Aurora", True),
    ],
)
def test_words_must_be_of_the_kind_that_is_asked_for(question: str, text: str, good: bool) -> None:
    assert fits(question, text) is good
