from __future__ import annotations

import json
from collections.abc import Sequence

import pytest

from qa.evidence.reader import Entailment
from qa.evidence.verdicts import VERDICTS, Leaning, leanings, load_verdict_weights
from qa.language.claims import Claim
from tests.qa.evidence.scoring import scored

CLAIM = Claim("The harbour did freeze.", "The harbour did not freeze.", negated=False)


class Supporting:
    """Takes every text to support what is asked, and to contradict its denial."""

    def __init__(self) -> None:
        self.asked: list[str] = []

    def entail(self, claim: str, texts: Sequence[str]) -> list[Entailment]:
        self.asked.append(claim)
        supports = 0.05 if " not " in claim else 0.9
        return [Entailment(1.0, supports, 0.95 - supports, 0.05)] * len(texts)


def test_the_weights_know_every_feature_of_a_leaning() -> None:
    held = json.loads(VERDICTS.read_text("utf-8"))
    assert set(held["weights"]) == set(Leaning.__dataclass_fields__)
    assert "figures_out_of_fold" in held


def test_what_supports_the_claim_and_contradicts_its_denial_leans_to_yes() -> None:
    said = scored("The harbour froze on Monday.", 1.0)
    (leaning,) = leanings(Supporting(), "Did the harbour freeze?", CLAIM, [said])
    assert leaning.asked > 0 > leaning.denied
    assert leaning.negation == leaning.not_said == 0
    assert load_verdict_weights().probability([leaning]) > 0.5


def test_a_negated_question_is_read_as_its_claim() -> None:
    reader = Supporting()
    claim = Claim(CLAIM.said, CLAIM.denied, negated=True)
    leanings(reader, "Didn't the harbour freeze?", claim, [scored("It froze.", 1.0)])
    assert reader.asked == [CLAIM.said, CLAIM.said, CLAIM.denied]


@pytest.mark.parametrize("text", ["It did not freeze.", "Nobody saw it freeze."])
def test_a_sentence_with_a_not_is_weighed_by_its_own_weights(text: str) -> None:
    said = scored(text, 1.0)
    (leaning,) = leanings(Supporting(), "Did the harbour freeze?", CLAIM, [said])
    assert leaning.negation == 1
    assert (leaning.not_asked, leaning.not_denied) == (leaning.asked, leaning.denied)
