"""Verdicts on the starter articles, read by the real reader."""

from __future__ import annotations

from pathlib import Path

import pytest

from index.store import Index
from qa.answer import Answer
from qa.asking import ask
from qa.evidence.verdicts import Leaning, VerdictWeights
from qa.question.form import Form
from qa.writing.forms import yes_no
from tests.qa.writing.forms.archive import archive


def answer(question: str, index: Index) -> Answer:
    reply = ask(question, index=index)
    assert isinstance(reply, Answer)
    return reply


@pytest.mark.parametrize(
    ("question", "headline", "said"),
    [
        ("Was Apollo 11 launched from Florida?", "Yes", "Florida"),
        ("Has Sweden joined NATO?", "Yes", "joined NATO"),
        ("Did Wajda receive an honorary Oscar?", "Yes", "honorary Oscar"),
        ("Does Tu Youyou have a doctorate?", "Probably no", "no doctorate"),
        ("Are the Paris targets legally binding?", "No", "not legally binding"),
        ("Must countries present new climate targets every five years?", "Yes", "must"),
    ],
)
def test_a_verdict_with_the_sentence_that_settles_it(
    question: str, headline: str, said: str, seed_index: Index
) -> None:
    reply = answer(question, seed_index)
    assert (reply.form, reply.headline) == (Form.YES_NO, headline)
    assert said in reply.sentences[0].text
    assert reply.citations[0].quote == reply.sentences[0].text
    assert reply.text.startswith(f"{headline}. {reply.sentences[0].text}")
    assert reply.short is None


def test_a_negated_question_cannot_be_misread(seed_index: Index) -> None:
    reply = answer("Didn't Wajda receive an honorary Oscar?", seed_index)
    assert reply.headline == "Yes: Wajda did receive an honorary Oscar."


@pytest.mark.parametrize(
    "question",
    ["Did José Antonio Kast win the election in Chile?", "Did France win the final on penalties?"],
)
def test_what_another_did_is_no_yes(question: str, seed_index: Index) -> None:
    assert "yes" not in answer(question, seed_index).headline.casefold()


@pytest.mark.parametrize(
    "question", ["Did the Ever Given sink?", "Was India the first country to land on the Moon?"]
)
def test_no_verdict_is_sure_without_a_sentence_that_settles_it(
    question: str, seed_index: Index
) -> None:
    reply = answer(question, seed_index)
    assert not reply.headline or reply.confidence <= 0.6


@pytest.mark.parametrize(
    ("odds", "headline", "sure"),
    [(-0.3, "", None), (0.6, "Probably no", 0.6), (4.5, "No", 0.98)],
)
def test_how_sure_a_verdict_is_decides_whether_it_is_said(
    odds: float,
    headline: str,
    sure: float | None,
    seed_index: Index,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    none = dict.fromkeys(Leaning.__dataclass_fields__, 0.0)
    always = VerdictWeights({"yes": none, "no": none}, {"yes": -3.0, "no": odds})
    monkeypatch.setattr(yes_no, "load_verdict_weights", lambda: always)
    reply = answer("Are the Paris targets legally binding?", seed_index)
    assert reply.headline == headline
    assert sure is None or reply.confidence >= sure


@pytest.mark.parametrize(
    ("question", "one", "other", "differ"),
    [
        (
            "Does the Tavin treatment cure the fever?",
            "The Tavin treatment cures the fever, researchers of Lom reported.",
            "The Tavin treatment does not cure the fever, researchers of Skarn reported.",
            True,
        ),
        (
            "Did Mayor Ilse Brand resign over the harbour affair?",
            "Mayor Ilse Brand resigned on Monday over the harbour affair, the Lom Post reports.",
            "Mayor Ilse Brand did not resign over the harbour affair and stays in office.",
            True,
        ),
        (  # that some are against it is no denial
            "Does Valmer really want brewers to pay for every bottle?",
            "The government of Valmer confirmed on Tuesday that it will push ahead with a plan to "
            "make brewers pay for every bottle.",
            "Brewers of Valmer quickly condemned the plan to make them pay for every bottle.",
            False,
        ),
    ],
)
def test_articles_differ_where_one_sentence_contradicts_another(
    question: str, one: str, other: str, differ: bool, tmp_path: Path
) -> None:
    told = {name: (name, "2022-05-02", text) for name, text in (("One", one), ("Other", other))}
    reply = answer(question, archive(tmp_path, told))
    assert (reply.headline == "The articles differ") is differ
    if differ:
        assert {c.article.title for c in reply.citations} == {"One", "Other"}
