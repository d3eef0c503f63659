"""A plan carried out: search, read and write.

This does not know how a question becomes a plan, nor what is done where a plan comes to nothing.
"""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import dataclass, replace

from index.store import Index
from qa.answer import Hit
from qa.clock import Clock, Deadline, load_in_background
from qa.evidence.confidence import is_doubtful
from qa.evidence.reader import Reader
from qa.evidence.reading import EvidenceReader, Reading, ScoredEvidence, Search, joined, read
from qa.evidence.remembered import RememberingReader
from qa.evidence.rerank import RerankSettings
from qa.language.parsing import load_parser
from qa.question.form import Form, form_of
from qa.question.periods import NOTHING_NAMED, Named, named_in
from qa.question.plan import Plan
from qa.question.request import Query
from qa.retrieval.search import find
from qa.retrieval.spelling import respelled
from qa.writing.answering import READ_BY_WRITERS, settled_before_writing, takes_apart, write
from qa.writing.extractive import Draft, Refusal, Writer
from qa.writing.forms.catalogue import passes
from qa.writing.forms.material import FurtherSearch, Material
from qa.writing.reply import confidence_of

_OF_SEVERAL_CLAUSES = (Form.COMPARE, Form.CHANGE, Form.TIMELINE)
_TOLD_BESIDES = (Form.TIMELINE, Form.LIST)  # by what a question says besides
_NOTHING_PASSES = Refusal(
    "No article passes the filters; widen the dates or choose another source."
)


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


@dataclass(frozen=True, slots=True)
class Drafted:
    """What was written for a plan, of what, and what that names of dates and sources."""

    draft: Draft | Refusal
    material: Material
    plan: Plan
    named: Named

    @property
    def refused(self) -> bool:
        """Whether it is no answer."""
        return isinstance(self.draft, Refusal)

    @property
    def of_articles(self) -> bool:
        """Whether it tells of the collection, not of what the articles tell."""
        return isinstance(self.draft, Draft) and self.draft.form is Form.COLLECTION

    @property
    def sure(self) -> bool:
        """Whether it is an answer without doubts."""
        return not self.refused and not is_doubtful(confidence_of(self.draft, self.material))


@dataclass(frozen=True, slots=True)
class Asked:
    """A question, and what it is answered with; see `ask`."""

    query: Query
    index: Index
    encoder: str | None
    writer: Writer | None
    on_found: Callable[[Found], object] | None
    reader: Future[Reader]
    clock: Clock
    deadline: Deadline

    def drafted(self, plan: Plan) -> Drafted:
        """Search, read and write as planned."""
        plan = self.deadline.run(lambda: _respelled(plan, self.index))
        plan, form = _with_form(plan)
        if takes_apart(form):
            load_in_background(load_parser)
        with self.clock.step("search"):
            searches = self.deadline.run(
                lambda: _search(plan, self.query, self.index, self.encoder)
            )
        whole = searches.whole
        if self.on_found:
            hits = whole.hits[: self.query.k]
            known = Found(hits, plan.question, self.query.question, whole.named, plan.parts)
            self.on_found(known)
        remembering = self.deadline.run(lambda: RememberingReader(self.reader.result()))
        reading = Reading(whole.hits, lambda: _read(searches, remembering))
        if form not in READ_BY_WRITERS:
            with self.clock.step("rerank"):
                self.deadline.run(lambda: reading.evidence)
        with self.clock.step("write"):
            further = further_search(self.query, self.index, self.encoder)
            material = Material(
                plan.searched,
                form,
                plan.most,
                self.query,
                reading,
                remembering,
                self.index,
                further,
            )
            draft = _write(material, self.writer, self.deadline)
        if isinstance(draft, Refusal) and not whole.hits and _none_passes(self.query, self.index):
            draft = _NOTHING_PASSES
        return Drafted(draft, material, plan, whole.named)


def _none_passes(query: Query, index: Index) -> bool:
    """Whether there are filters, and no article that passes them."""
    filters = query.filters
    return filters.any and not any(passes(article, [filters]) for article in index.articles())


def _with_form(plan: Plan) -> tuple[Plan, Form]:
    """The form of answer that a plan asks for, and the plan in parts only where each has its own.

    "What is it now and what was it before?" asks for one thing: what changed. "Meat boss arrested?
    In a nutshell" asks for all of it, "Dates, please" for days: such words, which are not searched
    for, tell the form.
    """
    form = form_of(plan.searched)
    if plan.asked:
        told = form_of(plan.asked)
        if told is Form.SUMMARY or told is form is Form.TIMELINE:
            return replace(plan, parts=()), told
        if told in _TOLD_BESIDES and not plan.parts and form in (Form.FACT, Form.OPEN):
            return plan, told
    one_sentence = "?" not in plan.searched.rstrip(" ?")
    if plan.parts and one_sentence and form in _OF_SEVERAL_CLAUSES:
        return replace(plan, parts=()), form
    return plan, Form.OPEN if plan.parts else form


def _respelled(plan: Plan, index: Index) -> Plan:
    """The plan with names spelt as the articles do; what was changed is in its notice."""
    whole = respelled(plan.question, index)
    if not whole.changes:
        return plan
    parts = tuple(respelled(part, index).question for part in plan.parts)
    return replace(plan, question=whole.question, parts=parts).noted(whole.notice)


def _search(plan: Plan, query: Query, index: Index, encoder: str | None) -> _Searches:
    """The passages for the whole question and for each of its parts."""
    parts = tuple(search_one(part, query, index, encoder) for part in plan.parts)
    return _Searches(joined(search_one(plan.searched, query, index, encoder), parts), parts)


def search_one(text: str, query: Query, index: Index, encoder: str | None) -> Search:
    """The passages for a question that stands alone: enough to rerank, even if fewer are wanted."""
    named = named_in(text, query.today, index.sources()) if query.dates else NOTHING_NAMED
    most = max(query.k, RerankSettings().passages)
    hits, named = find(
        text, index, query.filters, named, encoder=encoder, most=most, known_on=query.known_on
    )
    return Search(text, tuple(hits), named)


def _read(searches: _Searches, reader: EvidenceReader) -> ScoredEvidence:
    """The sentences of the passages, scored, and whether they answer."""
    return read(searches.whole, searches.parts, reader, RerankSettings())


def further_search(query: Query, index: Index, encoder: str | None) -> FurtherSearch:
    """How further passages are found, filtered as the question is."""

    def search(text: str, most: int) -> tuple[Hit, ...]:
        return search_one(text, replace(query, k=most), index, encoder).hits

    return search


def _write(material: Material, writer: Writer | None, deadline: Deadline) -> Draft | Refusal:
    """What a writer that is given makes of it, in its own time; else what the forms' writers do."""
    if writer is None:
        return deadline.run(lambda: write(material))
    settled = deadline.run(lambda: settled_before_writing(material))
    return settled or writer.write(material.question, material.evidence.sentences)
