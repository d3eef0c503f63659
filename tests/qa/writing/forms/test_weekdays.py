"""Whether a weekday was still to come when the sentence was written."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qa.language.calendar import WEEKDAYS
from qa.writing.forms.weekdays import ahead, signs

_WEEKDAY = re.compile("|".join(WEEKDAYS))
_UNDATED = 0.2  # from which a timeline leaves a weekday out


def of(text: str) -> float:
    found = _WEEKDAY.search(text)
    assert found
    return ahead(text, found.start(), found.end())


@pytest.mark.parametrize(
    "text",
    [
        "The old tram line reopened on Saturday after two years of works.",
        "Two climbers were found alive on Tuesday, the rescue service said.",
        "“We had no choice,” the mayor told reporters Thursday.",
        "A ferry sank off the island on Sunday, and 14 people drowned.",
        "On Monday, the union called off its strike.",
        "The court threw the case out Friday.",
    ],
)
def test_what_was_told_had_happened(text: str) -> None:
    assert of(text) < _UNDATED


@pytest.mark.parametrize(
    "text",
    [
        "The old tram line is to reopen on Saturday.",
        "Lawmakers will vote on the bill Thursday.",
        "The hearing is scheduled for Wednesday.",
        "She is expected to plead guilty on Friday.",
        "The series premieres on Sunday at 9 p.m.",
    ],
)
def test_what_was_still_to_come(text: str) -> None:
    assert of(text) >= _UNDATED


@given(st.text(max_size=60), st.sampled_from(WEEKDAYS), st.text(max_size=60))
def test_any_text_has_a_probability(before: str, weekday: str, after: str) -> None:
    text = f"{before} {weekday} {after}"
    place = (len(before) + 1, len(before) + 1 + len(weekday))
    assert 0 < ahead(text, *place) < 1
    found = list(signs(text, *place))
    assert found == sorted(set(found))
