"""Timelines of stories of which an article is a chronicle, of days or of hours."""

from __future__ import annotations

from pathlib import Path

import pytest

from index.store import Index
from qa.answer import Answer
from qa.asking import ask
from qa.question.form import Form
from qa.writing.forms.chronicle import hours_asked, hours_in
from qa.writing.forms.story import Story, Subject
from tests.conftest import article
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
    assert [label for label, _ in told[5:]] == ["11 April 2021"]


def test_of_a_day_that_is_asked_for_all_is_told_that_a_chronicle_tells(stories: Index) -> None:
    told = lines("What happened on March 10, 2021?", stories)
    assert [text[:11] for _, text in told] == ["Water stood"]


def test_events_of_other_stories_do_not_make_way_where_none_is_named(stories: Index) -> None:
    told = lines("What happened in March 2021?", stories)
    assert any(text.startswith("On March 12 the town hall") for _, text in told)


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


def test_a_page_that_tells_the_newest_first_is_told_from_early_to_late(tmp_path: Path) -> None:
    head, *entries = HOURS.strip().split("\n\n")
    backwards = "\n\n".join([head, *entries[::-1]])
    live = ("Ashby storm, live", "2021-10-03", backwards)
    index = archive(tmp_path, {**ARTICLES, "storm": live})
    told = lines("Timeline of the night of the Ashby storm, hour by hour", index)
    assert [label for label, _ in told][::4] == ["9:40 p.m.", "4:05 a.m."]


def test_hours_of_another_day_are_not_told(stories: Index) -> None:
    asked = "Timeline of the night of the Ashby storm on 5 May 2021"
    reply = ask(asked, index=stories, today="2021-11-01")
    assert "p.m." not in str([sentence.label for sentence in getattr(reply, "sentences", ())])


@pytest.mark.parametrize(
    ("line", "hour"),
    [
        ("9.40pm: The harbour is closed", "9.40pm"),
        ("10:15 p.m. GMT — A door opens", "10:15 p.m. GMT"),
        ("21:40 – The harbour is closed", "21:40"),
        ("Noon: All is well", "Noon"),
        ("3:16 - For God so loved the world", ""),
        ("9 a.m. - 5 p.m. Monday", ""),
        ("10:30 - 12:00: Panel", ""),
        ("2:05 the - x", ""),
        ("Lom 3, Tarn 1: a report", ""),
    ],
)
def test_a_line_begins_with_an_hour(line: str, hour: str) -> None:
    text = f"Of the flood.\n\n{line}\n\n" + "\n\n".join(f"{n} p.m.: So it is" for n in (1, 2, 3, 4))
    told = article(text, title="Flood")
    story = Story(Subject("flood", {"flood": 1.0}), ((told, 1.0),))
    hours = [event.label for event in hours_in(story, None)]
    assert [label for label in hours if label not in {f"{n} p.m." for n in (1, 2, 3, 4)}] == [
        label for label in [hour] if label
    ]


def test_a_story_told_by_the_hour_has_days_too(stories: Index) -> None:
    told = lines("Timeline of the Ashby storm since September", stories)
    assert all("2021" in label for label, _ in told)


@pytest.mark.parametrize(
    ("question", "asked"),
    [
        ("what happened that night, hour by hour", True),
        ("the minutes after the crash", True),
        ("how did the day of the vote go", True),
        ("day by day timeline of the strike", False),
        ("Good Morning America timeline", False),
        ("Election Day results", False),
        ("the key days of the strike", False),
        ("timeline of the merger", False),
    ],
)
def test_hours_are_asked_for_in_words(question: str, asked: bool) -> None:
    assert hours_asked(question) is asked
