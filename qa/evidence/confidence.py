"""How sure it is that the articles answer: a calibrated probability, and whether to say no.

A logistic regression (Platt, 1999) over what the reader made of the passages. Its weights lie in
`calibration.json`, with what they were fitted on and how well they do; `tests.bench.calibrate`
makes that file.
"""

from __future__ import annotations

import json
import math
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from functools import lru_cache
from pathlib import Path

from qa.evidence.rerank import ScoredSentence

CALIBRATION = Path(__file__).with_name("calibration.json")
_HIGH, _FAIR = 0.8, 0.6
_FEW_SHARED = 0.3  # of a question's words, a third of which ask
_ON_THE_SUBJECT = 0.0  # a logit: passages above it are about what is asked


@dataclass(frozen=True, slots=True)
class Evidence:
    """What speaks for and against an answer.

    Attributes:
        answers: the logarithm of the highest probability of a passage that it is about what is
            asked and answers it; 0 at most.
        margin: the margin of the best span of the sentence that would come first, in logits.
        relevance: the highest logit of a passage, that it is about what is asked.
        alone: the logit that the sentence that would come first answers by itself.
    """

    answers: float
    margin: float
    relevance: float
    alone: float


@dataclass(frozen=True, slots=True)
class Calibration:
    """Weights by feature of `Evidence`, the intercept, and the probability to answer from."""

    weights: Mapping[str, float]
    intercept: float
    threshold: float

    def probability(self, evidence: Evidence) -> float:
        """The probability, 0 to 1, that the articles answer."""
        features = asdict(evidence)
        logit = self.intercept + sum(w * features[name] for name, w in self.weights.items())
        return logistic(logit)


@dataclass(frozen=True, slots=True)
class Verdict:
    """The probability that the articles answer, 0 to 1; why not, where that is too little."""

    confidence: float
    refusal: str | None = None


@lru_cache(maxsize=1)  # immutable
def load_calibration() -> Calibration:
    """The calibration that comes with the program."""
    values = json.loads(CALIBRATION.read_text("utf-8"))
    return Calibration(values["weights"], values["intercept"], values["threshold"])


def weigh(sentences: Sequence[ScoredSentence]) -> Evidence:
    """The evidence of scored sentences, given best first, at least one."""
    return Evidence(
        answers=max(_log_share(s.answers) + _log_share(s.relevance) for s in sentences),
        margin=sentences[0].span.margin,
        relevance=max(sentence.relevance for sentence in sentences),
        alone=sentences[0].alone,
    )


def assess_confidence(sentences: Sequence[ScoredSentence], calibration: Calibration) -> Verdict:
    """Whether the sentences, best first, answer the question that they were scored for."""
    if not sentences:
        return Verdict(0.0, "No passage of the articles shares anything with the question.")
    evidence = weigh(sentences)
    confidence = calibration.probability(evidence)
    if confidence >= calibration.threshold:
        return Verdict(confidence)
    if evidence.relevance >= _ON_THE_SUBJECT:
        title = sentences[0].hit.article.title
        nearest = f"Nearest is “{title}”" if title else "The nearest passage is shown"
        return Verdict(confidence, f"{nearest}: on the subject, but no answer.")
    return Verdict(confidence, "No passage is about what is asked.")


def confidence_by_words(sentences: Sequence[ScoredSentence]) -> Verdict:
    """The same where the reader does not know the language: low, by the words that are shared."""
    share = max((sentence.mass for sentence in sentences), default=0.0)
    if share < _FEW_SHARED:
        return Verdict(share / 2, "No passage shares enough words with the question.")
    return Verdict(share / 2)


def logistic(logit: float) -> float:
    """The probability, 0 to 1, that a logit stands for; beyond 30 either way it stays the same."""
    return 1 / (1 + math.exp(-max(min(logit, 30.0), -30.0)))


def weighed(signs: Sequence[float], weights: Sequence[float]) -> float:
    """What signs count together: each by its own weight."""
    return sum(sign * weight for sign, weight in zip(signs, weights, strict=True))


def logit(probability: float) -> float:
    """The logit of a probability, 0 to 1; beyond 30 either way it stays the same."""
    least = 1e-13
    held = min(max(probability, least), 1 - least)
    return math.log(held / (1 - held))


def is_doubtful(confidence: float) -> bool:
    """Whether a probability, 0 to 1, is too low to tell an answer without saying so."""
    return confidence < _FAIR


def confidence_line(confidence: float) -> str:
    """A probability, 0 to 1, in a word and as a number."""
    word = "high" if confidence >= _HIGH else "fair" if confidence >= _FAIR else "low"
    return f"Confidence: {word} ({confidence:.0%})"


def _log_share(logit: float) -> float:
    """The logarithm of the probability that a logit stands for."""
    return min(logit, 0.0) - math.log1p(math.exp(-abs(logit)))
