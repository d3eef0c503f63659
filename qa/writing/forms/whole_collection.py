"""Answers about all articles, or all of some days, a source or an author."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from index.article import Article, Filters, Summary
from index.store import Index
from qa.evidence.sentences import quotable_sentences
from qa.language.dates import day_in_words
from qa.language.words import STOP_WORDS
from qa.question.collection import CollectionRequest, Wanted
from qa.question.form import Form
from qa.writing.citations import Citations
from qa.writing.extractive import Draft
from qa.writing.forms import collection_lines as lines
from qa.writing.forms.catalogue import newest_first, passes

_TOPICS = 8
_NAME = re.compile(r"[^\W\d_a-z][\w’'.-]*\w(?: [^\W\d_a-z][\w’'.-]*\w)*")
_LEAST = 2  # titles that a topic stands in


def write_whole(
    index: Index, request: CollectionRequest, within: Sequence[Filters], named: str
) -> Draft | None:
    """What is asked of all articles that pass any of the filters; None where that is unclear."""
    held = newest_first([s for s in index.articles() if passes(s, within)])
    if request.author:
        held = [s for s in held if lines.is_by(s.author, request.author)]
        named += f" by {request.author}"
    if not held:
        return _draft(index, [], f"There is no article{named}.")
    match request.wanted:
        case Wanted.COUNT | Wanted.LIST | Wanted.ANY:
            verb = "is" if len(held) == 1 else "are"
            headline = f"There {verb} {lines.counted(len(held), 'article')}{named}"
            if len(held) > lines.MOST:
                headline += f"; the {lines.MOST} shown are the newest"
            return _draft(index, held[: lines.MOST], f"{headline}.")
        case Wanted.SOURCES:
            return _sources(index, held)
        case Wanted.NEWEST | Wanted.OLDEST:
            dated = [s for s in held if s.published]
            if not dated:
                return _draft(index, held[: lines.MOST], "None of the articles has a day.")
            first = dated[0] if request.wanted is Wanted.NEWEST else dated[-1]
            headline = f"{day_in_words(first.published)}: “{first.title}”."
            return _draft(index, [first], headline)
        case Wanted.SPAN:
            ends = [s for s in held if s.published]
            return _draft(index, list(dict.fromkeys(ends[:1] + ends[-1:])), _span(held))
        case Wanted.OVERVIEW:
            return _overview(index, held)
        case _:
            return None


def _sources(index: Index, held: Sequence[Summary]) -> Draft:
    numbers = Counter(s.source for s in held if s.source)
    if not numbers:
        return _draft(index, [], "No article says where it is from.")
    newest = {s.source: s for s in reversed(held)}
    named = [f"{source} ({number:,})" for source, number in numbers.most_common(lines.MOST)]
    more = len(numbers) - lines.MOST
    told = f"{', '.join(named)} and {more} more" if more > 0 else lines.joined(named)
    shown = [newest[source] for source, _ in numbers.most_common(lines.MOST)]
    return _draft(index, shown, f"{lines.counted(len(numbers), 'source')}: {told}.")


def _overview(index: Index, held: Sequence[Summary]) -> Draft:
    """How many articles from where and when, and the names most often in their titles."""
    topics: dict[str, list[Summary]] = {}
    for summary in held:
        for name in dict.fromkeys(_names(summary.title)):
            topics.setdefault(name, []).append(summary)
    often = sorted(topics.items(), key=lambda item: (-len(item[1]), item[0]))
    often = [(name, titles) for name, titles in often if len(titles) >= _LEAST][:_TOPICS]
    sources = len({s.source for s in held if s.source})
    said = f" from {lines.counted(sources, 'source')}" if sources else ""
    headline = f"{lines.counted(len(held), 'article')}{said}. {_span(held)}"
    if not often:
        return _draft(index, held[: lines.MOST], headline)
    headline += f" Most often in their titles: {lines.joined([name for name, _ in often])}."
    labels = [f"{name}, {lines.counted(len(titles), 'title')}" for name, titles in often]
    return _draft(index, [titles[0] for _, titles in often], headline, labels)


def _names(title: str) -> list[str]:
    """The names in a title; its first word may only have its capital for being first."""
    found = []
    for match in _NAME.finditer(title):
        name = match[0]
        if match.start() == 0 and " " not in name:
            continue
        if name.casefold() not in STOP_WORDS and len(name.split()) <= 3:
            found.append(name.removesuffix("'s").removesuffix("’s"))
    return found


def _span(held: Sequence[Summary]) -> str:
    days = [s.published for s in held if s.published]
    if not days:
        return "None of the articles has a day."
    undated = len(held) - len(days)
    told = f"; {undated:,} without a day" if undated else ""
    return f"Published from {day_in_words(min(days))} to {day_in_words(max(days))}{told}."


def _draft(
    index: Index, shown: Sequence[Summary], headline: str, labels: Sequence[str] = ()
) -> Draft:
    citations = Citations()
    written = []
    for place, summary in enumerate(shown):
        article = index.article(summary.id)
        start, end = _first(article)
        label = lines.described(article)
        said = f"{labels[place]}; newest: {label}" if labels else label
        written.append(citations.quoted(article, start, end, said))
    return Draft(
        tuple(written), citations.all(), form=Form.COLLECTION, headline=headline, confidence=1.0
    )


def _first(article: Article) -> tuple[int, int]:
    return next(quotable_sentences(article.text), lines.whole(article.text))
