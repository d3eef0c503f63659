"""The sentences that can stand in a summary, and how likely each is a main point."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from qa.evidence.scores import PassageScores
from qa.writing.forms.points import POINTS, candidates, pieces, points_in
from tests.conftest import article

SENTENCES = st.lists(st.integers(5, 60), min_size=1, max_size=70)


def text_of(lengths: Sequence[int]) -> str:
    return " ".join(
        f"{' '.join(['Larkfield'] * (n - 1))} {place}." for place, n in enumerate(lengths)
    )


@given(SENTENCES)
def test_every_sentence_is_read_in_one_piece(lengths: list[int]) -> None:
    found = candidates(article(text_of(lengths)))
    places = pieces(found)
    for one in found:
        assert sum(start <= one.start and one.end <= end for start, end in places) == 1
    assert places == sorted(places)


class Saying:
    """A reader to whom the words of a passage are evidence by how long they are."""

    def read(self, question: str, passages: Sequence[tuple[str, str]]) -> list[PassageScores]:
        assert question == POINTS
        return [self._of(text) for _, text in passages]

    def _of(self, text: str) -> PassageScores:
        ends = [at for at, mark in enumerate(text) if mark == " "] + [len(text)]
        starts = [0, *(end + 1 for end in ends[:-1])]
        tokens = np.zeros((len(ends), 4), dtype=np.float32)
        tokens[:, 2] = [end - start for start, end in zip(starts, ends, strict=True)]
        return PassageScores(text, np.array([*zip(starts, ends, strict=True)]), tokens, 0, 0, 0)


def test_points_are_told_of_each_sentence_in_the_order_given() -> None:
    one = article("It is so odd in it. Larkfield’s bridgework remains undecided, councillors say.")
    other = article("Ashby’s councillors remain undecided, Larkfield says.", "b")
    found = [*candidates(one), *candidates(other)]
    first, second, third = points_in(found[::-1], Saying())[::-1]
    assert first < second
    assert third > first
    assert points_in([], Saying()) == []


def test_what_the_reader_does_not_reach_is_no_main_point() -> None:
    class Blind(Saying):
        def _of(self, text: str) -> PassageScores:
            return PassageScores(text, np.zeros((0, 2), int), np.zeros((0, 4), np.float32), 0, 0, 0)

    found = candidates(article("Larkfield’s bridgework remains undecided, councillors say."))
    assert np.isfinite(points_in(found, Blind())).all()
