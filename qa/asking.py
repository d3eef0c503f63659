"""ask(): a question in, a cited answer out, or a clear no."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from index.store import Index, open_index
from qa.answer import Answer, NoAnswer
from qa.clock import Clock, load_in_background
from qa.request import checked_hits, checked_question, filters_from
from qa.rerank import RerankSettings, load_scorer, rerank
from qa.retrieval import DEFAULT_INDEX, search
from qa.write import ExtractiveWriter, Refusal, Writer


def ask(
    question: str,
    *,
    index: str | Path | Index = DEFAULT_INDEX,
    k: int = 8,
    since: str | date | None = None,
    until: str | date | None = None,
    source: str | None = None,
    encoder: str | None = None,
    writer: Writer | None = None,
) -> Answer | NoAnswer:
    """Answer a question from the articles.

    Args:
        question: in words, at most 1,000 characters.
        index: an index folder, or an open index.
        k: how many hits come with the answer at most, 1 to 100.
        since: first day of publication, as a date or as 2021-05-13, 2021-05 or 2021.
        until: last day of publication, likewise.
        source: only articles of this source, upper and lower case alike.
        encoder: a model name or folder; it must be the one the index was built with.
        writer: writes the answer; the extractive writer unless given.

    Returns:
        An `Answer` whose every sentence is cited, or a `NoAnswer` with the nearest passages.

    Raises:
        QuestionError: question, number or filter cannot be right.
        IndexMissing, IndexBroken, ModelError: the index or its encoder cannot be used.
    """
    asked, most = checked_question(question), checked_hits(k)
    filters = filters_from(since, until, source)
    clock = Clock()
    with clock.step("total"):
        settings = RerankSettings()
        opened = index if isinstance(index, Index) else open_index(index)
        scorer = load_in_background(load_scorer)
        with clock.step("search"):
            hits = search(
                asked, opened, filters, encoder=encoder, most=max(most, settings.passages)
            )
        with clock.step("rerank"):
            reranked = rerank(asked, hits, scorer.result(), settings, opened.rarity)
        with clock.step("write"):
            draft = (writer or ExtractiveWriter()).write(asked, reranked.sentences)
    shown = reranked.hits[:most]
    if isinstance(draft, Refusal):
        reason = draft.reason
        if not hits and filters.any:
            reason = "No article passes the filters; widen the dates or choose another source."
        return NoAnswer(reason, shown, clock.timings_ms)
    text = " ".join(sentence.text for sentence in draft.sentences)
    return Answer(text, draft.sentences, draft.citations, shown, clock.timings_ms, draft.notice)
