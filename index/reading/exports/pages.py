"""Exports saved as web pages: of Nexis, Factiva and ProQuest as their texts, and of Europresse."""

from __future__ import annotations

import re
from typing import Final

from index.reading.exports.labels import day_in
from index.reading.exports.names import with_ids
from index.reading.exports.text import records_in
from index.reading.fragment import text_of_fragment
from index.reading.record import Record, Records
from index.reading.source import Source

# What one of them has: looked for first, as most pages are none, and making a text of them is slow.
_MAY_BE: Final = re.compile(
    r"\b\d+ (?:of|von|de|sur) \d+ do[ck]ument|\bdo[ck]ument \d+ (?:of|von|de|sur) \d+\b"
    r"|>\s*End of Document\s*<|ProQuest document|>\s*Document [A-Z]{2}\w{12,}\s*<|>\s*HD\s*<"
    r"|\bDocPublicationName\b",
    re.IGNORECASE,
)
_HEAD: Final = re.compile(r"<head\b.*?</head\s*>", re.DOTALL | re.IGNORECASE)
_ARTICLE: Final = re.compile(r"<article\b.*?</article\s*>", re.DOTALL | re.IGNORECASE)
_NUMBERED: Final = re.compile(r",?\s+(?:no|n°|nº|vol)\.?\s*[\d ]+.*$", re.IGNORECASE | re.DOTALL)


def records_of_page(source: Source, page: str) -> Records | None:
    """The articles of a page that is an export; None of any other page."""
    if not _MAY_BE.search(page):
        return None
    if "DocPublicationName" in page:
        found = [_of_europresse(each[0]) for each in _ARTICLE.finditer(page)]
        if found:
            return with_ids(source, found)
    lines = text_of_fragment(_HEAD.sub("", page, count=1)).split("\n")
    whole = Record("\n".join(map(str.strip, lines)))
    records = list(records_in(source, whole))
    return None if records == [whole] else iter(records)


def _of_europresse(article: str) -> Record:
    """An article of Europresse, whose parts are told by their classes."""
    header, _, rest = article.partition("</header")

    def words(name: str) -> str:
        marked = rf"<(\w+)\b[^>]*\bclass=[\"'][^\"']*{name}[^>]*>(.*?)</\1\s*>"
        found = re.search(marked, header, re.DOTALL | re.IGNORECASE)
        return " ".join(text_of_fragment(found[2]).split()) if found else ""

    return Record(
        text=text_of_fragment(rest.partition("<footer")[0].partition(">")[2]),
        title=words("titreArticle"),
        source=_NUMBERED.sub("", words("DocPublicationName")),
        author=words("(?:docAuthors|sm-margin-bottomNews)"),
        published=day_in(words("DocHeader")),
    )
