"""Which form of answer a question asks for: wordings and subjects that it was not trained on."""

from __future__ import annotations

from collections import Counter

import pytest

from qa.question.form import Form, form_of, load_form_weights, masked
from tests.bench.asked import FORMS_UNSEEN, labelled

UNSEEN = {
    Form.FACT: [
        "Who captained the winning side in Lagos?",
        "When did the ferry to Skagen sink?",
        "How many tickets were sold for the derby?",
        "Where is the new observatory?",
        "which minister signed the order",
    ],
    Form.OPEN: [
        "Why did the bakers of Lyon go on strike?",
        "How does the new vaccine work?",
        "What happened to the stolen paintings?",
    ],
    Form.YES_NO: [
        "Did the council approve the tram line?",
        "Is it true that the museum will close?",
        "Hasn't the lake been cleaned yet?",
        "Were any passengers hurt?",
    ],
    Form.LIST: [
        "List all the towns hit by the flood",
        "Give me the names of the jurors",
        "What are the demands of the nurses?",
        "list the films that won a prize",
    ],
    Form.SAID: [
        "What did Marta Ruiz say about the budget?",
        "How did the bishop react to the verdict?",
        "what has the union said about pay",
    ],
    Form.COMPARE: [
        "Compare Norway and Sweden on wolf hunting",
        "What is the difference between the two bills?",
        "Which is older, the abbey or the town hall?",
    ],
    Form.CHANGE: [
        "How did the price of bread change over time?",
        "What is the latest on the rescue?",
        "any update on the pipeline?",
    ],
    Form.TIMELINE: [
        "Give me a timeline of the strike",
        "In what order did the explosions happen?",
        "chronology of the trial",
    ],
    Form.SUMMARY: [
        "Summarise the article on beavers",
        "Can you give me an overview of the dispute?",
        "tldr of the election story",
    ],
    Form.DEFINITION: ["What is a quasar?", "what does NIMBY mean", "Who is Amara Diallo?"],
    Form.COLLECTION: [
        "How many articles mention Lisbon?",
        "Do you have anything on coral reefs?",
        "Which articles are about volcanoes?",
        "Who wrote the story about the lighthouse?",
        "What is the newest article on chess?",
    ],
}


@pytest.mark.parametrize(("form", "question"), [(f, q) for f, some in UNSEEN.items() for q in some])
def test_questions_are_told_by_their_form(form: Form, question: str) -> None:
    assert form_of(question) is form


def test_questions_of_a_writer_who_was_not_learned_from_are_told_by_their_form() -> None:
    questions = labelled(FORMS_UNSEEN)[::3]  # a third of a minute for all of them
    right = Counter(one.form for one in questions if form_of(one.text) is one.form)
    asked = Counter(one.form for one in questions)
    assert right.total() / len(questions) >= 0.89  # two of nine voices wrote what is hard to tell
    assert min(right[form] / asked[form] for form in Form) >= 0.75


def test_what_a_question_is_about_is_masked() -> None:
    frame = load_form_weights().frame
    one = masked("When did Marta Ruiz leave Skarn in 2019?", frame)
    assert one == masked("When did Amara Diallo leave Oslo in 1875?", frame)


def test_an_empty_question_has_a_form() -> None:
    assert form_of("?") in Form


@pytest.mark.parametrize(
    ("question", "form"),
    [
        ("What did the party call the attack of 6 January?", Form.SAID),
        ("What did the mayor call the old bridge?", Form.SAID),
    ],
)
def test_what_something_was_called_is_what_somebody_said(question: str, form: Form) -> None:
    assert form_of(question) is form
