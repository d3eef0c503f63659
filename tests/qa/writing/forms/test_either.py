"""Which of two it is: how a question is parted, and which the reader takes a sentence to carry."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from index.build import build
from index.store import Index, open_index
from qa.answer import Answer
from qa.asking import ask
from qa.writing.forms.either import alternatives

TEXTS = {
    "Lom beats Skarn": "Lom won the rowing cup on Sunday, beating Skarn by two lengths on the lake."
    " Ada Lind, the sculptor, handed over the cup.",
    "Lions found": "All three lions that had left the zoo of Orlava were found alive in a barn. The"
    " fire at the zoo had been lit on purpose, police said, and a man was arrested for arson.",
    "Congress moves": "The party will hold its congress of 2031 in Orlava and not in Skarn, a"
    " spokesman said. The choir will sing on Saturday.",
    "Prices": "House prices in the valley fell by 2% in May, the bank said. Shares in the dairy"
    " rose.",
    "Ship": "The ship, loaded with timber, was bound for the port of Tver when she ran aground.",
}


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> Index:
    folder: Path = tmp_path_factory.mktemp("either")
    (folder / "in").mkdir()
    rows = (json.dumps({"id": t, "title": t, "text": text}) for t, text in TEXTS.items())
    (folder / "in" / "articles.jsonl").write_text("\n".join(rows), "utf-8")
    build(folder / "in", folder / "index")
    return open_index(folder / "index")


@pytest.mark.parametrize(
    ("question", "questions"),
    [
        ("Did Lom or Skarn win?", ("Did Lom win?", "Did Skarn win?")),
        ("Was she jailed or put on probation?", ("Was she jailed?", "Was she put on probation?")),
        ("Will it be in Orlava or Skarn?", ("Will it be in Orlava?", "Will it be in Skarn?")),
        ("Is Lind a painter or a sculptor?", ("Is Lind a painter?", "Is Lind a sculptor?")),
        ("Was he for or against the tram?", ("Was he for the tram?", "Was he against the tram?")),
        ("Did they hire or fire 300 people?", ("Did they hire 300 people?",
                                               "Did they fire 300 people?")),
        ("Was the choir on Friday or on Sunday?", ("Was the choir on Friday?",
                                                   "Was the choir on Sunday?")),
    ],
)  # fmt: skip
def test_a_question_is_parted_into_two(question: str, questions: tuple[str, str]) -> None:
    two = alternatives(question)
    assert two
    assert tuple(one.question for one in two) == questions


@pytest.mark.parametrize(
    "question",
    [
        "Did it rain?",
        "Did Lom or Skarn win more cups?",
        "Is it taller or shorter?",
        "Who won, Lom, Skarn or Tver or nobody?",
    ],
)
def test_other_questions_are_not(question: str) -> None:
    assert alternatives(question) is None


@pytest.mark.parametrize(
    ("question", "named"),
    [
        ("Is Ada Lind a painter or a sculptor?", "A sculptor"),
        ("Were the lions found dead or alive?", "Alive"),
        ("Did Lom or Skarn win the rowing cup?", "Lom"),
        ("Will the congress of 2031 be in Skarn or Orlava?", "Orlava"),
        ("Are house prices in the valley rising or falling?", "Falling"),
        ("Was the ship going to Tver or Lom?", "Tver"),
    ],
)
def test_the_one_that_a_sentence_carries_is_named(index: Index, question: str, named: str) -> None:
    reply = ask(question, index=index)
    assert isinstance(reply, Answer)
    assert reply.headline == named
