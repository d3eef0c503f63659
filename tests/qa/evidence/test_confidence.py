from __future__ import annotations

import json
import math
from dataclasses import asdict

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
from tests.qa.evidence.scoring import scored

EVEN = Calibration({"margin": 1.0}, 0.0, 0.5)
LOGITS = st.floats(-12, 12)


def test_nothing_found_is_no_answer() -> None:
    verdict = assess_confidence([], EVEN)
    assert verdict.confidence == 0
    assert verdict.refusal


def test_answers_from_the_threshold_on() -> None:
    assert assess_confidence([scored("Something said.", 0.0)], EVEN).refusal is None
    assert assess_confidence([scored("Something said.", -0.1)], EVEN).refusal


def test_a_refusal_tells_a_near_miss_from_another_subject() -> None:
    near = assess_confidence([scored("Something said.", -1.0, relevance=2.0)], EVEN)
    far = assess_confidence([scored("Something said.", -1.0, relevance=-9.0)], EVEN)
    assert "on the subject" in (near.refusal or "")
    assert "No passage is about" in (far.refusal or "")


def test_evidence_is_of_the_first_sentence_and_of_the_surest_passage() -> None:
    first = scored("The tanker Ana Torres ran aground.", 1.0, relevance=0.5)
    other = scored("It floats.", 3.0, relevance=2.0)
    evidence = weigh([first, other])
    assert (evidence.margin, evidence.relevance, evidence.alone) == (1.0, 2.0, 1.0)
    shares = 1 / (1 + math.exp(-3.0)), 1 / (1 + math.exp(-2.0))
    assert math.exp(evidence.answers) == pytest.approx(shares[0] * shares[1])


def test_the_shipped_calibration_is_whole_and_says_where_it_is_from() -> None:
    values = json.loads(CALIBRATION.read_text("utf-8"))
    assert set(values["weights"]) == set(Evidence.__slots__)
    assert 0 < values["threshold"] < 1
    assert values["fitted_on"]
    assert values["figures_out_of_fold"]
    assert values["reliability"]


@given(LOGITS, LOGITS, LOGITS, LOGITS, st.floats(0, 5))
def test_probability_is_one_and_grows_with_what_speaks_for_an_answer(
    answers: float, margin: float, relevance: float, alone: float, more: float
) -> None:
    calibration = load_calibration()
    weak = Evidence(answers, margin, relevance, alone)
    strong = Evidence(**{name: value + more for name, value in asdict(weak).items()})
    assert 0 < calibration.probability(weak) <= calibration.probability(strong) < 1


@pytest.mark.parametrize(("confidence", "word"), [(0.95, "high"), (0.7, "fair"), (0.5, "low")])
def test_confidence_in_words(confidence: float, word: str) -> None:
    assert confidence_line(confidence) == f"Confidence: {word} ({confidence:.0%})"
