"""ask() and retrieve(): the way of a question, step by step.

ask       understand -> search -> read -> write -> an Answer or a NoAnswer
retrieve  understand -> search -> rerank -> hits
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date

from index.place import Place
from index.store import Index, open_index
from qa.answer import Answer, Hit, NoAnswer
from qa.clock import DEFAULT_TIMEOUT, Clock, Deadline, load_in_background
from qa.evidence.reader import load_reader
from qa.evidence.reading import EvidenceReader, Reading, ScoredEvidence, Search, joined, read
from qa.evidence.remembered import RememberingReader
from qa.evidence.rerank import RerankSettings, rerank
from qa.language.parsing import load_parser
from qa.question.followup import Turn
from qa.question.form import Form, form_of
from qa.question.periods import NOTHING_NAMED, Named, named_in
from qa.question.plan import Plan, Planner, plan_by_rules
from qa.question.request import Query, checked_query
from qa.retrieval.search import find
from qa.retrieval.spelling import respelled
from qa.writing.answering import settled_before_writing, write
from qa.writing.extractive import Draft, Refusal, Writer
from qa.writing.forms.material import FurtherSearch, Material
from qa.writing.reply import reply

DEFAULT_INDEX = ".index"
_NOTHING_PASSES = Refusal(
    "No article passes the filters; widen the dates or choose another source."
)
_READ_BY_WRITERS = (Form.COLLECTION, Form.COMPARE, Form.SUMMARY, Form.TIMELINE)
"""Forms whose writers choose themselves what is read; the best passages may not matter."""
_PARSED = (Form.YES_NO, Form.DEFINITION)  # forms whose writers take sentences apart


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


@dataclass(frozen=True, slots=True)
class _Searches:
    """The search for the whole question, joined with those for its parts if it has any."""

    whole: Search
    parts: tuple[Search, ...]


def ask(
    question: str,
    *,
    index: str | Place | Index = DEFAULT_INDEX,
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
    timeout: float = DEFAULT_TIMEOUT,
) -> Answer | NoAnswer:
    """Answer a question from the articles.

    Args:
        question: in words, at most 1,000 characters.
        index: an index folder, a Milvus as in `index.place`, or an open index.
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
        timeout: seconds until the question is given up; what a writer or planner that is given
            takes is not counted, for it has limits of its own.

    Returns:
        An `Answer` whose every sentence is cited, or a `NoAnswer` with the nearest passages.

    Raises:
        QuestionError: question, number or filter cannot be right.
        TookTooLong: the time was up.
        IndexMissing, IndexBroken, ModelError: the index or its encoder cannot be used.
    """
    query = checked_query(
        question, k=k, since=since, until=until, source=source, today=today, dates=dates
    )
    clock, deadline = Clock(), Deadline(timeout)
    with clock.step("total"):
        parser = load_in_background(load_parser) if history and not planner else None
        reader = load_in_background(load_reader)
        opened = deadline.run(lambda: _opened(index))
        if parser:
            deadline.run(parser.result)
        plan = _understand(query, history, planner, clock)
        plan = deadline.run(lambda: _respelled(plan, opened))
        form = Form.OPEN if plan.parts else form_of(plan.searched)
        if form in _PARSED:
            load_in_background(load_parser)
        with clock.step("search"):
            searches = deadline.run(lambda: _search(plan, query, opened, encoder))
        whole = searches.whole
        if on_found:
            on_found(Found(whole.hits[:k], plan.question, query.question, whole.named, plan.parts))
        remembering = deadline.run(lambda: RememberingReader(reader.result()))
        reading = Reading(whole.hits, lambda: _read(searches, remembering))
        if writer or form not in _READ_BY_WRITERS:
            with clock.step("rerank"):
                deadline.run(lambda: reading.evidence)
        with clock.step("write"):
            further = _further(query, opened, encoder)
            material = Material(
                plan.searched, form, plan.most, query, reading, remembering, opened, further
            )
            draft = _write(material, writer, deadline)
    if isinstance(draft, Refusal) and not whole.hits and query.filters.any:
        draft = _NOTHING_PASSES
    return reply(draft, material, plan, whole.named, clock.timings_ms, k)


def retrieve(
    question: str,
    *,
    index: str | Place | Index = DEFAULT_INDEX,
    k: int = 10,
    since: str | date | None = None,
    until: str | date | None = None,
    source: str | None = None,
    today: str | date | None = None,
    dates: bool = True,
    encoder: str | None = None,
    reranked: bool = True,
    history: Sequence[Turn | str] = (),
    timeout: float = DEFAULT_TIMEOUT,
) -> list[Hit]:
    """The passages that fit a question best.

    Args:
        question: as for `ask`.
        index: likewise.
        k: how many hits at most, 1 to 100.
        since: as for `ask`.
        until: likewise.
        source: likewise.
        today: likewise.
        dates: likewise.
        encoder: likewise.
        reranked: whether the reader reorders the best hits (better, slower).
        history: as for `ask`; a question that leans on it is made to stand alone by rules.
        timeout: as for `ask`.

    Returns:
        Hits, best first; a passage that stands in several articles is one hit, which names the
        others in `copies`.

    Raises:
        As `ask` does.
    """
    query = checked_query(
        question, k=k, since=since, until=until, source=source, today=today, dates=dates
    )
    asked = plan_by_rules(query.question, history).searched

    def found() -> tuple[Hit, ...]:
        opened = _opened(index)
        hits = _search_one(asked, query, opened, encoder).hits
        return rerank(asked, hits, load_reader(), RerankSettings()).hits if reranked else hits

    return list(Deadline(timeout).run(found)[:k])


def _opened(index: str | Place | Index) -> Index:
    """The index, opened unless it is."""
    return open_index(index) if isinstance(index, str | Place) else index


def _understand(
    query: Query, history: Sequence[Turn | str], planner: Planner | None, clock: Clock
) -> Plan:
    """The question standing alone, by rules or by a planner; only the latter is worth timing."""
    if planner is None:
        return plan_by_rules(query.question, history)
    with clock.step("rewrite"):
        return planner.plan(query.question, history)


def _respelled(plan: Plan, index: Index) -> Plan:
    """The plan with names spelt as the articles do; what was changed is in its notice."""
    whole = respelled(plan.question, index)
    if not whole.changes:
        return plan
    parts = tuple(respelled(part, index).question for part in plan.parts)
    notice = " ".join(filter(None, (plan.notice, whole.notice)))
    return replace(plan, question=whole.question, parts=parts, notice=notice)


def _search(plan: Plan, query: Query, index: Index, encoder: str | None) -> _Searches:
    """The passages for the whole question and for each of its parts."""
    parts = tuple(_search_one(part, query, index, encoder) for part in plan.parts)
    return _Searches(joined(_search_one(plan.searched, query, index, encoder), parts), parts)


def _search_one(text: str, query: Query, index: Index, encoder: str | None) -> Search:
    """The passages for a question that stands alone: enough to rerank, even if fewer are wanted."""
    named = named_in(text, query.today, index.sources()) if query.dates else NOTHING_NAMED
    most = max(query.k, RerankSettings().passages)
    hits, named = find(text, index, query.filters, named, encoder=encoder, most=most)
    return Search(text, tuple(hits), named)


def _read(searches: _Searches, reader: EvidenceReader) -> ScoredEvidence:
    """The sentences of the passages, scored, and whether they answer."""
    return read(searches.whole, searches.parts, reader, RerankSettings())


def _further(query: Query, index: Index, encoder: str | None) -> FurtherSearch:
    """How further passages are found, filtered as the question is."""

    def search(text: str, most: int) -> tuple[Hit, ...]:
        return _search_one(text, replace(query, k=most), index, encoder).hits

    return search


def _write(material: Material, writer: Writer | None, deadline: Deadline) -> Draft | Refusal:
    """What a writer that is given makes of it, in its own time; else what the forms' writers do."""
    if writer is None:
        return deadline.run(lambda: write(material))
    settled = deadline.run(lambda: settled_before_writing(material))
    return settled or writer.write(material.question, material.evidence.sentences)
