"""Does a passage say what a sentence claims? Facts by rule, the rest by overlap and a model.

A model knows well whether a text is about a claim, and less well whether it says so: change a
number and its scores hardly move. So numbers, names and negations are compared by rule, each with
the words around it, and the reader and the share of common words judge only what is left.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from index.split import sentence_spans
from qa.answer import Support
from qa.checking.facts import Fact, facts_of, facts_of_date, is_of_month
from qa.checking.mismatch import mismatch
from qa.checking.tags import tags_of
from qa.evidence.reader import Checker

# when a claim is carried by its evidence; tuned on pairs made by `tests.bench.support`
_COVERED = 0.65  # the share of the claim's words that the evidence must hold to support it
_SOME = 0.4  # the share below which it is unsupported
_RELEVANT = 0.0  # a logit: of the best sentence, below which it is at most weak
_UNRELATED = -6.0  # likewise, below which it is unsupported
_CONTRADICTED = 0.95  # the probability of being contradicted from which it is unsupported
_SENTENCES = 3  # of a passage that may carry a claim together


@dataclass(frozen=True, slots=True)
class Evidence:
    """A passage that a claim cites: its text, and what frames it without being quotable."""

    text: str
    title: str = ""
    published: date | None = None


@dataclass(frozen=True, slots=True)
class Judgement:
    """How a claim stands against what it cites.

    Attributes:
        support: the verdict.
        why: for the reader, "" when supported.
        places: for each evidence, the spans of its text that carry the claim best, best first;
            none for an evidence that adds nothing to the others.
    """

    support: Support
    why: str
    places: tuple[tuple[tuple[int, int], ...], ...]


@dataclass(frozen=True, slots=True)
class _Part:
    """A sentence of an evidence."""

    evidence: int
    span: tuple[int, int]
    facts: tuple[Fact, ...]


def check_support(claim: str, evidences: Sequence[Evidence], checker: Checker) -> Judgement:
    """Judge a sentence by the passages it cites.

    Args:
        claim: one sentence, without citation markers.
        evidences: what it cites, at least one.
        checker: tells what a text says of a claim.
    """
    said = facts_of(claim, tags_of(claim))
    parts = [part for n, evidence in enumerate(evidences) for part in _parts(n, evidence)]
    frame = tuple(fact for evidence in evidences for fact in _frame(evidence))
    carrying = _carrying(said, parts, _SENTENCES * len(evidences))
    places = tuple(
        tuple(part.span for part in carrying or parts[:1] if part.evidence == number)
        for number in range(len(evidences))
    )
    if not any(fact.content for fact in said):
        return Judgement(Support.UNSUPPORTED, "it says nothing that could be checked", places)
    if not carrying:
        return Judgement(Support.UNSUPPORTED, "the cited passage says something else", places)
    sentences = [part.facts for part in carrying]
    everything = (*(fact for part in parts for fact in part.facts), *frame)
    wrong = mismatch(said, sentences, everything, frame)
    if wrong:
        return Judgement(Support.UNSUPPORTED, wrong, places)
    held = tuple(fact for part in carrying for fact in part.facts)
    share = _share(said, (*held, *frame))
    if share < _SOME:
        return Judgement(Support.UNSUPPORTED, "the cited passage says something else", places)
    best = [(evidences[part.evidence], part.span) for part in carrying[:2]]
    told = checker.entail(claim, [f"{one.title}. {one.text[slice(*span)]}" for one, span in best])
    logit = max(one.relevance for one in told)
    if logit < _UNRELATED:
        return Judgement(Support.UNSUPPORTED, "the cited passage is about something else", places)
    if min(one.contradicts for one in told) >= _CONTRADICTED:
        return Judgement(Support.UNSUPPORTED, "the cited passage says otherwise", places)
    if share < _COVERED or logit < _RELEVANT:
        return Judgement(Support.WEAK, "the cited passage says only part of it", places)
    return Judgement(Support.SUPPORTED, "", places)


def _frame(evidence: Evidence) -> tuple[Fact, ...]:
    title = facts_of(evidence.title, tags_of(evidence.title))
    return (*title, *facts_of_date(evidence.published))


def _parts(number: int, evidence: Evidence) -> list[_Part]:
    tags = tags_of(evidence.text)
    return [
        _Part(number, span, facts_of(evidence.text[slice(*span)], tags, span[0]))
        for span in sentence_spans(evidence.text)
    ]


def _carrying(said: Sequence[Fact], parts: Sequence[_Part], most: int) -> list[_Part]:
    """The sentences that hold most of a claim, each adding to those before it; the best first."""
    left = {fact.key: 2.0 if fact.name or fact.number else 1.0 for fact in said if fact.content}
    chosen: list[_Part] = []
    for _ in range(most):
        gains = [sum(left.get(key, 0.0) for key in {t.key for t in part.facts}) for part in parts]
        best = max(range(len(parts)), key=lambda place: (gains[place], -place), default=None)
        if best is None or gains[best] < (2.0 if chosen else 1.0):
            break
        chosen.append(parts[best])
        for fact in parts[best].facts:
            left.pop(fact.key, None)
    return chosen


def _share(said: Sequence[Fact], held: Sequence[Fact]) -> float:
    """The share of a claim's content words that the evidence holds, 0 to 1."""
    keys = {fact.key for fact in held if not fact.month or _is_dated(said, fact)}
    wanted = {fact.key for fact in said if fact.content}
    return len(wanted & keys) / len(wanted) if wanted else 0.0


def _is_dated(said: Sequence[Fact], day: Fact) -> bool:
    """Whether a claim names the day of publication, with its month."""
    places = (place for place, fact in enumerate(said) if fact.key == day.key)
    return any(is_of_month(said, place, day.month) for place in places)
