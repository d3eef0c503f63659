"""Web archives (.mhtml): the page that was saved, and none of what it shows in frames."""

from __future__ import annotations

import email
from contextlib import suppress
from dataclasses import replace
from email.message import Message
from typing import Final

from index.reading.clean import clean_url
from index.reading.html import read_html
from index.reading.record import Records
from index.reading.source import Limits, Source, read_whole

_PAGES: Final = ("text/html", "application/xhtml+xml")


def read_web_archive(source: Source, limits: Limits) -> Records:
    """The one article of a page saved as one file.

    Raises:
        ReadError: no web archive, or as `read_html`.
    """
    message = email.message_from_bytes(read_whole(source, limits.json_bytes))
    page = _page(message)
    payload = page.get_payload(decode=True) if page else None
    if page is None or not isinstance(payload, bytes):
        raise source.error("is no web archive: it holds no page")
    address = message["Snapshot-Content-Location"] or page["Content-Location"] or ""
    charset = page.get_content_charset()
    if charset and charset != "utf-8":
        with suppress(LookupError, UnicodeDecodeError):  # then what the page declares decides
            payload = payload.decode(charset).encode("utf-8")
    inner = replace(source, data=payload, packed=False, url=clean_url(str(address)))
    return read_html(inner, limits)


def _page(message: Message) -> Message | None:
    """The part that is the page: the one named as the start, else the first page."""
    start = str(message.get_param("start", ""))
    pages = [part for part in message.walk() if part.get_content_type() in _PAGES]
    named = [part for part in pages if start and part["Content-ID"] == start]
    return next(iter(named or pages), None)
