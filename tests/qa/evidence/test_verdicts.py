from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import replace
from math import log

import pytest

from qa.evidence.rerank import ScoredSentence
from qa.evidence.scores import Entailment
from qa.evidence.verdicts import VERDICTS, Leaning, account, load_verdict_weights
from qa.language.claims import Claim
from tests.conftest import article
from tests.qa.evidence.scoring import scored

CLAIM = Claim("The harbour did freeze.", "The harbour did not freeze.", negated=False)
YES = Entailment(5.0, 0.9, 0.05, 0.05)
NO = Entailment(5.0, 0.05, 0.9, 0.05)
NEITHER = Entailment(-5.0, 0.02, 0.03, 0.95)


class Supporting:
    """Takes every text to support what is asked, and to contradict its denial."""

    def entail(self, claim: str, texts: Sequence[str]) -> list[Entailment]:
        return [NO if " not " in claim else YES] * len(texts)


def told(text: str, says: Entailment, number: int = 1) -> ScoredSentence:
    """A sentence of a passage of its own that says this."""
    sentence = scored(text, 1.0, of=article(text, article_id=f"{number}"))
    passage = replace(sentence.hit.passage, id=number)
    return replace(sentence, hit=replace(sentence.hit, passage=passage), says=says)


def test_the_weights_know_every_feature_of_a_leaning() -> None:
    held = json.loads(VERDICTS.read_text("utf-8"))
    assert set(held["weights"]) == set(held["intercepts"]) == {"yes", "no"}
    for weights in held["weights"].values():
        assert set(weights) == set(Leaning.__dataclass_fields__)
    assert "figures_out_of_fold" in held


def test_what_supports_the_claim_and_contradicts_its_denial_leans_to_yes() -> None:
    said = told("The harbour froze on Monday.", YES)
    found = account(Supporting(), CLAIM, [said], [said])
    assert found.leaning.passages > 0
    assert found.leaning.said > 0 > found.leaning.denied
    chances = load_verdict_weights().chances(found.leaning)
    assert chances.yes > chances.no
    assert chances.yes + chances.no < 1


@pytest.mark.parametrize(
    ("says", "leans"), [((YES, NEITHER), 1), ((NEITHER, NO), -1), ((NO, NO, YES), -1)]
)
def test_the_passages_that_speak_of_it_tell(says: Sequence[Entailment], leans: int) -> None:
    found = [told(f"Ice {n}.", one, n) for n, one in enumerate(says)]
    assert account(Supporting(), CLAIM, found, found[:1]).leaning.passages * leans > 0.5


def test_silence_settles_nothing() -> None:
    found = [told("Ice is cold.", NEITHER)]
    assert account(Supporting(), CLAIM, found, found).leaning.settled < log(0.1)
    told_so = [told("It froze.", YES)]
    assert account(Supporting(), CLAIM, told_so, found).leaning.settled > log(0.9)
