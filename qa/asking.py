"""ask(): a question in, a cited answer out, or a clear no."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from index.store import Index, open_index
from qa.answer import Answer, Hit, NoAnswer
from qa.clock import Clock, load_in_background
from qa.confidence import Verdict, judge, load_calibration
from qa.conflict import find_conflicts, newer_leads
from qa.followup import Turn, understand
from qa.quotes import QuoteWriter, quotations_asked
from qa.reader import load_reader
from qa.request import checked_hits, checked_question, filters_from, today_from
from qa.rerank import RerankSettings, ScoredSentence, Scorer, load_scorer, rerank
from qa.retrieval import DEFAULT_INDEX, find
from qa.short import short_answer
from qa.when import NOTHING_NAMED, Named, named_in
from qa.write import Draft, ExtractiveWriter, Refusal, Writer

NEWER_MARGIN = 0.5  # logits below the best that a newer report may be and still lead


@dataclass(frozen=True, slots=True)
class Found:
    """What is known before anything is read: the passages, in the order of the search.

    Attributes:
        question, asked, named: as for `Answer`.
    """

    hits: tuple[Hit, ...]
    question: str
    asked: str
    named: Named


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
    history: Sequence[Turn | str] = (),
    on_found: Callable[[Found], object] | None = None,
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
        history: the earlier turns of the conversation or their questions, oldest first; a question
            that leans on them is answered as `qa.followup.understand` makes it stand alone.
        on_found: called once, as soon as the passages are found and before they are read.

    Returns:
        An `Answer` whose every sentence is cited, or a `NoAnswer` with the nearest passages.

    Raises:
        QuestionError: question, number or filter cannot be right.
        IndexMissing, IndexBroken, ModelError: the index or its encoder cannot be used.
    """
    typed, most = checked_question(question), checked_hits(k)
    asked = understand(typed, history).question
    filters, day = filters_from(since, until, source), today_from(today)
    clock = Clock()
    with clock.step("total"):
        settings = RerankSettings()
        opened = index if isinstance(index, Index) else open_index(index)
        scorer, reader = load_in_background(load_scorer), load_in_background(load_reader)
        with clock.step("search"):
            named = named_in(asked, day, opened.sources()) if dates else NOTHING_NAMED
            searched = max(most, settings.passages)
            hits, named = find(asked, opened, filters, named, encoder=encoder, most=searched)
        if on_found:
            on_found(Found(tuple(hits[:most]), asked, typed, named))
        with clock.step("rerank"):
            reranked = rerank(asked, hits, scorer.result(), settings, opened.rarity)
        verdict = judge(asked, reranked.sentences, load_calibration())
        with clock.step("write"):
            draft = _draft(asked, reranked.sentences, verdict, scorer.result(), writer)
        short = None
        if isinstance(draft, Draft) and not quotations_asked(asked):
            with clock.step("short"):
                short = short_answer(asked, draft, reranked.hits, reader.result())
    shown = reranked.hits[:most]
    if isinstance(draft, Refusal):
        reason = draft.reason
        if not hits and filters.any:
            reason = "No article passes the filters; widen the dates or choose another source."
        return NoAnswer(reason, shown, clock.timings_ms, verdict.confidence, asked, typed, named)
    return Answer(
        text=" ".join(sentence.text for sentence in draft.sentences),
        sentences=draft.sentences,
        citations=draft.citations,
        hits=shown,
        timings_ms=clock.timings_ms,
        confidence=verdict.confidence,
        short=short,
        question=asked,
        asked=typed,
        named=named,
        conflicts=find_conflicts(asked, draft.citations),
        notice=draft.notice,
    )


def _draft(
    question: str,
    sentences: Sequence[ScoredSentence],
    verdict: Verdict,
    scorer: Scorer,
    writer: Writer | None,
) -> Draft | Refusal:
    """What the writer makes of it, unless the articles are not likely to answer at all.

    Words of somebody are looked for in any case: whether they are there is plain to see. Where they
    are not, what the articles say of the matter is an answer too, if it is likely to be one.
    """
    ordered = newer_leads(question, sentences, NEWER_MARGIN)
    quoted: Draft | Refusal | None = None
    if not writer and sentences and (wanted := quotations_asked(question)):
        quoted = QuoteWriter(wanted, scorer).write(question, ordered)
    if isinstance(quoted, Draft):
        return quoted
    if verdict.refusal:
        return quoted or Refusal(verdict.refusal)
    return (writer or ExtractiveWriter()).write(question, ordered)
