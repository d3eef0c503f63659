"""The list of articles, one of them to read, and what the index holds, as HTML."""

from __future__ import annotations

from datetime import datetime

from index.article import Article, Summary
from index.building.staging import ADDED
from qa.page import strings
from qa.page.html.rendering import local_day, render, shorten
from qa.page.html.timeline import period_in_words
from qa.page.model.catalogue import Catalogue, Found, View


def holdings_html(catalogue: Catalogue | None, folder: str) -> str:
    """What the index holds and was made with, and which folder a rebuild reads.

    Args:
        catalogue: None when there is no index.
        folder: the seeds.
    """
    if catalogue is None:
        return render("library.html", "holdings", [strings.LIBRARY_EMPTY], None, folder)
    status, counts = catalogue.status, catalogue.status.manifest.counts
    held = status.as_json()
    built = datetime.fromisoformat(held["built"])
    parts = [
        strings.HOLDS.format(articles=counts.articles, passages=counts.passages)
        + ("" if status.size is None else strings.HOLDS_SIZE.format(size=status.size / 1e6)),
        strings.HOLDS_COPIES.format(count=held["near_duplicates"]),
        strings.HOLDS_ENCODER.format(encoder=held["encoder"]),
        strings.HOLDS_BUILT.format(when=f"{local_day(built)}, {built.astimezone():%H:%M}"),
    ]
    return render("library.html", "holdings", parts, counts, folder)


def listing_html(catalogue: Catalogue | None, found: Found, view: View) -> str:
    """The list: a search box, what it is narrowed to, a page of the table, the other pages."""
    if catalogue is None:
        return ""
    return render("library.html", "listing", catalogue, found, view, _narrowed(catalogue, view))


def reader_html(article: Article | None, known: Summary | None) -> str:
    """An article to read, whole; `known` is what the list knows of it."""
    if article is None:
        return render("library.html", "nothing_to_read")
    origin = known.origin if known else ""
    origin = strings.ORIGIN_ADDED if origin == ADDED else origin
    return render("library.html", "reader", article, known, origin)


def undo_html(article_id: str, title: str) -> str:
    """What is said of an article that was removed, the way to have it back, and to go on."""
    return render("library.html", "undo", article_id, title)


def _narrowed(catalogue: Catalogue, view: View) -> list[tuple[str, str]]:
    """What the list is narrowed to besides the search, and the action that takes it out."""
    chips = []
    if view.period:
        chips.append((strings.ONLY_PERIOD.format(period=period_in_words(view.period)), "period"))
    if view.copies_of:
        titles = (e.article.title for e in catalogue.entries if e.article.id == view.copies_of)
        title = shorten(next(titles, view.copies_of), 60)
        chips.append((strings.ONLY_COPIES.format(title=title), "copies"))
    return chips
