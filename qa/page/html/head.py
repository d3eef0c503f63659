"""The head of the page, the chips of what a question is narrowed by, and the list of chats."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from qa.chats.types import ChatSummary
from qa.page import strings
from qa.page.html.escape import button, escape, shorten

_LABELS = {
    "since": strings.CHIP_SINCE,
    "until": strings.CHIP_UNTIL,
    "source": strings.CHIP_SOURCE,
}


def masthead_html(articles: int, sources: int, covered: float = 1.0) -> str:
    """The head of the page: what it is, how much it reads, and the share found by meaning yet."""
    held = (strings.ARTICLE if articles == 1 else strings.ARTICLES).format(count=articles)
    if sources > 1:
        held += strings.FROM_SOURCES.format(count=sources)
    if covered < 1:
        held += strings.BY_MEANING_SO_FAR.format(share=covered)
    line = held if articles else strings.NO_ARTICLES
    chats = button("☰", "drawer", css="drawer", name=strings.CHATS_SHOW)
    return (
        f'<header class="masthead"><div class="name">{chats}<h1>{strings.TITLE}</h1></div>'
        f"<p>{line}</p></header>"
    )


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
    chips = "".join(
        f"<li><bdi>{escape(label)}</bdi> "
        f"{button('×', 'unfilter', css='off', name=name.format(label=label), filter=which)}</li>"
        for label, name, which in shown
    )
    return f'<ul class="filters">{chips}</ul>' if chips else ""


def chats_html(
    chats: Sequence[ChatSummary], current: str = "", searched: str = "", deleted: str = ""
) -> str:
    """The list of chats, newest first.

    Args:
        chats: what is listed.
        current: the id of the open one.
        searched: what the chats were searched for.
        deleted: the title of the chat that was just deleted and can be had back.
    """
    rows = "".join(_chat(chat, chat.id == current) for chat in chats)
    if not rows:
        none = strings.CHATS_NONE_FOUND.format(text=searched) if searched else strings.CHATS_NONE
        rows = f'<li class="small">{escape(none)}</li>'
    undo = ""
    if deleted:
        undo = (
            f'<p class="small undo" role="status">'
            f"{escape(strings.CHAT_DELETED.format(title=deleted))} "
            f"{button(strings.CHAT_UNDO, 'undelete')}</p>"
        )
    tools = "".join(
        button(label, action, css="tool")
        for label, action in (
            (strings.CHATS_EXPORT, "export"),
            (strings.CHATS_IMPORT, "import"),
            (strings.CHATS_QUESTIONS, "ratings"),
        )
    )
    return (
        f'<nav class="chats" aria-label="{strings.CHATS}">'
        f"{button(f'+ {strings.NEW_CHAT}', 'new', css='new')}"
        f'<input type="search" aria-label="{strings.CHATS_SEARCH}" data-search="chats" '
        f'placeholder="{strings.CHATS_SEARCH}" maxlength="100" value="{escape(searched)}">'
        f'{undo}<ul>{rows}</ul><div class="tools">{tools}</div></nav>'
    )


def download_html(name: str, text: str, note: str = "") -> str:
    """A text that page.js hands to the browser as a file to keep, and a message."""
    kept = f' data-download="{escape(name)}" data-text="{escape(text)}"' if text else ""
    return f'<p class="small" role="status"{kept}>{escape(note)}</p>'


def _chat(chat: ChatSummary, current: bool) -> str:
    day = _day(chat.updated)
    at: dict[str, Any] = {"chat": chat.id}
    names = {"title": chat.title, "day": day}
    name = strings.CHAT_OPEN.format(**names)
    return (
        f'<li class="chat{" current" if current else ""}">'
        f"{button(chat.title, 'chat', css='open', name=name, **at)}"
        f'<time datetime="{chat.updated.isoformat()}">{day}</time>'
        f"{button('↓', 'take', css='small-tool', name=strings.CHAT_EXPORT, **at)}"
        f"{button('✎', 'rename', css='small-tool', name=strings.CHAT_RENAME.format(**names), **at)}"
        f"{button('×', 'delete', css='small-tool', name=strings.CHAT_DELETE.format(**names), **at)}"
        "</li>"
    )


def _day(moment: datetime) -> str:
    day = moment.astimezone().date()
    return f"{day.day} {day:%b} {day.year}"
