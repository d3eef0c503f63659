"""A question in parts: each is searched for and judged by itself, what is found is joined.

The searches are joined by reciprocal rank fusion. The sentences are joined by how far each lies
below the best sentence of its part: so every part that the articles answer has its say, however
the reader's scores differ from question to question.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from typing import Protocol

from index.english import in_other_script
from qa.answer import Hit
from qa.evidence.causes import asks_why, causes_lead
from qa.evidence.confidence import (
    Verdict,
    assess_confidence,
    confidence_by_words,
    load_calibration,
)
from qa.evidence.conflicts import newer_leads
from qa.evidence.reader import Checker
from qa.evidence.rerank import (
    PassageReader,
    Reranked,
    RerankSettings,
    ScoredSentence,
    by_sentences,
    rerank,
)
from qa.question.periods import Named
from qa.retrieval.fusion import reciprocal_rank_fusion
from qa.retrieval.search import SearchSettings

PASSAGES_OF_A_PART = 5  # read at most: two parts take little more time than a whole question
NEWER_MARGIN = 0.15  # of a score below the best that a newer report may be and still lead


class EvidenceReader(PassageReader, Checker, Protocol):
    """Reads passages for an answer, and tells whether a text carries a claim."""


@dataclass(frozen=True, slots=True)
class Search:
    """A question, the passages found for it, best first, and what it names of dates and sources."""

    question: str
    hits: tuple[Hit, ...]
    named: Named


@dataclass(frozen=True, slots=True)
class ScoredEvidence:
    """What came of reading the passages.

    Attributes:
        hits: in their new order.
        sentences: to write from, best first; where a question is in parts, of the parts answered.
        verdict: whether the articles answer, in parts: any of them.
        unanswered: the parts that they do not answer, where they answer others.
    """

    hits: tuple[Hit, ...]
    sentences: tuple[ScoredSentence, ...]
    verdict: Verdict
    unanswered: tuple[str, ...] = ()


@dataclass(slots=True)
class Reading:
    """The reading of passages, done when its outcome is first asked for, and once.

    Attributes:
        found: the passages, in the order of the search.
    """

    found: tuple[Hit, ...]
    _read: Callable[[], ScoredEvidence]
    _outcome: ScoredEvidence | None = field(default=None, init=False)

    @property
    def evidence(self) -> ScoredEvidence:
        """What came of it."""
        if self._outcome is None:
            self._outcome = self._read()
        return self._outcome

    @property
    def hits(self) -> tuple[Hit, ...]:
        """The passages, in their new order if they were read."""
        return self._outcome.hits if self._outcome else self.found


def joined(whole: Search, parts: Sequence[Search]) -> Search:
    """What was found for a question and for its parts as one search, with the fusion's scores."""
    if not parts:
        return whole
    searches = (whole, *parts)
    hits = {hit.passage.id: hit for search in reversed(searches) for hit in search.hits}
    rankings = [[hit.passage.id for hit in search.hits] for search in searches]
    fused = reciprocal_rank_fusion(rankings, constant=SearchSettings().constant)
    return Search(
        whole.question,
        tuple(replace(hits[found], score=score) for found, score in fused),
        Named(
            tuple(dict.fromkeys(period for search in searches for period in search.named.periods)),
            tuple(dict.fromkeys(name for search in searches for name in search.named.sources)),
            any(search.named.dropped for search in searches),
        ),
    )


def read(
    search: Search,
    parts: Sequence[Search],
    reader: EvidenceReader,
    settings: RerankSettings,
) -> ScoredEvidence:
    """Score the sentences of the passages and judge whether they answer.

    Args:
        search: the question, with its passages and where there are parts theirs: see `joined`.
        parts: the searches for its parts; none for a question that is one.
        reader: as for `rerank`.
        settings: likewise.
    """
    if not parts:
        return _read(search, reader, settings)
    fewer = replace(settings, passages=min(settings.passages, PASSAGES_OF_A_PART))
    each = [_read(part, reader, fewer) for part in parts]
    answered = [one for one in each if not one.verdict.refusal]
    if not answered:
        sentences = _level(each)
        surest = max((one.verdict for one in each), key=lambda verdict: verdict.confidence)
        return ScoredEvidence(by_sentences(search.hits, sentences), sentences, surest)
    unanswered = tuple(
        p.question for p, one in zip(parts, each, strict=True) if one.verdict.refusal
    )
    sentences = _level(answered)
    sure = min(one.verdict.confidence for one in answered)  # of all that is said
    return ScoredEvidence(
        by_sentences(search.hits, sentences), sentences, Verdict(sure), unanswered
    )


def _read(
    search: Search,
    reader: EvidenceReader,
    settings: RerankSettings,
) -> ScoredEvidence:
    reranked: Reranked = rerank(search.question, search.hits, reader, settings)
    if in_other_script(search.question):
        verdict = confidence_by_words(reranked.sentences)
    else:
        verdict = assess_confidence(reranked.sentences, load_calibration())
    scored: Sequence[ScoredSentence] = reranked.sentences
    if asks_why(search.question):
        scored = causes_lead(scored)
    sentences = tuple(newer_leads(search.question, scored, NEWER_MARGIN, reader))
    return ScoredEvidence(reranked.hits, sentences, verdict)


def _level(readings: Sequence[ScoredEvidence]) -> tuple[ScoredSentence, ...]:
    """The sentences of several readings, the best ones of all with one score, each sentence once.

    The first readings come first where scores are the same.
    """
    tops = [reading.sentences[0].score for reading in readings if reading.sentences]
    found: dict[tuple[str, int, int], ScoredSentence] = {}
    for reading in readings:
        for sentence in reading.sentences:
            place = (sentence.hit.article.id, sentence.start, sentence.end)
            score = sentence.score - reading.sentences[0].score + max(tops)
            if place not in found or found[place].score < score:
                found[place] = replace(sentence, score=score)
    return tuple(sorted(found.values(), key=lambda sentence: -sentence.score))
