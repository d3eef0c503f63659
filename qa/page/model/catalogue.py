"""What the library lists: the articles of the index; searched, sorted, paged, counted.

Made once for each state of the index; looking something up then takes milliseconds.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from index.article import Summary
from index.errors import UnknownArticle
from index.status import Status
from index.store import Index

ON_PAGE = 50
_LONGEST_SEARCH = 200
_MOST_LEFT_OUT = 100  # that are listed
_SERIES = 6  # sources that the timeline tells apart
MONTH = 7  # characters of a period, at most: the beginning of a day, such as 2021-03


@dataclass(frozen=True, slots=True)
class Entry:
    """One article of the list.

    Attributes:
        day: of publication, as ISO writes it; "" when unknown.
        group: the number of its group of near-duplicates, -1 for none.
        copies: how many others that group has.
        waiting: whether it cannot be found by meaning yet.
        words: what the search looks at.
    """

    article: Summary
    day: str
    group: int
    copies: int
    waiting: bool
    words: str


@dataclass(frozen=True, slots=True)
class Catalogue:
    """The articles of one state of the index, ordered by id.

    Attributes:
        left_out: id and title of what was removed for good and can be put back.
        sources: the names of the sources with the most articles, the most first.
    """

    status: Status
    entries: tuple[Entry, ...]
    left_out: tuple[tuple[str, str], ...]
    sources: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class View:
    """What one tab looks at.

    Attributes:
        column: what is sorted by, a key of `COLUMNS`; then by id.
        page: from 1.
        period: the beginning of a day, such as "2021-03"; "" for all.
        copies_of: the id of an article whose near-duplicates are listed, "" for all.
        opened: the id of the article that is read, "" for none.
    """

    search: str = ""
    column: str = "day"
    descending: bool = True
    page: int = 1
    period: str = ""
    copies_of: str = ""
    opened: str = ""


@dataclass(frozen=True, slots=True)
class Found:
    """One page of what a view lists: `count` articles on `pages` pages, 1 at the least."""

    entries: tuple[Entry, ...]
    count: int
    page: int
    pages: int


COLUMNS: Mapping[str, Callable[[Entry], Any]] = {
    "title": lambda entry: entry.article.title.casefold(),
    "source": lambda entry: entry.article.source.casefold(),
    "day": lambda entry: entry.day,
    "passages": lambda entry: entry.article.passages,
    "copies": lambda entry: entry.copies,
    "waiting": lambda entry: not entry.waiting,
}
_TEXTS = ("title", "source")  # sorted from A to Z at first, the others from the most down


def read_catalogue(index: Index) -> Catalogue:
    """The articles of an open index.

    Raises:
        IndexBroken: a file of it is damaged.
    """
    groups = index.near_groups()
    group_of = {id_: number for number, ids in enumerate(groups) for id_ in ids}
    waiting = index.waiting()
    entries = []
    for one in index.articles():
        group = group_of.get(one.id, -1)
        words = "\n".join((one.title, one.source, one.author, one.id)).casefold()
        day = one.published.isoformat() if one.published else ""
        copies = len(groups[group]) - 1 if group >= 0 else 0
        entries.append(Entry(one, day, group, copies, one.id in waiting, words))
    counted = Counter(entry.article.source for entry in entries)
    return Catalogue(
        Status(index.place, index.name, index.manifest, len(groups), None),
        tuple(entries),
        tuple(_left_out(index)),
        tuple(sorted(counted, key=lambda name: (-counted[name], name))[:_SERIES]),
    )


def _left_out(index: Index) -> Iterable[tuple[str, str]]:
    for article_id, version, _ in index.left_out()[:_MOST_LEFT_OUT]:
        try:
            yield article_id, index.article(article_id, version).title
        except UnknownArticle:  # pruned
            continue


def after(view: View, click: Mapping[str, Any]) -> View:
    """What a tab looks at after a click, which nobody has checked: any other changes nothing."""
    action = click.get("action")
    value = str(click.get(str(_TOLD.get(str(action)))) or "")
    if action == "search":
        return replace(view, search=value[:_LONGEST_SEARCH], page=1)
    if action == "sort" and value in COLUMNS:
        again = value == view.column
        return replace(
            view,
            column=value,
            page=1,
            descending=not (view.descending if again else value in _TEXTS),
        )
    if action == "page" and value.isascii() and value.isdigit():
        return replace(view, page=int(value[:9]))
    if action == "period":
        return replace(view, period=value[:MONTH], page=1)
    if action == "copies":
        return replace(view, copies_of=value, page=1)
    if action == "read":
        return replace(view, opened=value)
    return replace(view, opened="") if action == "back" else view


_TOLD = {
    "search": "text",
    "sort": "column",
    "page": "page",
    "period": "period",
    "copies": "article",
    "read": "article",
}


def find(catalogue: Catalogue, view: View) -> Found:
    """The articles that a view lists: sorted, those without a date last."""
    group = next((e.group for e in catalogue.entries if e.article.id == view.copies_of), -2)
    words = view.search.casefold().split()
    found = [
        entry
        for entry in catalogue.entries
        if (not view.copies_of or (entry.group == group and group >= 0))
        and entry.day.startswith(view.period)
        and all(word in entry.words for word in words)
    ]
    found.sort(key=COLUMNS[view.column], reverse=view.descending)
    if view.column == "day":
        found.sort(key=lambda entry: not entry.day)
    pages = max(1, -(-len(found) // ON_PAGE))
    page = min(max(view.page, 1), pages)
    return Found(tuple(found[(page - 1) * ON_PAGE : page * ON_PAGE]), len(found), page, pages)
