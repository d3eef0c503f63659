"""The page's templates, and what they may use."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import datetime
from pathlib import Path
from urllib.parse import urlsplit

from qa.answer import Citation
from qa.chats.types import LONGEST_COMMENT
from qa.evidence.confidence import confidence_line
from qa.language.dates import day_in_words
from qa.page import strings
from qa.page.model.events import drawing_of
from qa.templates import Templates

# Characters that Jinja2 does not escape; the templates write none of them themselves.
_OTHERS = {
    # Template syntax of the component that shows the HTML, should it ever evaluate a value.
    **{char: f"&#{ord(char)};" for char in "{}$`@"},
    # A browser reads a bare carriage return as a newline: the mark would differ from the quote.
    "\r": "&#13;",
}
_OTHER = re.compile("[{}$`@\r\0\ud800-\udfff]")


def safe_url(url: str) -> str:
    """The URL if it is a plain web address, else ""."""
    if any(char.isspace() or not char.isprintable() for char in url):
        return ""
    try:
        parts = urlsplit(url)
    except ValueError:
        return ""
    return url if parts.scheme in ("http", "https") and parts.hostname else ""


def shorten(text: str, limit: int = 200) -> str:
    """A text of at most `limit` characters, with an ellipsis where it was cut."""
    return text if len(text) <= limit else text[: limit - 1] + "…"


def local_day(moment: datetime) -> str:
    """The day of a moment, where this computer is: "3 May 2021"."""
    day = moment.astimezone()
    return f"{day.day} {day:%b} {day.year}"


def by_number(citations: Iterable[Citation]) -> dict[int, tuple[int, Citation]]:
    """Citations and their places, from 0, by their numbers."""
    return {citation.number: (place, citation) for place, citation in enumerate(citations)}


def _host(url: str) -> str:
    return urlsplit(url).hostname or ""


_TEMPLATES = Templates(
    Path(__file__).with_name("templates"),
    {
        "by_number": by_number,
        "confidence_line": confidence_line,
        "day_in_words": day_in_words,
        "drawing_of": drawing_of,
        "host": _host,
        "local_day": local_day,
        "safe_url": safe_url,
        "shorten": shorten,
    },
    t=strings,
    LONGEST_COMMENT=LONGEST_COMMENT,
)


def render(template: str, macro: str, *arguments: object) -> str:
    """What a macro of a template makes of its arguments: see `Templates.render`.

    What a browser shows, and hands out as `textContent` or as an attribute, is their text
    unchanged, except that NUL and lone surrogates become U+FFFD.
    """
    html = str(_TEMPLATES.render(template, macro, *arguments))
    return _OTHER.sub(lambda found: _OTHERS.get(found[0], "\ufffd"), html)
