"""Scored sentences made by hand."""

from __future__ import annotations

from index.article import Article, Passage
from qa.answer import Hit
from qa.evidence.rerank import ScoredSentence
from tests.conftest import article


def scored(
    text: str,
    score: float,
    of: Article | None = None,
    start: int = 0,
    coverage: float = 1.0,
    missing: tuple[str, ...] = (),
) -> ScoredSentence:
    of = of or article(text, article_id=text[:20])
    passage = Passage(0, of.id, of.version, 0, len(of.text), of.text)
    hit = Hit(passage, of, score)
    return ScoredSentence(hit, start, start + len(text), text, "", coverage, missing, score, score)
