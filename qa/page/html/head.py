"""The head of the page, the chips of what a question is narrowed by, and the list of chats."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from qa.chats.types import ChatSummary, new_id
from qa.page import strings
from qa.page.html.rendering import render, shorten

_LABELS = {
    "since": strings.CHIP_SINCE,
    "until": strings.CHIP_UNTIL,
    "source": strings.CHIP_SOURCE,
}


def masthead_html(articles: int, sources: int, covered: float = 1.0, user: str = "") -> str:
    """The head of the page: what it is and how much it reads.

    Args:
        articles: how many there are.
        sources: of how many papers.
        covered: the share of them that is found by meaning yet, 0 to 1.
        user: who has logged in; "" where nobody needs to.
    """
    held = (strings.ARTICLE if articles == 1 else strings.ARTICLES).format(count=articles)
    if sources > 1:
        held += strings.FROM_SOURCES.format(count=sources)
    if covered < 1:
        held += strings.BY_MEANING_SO_FAR.format(share=covered)
    return render("head.html", "masthead", held if articles else strings.NO_ARTICLES, user)


def opening_html() -> str:
    """The page's name, until the page is drawn; its styles are in `assets/opening.css`."""
    return render("head.html", "opening")


def chips_html(filters: Mapping[str, str], editing: str = "") -> str:
    """What the next question is narrowed by, each with a way to take it out.

    Args:
        filters: `since`, `until`, `source`; "" for none.
        editing: the earlier question that the next one takes the place of, "" for none.
    """
    shown = [
        (label.format(value=filters[name]), strings.CHIP_REMOVE, name)
        for name, label in _LABELS.items()
        if filters.get(name)
    ]
    if editing:
        label = strings.CHIP_EDITING.format(question=shorten(editing, 60))
        shown.append((label, strings.CHIP_KEEP, "editing"))
    return render("head.html", "chips", shown) if shown else ""


def chats_html(
    chats: Sequence[ChatSummary],
    current: str = "",
    searched: str = "",
    deleted: str = "",
    *,
    lost: bool = False,
) -> str:
    """The list of chats, newest first.

    Args:
        chats: what is listed.
        current: the id of the open one.
        searched: what the chats were searched for.
        deleted: the title of the chat that was just deleted and can be had back.
        lost: whether the chats cannot be reached, so that none can be listed.
    """
    return render("head.html", "chats", chats, current, searched, deleted, lost)


def download_html(name: str, text: str, note: str = "") -> str:
    """A text that page.js hands to the browser as a file to keep, and a message.

    No two are alike: the framework tells page.js only of what differs from what is there.
    """
    return render("head.html", "download", name, text, note, new_id())
