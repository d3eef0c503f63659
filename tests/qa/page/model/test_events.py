"""Timelines as they are drawn: every dated line a dot or a bar, none over another."""

from __future__ import annotations

from dataclasses import replace
from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index.article import Article, version_of
from qa.answer import Answer, Citation, Sentence
from qa.page.html.chat import chat_html
from qa.page.model.events import drawing_of
from qa.page.model.turn import State, Turn, settled, slim, sources_of
from qa.question.form import Form
from qa.writing.forms.dating import in_words
from tests.qa.page.trees import HOSTILE, harmless

TEXT = "The wall fell."
OF = Article("a", version_of(TEXT), "T", TEXT)


def timeline(*labels: str) -> Answer:
    lines = tuple(Sentence(TEXT, (1,), label=label) for label in labels)
    cited = (Citation(1, OF, 0, len(TEXT), TEXT),)
    return Answer(
        "", lines, cited, hits=(), confidence=0.5, form=Form.TIMELINE, question="q", asked="q"
    )


def shown(reply: Answer) -> Turn:
    return settled(Turn(3, "q", reply=reply, sources=sources_of(reply)), State.DONE)


@pytest.mark.parametrize(
    ("labels", "ticks"),
    [
        (("23 March 2021", "29 March 2021"), ("23 Mar 2021", "25 Mar", "27 Mar", "29 Mar")),
        (("30 December 2020", "2 January 2021"), ("30 Dec 2020", "31 Dec", "1 Jan 2021", "2 Jan")),
        (("11 May 2021", "10 June 2021"), ("11 May 2021", "18 May", "25 May", "1 Jun", "8 Jun")),
        (("February 2020", "March 2021"), ("Apr 2020", "Jul", "Oct", "Jan 2021")),
        (("1975", "9 November 1989", "2021"), ("1980", "1990", "2000", "2010", "2020")),
    ],
)
def test_the_axis_names_days_months_or_years(labels: tuple[str, ...], ticks: tuple[str]) -> None:
    drawn = drawing_of(timeline(*labels))
    assert drawn is not None
    assert tuple(f"{tick.name} {tick.year}".strip() for tick in drawn.ticks) == ticks
    assert (drawn.first, drawn.last) == (labels[0], labels[-1])


def test_days_are_dots_and_months_and_years_are_bars() -> None:
    drawn = drawing_of(timeline("1989", "9 November 1989", "March 1990", "when it was"))
    assert drawn is not None
    year, day, month = drawn.events
    assert year.start < year.at < year.end
    assert day.start == day.at == day.end
    assert month.start < month.end
    assert (year.lane, day.lane) == (0, 1)
    assert [event.number for event in drawn.events] == [1, 2, 3]


@settings(deadline=None)
@given(st.lists(st.tuples(st.dates(), st.sampled_from(("day", "month", "year"))), min_size=2))
def test_none_lies_over_another(times: list[tuple[object, str]]) -> None:
    labels = []
    for day, kind in times:
        first = day.replace(month=1, day=1)  # type: ignore[attr-defined]
        last = {"day": first, "month": first.replace(day=31)}.get(kind, first.replace(month=12))
        labels.append(in_words(first, last))
    drawn = drawing_of(timeline(*labels))
    for one, other in combinations(drawn.events if drawn else (), 2):
        apart = abs(one.at - other.at) >= 7.2 - 0.02
        assert one.lane != other.lane or apart
        assert 0 <= one.start <= one.at <= one.end <= 100
    assert drawn is None or len(drawn.ticks) <= 5


def test_other_answers_and_those_of_one_time_are_not_drawn() -> None:
    for reply in (
        timeline("1989"),
        timeline("9 November 1989", "9 November 1989"),
        timeline("", "soon", "9 November", "3 March 2525"),
        replace(timeline("1989", "1990"), form=Form.LIST),
    ):
        assert drawing_of(reply) is None
        assert "<svg" not in chat_html([shown(reply)])


def test_a_dot_leads_to_its_line_and_its_source() -> None:
    turn = shown(timeline("1989", "9 November 1990"))
    html = chat_html([turn])
    assert chat_html([slim(turn)]) == html
    tree = harmless(html)
    dots = [one for one in tree.attributes("g") if one["class"] == "event"]
    assert [one["data-line"] for one in dots] == ["3.1", "3.2"]
    assert [one["data-line"] for one in tree.attributes("li")][:2] == ["3.1", "3.2"]
    assert {(one["data-action"], one["data-turn"], one["data-source"]) for one in dots} == {
        ("open", "3", "0")
    }
    assert dots[1]["aria-label"] == "2. 9 November 1990: The wall fell."
    assert tree.texts["title"][0] == "When it happened"


@pytest.mark.parametrize("bad", HOSTILE)
def test_hostile_lines_stay_text(bad: str) -> None:
    reply = timeline(f"1989 {bad}", f"1990 {bad}")
    lines = tuple(replace(one, text=bad) for one in reply.sentences)
    assert bad in harmless(chat_html([shown(replace(reply, sentences=lines))])).texts["title"][1]


def test_of_thousands_of_lines_the_first_are_drawn() -> None:
    drawn = drawing_of(timeline(*(f"{year}" for year in range(1500, 2100)), "x" * 1_000_000))
    assert drawn is not None
    assert len(drawn.events) == 24
