from __future__ import annotations

from dataclasses import replace
from datetime import date
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qa.answer import Citation
from qa.evidence.conflicts import different_figures, find_conflicts, newer_leads
from qa.evidence.reader import load_reader
from qa.evidence.rerank import ScoredSentence
from qa.language.quantities import find_quantities
from tests.conftest import article
from tests.qa.evidence.scoring import scored

OLD = "At least 369 vessels are waiting to enter the canal, the authority said."
NEW = "The authority said that 512 vessels were waiting to enter the canal."


def sentence(text: str, day: date | None, score: float) -> ScoredSentence:
    said = replace(article(text, f"a{day}"), published=day)
    return scored(text, score, said)


def cited(number: int, text: str, day: date | None) -> Citation:
    said = replace(article(text, f"a{number}"), published=day)
    return Citation(number, said, 0, len(text), text)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        (OLD, [("369", "count", 369, "vessel", "above")]),
        ("Inflation rose to 8.3% in autumn.", [("8.3%", "percent", 8.3, "", "")]),
        ("It cost $1.5bn in all.", [("$1.5bn", "money", 1.5e9, "dollar", "")]),
        ("Twenty-one people came.", [("Twenty-one", "count", 21, "person", "")]),
        ("A loss of 1.2 million jobs.", [("1.2 million", "count", 1.2e6, "job", "")]),
        ("Apollo 11 crews and the 2012 games", []),
        ("Open on 12 May 2021.", []),
    ],
)
def test_quantities(text: str, found: list[tuple[str, str, float, str, str]]) -> None:
    assert [
        (text[q.start : q.end], q.kind, q.value, q.unit, q.hedge) for q in find_quantities(text)
    ] == found


@given(st.text(alphabet="0123456789 ,.%$£mbn-aehousndtw\n", max_size=60))
def test_quantities_stand_where_they_say(text: str) -> None:
    found = find_quantities(text)
    assert all(0 <= one.start < one.end <= len(text) for one in found)
    assert all(a.end <= b.start for a, b in pairwise(found))


def test_a_conflict_names_both_figures_with_their_days() -> None:
    citations = [cited(1, NEW, date(2021, 3, 29)), cited(2, OLD, date(2021, 3, 27))]
    (conflict,) = find_conflicts("How many vessels wait?", citations, load_reader())
    assert conflict.text == (
        "The articles differ: 369 (27 March 2021) [2], 512 (29 March 2021) [1]."
    )
    assert conflict.as_json()["citations"] == [2, 1]


@pytest.mark.parametrize(
    "other",
    [
        "At least 372 vessels are waiting to enter the canal, the authority said.",  # rounding
        "At least 422 sailors are waiting to enter the canal, the authority said.",
        "The harbour of Rotterdam had room for 20 vessels that year.",
        "Some 12 vessels left and 422 vessels are waiting to enter the canal, it said.",
        "At least 422 new vessels are waiting to enter the canal, the authority said.",
        "They said at least 422 vessels are waiting to enter the canal, the authority said.",
        "Panama: at least 422 vessels wait to enter the canal, the Panama authority said.",
        "At least 422 of the 369 vessels are waiting to enter the canal, the authority said.",
        "In 2019 at least 422 vessels were waiting to enter the canal, the authority said.",
        "At least 4,220 vessels are waiting to enter the canal, the authority said.",
    ],
)
def test_what_is_no_conflict(other: str) -> None:
    assert different_figures("How many vessels are waiting?", OLD, other, load_reader()) is None


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Smith ran 333 yards for the team.", "Purdy ran 220 yards for the team."),
        ("Of the 49 counties Florida counts few.", "Few are of the 67 counties Florida counts."),
        ("The film made $124 million in three days.", "The film made $156 million in four days."),
        ("Shares of Acme in Ulm rose 4%.", "Shares of Acme in Ulm rose 9%."),
        ("The law lost in 3 states and won in 2.", "The law lost in 2 states and won in 3."),
        pytest.param(
            "Twenty-one people are dead, dozens missing.",
            "Forty people are missing, dozens dead.",
            marks=pytest.mark.xfail(reason="the reader takes them for the same", strict=True),
        ),
    ],
)
def test_figures_of_different_things(one: str, other: str) -> None:
    question = "How many yards, counties, states, people? How much money? What share, per cent?"
    assert different_figures(question, one, other, load_reader()) is None
    assert different_figures(question, other, one, load_reader()) is None


def test_two_articles_have_one_conflict_at_most() -> None:
    one, two = cited(1, OLD, date(2021, 3, 27)), cited(2, NEW, date(2021, 3, 28))
    again = replace(one, number=3)
    found = find_conflicts("How many vessels are waiting?", [one, two, again], load_reader())
    assert len(found) == 1


def test_the_newer_report_leads_where_figures_differ_or_the_present_is_asked() -> None:
    old = sentence(OLD, date(2021, 3, 27), 5.0)
    new = sentence(NEW, date(2021, 3, 29), 4.8)
    question = "How many vessels are waiting?"
    assert [s.text for s in newer_leads(question, [old, new], 0.5, load_reader())] == [NEW, OLD]
    assert newer_leads(question, [old, new], 0.1, load_reader()) == [old, new]
    undated = sentence(NEW, None, 4.9)
    assert newer_leads(question, [old, undated], 0.5, load_reader()) == [old, undated]
    other = sentence("The pilot slept.", date(2021, 3, 29), 4.9)
    assert newer_leads("Who steered?", [old, other], 0.5, load_reader()) == [old, other]
    assert newer_leads("Who is the pilot?", [old, other], 0.5, load_reader())[0].text == other.text
