"""ask() and retrieve(): the way of a question, step by step.

ask       understand -> search -> read -> write -> an Answer or a NoAnswer
retrieve  understand -> search -> rerank -> hits
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date

from index.place import Place
from index.store import Index, open_index
from qa.answer import Answer, Hit, NoAnswer
from qa.clock import DEFAULT_TIMEOUT, Clock, Deadline, load_in_background
from qa.drafting import Asked, Found, search_one
from qa.evidence.reader import load_reader
from qa.evidence.rerank import RerankSettings, rerank
from qa.language.parsing import load_parser
from qa.question.followup import Turn
from qa.question.plan import Plan, Planner, plan_by_rules
from qa.question.request import Query, checked_query
from qa.writing.extractive import Writer
from qa.writing.reply import reply

DEFAULT_INDEX = ".index"


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
        today: the day of asking, as a date or as 2021-05-13: "last week" in the question is counted
            from it, and articles of later days do not count. Unless given, the real day, and all.
        dates: whether periods and sources named in the question count: see
            `qa.retrieval.search.find`.
        encoder: a model name or folder; it must be the one the index was built with.
        writer: writes the answer; the extractive writer unless given.
        planner: makes the question stand alone and parts it; unless given, rules do: see
            `qa.question.plan.plan_by_rules`.
        history: the earlier turns of the conversation or their questions, oldest first, which the
            question may lean on.
        on_found: called as soon as the passages are found and before they are read; once more
            where a question that seemed to lean on `history` is asked as it stands.
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
        asked = Asked(query, opened, encoder, writer, on_found, reader, clock, deadline)
        found = asked.drafted(plan)
        if found.refused and plan.typed:
            itself = asked.drafted(plan.as_typed())
            # "How many are planned in total?" asks for no number of articles, after another subject
            found = itself if itself.sure and not itself.of_articles else found
    return reply(found.draft, found.material, found.plan, found.named, clock.timings_ms, k)


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
        hits = search_one(asked, query, opened, encoder).hits
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
