"""Web pages, through trafilatura; and the words of a piece of HTML, without it."""

from __future__ import annotations

import re

from index.reading.charset import decode_markup
from index.reading.quiet import quiet
from index.reading.record import Record, Records
from index.reading.source import Limits, Source, read_whole

_DECLARATION = re.compile(r"^\s*<\?xml[^>]*\?>")
_FEWEST_WORDS = 5  # fewer are a menu or a cookie notice, no article
_SCRIPT_WORDS = 40  # a longer text that mentions JavaScript may well be an article about it
_NEEDS_SCRIPT = re.compile(r"\b(enable|requires?|without) javascript|javascript is", re.IGNORECASE)


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
