"""Whether sentences say yes or no to a question: a calibrated probability.

A logistic regression (as for `qa.evidence.confidence`) over what the reader makes of the best
sentences against the question, the claim it asks about, and that claim denied; a sentence with a
"not" in it is weighed by weights of its own. The weights lie in `verdicts.json`, with what they
were fitted on and how well they do; `tests.bench.verdicts` makes that file.
"""

from __future__ import annotations

import json
import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from functools import lru_cache
from pathlib import Path

from qa.evidence.confidence import logistic
from qa.evidence.reader import Checker, Entailment
from qa.evidence.rerank import ScoredSentence
from qa.language.claim_fit import Fit, fit_of
from qa.language.claims import Claim

VERDICTS = Path(__file__).with_name("verdicts.json")
_LEAST = 0.01  # added to probabilities, so that none is infinitely small
_NEGATION = re.compile(
    r"\b(?:no|not|never|none|neither|nor|nobody|nothing|without|denied|denies|false|cannot)\b"
    r"|n['’]t\b|\bun(?:harm|hurt|injur|damag|chang|like)\w+",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Leaning:
    """What speaks for a yes in a sentence, or in several: the sums.

    Attributes:
        asked, said, denied: log-odds that it supports the question, the claim, the claim denied.
        not_asked, not_said, not_denied: the same of a sentence that holds a "not", else 0.
        negation: whether it holds one.
        same, others: whether the claim's verb is told of its subject, or of others alone.
        sentence: 1.
    """

    asked: float
    said: float
    denied: float
    not_asked: float
    not_said: float
    not_denied: float
    negation: float
    same: float
    others: float
    sentence: float = 1.0


@dataclass(frozen=True, slots=True)
class VerdictWeights:
    """Weights by feature of `Leaning`, and the intercept."""

    weights: Mapping[str, float]
    intercept: float

    def lean(self, leaning: Leaning) -> float:
        """How far it leans to a yes, in logits; below zero to a no."""
        values: dict[str, float] = asdict(leaning)
        return sum(weight * values[name] for name, weight in self.weights.items())

    def probability(self, leanings: Sequence[Leaning]) -> float:
        """The probability, 0 to 1, that the answer is yes."""
        return logistic(self.intercept + sum(map(self.lean, leanings)))


@lru_cache(maxsize=1)  # immutable
def load_verdict_weights() -> VerdictWeights:
    """The weights that come with the program."""
    held = json.loads(VERDICTS.read_text("utf-8"))
    return VerdictWeights(held["weights"], held["intercept"])


def leanings(
    reader: Checker, question: str, claim: Claim, sentences: Sequence[ScoredSentence]
) -> list[Leaning]:
    """What each sentence says to a question.

    Args:
        reader: reads each sentence against the question and its claim.
        question: that yes or no answers, standing alone.
        claim: what it asks about.
        sentences: to read.
    """
    texts = [f"{s.hit.article.title}. {s.text}" for s in sentences]
    if not texts:
        return []
    # "Isn't it?" and "Is it?" ask the same, which the reader does not know
    asked = claim.said if claim.negated else question
    read = [reader.entail(text, texts) for text in (asked, claim.said, claim.denied)]
    return [
        _leaning([_odds(one[n]) for one in read], fit_of(claim.said, sentence.text), sentence.text)
        for n, sentence in enumerate(sentences)
    ]


def _leaning(odds: Sequence[float], fit: Fit, text: str) -> Leaning:
    asked, said, denied = odds
    negation = float(bool(_NEGATION.search(text)))
    return Leaning(
        asked,
        said,
        denied,
        not_asked=negation * asked,
        not_said=negation * said,
        not_denied=negation * denied,
        negation=negation,
        same=float(fit is Fit.SAME),
        others=float(fit is Fit.OTHERS),
    )


def _odds(read: Entailment) -> float:
    """The log-odds of support against contradiction."""
    return math.log((read.supports + _LEAST) / (read.contradicts + _LEAST))
