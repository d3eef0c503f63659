"""What stands above the article of a web page: its title, standfirst, and when it was changed."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from typing import Any, Final

from lxml.html import HtmlElement

from index.reading.page_tables import words_in

_CHANGED: Final = re.compile(
    r"(?:article:|og:)?(?:modified|updated)[_-]?time|date-?modified|last-?mod(?:ified)?",
    re.IGNORECASE,
)
_STANDFIRST: Final = re.compile(
    r"stand-?first|sub-?title|sub-?head(?:line)?|(?:^|[\s_-])de[ck]k?(?:$|[\s_-])|strapline",
    re.IGNORECASE,
)
_STANDFIRST_CHARS: Final = range(15, 400)
_LIVE_TYPE: Final = "LiveBlogPosting"
_LIVE: Final = re.compile(
    r"\blive\b|live-?blog|minute by minute|as it happened|latest updates|en direct|en vivo|diretta",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Head:
    """What stands above an article.

    Attributes:
        title: of a live page, where programs take that of the newest report; else "".
        standfirst: beside the heading and outside of the article; else "".
        changed: when the page says it was changed; "" where it does not.
    """

    title: str
    standfirst: str
    changed: str


def head_of(tree: HtmlElement) -> Head:
    """What stands above the article; marks of when it was changed are taken out of the page.

    The program that finds the article takes these for the day of publication, for want of one.
    """
    headings = list(tree.iter("h1"))
    heading = headings[0] if len(headings) == 1 else None
    standfirst = "" if heading is None else _standfirst_by(heading)
    return Head(_live_title(tree, heading), standfirst, _take_changes(tree))


def _take_changes(tree: HtmlElement) -> str:
    said = ""
    for element in list(tree.iter("meta", "time")):
        names = (element.get(name) or "" for name in ("property", "name", "itemprop", "http-equiv"))
        if any(_CHANGED.fullmatch(name) for name in names):
            said = said or element.get("content") or element.get("datetime") or ""
            if element.tag == "meta":
                element.drop_tree()
    return said


def _standfirst_by(heading: HtmlElement) -> str:
    """A short text beside the heading that is marked as what stands under it."""
    if next(heading.iterancestors("article"), None) is not None:
        return ""
    for place in list(heading.iterancestors())[:2]:
        if place.tag in ("body", "html", "main"):
            return ""
        elements = list(place.iter("h1", "p", "div", "h2", "h3", "span"))
        for element in elements[elements.index(heading) + 1 :]:
            marks = f"{element.get('class') or ''} {element.get('itemprop') or ''}"
            words = words_in(element)
            if len(words) in _STANDFIRST_CHARS and _STANDFIRST.search(marks):
                return words
    return ""


def _live_title(tree: HtmlElement, heading: HtmlElement | None) -> str:
    for script in tree.iter("script"):
        if _LIVE_TYPE in (script.text or "") and (title := _headline_in(script.text)):
            return title
    titles = [words_in(element) for element in tree.iter("title")][:1]
    if heading is None or next(heading.iterancestors("li"), None) is not None:
        return ""
    words = words_in(heading)
    return words if any(_LIVE.search(one) for one in (*titles, words)) else ""


def _headline_in(script: str) -> str:
    """The headline of the live page itself in data of schema.org."""
    try:
        held: Any = json.loads(script, strict=False)
    except (ValueError, RecursionError):
        return ""
    items = held if isinstance(held, list) else [held]
    for item in items:
        graph = item.get("@graph") if isinstance(item, dict) else None
        for one in graph if isinstance(graph, list) else [item]:
            if isinstance(one, dict) and _LIVE_TYPE in str(one.get("@type")):
                return " ".join(str(one.get("headline") or one.get("name") or "").split())
    return ""
