"""Posts that Medium exports as web pages, one a file; drafts lie among them."""

from __future__ import annotations

import re
from typing import Final

from lxml.html import HtmlElement, document_fromstring, tostring

from index.reading.clean import host_of, one_line
from index.reading.fragment import text_of_fragment
from index.reading.record import Record
from index.reading.source import Source

_EXPORTED: Final = re.compile(r"Exported from\s*<a\b[^<>]*>\s*Medium\s*</a", re.IGNORECASE)
# The title again, and cards that show the titles of other posts.
_NO_TEXT: Final = ("graf--title", "graf--mixtapeEmbed")


def post_of_medium(source: Source, page: str) -> Record | None:
    """The post that an exported page holds; None for any other page.

    Raises:
        ReadError: it was never published.
    """
    if not _EXPORTED.search(page):
        return None
    tree = document_fromstring(page)
    body = _marked(tree, "e-content")
    if body is None:  # what its writer read, liked or set
        return None
    day = _marked(tree, "dt-published")
    if day is None:
        raise source.error("was not published: it is a draft")
    address = _marked(tree, "p-canonical")
    url = "" if address is None else str(address.get("href") or "")
    for name in _NO_TEXT:
        for element in body.xpath(f".//*[{_has_class(name)}]"):
            element.drop_tree()
    return Record(
        text=text_of_fragment(str(tostring(body, encoding="unicode"))),
        title=_words(_marked(tree, "p-name")),
        source=host_of(url),
        author=_words(_marked(tree, "p-author")),
        published=str(day.get("datetime") or _words(day)),
        url=url,
    )


def _marked(tree: HtmlElement, name: str) -> HtmlElement | None:
    """The first element of this class, which tells what it is (microformats2)."""
    return next(iter(tree.xpath(f"//*[{_has_class(name)}]")), None)


def _has_class(name: str) -> str:
    return f"contains(concat(' ', normalize-space(@class), ' '), ' {name} ')"


def _words(element: HtmlElement | None) -> str:
    return "" if element is None else one_line(element.text_content())
