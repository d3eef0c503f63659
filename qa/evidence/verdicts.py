"""Whether what was found says yes or no to a question: a calibrated probability.

A logistic regression (as for `qa.evidence.confidence`) over what the reader makes of the best
passages, whole, against the question, and of the best one and the best sentences against the claim
that it asks about. Passages come first: what a sentence says of "he" or "the offer" is told by
those around it, and it is whole passages that the reader learned yes and no from. The weights lie
in `verdicts.json`, with what they were fitted on and how well they do; `tests.bench.verdicts` makes
that file.
"""

from __future__ import annotations

import json
import math
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from functools import lru_cache
from pathlib import Path

from qa.evidence.confidence import logistic
from qa.evidence.reader import Checker, Entailment
from qa.evidence.rerank import ScoredSentence
from qa.language.claims import Claim

VERDICTS = Path(__file__).with_name("verdicts.json")
_LEAST = 0.01  # added to probabilities, so that none is infinitely small
_PASSAGES = 3  # whose word counts


@dataclass(frozen=True, slots=True)
class Leaning:
    """What speaks for a yes, each as log-odds of support against contradiction.

    Attributes:
        passages: of the best passages, to the question; the more one speaks of it, the more it
            weighs.
        passage: of the best passage, to the claim.
        said, denied: of the best sentences, on average, to the claim and to the claim denied.
    """

    passages: float
    passage: float
    said: float
    denied: float

    @property
    def sentences(self) -> float:
        """How far the best sentences lean to a yes; below zero to a no."""
        return self.said - self.denied


@dataclass(frozen=True, slots=True)
class VerdictWeights:
    """Weights by feature of `Leaning`, and the intercept."""

    weights: Mapping[str, float]
    intercept: float

    def probability(self, leaning: Leaning) -> float:
        """The probability, 0 to 1, that the answer is yes."""
        values: dict[str, float] = asdict(leaning)
        return logistic(self.intercept + sum(w * values[name] for name, w in self.weights.items()))


@dataclass(frozen=True, slots=True)
class Account:
    """What was found says to a question.

    Attributes:
        leaning: all of it.
        settled: how much the passage that speaks of it most does so, 0 to 1.
        denial: the log-odds of the claim denied, of the sentence that supports that most.
        sentences: how far each sentence leans to a yes, in the order given; below zero to a no.
    """

    leaning: Leaning
    settled: float
    denial: float
    sentences: tuple[float, ...]


@lru_cache(maxsize=1)  # immutable
def load_verdict_weights() -> VerdictWeights:
    """The weights that come with the program."""
    held = json.loads(VERDICTS.read_text("utf-8"))
    return VerdictWeights(held["weights"], held["intercept"])


def account(
    reader: Checker,
    claim: Claim,
    found: Sequence[ScoredSentence],
    telling: Sequence[ScoredSentence],
) -> Account:
    """What was found says to a question.

    Args:
        reader: reads it against the claim.
        claim: what the question asks about.
        found: all sentences, best first, as they were read for the question; at least one.
        telling: those of them that may settle it, at least one.
    """
    first_of: dict[int, ScoredSentence] = {}
    for sentence in found:
        first_of.setdefault(sentence.hit.passage.id, sentence)
    passages = list(first_of.values())[:_PASSAGES]
    weights = [1 - s.says.neither + _LEAST for s in passages]
    said_to = sum(w * odds(s.says) for w, s in zip(weights, passages, strict=True)) / sum(weights)
    best = passages[0].hit
    (whole,) = reader.entail(claim.said, [f"{best.article.title}. {best.passage.text}"])
    texts = [f"{s.hit.article.title}. {s.text}" for s in telling]
    said, denied = (
        [odds(one) for one in reader.entail(text, texts)] for text in (claim.said, claim.denied)
    )
    return Account(
        Leaning(said_to, odds(whole), _mean(said), _mean(denied)),
        max(1 - s.says.neither for s in passages),
        max(denied),
        tuple(yes - no for yes, no in zip(said, denied, strict=True)),
    )


def odds(read: Entailment) -> float:
    """The log-odds of support against contradiction: what a text says to a question."""
    return math.log((read.supports + _LEAST) / (read.contradicts + _LEAST))


def _mean(values: Sequence[float]) -> float:
    return sum(values) / len(values)
