"""Pages that show several articles whole, one after another: the front of a blog, an issue.

The program that finds the article of a page takes the first of them, and leaves the others out
without a word.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import escape
from typing import Final

from lxml.html import HtmlElement, document_fromstring, tostring

from index.reading.page_parts import is_live
from index.reading.page_tables import words_in

_SEVERAL: Final = re.compile(r"<article\b(?:.*?<article\b)", re.DOTALL | re.IGNORECASE)
_HEADINGS: Final = ("h1", "h2", "h3")
_FEWEST_WORDS: Final = 60  # in paragraphs; fewer are a teaser


def pages_of_articles(page: str, url: str) -> list[tuple[str, str]]:
    """For each article of a page that shows several whole: a page of it alone, and its address.

    Args:
        page: the page.
        url: its address, "" where it is not known.

    Returns:
        Nothing for a page of one article, or of one that is told in reports.
    """
    if not _SEVERAL.search(page):
        return []
    tree = document_fromstring(page)
    if url:
        tree.make_links_absolute(url, resolve_base_href=True, handle_failures="discard")
    whole = [(one, _heading(one)) for one in tree.iter("article") if _is_whole(one)]
    found = [one for one, heading in whole if heading == whole[0][1]]  # others are beside it
    if len(found) < 2 or is_live(tree):
        return []
    site = escape(_site(tree))
    head = f'<meta charset="utf-8"><meta property="og:site_name" content="{site}">'
    return [
        (f"<html><head>{head}</head><body>{_html(one)}</body></html>", _address(one))
        for one in found
    ]


def _is_whole(article: HtmlElement) -> bool:
    if any(True for _ in article.iterancestors("article", "aside", "footer", "nav")):
        return False
    if not _heading(article):
        return False
    return sum(len(words_in(p).split()) for p in article.iter("p")) >= _FEWEST_WORDS


def _heading(article: HtmlElement) -> str:
    """Of which rank its first heading is, "" where it has none."""
    return next((str(one.tag) for one in article.iter(*_HEADINGS) if words_in(one)), "")


def _site(tree: HtmlElement) -> str:
    named = tree.xpath("//meta[@property='og:site_name']/@content")
    return str(named[0]) if named else next((words_in(title) for title in tree.iter("title")), "")


def _html(article: HtmlElement) -> str:
    return str(tostring(article, encoding="unicode", with_tail=False))


def _address(article: HtmlElement) -> str:
    """Where the heading leads, or the mark of a lasting link."""
    return next(filter(None, _addresses(article)), "")


def _addresses(article: HtmlElement) -> Iterator[str]:
    for heading in article.iter(*_HEADINGS):
        for link in (*heading.iter("a"), *heading.iterancestors("a")):
            yield link.get("href") or ""
    for link in article.iter("a"):
        if "bookmark" in (link.get("rel") or "").split():
            yield link.get("href") or ""
