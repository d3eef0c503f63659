"""ask(): a question in, a cited answer out, or a clear no."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from index.store import Index, open_index
from qa.answer import Answer, Hit, NoAnswer
from qa.clock import Clock, load_in_background
from qa.evidence.conflicts import find_conflicts
from qa.evidence.reading import ScoredEvidence, Search, joined, read
from qa.evidence.rerank import RerankSettings, Scorer, load_scorer
from qa.question.followup import Turn
from qa.question.periods import NOTHING_NAMED, Named, named_in
from qa.question.plan import Plan, Planner, plan_by_rules
from qa.question.request import checked_hits, checked_question, filters_from, today_from
from qa.retrieval.search import DEFAULT_INDEX, find
from qa.writing.extractive import Draft, ExtractiveWriter, Refusal, Writer
from qa.writing.quotes import QuoteWriter, quotations_asked
from qa.writing.short_answer import short_answer
from qa.writing.span_reader import load_reader


@dataclass(frozen=True, slots=True)
class Found:
    """What is known before anything is read: the passages, in the order of the search.

    Attributes:
        question, asked, named, parts: as for `Answer`.
    """

    hits: tuple[Hit, ...]
    question: str
    asked: str
    named: Named
    parts: tuple[str, ...] = ()


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
    planner: Planner | None = None,
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
        dates: whether periods and sources named in the question count: see
            `qa.retrieval.search.find`.
        encoder: a model name or folder; it must be the one the index was built with.
        writer: writes the answer; the extractive writer unless given.
        planner: makes the question stand alone and parts it; unless given,
            `qa.question.followup.understand` does the one and nothing the other.
        history: the earlier turns of the conversation or their questions, oldest first, which the
            question may lean on.
        on_found: called once, as soon as the passages are found and before they are read.

    Returns:
        An `Answer` whose every sentence is cited, or a `NoAnswer` with the nearest passages.

    Raises:
        QuestionError: question, number or filter cannot be right.
        IndexMissing, IndexBroken, ModelError: the index or its encoder cannot be used.
    """
    typed, most = checked_question(question), checked_hits(k)
    filters, day = filters_from(since, until, source), today_from(today)
    clock = Clock()
    with clock.step("total"):
        settings = RerankSettings()
        opened = index if isinstance(index, Index) else open_index(index)
        scorer, reader = load_in_background(load_scorer), load_in_background(load_reader)
        if planner:
            with clock.step("rewrite"):
                plan = planner.plan(typed, history)
        else:
            plan = plan_by_rules(typed, history)
        asked = plan.question

        def searched(text: str) -> Search:
            named = named_in(text, day, opened.sources()) if dates else NOTHING_NAMED
            wanted = max(most, settings.passages)
            hits, named = find(text, opened, filters, named, encoder=encoder, most=wanted)
            return Search(text, tuple(hits), named)

        with clock.step("search"):
            parts = [searched(part) for part in plan.parts]
            search = joined(searched(asked), parts)
        if on_found:
            on_found(Found(search.hits[:most], asked, typed, search.named, plan.parts))
        with clock.step("rerank"):
            reading = read(search, parts, scorer.result(), settings, opened.rarity)
        with clock.step("write"):
            draft = _draft(asked, reading, scorer.result(), writer)
        short = None
        if isinstance(draft, Draft) and not parts and not quotations_asked(asked):
            with clock.step("short"):
                short = short_answer(asked, draft, reading.hits, reader.result())
    shown = reading.hits[:most]
    common: dict[str, Any] = {
        "timings_ms": clock.timings_ms,
        "confidence": reading.verdict.confidence,
        "question": asked,
        "asked": typed,
        "named": search.named,
        "parts": plan.parts,
    }
    if isinstance(draft, Refusal):
        reason = draft.reason
        if not search.hits and filters.any:
            reason = "No article passes the filters; widen the dates or choose another source."
        return NoAnswer(reason, shown, notice=plan.notice, **common)
    return Answer(
        text=" ".join(sentence.text for sentence in draft.sentences),
        sentences=draft.sentences,
        citations=draft.citations,
        hits=shown,
        short=short,
        conflicts=find_conflicts(asked, draft.citations),
        notice=_notice(plan, reading, draft),
        **common,
    )


def _notice(plan: Plan, reading: ScoredEvidence, draft: Draft) -> str:
    left = ", ".join(f"“{part}”" for part in reading.unanswered)
    told = f"The articles do not answer {left}." if left else ""
    return " ".join(filter(None, (plan.notice, told, draft.notice)))


def _draft(
    question: str, reading: ScoredEvidence, scorer: Scorer, writer: Writer | None
) -> Draft | Refusal:
    """What the writer makes of it, unless the articles are not likely to answer at all.

    Words of somebody are looked for in any case: whether they are there is plain to see. Where they
    are not, what the articles say of the matter is an answer too, if it is likely to be one.
    """
    quoted: Draft | Refusal | None = None
    if not writer and reading.sentences and (wanted := quotations_asked(question)):
        quoted = QuoteWriter(wanted, scorer).write(question, reading.sentences)
    if isinstance(quoted, Draft):
        return quoted
    if reading.verdict.refusal:
        return quoted or Refusal(reading.verdict.refusal)
    return (writer or ExtractiveWriter()).write(question, reading.sentences)
