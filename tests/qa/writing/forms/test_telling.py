"""Which sentences say most, and differ."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from numpy.typing import NDArray

from index.models.encoder import unit_rows
from index.store import Index
from qa.writing.forms.telling import candidates, most_telling, signs_of, take, vectors_of
from tests.bench.training.marked import MARKS
from tests.bench.training.rows import json_lines
from tests.conftest import article

TEXT = (
    "The city of Larkfield will close its only bridge on 3 May for repairs that cost 2 million"
    " pounds. “I am so very sad about it, really,” said a man on a bench. We all know how that is"
    " in spring, do we not say so.\n\nBuses will go by way of Ashby until the bridge of Larkfield"
    " opens again in 2027. Is it late? He had tea."
)


def test_questions_and_scraps_do_not_stand_in_a_summary() -> None:
    assert [one.place for one in candidates(article(TEXT))] == [0, 1, 2, 3]


def test_signs_are_of_the_sentence(seed_index: Index) -> None:
    found = candidates(article(TEXT))
    vectors = vectors_of([*(one.text for one in found), "the bridge of Larkfield"], seed_index)
    first, said, person, last = signs_of(found, vectors)
    assert (first.lead, first.place, first.begins, first.figure) == (1.0, 0.0, True, True)
    assert (said.quoted, said.figure, said.begins) == (True, False, False)
    assert person.person
    assert (last.begins, last.quoted, last.person) == (True, False, False)
    assert first.near > said.near


def test_what_happens_is_told_before_what_is_felt(seed_index: Index) -> None:
    taken = most_telling(candidates(article(TEXT)), "the bridge of Larkfield", seed_index, 2)
    assert sorted(one.place for one in taken) == [0, 3]


@given(
    arrays(np.float32, (7, 4), elements=st.floats(0, 1, width=32)),
    arrays(np.float32, 7, elements=st.floats(-5, 5, width=32)),
    st.integers(0, 9),
)
def test_sentences_are_taken_once_the_best_first(
    rows: NDArray[np.float32], worth: NDArray[np.float32], most: int
) -> None:
    taken = take(worth, unit_rows(rows), most)
    assert len(taken) == len(set(taken)) == min(most, 7)
    assert not taken or worth[taken[0]] == worth.max() or rows[taken[0]].any()


def test_what_says_the_same_is_taken_once() -> None:
    vectors = unit_rows(np.array([[1, 0], [1, 0], [0, 1], [1, 1]], dtype=np.float32))
    assert take(np.array([1.0, 0.99, 0.95, 0.0], dtype=np.float32), vectors, 2) == [0, 2]


def test_the_marks_are_of_that_form() -> None:
    rows = list(json_lines(MARKS))
    assert len({row["article"] for row in rows}) == len(rows) > 300
    for row in rows:
        assert 2 <= len(set(row["marked"])) == len(row["marked"])
        assert all(place in row["marked"] for place, *_ in row["same"])
