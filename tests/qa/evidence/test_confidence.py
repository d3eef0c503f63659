from __future__ import annotations

import json
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qa.evidence.confidence import (
    CALIBRATION,
    Calibration,
    Evidence,
    assess_confidence,
    confidence_line,
    load_calibration,
    weigh,
)
from tests.conftest import article
from tests.qa.evidence.scoring import scored

EVEN = Calibration({"surest": 1.0}, 0.0, 0.5)


def test_nothing_found_is_no_answer() -> None:
    verdict = assess_confidence("question", [], EVEN)
    assert verdict.confidence == 0
    assert verdict.refusal


def test_answers_from_the_threshold_on() -> None:
    assert assess_confidence("question", [scored("Something said.", 0.0)], EVEN).refusal is None
    assert assess_confidence("question", [scored("Something said.", -0.1)], EVEN).refusal


def test_a_refusal_names_what_is_not_mentioned() -> None:
    vague = scored("Something said.", -1.0, missing=("pancakes", "eggs"))
    assert "“pancakes”, “eggs”" in (assess_confidence("question", [vague], EVEN).refusal or "")


def test_evidence_is_of_the_first_sentence_but_for_the_surest() -> None:
    first, second = (
        scored("The tanker Ana Torres ran aground in Suez.", 1.0),
        scored("It floats.", 3.0),
    )
    evidence = weigh("Did the Ana Torres run aground near Port Said?", [first, second])
    assert (evidence.surest, evidence.first) == (3.0, 1.0)
    assert evidence.named == 0.5  # Ana and Torres, not Port and Said
    assert evidence.denied == 0


def test_names_may_stand_in_several_articles_and_in_who_published_them() -> None:
    paper = replace(article("The tanker is afloat.", "a"), source="Port Gazette", author="Said Ali")
    first = scored(paper.text, 1.0, paper)
    question = "Does the Gazette say what Torres said in Cairo?"
    evidence = weigh(question, [first, scored("Torres left Cairo.", 0.0)])
    assert evidence.named == 1
    assert weigh(question, [first]).named == pytest.approx(1 / 3)  # the Gazette


def test_a_negated_question_wants_a_negated_sentence() -> None:
    question = "Which ships were not hurt?"
    assert weigh(question, [scored("Two ships sank.", 0.0)]).denied == 1
    assert weigh(question, [scored("Two ships were not hurt.", 0.0)]).denied == 0


def test_the_shipped_calibration_is_whole_and_says_where_it_is_from() -> None:
    values = json.loads(CALIBRATION.read_text("utf-8"))
    assert set(values["weights"]) == set(Evidence.__slots__)
    assert 0 < values["threshold"] < 1
    assert values["fitted_on"]
    assert values["figures_out_of_fold"]


@given(
    st.floats(-12, 12),
    st.floats(0, 5),
    st.floats(-3, 3),
    st.floats(0, 1),
    st.sampled_from([0, 1]),
)
def test_probability_is_one_and_grows_with_the_scores(
    logit: float, more: float, context: float, named: float, denied: int
) -> None:
    calibration = load_calibration()
    weak = Evidence(logit, logit, context, named, denied)
    strong = replace(weak, surest=logit + more, first=logit + more)
    assert 0 < calibration.probability(weak) <= calibration.probability(strong) < 1


@pytest.mark.parametrize(("confidence", "word"), [(0.95, "high"), (0.7, "fair"), (0.5, "low")])
def test_confidence_in_words(confidence: float, word: str) -> None:
    assert confidence_line(confidence) == f"Confidence: {word} ({confidence:.0%})"
