"""How lists are measured."""

from __future__ import annotations

import numpy as np

from qa.evidence.things import Signs, Thing, naming
from tests.bench.lists import Case, _figures, _place
from tests.conftest import article

TEXT = "They grow kale, brown rye and the old oats of Larkfield."
SIGNS = Signs(0.0, 0.0, 0.0)


def thing(words: str) -> Thing:
    start = TEXT.index(words)
    return Thing(article(TEXT), start, start + len(words), (0, len(TEXT)), SIGNS)


def test_a_thing_is_the_one_that_it_shares_most_words_with() -> None:
    wanted = [naming("kale"), naming("rye"), naming("oats")]
    said = ("kale", "brown rye", "the old fields of Larkfield")
    assert [_place(naming(one), wanted) for one in said] == [0, 1, -1]


def test_figures_are_of_what_is_wanted_and_of_what_is_said() -> None:
    things = [thing("kale"), thing("rye"), thing("They")]
    listed = Case(things, [0, 1, -1], wanted=4)
    nothing = Case([thing("kale"), thing("rye")], [-1, -1], wanted=0)
    figures = _figures([listed, nothing], [np.array([0.9, 0.65, 0.55]), np.array([0.35, 0.35])])
    assert figures["asked"] == "1 with things, 1 without"
    assert figures["from 0.5"].startswith("0.500 of what is wanted; of what is said 0.667 right")
    assert figures["from 0.7"].endswith("0 with two or more, 0 of those without")
    assert figures["from 0.3"].endswith("1 with two or more, 1 of those without")
