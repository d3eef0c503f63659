"""Verdicts on the starter articles, read by the real reader."""

from __future__ import annotations

from dataclasses import replace

import pytest

from index.store import Index
from qa.answer import Answer
from qa.asking import ask
from qa.evidence.verdicts import Leaning
from qa.question.form import Form
from qa.writing.forms.yes_no import Says, _verdict


def answer(question: str, index: Index) -> Answer:
    reply = ask(question, index=index)
    assert isinstance(reply, Answer)
    return reply


@pytest.mark.parametrize(
    ("question", "headline", "said"),
    [
        ("Did Kast concede defeat?", "Probably yes", "conceded"),
        ("Has Sweden joined NATO?", "Yes", "joined"),
        ("Did Wajda receive an honorary Oscar?", "Yes", "honorary Oscar"),
        ("Does Tu Youyou have a doctorate?", "No", "no doctorate"),
    ],
)
def test_a_verdict_with_the_sentence_that_settles_it(
    question: str, headline: str, said: str, seed_index: Index
) -> None:
    reply = answer(question, seed_index)
    assert (reply.form, reply.headline) == (Form.YES_NO, headline)
    assert said in reply.sentences[0].text
    assert reply.citations[0].quote == reply.sentences[0].text
    assert reply.short is None


def test_a_negated_question_cannot_be_misread(seed_index: Index) -> None:
    reply = answer("Hasn't Sweden joined NATO yet?", seed_index)
    assert reply.headline.casefold().endswith("yes: sweden has joined nato.")


@pytest.mark.parametrize(
    "question",
    ["Did José Antonio Kast win the election in Chile?", "Did France win the final on penalties?"],
)
def test_what_another_did_is_no_yes(question: str, seed_index: Index) -> None:
    assert not answer(question, seed_index).headline


@pytest.mark.parametrize(
    "question", ["Did the Ever Given sink?", "Was India the first country to land on the Moon?"]
)
def test_no_verdict_is_sure_without_a_sentence_that_settles_it(
    question: str, seed_index: Index
) -> None:
    reply = answer(question, seed_index)
    assert not reply.headline or reply.confidence < 0.6


def test_a_no_without_a_not_has_to_be_all_but_certain() -> None:
    plain = Leaning(0, 0, 0, 0, 0, 0, negation=0, same=0, others=0)
    denying = replace(plain, negation=1)
    assert _verdict(0.2, [plain]) is None
    assert _verdict(0.2, [denying]) is Says.NO
    assert _verdict(0.05, [plain]) is Says.NO
    assert _verdict(0.9, [plain]) is Says.YES
    assert _verdict(0.9, [replace(plain, others=1)]) is None
