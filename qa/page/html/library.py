"""The list of articles, one of them to read, and what the index holds, as HTML."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from index.article import Article, Summary
from index.building.staging import ADDED
from qa.page import strings
from qa.page.html.escape import button, escape, shorten
from qa.page.html.panel import byline
from qa.page.html.timeline import period_in_words
from qa.page.model.catalogue import Catalogue, Entry, Found, View

_COLUMNS = {
    "title": strings.COLUMN_TITLE,
    "source": strings.COLUMN_SOURCE,
    "day": strings.COLUMN_DAY,
    "passages": strings.COLUMN_PASSAGES,
    "copies": strings.COLUMN_COPIES,
    "waiting": strings.COLUMN_FOUND,
}
_LONGEST_TITLE = 200


def holdings_html(catalogue: Catalogue | None, folder: str) -> str:
    """What the index holds and was made with, and which folder a rebuild reads.

    Args:
        catalogue: None when there is no index.
        folder: the seeds.
    """
    rebuild = f'<p class="small">{escape(strings.REBUILD_FROM.format(folder=folder))}</p>'
    if catalogue is None:
        return f'<div class="holdings"><p>{strings.LIBRARY_EMPTY}</p>{rebuild}</div>'
    held, counts = catalogue.status.as_json(), catalogue.status.manifest.counts
    when = datetime.fromisoformat(held["built"]).astimezone()
    parts = (
        strings.HOLDS.format(
            articles=counts.articles, passages=counts.passages, size=held["bytes"] / 1e6
        ),
        strings.HOLDS_COPIES.format(count=held["near_duplicates"]),
        strings.HOLDS_ENCODER.format(encoder=held["encoder"]),
        strings.HOLDS_BUILT.format(when=f"{when.day} {when:%b} {when.year}, {when:%H:%M}"),
    )
    covered = ""
    if not counts.complete:
        said = strings.COVERED.format(share=counts.covered)
        covered = (
            f'<p class="small">{said}</p><progress max="{counts.passages}" '
            f'value="{counts.vectors}" aria-label="{said}"></progress>'
        )
    return f'<div class="holdings"><p>{" · ".join(map(escape, parts))}</p>{covered}{rebuild}</div>'


def listing_html(catalogue: Catalogue | None, found: Found, view: View) -> str:
    """The list: a search box, what it is narrowed to, a page of the table, the other pages."""
    if catalogue is None:
        return ""
    count = strings.LISTED.format(count=found.count, all=len(catalogue.entries))
    if not catalogue.entries:
        none = f'<p class="none">{strings.LIBRARY_EMPTY}</p>'
        return f'<div class="listing">{none}{_left_out(catalogue.left_out)}</div>'
    head = (
        f'<div class="find"><input type="search" aria-label="{strings.FIND_ARTICLES}" '
        f'data-search="library" placeholder="{strings.FIND_ARTICLES}" maxlength="200" '
        f'value="{escape(view.search)}"><span class="small" role="status">{count}</span>'
        f"{_narrowed(catalogue, view)}</div>"
    )
    body = _table(found.entries, view) + _pages(found)
    if not found.entries:
        body = f'<p class="none">{strings.LISTED_NONE}</p>'
    return f'<div class="listing">{head}{body}{_left_out(catalogue.left_out)}</div>'


def reader_html(article: Article | None, known: Summary | None) -> str:
    """An article to read, whole; `known` is what the list knows of it."""
    bar = f'<div class="bar">{button(strings.BACK_TO_LIST, "back", css="back")}'
    if article is None:
        return (
            f'<article class="opened" data-reading="">{bar}</div>'
            f'<h2 tabindex="-1">{strings.ARTICLE_LEFT}</h2></article>'
        )
    facts = [(strings.ARTICLE_ID, article.id)]
    if known:
        origin = strings.ORIGIN_ADDED if known.origin == ADDED else known.origin
        facts += [
            (strings.ARTICLE_PASSAGES, f"{known.passages:,}"),
            (strings.ARTICLE_ORIGIN, origin),
        ]
        bar += _remove(article.id, article.title, "step")
    told = "".join(f"<div><dt>{name}</dt><dd>{escape(value)}</dd></div>" for name, value in facts)
    return (
        f'<article class="opened" data-reading="{escape(article.id)}">{bar}</div>'
        f'<h2 dir="auto" tabindex="-1">{escape(article.title)}</h2>{byline(article)}'
        f'<dl class="facts">{told}</dl>'
        f'<div class="text" dir="auto">{escape(article.text)}</div></article>'
    )


def undo_html(article_id: str, title: str) -> str:
    """What is said of an article that was removed, the way to have it back, and to go on."""
    said = strings.REMOVED.format(title=shorten(title, _LONGEST_TITLE))
    undo = button(strings.CHAT_UNDO, "put-back", css="tool", article=article_id)
    close = button("×", "dismiss", css="off", name=strings.DISMISS)
    return f'<p class="undo" role="status"><bdi>{escape(said)}</bdi> {undo} {close}</p>'


def _table(entries: Sequence[Entry], view: View) -> str:
    # The roles are those of the elements, which a narrow screen shows as blocks.
    heads = "".join(_head(column, label, view) for column, label in _COLUMNS.items())
    rows = "".join(_row(entry, entry.article.id == view.opened) for entry in entries)
    return (
        f'<table role="table"><caption>{strings.ARTICLES_CAPTION}</caption>'
        f'<thead role="rowgroup"><tr role="row">{heads}'
        f'<th scope="col" role="columnheader"><span class="unseen">{strings.COLUMN_REMOVE}</span>'
        f'</th></tr></thead><tbody role="rowgroup">{rows}</tbody></table>'
    )


def _head(column: str, label: str, view: View) -> str:
    sorted_by = column == view.column
    arrow = (" ↓" if view.descending else " ↑") if sorted_by else ""
    order = ("descending" if view.descending else "ascending") if sorted_by else "none"
    name = strings.SORT_BY.format(column=label)
    sort = button(label + arrow, "sort", css="sort", name=name, column=column)
    return f'<th scope="col" role="columnheader" class="{column}" aria-sort="{order}">{sort}</th>'


def _row(entry: Entry, current: bool) -> str:
    one = entry.article
    title = shorten(one.title, _LONGEST_TITLE)
    read = button(
        title, "read", css="title", name=strings.READ_ARTICLE.format(title=title), article=one.id
    )
    copies = ""
    if entry.copies:
        name = strings.SHOW_COPIES.format(count=entry.copies, title=title)
        copies = button(f"{entry.copies}", "copies", css="link", name=name, article=one.id)
    day = f'<time datetime="{entry.day}">{entry.day}</time>' if entry.day else strings.UNDATED
    found = strings.BY_WORDS if entry.waiting else strings.BY_MEANING
    cells = {
        "source": f'<bdi title="{escape(one.source)}">{escape(one.source)}</bdi>',
        "day": day,
        "passages": f"{one.passages:,}",
        "copies": copies,
        "waiting": found,
    }
    shown = "".join(
        f'<td role="cell" class="{column}" data-label="{_COLUMNS[column]}">{cell}</td>'
        for column, cell in cells.items()
    )
    return (
        f'<tr role="row" class="{"current" if current else "article"}">'
        f'<th scope="row" role="rowheader" class="title" dir="auto">{read}</th>{shown}'
        f'<td role="cell" class="remove">{_remove(one.id, title, "small-tool")}</td></tr>'
    )


def _remove(article_id: str, title: str, css: str) -> str:
    name = strings.REMOVE_ARTICLE.format(title=shorten(title, _LONGEST_TITLE))
    label = "×" if css == "small-tool" else strings.REMOVE
    return button(label, "remove", css=css, name=name, article=article_id)


def _narrowed(catalogue: Catalogue, view: View) -> str:
    """What the list is narrowed to besides the search, each with a way to take it out."""
    chips = []
    if view.period:
        chips.append((strings.ONLY_PERIOD.format(period=period_in_words(view.period)), "period"))
    if view.copies_of:
        titles = (e.article.title for e in catalogue.entries if e.article.id == view.copies_of)
        title = shorten(next(titles, view.copies_of), 60)
        chips.append((strings.ONLY_COPIES.format(title=title), "copies"))
    return "".join(
        f'<span class="only"><bdi>{escape(label)}</bdi> '
        f"{button('×', action, css='off', name=strings.CHIP_REMOVE.format(label=label))}</span>"
        for label, action in chips
    )


def _pages(found: Found) -> str:
    if found.pages == 1:
        return ""

    def step(label: str, name: str, page: int) -> str:
        return button(label, "page", css="step", name=name, page=page, step=name)

    before = after = ""
    if found.page > 1:
        before = step("«", strings.PAGE_FIRST, 1) + step("‹", strings.PAGE_BEFORE, found.page - 1)
    if found.page < found.pages:
        after = step("›", strings.PAGE_AFTER, found.page + 1)
        after += step("»", strings.PAGE_LAST, found.pages)
    said = strings.PAGE_OF.format(page=found.page, pages=found.pages)
    return (
        f'<nav class="pages" aria-label="{strings.PAGES}">{before}<span>{said}</span>{after}</nav>'
    )


def _left_out(left_out: Sequence[tuple[str, str]]) -> str:
    if not left_out:
        return ""
    rows = "".join(
        f"<li><bdi>{escape(shorten(title, _LONGEST_TITLE))}</bdi> "
        + button(
            strings.PUT_BACK,
            "put-back",
            css="tool",
            name=strings.PUT_BACK_ARTICLE.format(title=shorten(title, _LONGEST_TITLE)),
            article=article_id,
        )
        + "</li>"
        for article_id, title in left_out
    )
    return (
        f'<details class="left-out"><summary>{strings.LEFT_OUT.format(count=len(left_out))}'
        f'</summary><p class="small">{strings.LEFT_OUT_NOTE}</p><ul>{rows}</ul></details>'
    )
