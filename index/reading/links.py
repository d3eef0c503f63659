"""Texts that are no article but a list of links: bookmarks, reading lists, alerts to articles.

Standard library only.
"""

from __future__ import annotations

import re
from collections.abc import Container
from typing import Final

from index.reading.fragment import text_of_fragment

LIST_OF_LINKS: Final = (
    "holds no article: it is a list of links; to read one of them: python -m index add ADDRESS"
)
# Bounded, for pages may open what they never close.
_ANCHOR: Final = re.compile(r"<a\b[^<>]{0,4000}>(.{1,1000}?)</a\s*>", re.DOTALL | re.IGNORECASE)
_LINK: Final = re.compile(r"\[[^\[\]]*\]\([^()\s]+\)|https?://[^\s<>]+")
_BULLET: Final = re.compile(r"(?:[-*+•]|\d{1,3}[.)])\s+")
_DOTS: Final = ("...", "…")
_SENTENCE_END: Final = re.compile(
    r"[^\W\d_]{2}[.!?][\"'”’»)]*(?:\s+[\"'“‘«(]*(?![a-z])\w|$)|[。！？]"
)
_WORD: Final = re.compile(r"\w+")
_FEWEST_LINKS: Final = 3
_FEWEST_WORDS: Final = 8  # of a sentence that stands alone; a headline may end in a stop too
_MOST_WORDS: Final = 12  # beside a link: what it leads to, the paper, the day
_MOST_CHARS: Final = 200  # of a line that is no paragraph


def is_list_of_links(text: str, page: str = "") -> bool:
    """Whether a text is links with what they lead to, and no sentence that is whole.

    What is cut with dots, as in the results of a search, is none.

    Args:
        text: the text, with addresses, or links as Markdown has them.
        page: the HTML that it was taken from, whose links stand in the text by their words alone.
    """
    if not (page or "://" in text or "](" in text):
        return False
    named: Container[str] | None = None
    links = words = 0
    for written in text.split("\n"):
        line = _BULLET.sub("", written.strip(), count=1)
        if not line or _is_cut(line):
            continue
        if _is_prose(line):  # in most texts one of the first lines
            return False
        named = _names_in(page) if named is None else named
        found = line in named or _LINK.search(line)
        links += bool(found)
        words += 0 if found else len(_WORD.findall(line))
    return links >= _FEWEST_LINKS and words <= _MOST_WORDS * links


def _is_cut(line: str) -> bool:
    return line.startswith(_DOTS) or line.endswith(_DOTS)


def _is_prose(line: str) -> bool:
    words = _LINK.sub("", line)
    if len(words) > _MOST_CHARS:
        return True
    end = _SENTENCE_END.search(words)
    if not end:
        return False
    return end.end() < len(words) or len(words.split()) >= _FEWEST_WORDS


def _names_in(page: str) -> Container[str]:
    """The words of the links of a page."""
    return {" ".join(text_of_fragment(found[1]).split()) for found in _ANCHOR.finditer(page)}
