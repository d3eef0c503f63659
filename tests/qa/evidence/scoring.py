"""Scored sentences made by hand."""

from __future__ import annotations

from index.article import Article, Passage
from qa.answer import Hit
from qa.evidence.rerank import ScoredSentence
from qa.evidence.scores import AnswerSpan
from tests.conftest import article


def scored(
    text: str, score: float, of: Article | None = None, start: int = 0, relevance: float = 1.0
) -> ScoredSentence:
    """A sentence whose every figure is `score` but for its relevance, its whole the best span."""
    of = of or article(text, article_id=text[:20])
    passage = Passage(0, of.id, of.version, 0, len(of.text), of.text)
    end = start + len(text)
    return ScoredSentence(
        Hit(passage, of, score),
        start,
        end,
        text,
        AnswerSpan(start, end, score),
        mass=score,
        answers=score,
        relevance=relevance,
        alone=score,
        score=score,
    )
