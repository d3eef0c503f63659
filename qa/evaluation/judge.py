"""Comparing one reply with what is known about its question. Asks nothing, counts nothing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from index.errors import UnknownArticle
from index.store import Index
from qa.answer import Answer, Citation, Hit, NoAnswer
from qa.evaluation.outcome import Outcome, Ranking
from qa.evaluation.questions import Question
from qa.evaluation.texts import equal, f1, holds, recall, tokens

_SAME_SENTENCE = 0.5  # token F1 from which two sentences say the same
_LEAST_CONFIDENT = -1e9  # nothing was found at all


def score_outcome(
    question: Question, asked: str, reply: Answer | NoAnswer, index: Index
) -> Outcome:
    """What came of a question.

    Args:
        question: with what is known about it.
        asked: its words as they were asked.
        reply: what was answered, with as many hits as rankings shall be long.
        index: what was asked; citations are checked against its articles.
    """
    said = tuple(s.text for s in reply.sentences) if isinstance(reply, Answer) else ()
    citations = reply.citations if isinstance(reply, Answer) else ()
    short = _short(reply)
    answers, evidence = question.answers, question.evidence
    known = question.answerable
    words = tokens(" ".join(said))
    return Outcome(
        id=question.id,
        question=asked,
        kind=question.kind,
        answerable=known,
        answers=answers,
        refused=reply.refused,
        said=said,
        cited=tuple(_plain(citation) for citation in citations),
        confidence=_confidence(reply),
        articles=article_ranking(reply.hits, question) if known and question.relevant else None,
        passages=passage_ranking(reply.hits, question) if known else None,
        answer_rank=answer_rank(said, answers),
        answer_recall=max((recall(words, tokens(a)) for a in answers), default=None),
        evidence_f1=f1(words, tokens(" ".join(evidence))) if evidence else None,
        evidence_cited=cites_evidence(said, evidence) if evidence else None,
        short=short,
        short_exact=equal(short, answers) if answers and short is not None else None,
        short_f1=_short_f1(short, answers),
        right=is_right(question, said, citations),
        exact=sum(_is_exact(citation, index) for citation in citations),
        timings_ms=dict(reply.timings_ms),
        relevant=relevant_citations(question, citations) if known else None,
        evidence_share=evidence_share(question, citations) if known else None,
    )


def is_right(question: Question, said: Sequence[str], citations: Sequence[Citation]) -> bool | None:
    """Whether an answer is right, by the strictest thing that is known.

    Where evidence is known a sentence of it must be cited; else, where answers are known, a
    sentence must hold one; else a relevant article must be cited. None for a question that the
    articles do not answer.
    """
    if not question.answerable:
        return None
    if question.evidence:
        return cites_evidence(said, question.evidence)
    if question.answers:
        return answer_rank(said, question.answers) is not None
    return any(citation.article.id in question.relevant for citation in citations)


def answer_rank(said: Sequence[str], answers: Sequence[str]) -> int | None:
    """Which sentence is the first to hold a known answer, 1 for the first; None for none."""
    return next(
        (rank for rank, text in enumerate(said, 1) if any(holds(text, a) for a in answers)), None
    )


def cites_evidence(said: Sequence[str], evidence: Sequence[str]) -> bool:
    """Whether some sentence is one of the evidence: one holds the other, or half of both agree."""
    return any(
        holds(text, known)
        or holds(known, text)
        or f1(tokens(text), tokens(known)) >= _SAME_SENTENCE
        for text in said
        for known in evidence
    )


def relevant_citations(question: Question, citations: Sequence[Citation]) -> int | None:
    """How many citations are evidence or hold a gold answer; None where neither is known."""
    if not question.evidence and not question.answers:
        return None
    return sum(
        cites_evidence([citation.quote], question.evidence)
        or answer_rank([citation.quote], question.answers) is not None
        for citation in citations
    )


def evidence_share(question: Question, citations: Sequence[Citation]) -> float | None:
    """The share of the evidence, 0 to 1, that is cited; None where none is known."""
    if not question.evidence:
        return None
    quotes = [citation.quote for citation in citations]
    cited = sum(cites_evidence(quotes, [known]) for known in question.evidence)
    return cited / len(question.evidence)


def article_ranking(hits: Sequence[Hit], question: Question) -> Ranking:
    """The articles of the hits, each where it is first found.

    A hit that stands for copies of its passage in other articles names them, so it counts as the
    relevant one among them.
    """
    found: dict[str, None] = {}
    for hit in hits:
        named = [hit.article.id, *(copy.id for copy in hit.copies)]
        right = (name for name in named if name in question.relevant and name not in found)
        found.setdefault(next(right, hit.article.id))
    return Ranking(tuple(found), question.relevant)


def passage_ranking(hits: Sequence[Hit], question: Question) -> Ranking | None:
    """The passages of the hits; the right one holds the place where the answer stands.

    None where that place is not known.
    """
    start = question.answer_start
    if start is None or not question.relevant:
        return None
    found, right = [], f"{question.relevant[0]} at {start}"
    for hit in hits:
        passage = hit.passage
        here = hit.article.id == question.relevant[0] and passage.start <= start < passage.end
        found.append(right if here else f"{hit.article.id} {passage.start}-{passage.end}")
    return Ranking(tuple(dict.fromkeys(found)), (right,))


def _confidence(reply: Answer | NoAnswer) -> float:
    """What the reply says of itself, else the best hit's score."""
    given = getattr(reply, "confidence", None)
    if given is not None:
        return float(given)
    return reply.hits[0].score if reply.hits else _LEAST_CONFIDENT


def _short(reply: Answer | NoAnswer) -> str | None:
    """The short answer, "" for none; None where answers do not have one at all."""
    if not hasattr(Answer, "short"):
        return None
    short = getattr(reply, "short", None)
    return short.quote if short is not None else ""


def _short_f1(short: str | None, answers: Sequence[str]) -> float | None:
    if short is None:
        return None
    return max((f1(tokens(short), tokens(answer)) for answer in answers), default=None)


def _is_exact(citation: Citation, index: Index) -> bool:
    try:
        text = index.article(citation.article.id, citation.article.version).text
    except UnknownArticle:
        return False
    return text[citation.start : citation.end] == citation.quote


def _plain(citation: Citation) -> Mapping[str, Any]:
    return {
        "article_id": citation.article.id,
        "start": citation.start,
        "end": citation.end,
        "quote": citation.quote,
    }
