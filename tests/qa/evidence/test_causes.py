from __future__ import annotations

import pytest

from qa.evidence.causes import asks_why, causes_lead
from tests.qa.evidence.scoring import scored

TOLD = scored("The bridge was closed on Monday.", 2.0)
CAUSE = scored("Cracks were found, which led to the closing.", 1.6)
FAR = scored("Bread is dear because flour is.", 0.5)


def test_a_cause_comes_before_what_it_caused_and_far_ones_stay_behind() -> None:
    found = causes_lead([TOLD, CAUSE, FAR])
    assert [one.text for one in found] == [CAUSE.text, TOLD.text, FAR.text]
    assert [one.score for one in found] == [2.0, 1.6, 0.5]


@pytest.mark.parametrize(
    ("question", "why"),
    [
        ("Why was it closed?", True),
        ("For what reason did it close?", True),
        ("What caused the fire?", True),
        ("What is a causeway?", False),
        ("How was it closed?", False),
    ],
)
def test_a_question_for_a_cause_is_known(question: str, why: bool) -> None:
    assert asks_why(question) is why
