"""How a question is answered: in parts, or in one form."""

from __future__ import annotations

import pytest

from qa.drafting import _with_form
from qa.question.form import Form
from qa.question.plan import plan_by_rules


@pytest.mark.parametrize(
    ("question", "form"),
    [
        ("What is the interest rate now and what was it a year ago?", Form.CHANGE),
        ("How much is a day ticket now, and what was it before?", Form.CHANGE),
        ("Which attempts to land on the Moon were there and when were they?", Form.TIMELINE),
    ],
)
def test_clauses_that_ask_for_one_thing_are_not_parted(question: str, form: Form) -> None:
    plan = plan_by_rules(question, ())
    assert plan.parts
    whole, asked = _with_form(plan)
    assert (whole.question, whole.parts, asked) == (question, (), form)


@pytest.mark.parametrize(
    ("question", "form", "parts"),
    [
        ("How did the flood of Larkfield go? Dates please", Form.TIMELINE, 0),
        ("Who won the Norwick election and who lost? Please name your sources.", Form.OPEN, 2),
    ],
)
def test_what_a_question_says_besides_may_tell_its_form(
    question: str, form: Form, parts: int
) -> None:
    plan, asked = _with_form(plan_by_rules(question, ()))
    assert (asked, len(plan.parts)) == (form, parts)


@pytest.mark.parametrize(
    "question",
    [
        "When was the Vasa launched and what did it cost?",
        "Who is the mayor of Larkfield and how old is she?",
        "How many people died and how many were injured?",
    ],
)
def test_two_questions_are_answered_each(question: str) -> None:
    plan = plan_by_rules(question, ())
    assert len(plan.parts) == 2
    assert _with_form(plan) == (plan, Form.OPEN)
