"""Web pages, through trafilatura; and the words of a piece of HTML, without it."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from typing import Final

from index.reading.charset import decode_markup
from index.reading.quiet import quiet
from index.reading.record import Record, Records
from index.reading.source import Limits, Source, read_whole

_DECLARATION = re.compile(r"^\s*<\?xml[^>]*\?>")
_FEWEST_WORDS = 5  # fewer are a menu or a cookie notice, no article
_SCRIPT_WORDS = 40  # a longer text that mentions JavaScript may well be an article about it
_NEEDS_SCRIPT = re.compile(r"\b(enable|requires?|without) javascript|javascript is", re.IGNORECASE)
_BLOCKS: Final = re.compile(
    r"address|article|aside|blockquote|div|d[dlt]|fig(ure|caption)|footer|form|h[1-6r]|header"
    r"|main|nav|[ou]l|p|pre|section|table"
)
_LINES: Final = frozenset(["br", "li", "tr"])
_UNSEEN: Final = frozenset(["script", "style", "template", "noscript", "iframe", "svg"])


def read_html(source: Source, limits: Limits) -> Records:
    """The one article of a saved web page: menus, comments and advertisements are left out.

    Raises:
        ReadError: as `decode_markup`, or the page holds no article.
    """
    page, damage = decode_markup(source, read_whole(source, limits.article_bytes))
    page = _DECLARATION.sub("", page)
    if "<html" not in page[:10_000].lower():  # a fragment; trafilatura wants a whole page
        page = f"<html><body>{page}</body></html>"
    with quiet(
        "trafilatura", "htmldate", "courlan", "justext", "readability", "charset_normalizer"
    ):
        record = _article_of_page(page, source.url)
    if damage and "\ufffd" in record.title + record.text:
        raise source.error(damage)
    words = len(record.text.split(maxsplit=_SCRIPT_WORDS))
    if words < _FEWEST_WORDS:
        raise source.error("holds no article: no body text was found in the page")
    if words < _SCRIPT_WORDS and _NEEDS_SCRIPT.search(record.text):
        raise source.error("holds no article: it is loaded by JavaScript, and was not saved")
    yield record


def _article_of_page(page: str, url: str) -> Record:
    import trafilatura  # a quarter of a second to import

    # Measured on 181 real news pages: `fast` is better than the default and half as slow.
    # An extensive search for a date takes any date in the page for want of a better one.
    found = trafilatura.bare_extraction(
        page,
        url=url or None,  # many name the day and the site that the page itself does not
        fast=True,
        with_metadata=True,
        include_comments=False,
        date_extraction_params={"extensive_search": False, "original_date": True},
    )
    if found is None:
        return Record("")
    if isinstance(found, dict):  # only when asked for
        raise TypeError("trafilatura returned a dict")
    return Record(
        text=found.text or "",
        title=found.title or "",
        source=found.sitename or found.hostname or "",
        author=found.author or "",
        published=found.date or "",
        url=found.url or "",
    )


def text_of_fragment(html: str) -> str:
    """The words of a piece of HTML, paragraphs apart, such as an entry of a feed."""
    parser = _Words()
    parser.feed(html)
    parser.close()
    return "".join(parser.parts)


class _Words(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.parts: list[str] = []
        self._unseen = 0
        self._kept = 0  # inside <pre>, where line breaks count

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._unseen += tag in _UNSEEN
        self._kept += tag == "pre"
        self._break(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._break(tag)

    def handle_endtag(self, tag: str) -> None:
        self._unseen = max(0, self._unseen - (tag in _UNSEEN))
        self._kept = max(0, self._kept - (tag == "pre"))
        if _BLOCKS.fullmatch(tag):
            self._break(tag)

    def handle_data(self, data: str) -> None:
        if not self._unseen:
            self.parts.append(data if self._kept else re.sub(r"\s+", " ", data))

    def _break(self, tag: str) -> None:
        if _BLOCKS.fullmatch(tag):
            self.parts.append("\n\n")
        elif tag in _LINES:
            self.parts.append("\n")
        elif tag in ("td", "th"):
            self.parts.append(" ")
