from __future__ import annotations

import pytest

from index.store import Index
from qa.answer import Answer
from qa.asking import ask
from qa.question.form import Form
from qa.writing.forms.definition import defines, name_asked


@pytest.mark.parametrize(
    ("question", "name"),
    [
        ("What is splashing?", "splashing"),
        ("What's a quasar?", "quasar"),
        ("Who was the Man of Lom?", "Man of Lom"),
        ("What does 'price spiral' mean?", "price spiral"),
        ("Who is Ada Lind?", "Ada Lind"),
        ("What is the death toll?", None),
        ("Who is the president of Chile?", None),
        ("What is Boric's age?", None),
        ("Who won?", None),
        ("What is new in Lom?", None),
        ("What is +?", None),
        ("What is “—”?", None),
        ("What is 🙂?", None),
    ],
)
def test_what_is_to_be_defined(question: str, name: str | None) -> None:
    assert name_asked(question) == name


@pytest.mark.parametrize(
    ("name", "sentence", "plainness"),
    [
        ("slowing", "Slowing is a way of walking.", 3),
        ("slowing", "The term “slowing” refers to a way of walking.", 3),
        ("Ada Lind", "Ada Lind, a painter of birds, died.", 2),
        ("Ada Lind", "The bird painter, Ada Lind, died.", 2),
        ("AFAD", "The disaster agency AFAD sent help.", 1),
        ("SWIFT", "the one that Swift likes", 0),
        ("Ada Lind", "They met Ada Lind.", 0),
    ],
)
def test_how_plainly_a_sentence_defines(name: str, sentence: str, plainness: int) -> None:
    assert defines(name, sentence) == plainness


@pytest.mark.parametrize(
    ("question", "said"),
    [
        ("Who is Gabriel Boric?", "a left-wing member of congress"),
        ("What is the Ever Given?", "a 400-metre container ship"),
        ("Who was Andrzej Wajda?", "the Polish director"),
    ],
)
def test_what_defines_leads(question: str, said: str, seed_index: Index) -> None:
    reply = ask(question, index=seed_index)
    assert isinstance(reply, Answer)
    assert reply.form is Form.DEFINITION
    assert said in reply.sentences[0].text
    assert {number for s in reply.sentences for number in s.citations} == {
        citation.number for citation in reply.citations
    }
