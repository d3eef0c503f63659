from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qa.answer import Support
from qa.checking.facts import facts_of
from qa.checking.support import Evidence, Judgement, check_support
from qa.evidence.reader import load_reader
from qa.evidence.scores import Entailment

TEXT = (
    "The Larkmoor footbridge was opened on 4 May 2019 by Mayor Ines Calder. It is 212 metres long "
    "and cost 3.4 million pounds. Cyclists are not allowed to cross it at night. Otto Brandt, a "
    "French engineer, had drawn the first plans in 1987."
)
EVIDENCE = Evidence(TEXT, "A bridge for Larkmoor", date(2019, 5, 5))


def judged(claim: str) -> Judgement:
    return check_support(claim, [EVIDENCE], load_reader())


@pytest.mark.parametrize(
    "claim",
    [
        "The Larkmoor footbridge was opened on 4 May 2019 by Mayor Ines Calder.",
        "Mayor Ines Calder opened the footbridge in May 2019.",
        "The footbridge is 212 metres long and cost 3,400,000 pounds.",
        "Cyclists are not allowed to cross the footbridge at night.",
        "The French engineer Otto Brandt drew the first plans of the bridge in 1987.",
    ],
)
def test_what_the_passage_says_is_not_marked(claim: str) -> None:
    judgement = judged(claim)
    assert judgement.support is not Support.UNSUPPORTED, judgement.why
    assert judgement.places[0]


@pytest.mark.parametrize(
    ("claim", "why"),
    [
        ("The footbridge was opened on 4 May 2018 by Mayor Ines Calder.", "2018"),
        ("The footbridge was opened on 4 May 2019 by Mayor Ida Calder.", "Ida"),
        ("The Larkmoor footbridge was opened on 4 May 1987 by Mayor Ines Calder.", "1987"),
        ("The Larkmoor footbridge was opened on 4 May 2019 by Mayor Otto Brandt.", "Otto"),
        ("The footbridge is 5 metres long.", "5"),
        ("The footbridge was opened on 4 July 2019 by Mayor Ines Calder.", "July"),
        ("The footbridge was never opened by Mayor Ines Calder.", "deny"),
        ("Cyclists are allowed to cross it at night.", "denies"),
        ("Pancakes need flour, eggs and milk.", "something else"),
        ("!!!", "nothing that could be checked"),
    ],
)
def test_what_it_does_not_say_is_marked_with_the_reason(claim: str, why: str) -> None:
    judgement = judged(claim)
    assert judgement.support is Support.UNSUPPORTED
    assert why in judgement.why


def test_a_passage_that_adds_nothing_is_not_quoted() -> None:
    other = Evidence("The weather was fine in Norway on Sunday.", "Weather")
    judgement = check_support(
        "The footbridge is 212 metres long.", [other, EVIDENCE], load_reader()
    )
    assert judgement.support is Support.SUPPORTED
    assert judgement.places[0] == ()
    (start, end) = judgement.places[1][0]
    assert TEXT[start:end].startswith("It is 212 metres")


def test_each_sentence_is_judged_under_its_own_title() -> None:
    class Noting:
        texts: tuple[str, ...] = ()

        def entail(self, claim: str, texts: Sequence[str]) -> list[Entailment]:
            self.texts = tuple(texts)
            return [Entailment(9.0, 1.0, 0.0, 0.0) for _ in texts]

    checker = Noting()
    evidences = [
        Evidence("The Orla ferry sank at dawn.", "A ferry lost"),
        Evidence("Forty sheep swam ashore.", "Sheep saved"),
    ]
    check_support("The Orla ferry sank at dawn and forty sheep swam ashore.", evidences, checker)
    assert set(checker.texts) == {f"{one.title}. {one.text}" for one in evidences}


def test_numbers_are_read_as_values() -> None:
    values = [t.key for t in facts_of("Twenty-one of 1,200, 5.5 million, 3rd, 1990s") if t.number]
    assert values == ["21", "1200", "5500000", "3", "1990"]


@given(st.text(max_size=80), st.text(max_size=80))
def test_any_text_can_be_judged(claim: str, text: str) -> None:
    class Same:
        def entail(self, claim: str, texts: object) -> list[Entailment]:
            return [Entailment(9.0, 1.0, 0.0, 0.0)] * 2

    judgement = check_support(claim, [Evidence(text)], Same())
    assert (judgement.support is Support.SUPPORTED) == (not judgement.why)
    for start, end in judgement.places[0]:
        assert text[start:end].strip()
