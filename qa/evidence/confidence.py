"""How sure it is that the articles answer: a calibrated probability, and whether to say no.

A logistic regression (Platt, 1999) over a few features of the scored sentences. Its weights lie in
`calibration.json`, with what they were fitted on and how well they do; `tests.bench.calibrate`
makes that file. Pure, but for reading it.
"""

from __future__ import annotations

import json
import math
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from functools import lru_cache
from pathlib import Path

from qa.evidence.rerank import ScoredSentence
from qa.language.words import STOP_WORDS, tokens, words

CALIBRATION = Path(__file__).with_name("calibration.json")
_HIGH, _FAIR = 0.8, 0.6
_TOGETHER = 5  # sentences
_NEGATIONS = frozenset(
    "not no never none without neither nor cannot except unlike false fail failed fails least"
    " t".split()
)


@dataclass(frozen=True, slots=True)
class Evidence:
    """What speaks for and against an answer.

    Attributes:
        surest: the highest logit of a sentence.
        first: the logit of the sentence that would come first.
        context: what the sentence before it adds to its score, in logits.
        named: the share of the question's names and numbers, 0 to 1, that the best five sentences
            hold together, with the sentences before them and the titles, sources and authors of
            their articles; 1 where the question has none. A question may need several articles,
            each of which is about a part of it.
        denied: 1 where the question is negated and the sentence is not, else 0.
    """

    surest: float
    first: float
    context: float
    named: float
    denied: float


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
        return 1 / (1 + math.exp(-max(min(logit, 30.0), -30.0)))


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


def weigh(question: str, sentences: Sequence[ScoredSentence]) -> Evidence:
    """The evidence of scored sentences, given best first, at least one."""
    first = sentences[0]
    return Evidence(
        surest=max(sentence.logit for sentence in sentences),
        first=first.logit,
        context=first.context,
        named=_named(question, "\n".join(map(_around, sentences[:_TOGETHER]))),
        denied=float(_negated(question) and not _negated(first.text)),
    )


def assess_confidence(
    question: str, sentences: Sequence[ScoredSentence], calibration: Calibration
) -> Verdict:
    """Whether the sentences, best first, answer the question."""
    if not sentences:
        return Verdict(0.0, "No passage of the articles shares anything with the question.")
    confidence = calibration.probability(weigh(question, sentences))
    if confidence >= calibration.threshold:
        return Verdict(confidence)
    reason = "No sentence of the articles answers the question well enough."
    if sentences[0].missing:
        named = ", ".join(f"“{word}”" for word in sentences[0].missing[:5])
        reason += f" What comes nearest does not mention {named}."
    return Verdict(confidence, reason)


def confidence_line(confidence: float) -> str:
    """A probability, 0 to 1, in a word and as a number."""
    word = "high" if confidence >= _HIGH else "fair" if confidence >= _FAIR else "low"
    return f"Confidence: {word} ({confidence:.0%})"


def _around(sentence: ScoredSentence) -> str:
    """A sentence with what its reader knows of it."""
    article = sentence.hit.article
    about = "\n".join(filter(None, (article.title, article.source, article.author)))
    return f"{about}\n{sentence.before} {sentence.text}"


def _named(question: str, text: str) -> float:
    """The share of a question's names and numbers that a text holds, 0 to 1; 1 without any."""
    names = {
        word
        for place, token in enumerate(t for t in tokens(question) if t.is_word)
        if (place and token.text[0].isupper()) or any(char.isdigit() for char in token.text)
        for word in words(token.text)
        if word not in STOP_WORDS
    }
    return len(names & set(words(text))) / len(names) if names else 1.0


def _negated(text: str) -> bool:
    return not _NEGATIONS.isdisjoint(words(text))
