"""ask(): a question in, a cited answer out, or a clear no."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from index.store import Index, open_index
from qa.answer import Answer, NoAnswer
from qa.clock import Clock, load_in_background
from qa.conflict import find_conflicts, newer_leads
from qa.quotes import QuoteWriter, quotations_asked
from qa.request import checked_hits, checked_question, filters_from, today_from
from qa.rerank import RerankSettings, load_scorer, rerank
from qa.retrieval import DEFAULT_INDEX, find
from qa.when import NOTHING_NAMED, named_in
from qa.write import ExtractiveWriter, Refusal, Writer

NEWER_MARGIN = 0.5  # logits below the best that a newer report may be and still lead


def ask(
    question: str,
    *,
    index: str | Path | Index = DEFAULT_INDEX,
    k: int = 8,
    since: str | date | None = None,
    until: str | date | None = None,
    source: str | None = None,
    today: str | date | None = None,
    dates: bool = True,
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
        today: the day that "last week" in the question is counted from, as a date or as 2021-05-13;
            the real day unless given.
        dates: whether periods and sources named in the question count: see `qa.retrieval.find`.
        encoder: a model name or folder; it must be the one the index was built with.
        writer: writes the answer; the extractive writer unless given.

    Returns:
        An `Answer` whose every sentence is cited, or a `NoAnswer` with the nearest passages.

    Raises:
        QuestionError: question, number or filter cannot be right.
        IndexMissing, IndexBroken, ModelError: the index or its encoder cannot be used.
    """
    asked, most = checked_question(question), checked_hits(k)
    filters, day = filters_from(since, until, source), today_from(today)
    clock = Clock()
    with clock.step("total"):
        settings = RerankSettings()
        opened = index if isinstance(index, Index) else open_index(index)
        scorer = load_in_background(load_scorer)
        with clock.step("search"):
            named = named_in(asked, day, opened.sources()) if dates else NOTHING_NAMED
            searched = max(most, settings.passages)
            hits, named = find(asked, opened, filters, named, encoder=encoder, most=searched)
        with clock.step("rerank"):
            reranked = rerank(asked, hits, scorer.result(), settings, opened.rarity)
        with clock.step("write"):
            wanted = quotations_asked(asked)
            default = QuoteWriter(wanted, scorer.result()) if wanted else ExtractiveWriter()
            sentences = newer_leads(asked, reranked.sentences, NEWER_MARGIN)
            draft = (writer or default).write(asked, sentences)
    shown = reranked.hits[:most]
    if isinstance(draft, Refusal):
        reason = draft.reason
        if not hits and filters.any:
            reason = "No article passes the filters; widen the dates or choose another source."
        return NoAnswer(reason, shown, clock.timings_ms, named)
    text = " ".join(sentence.text for sentence in draft.sentences)
    conflicts = find_conflicts(asked, draft.citations)
    return Answer(text, draft.sentences, draft.citations, shown, clock.timings_ms, named, conflicts)
