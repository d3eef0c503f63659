"""Timelines of stories of which an article is a chronicle, of days or of hours."""

from __future__ import annotations

import pytest

from index.store import Index
from qa.answer import Answer
from qa.asking import ask
from qa.question.form import Form
from qa.writing.forms.chronicle import hours_asked
from tests.qa.writing.forms.archive import archive

DAYS = """The dam above Larkfield burst in March. Here is how the Larkfield flood went.

March 2: Rain begins

It rained for five days on end, and the river rose.

March 7: Cracks are seen

On March 5 an engineer had asked for money to mend the dam. He did not get it.

March 9: The dam bursts

Water stood in the streets of Larkfield on March 10 and March 12.

March 15: Army sends boats

The mayor thanked the army.

March 20: The mayor resigns
"""
HOURS = """The storm on the coast of Ashby took one night. This is how the Ashby storm went by.

9:40 p.m.: The harbour is closed

10:15 p.m. - The lighthouse goes dark.

11 p.m.: Two boats call for help.

1:30 a.m.: A helicopter takes off from Norwick.

4:05 a.m.: All of the crew are on land again.
"""
ARTICLES = {
    "flood": ("How the flood of Larkfield came about", "2021-03-22", DAYS),
    "mayor": (
        "Larkfield names a new mayor after the flood",
        "2021-04-12",
        "Larkfield chose Ada Moss as its mayor on Sunday, three weeks after the flood. On March 12"
        " the town hall of Larkfield had stood under water.",
    ),
    "storm": ("Ashby storm: a night by the hour", "2021-10-03", HOURS),
    "cost": (
        "Storm of Ashby costs 3 million",
        "2021-10-20",
        "The Ashby storm of October 2 cost 3 million pounds, insurers said on Wednesday.",
    ),
}


@pytest.fixture(scope="module")
def stories(tmp_path_factory: pytest.TempPathFactory) -> Index:
    return archive(tmp_path_factory.mktemp("chronicles"), ARTICLES)


def lines(question: str, index: Index) -> list[tuple[str, str]]:
    reply = ask(question, index=index, today="2021-11-01")
    assert isinstance(reply, Answer)
    assert reply.form is Form.TIMELINE
    for sentence, citation in zip(reply.sentences, reply.citations, strict=True):
        assert sentence.text == citation.quote
    return [(sentence.label, sentence.text) for sentence in reply.sentences]


@pytest.mark.parametrize(
    "question",
    [
        "Give me a timeline of the Larkfield flood",
        "How did the flood of Larkfield go? Dates please",
    ],
)
def test_the_lines_of_a_chronicle_are_told_and_what_came_after(
    question: str, stories: Index
) -> None:
    told = lines(question, stories)
    assert told[:5] == [
        ("2 March 2021", "Rain begins"),
        ("7 March 2021", "Cracks are seen"),
        ("9 March 2021", "The dam bursts"),
        ("15 March 2021", "Army sends boats"),
        ("20 March 2021", "The mayor resigns"),
    ]
    assert [label for label, _ in told[5:]] in ([], ["11 April 2021"], ["12 April 2021"])


def test_where_hours_are_asked_for_lines_that_begin_with_one_are_told(stories: Index) -> None:
    told = lines("Timeline of the night of the Ashby storm, hour by hour", stories)
    assert [label for label, _ in told] == [
        "9:40 p.m.",
        "10:15 p.m.",
        "11 p.m.",
        "1:30 a.m.",
        "4:05 a.m.",
    ]
    assert told[1][1] == "The lighthouse goes dark."


def test_a_story_told_by_the_hour_has_days_too(stories: Index) -> None:
    told = lines("Timeline of the Ashby storm since September", stories)
    assert all("2021" in label for label, _ in told)


@pytest.mark.parametrize(
    ("question", "asked"),
    [
        ("what happened that night, hour by hour", True),
        ("the minutes after the crash", True),
        ("the key days of the strike", False),
        ("timeline of the merger", False),
    ],
)
def test_hours_are_asked_for_in_words(question: str, asked: bool) -> None:
    assert hours_asked(question) is asked
