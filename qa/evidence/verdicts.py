"""Whether what was found says yes or no to a question, or leaves it open: calibrated probabilities.

A multinomial logistic regression over what the reader makes of the best passages, whole, against
the question, of the best one and the best sentences against the claim that it asks about, and of
whether they answer at all. Passages come first: what a sentence says of "he" or "the offer" is told
by those around it, and it is whole passages that the reader learned yes and no from. The weights
lie in `verdicts.json`, with what they were fitted on and how well they do; `tests.bench.verdicts`
makes that file.
"""

from __future__ import annotations

import json
import math
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from functools import lru_cache
from pathlib import Path

from qa.evidence.confidence import weigh
from qa.evidence.reader import Checker
from qa.evidence.rerank import ScoredSentence
from qa.evidence.scores import Entailment
from qa.language.claims import Claim

VERDICTS = Path(__file__).with_name("verdicts.json")
_LEAST = 0.01  # added to probabilities, so that none is infinitely small
_PASSAGES = 3  # whose word counts


@dataclass(frozen=True, slots=True)
class Leaning:
    """What speaks for a yes or a no; each a log-odds of support against contradiction.

    Those that end in "settled" are the logarithm of the probability that it is one of both.

    Attributes:
        passages: of the best passages, to the question; the more one speaks of it, the more it
            weighs.
        settled: of the passage that speaks of the question most.
        passage, passage_settled: of the best passage, to the claim.
        said, denied: of the best sentences, on average, to the claim and to the claim denied.
        sentences_settled: of the sentence that speaks of the claim most.
        denial: of the sentence that supports the claim denied most.
        answers, margin, relevance, alone: as in `qa.evidence.confidence.Evidence`.
    """

    passages: float
    settled: float
    passage: float
    passage_settled: float
    said: float
    denied: float
    sentences_settled: float
    denial: float
    answers: float
    margin: float
    relevance: float
    alone: float


@dataclass(frozen=True, slots=True)
class Chances:
    """The probabilities, 0 to 1, that the answer is yes and that it is no; the rest: it is open."""

    yes: float
    no: float


@dataclass(frozen=True, slots=True)
class VerdictWeights:
    """By "yes" and "no": weights by feature of `Leaning`, and the intercept; all 0 for open."""

    weights: Mapping[str, Mapping[str, float]]
    intercepts: Mapping[str, float]

    def chances(self, leaning: Leaning) -> Chances:
        """How likely each is."""
        values: dict[str, float] = asdict(leaning)
        logits = [
            self.intercepts[says] + sum(w * values[name] for name, w in self.weights[says].items())
            for says in ("yes", "no")
        ]
        most = max(0.0, *logits)
        yes, no = (math.exp(logit - most) for logit in logits)
        whole = yes + no + math.exp(-most)
        return Chances(yes / whole, no / whole)


@dataclass(frozen=True, slots=True)
class Account:
    """What was found says to a question.

    Attributes:
        leaning: all of it.
        sentences: how far each sentence leans to a yes, in the order given; below zero to a no.
    """

    leaning: Leaning
    sentences: tuple[float, ...]


@lru_cache(maxsize=1)  # immutable
def load_verdict_weights() -> VerdictWeights:
    """The weights that come with the program."""
    held = json.loads(VERDICTS.read_text("utf-8"))
    return VerdictWeights(held["weights"], held["intercepts"])


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
    read = reader.entail(claim.said, texts)
    said = [odds(one) for one in read]
    denied = (
        [odds(one) for one in reader.entail(claim.denied, texts)]
        if claim.denied
        else [-one for one in said]
    )
    return Account(
        Leaning(
            passages=said_to,
            settled=max(_settled(s.says) for s in passages),
            passage=odds(whole),
            passage_settled=_settled(whole),
            said=_mean(said),
            denied=_mean(denied),
            sentences_settled=max(map(_settled, read)),
            denial=max(denied),
            **asdict(weigh(found)),
        ),
        tuple(yes - no for yes, no in zip(said, denied, strict=True)),
    )


def odds(read: Entailment) -> float:
    """The log-odds of support against contradiction: what a text says to a question."""
    return math.log((read.supports + _LEAST) / (read.contradicts + _LEAST))


def _settled(read: Entailment) -> float:
    """The logarithm of the probability that a text says yes or no."""
    return math.log(1 - read.neither + _LEAST)


def _mean(values: Sequence[float]) -> float:
    return sum(values) / len(values)
