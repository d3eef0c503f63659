"""Web pages, through trafilatura; and the words of a piece of HTML, without it."""

from __future__ import annotations

import re
from copy import deepcopy
from dataclasses import replace
from html import unescape
from typing import TYPE_CHECKING, Any

from index.reading.charset import Decoded, decode_markup
from index.reading.exports.names import with_ids
from index.reading.exports.pages import records_of_page
from index.reading.fragment import is_markup, text_of_fragment
from index.reading.links import LIST_OF_LINKS, is_list_of_links
from index.reading.notices import notice_in, notice_under, without_notices
from index.reading.page_data import completed
from index.reading.quiet import quiet
from index.reading.record import Record, Records, telling
from index.reading.source import Limits, Source, read_whole

if TYPE_CHECKING:
    from trafilatura.settings import Document

_DECLARATION = re.compile(r"^\s*<\?xml[^>]*\?>")
_TITLE = re.compile(r"<title[^>]*>([^<]{1,500})</title", re.IGNORECASE)
_FEWEST_WORDS = 5  # fewer are a menu or a cookie notice, no article
_CHANGED = "the page was changed at"
_SHORT_CHARS = 1_000
_SHORTEST_CHARS = 25
_ENOUGH_OF_IT = 0.5
_SCRIPT_WORDS = 40  # a longer text that mentions JavaScript may well be an article about it
_NEEDS_SCRIPT = re.compile(r"\b(enable|requires?|without) javascript|javascript is", re.IGNORECASE)


def read_html(source: Source, limits: Limits) -> Records:
    """The article of a saved web page, without menus, comments and advertisements.

    A page that shows several whole, or is the export of a database, holds as many.

    Raises:
        ReadError: as `decode_markup`, or the page holds no article.
    """
    read = decode_markup(source, read_whole(source, limits.article_bytes))
    page = _DECLARATION.sub("", read.text)
    exported = records_of_page(source, page)
    if exported is not None:
        yield from (telling(record, read.told) for record in exported)
    elif post := _post(source, page):
        yield telling(post, read.told)
    elif several := _several(page, source.url):
        records = (_record(source, one, url, read) for one, url in several)
        placed = (replace(one, place=f"article {n}") for n, one in enumerate(records, 1))
        yield from with_ids(source, placed)
    else:
        yield _record(source, page, source.url, read)


def _post(source: Source, page: str) -> Record | None:
    from index.reading.exports.medium import post_of_medium  # imports lxml

    return post_of_medium(source, page)


def _several(page: str, url: str) -> list[tuple[str, str]]:
    from index.reading.page_articles import pages_of_articles  # imports lxml

    return pages_of_articles(page, url)


def _record(source: Source, page: str, url: str, read: Decoded) -> Record:
    if "<html" not in page[:10_000].lower():  # a fragment; trafilatura wants a whole page
        page = f"<html><body>{page}</body></html>"
    with quiet(
        "trafilatura", "htmldate", "courlan", "justext", "readability", "charset_normalizer"
    ):
        shown = _article_of_page(page, url)
    record = completed(source, page, replace(shown, text=without_notices(shown.text)))
    if read.damage and "\ufffd" in record.title + record.text:
        raise source.error(read.damage)
    words = len(record.text.split(maxsplit=_SCRIPT_WORDS))
    whole = record.text if words >= _FEWEST_WORDS else shown.text or _words_of_small(page)
    if notice := notice_in(whole) or notice_under(_title_of(page) or shown.title, whole):
        raise source.error(f"holds no article: all there is is {notice}")
    if words < _FEWEST_WORDS:
        raise source.error("holds no article: no body text was found in the page")
    if words < _SCRIPT_WORDS and _NEEDS_SCRIPT.search(record.text):
        raise source.error("holds no article: it is loaded by JavaScript, and was not saved")
    if is_list_of_links(record.text, page):
        raise source.error(LIST_OF_LINKS)
    told = [one for one in record.told if one[0] != "changed" or not record.published]
    return replace(record, told=(*told, *read.told))


def _title_of(page: str) -> str:
    """What the browser shows as its title, without the site's name."""
    found = _TITLE.search(page)
    return unescape(re.split(r"\s[|–—•·-]\s", found[1])[0]) if found else ""


def _words_of_small(page: str) -> str:
    """All words of a page, to see why it holds no article; "" of one that is no small page."""
    return text_of_fragment(page).strip() if is_markup(page) else ""


def _article_of_page(page: str, url: str) -> Record:
    import trafilatura  # a quarter of a second to import

    from index.reading.page_head import head_of  # these import lxml
    from index.reading.page_parts import prepare

    tree = trafilatura.load_html(page)
    if tree is None:
        return Record("")
    head = head_of(tree)
    prepare(tree)
    found = _extracted(tree, url)
    text = (found and found.text) or ""
    if 0 < len(text) < _SHORT_CHARS and "\n" not in text:
        # Of a short article it runs all paragraphs together, unless told that it may be short.
        apart = _extracted(tree, url, shortest=_SHORTEST_CHARS)
        if apart and len(apart.text or "") > _ENOUGH_OF_IT * len(text):
            found = apart
    if found is None:
        return Record("")
    text = found.text or ""
    lines = text.split("\n")
    if head.standfirst and text and (head.standfirst in lines or head.standfirst not in text):
        text = "\n".join([head.standfirst, *(line for line in lines if line != head.standfirst)])
    return Record(
        text=text,
        title=head.title or found.title or "",
        source=found.sitename or found.hostname or "",
        author=found.author or "",
        published=found.date or "",
        url=found.url or "",
        told=(("changed", f"{_CHANGED} {head.changed}"),)
        if head.changed and not found.date
        else (),
    )


def _extracted(tree: Any, url: str, shortest: int | None = None) -> Document | None:  # noqa: ANN401 - lxml is untyped
    import trafilatura
    from trafilatura.settings import DEFAULT_CONFIG

    config = deepcopy(DEFAULT_CONFIG)
    if shortest is not None:
        config.set("DEFAULT", "MIN_EXTRACTED_SIZE", str(shortest))
    # Measured on 181 real news pages: `fast` is better than the default and half as slow.
    # An extensive search for a date takes any date in the page for want of a better one.
    found = trafilatura.bare_extraction(
        tree,
        url=url or None,  # many name the day and the site that the page itself does not
        fast=True,
        with_metadata=True,
        include_comments=False,
        config=config,
        date_extraction_params={"extensive_search": False, "original_date": True},
    )
    if isinstance(found, dict):  # only when asked for
        raise TypeError("trafilatura returned a dict")
    return found
