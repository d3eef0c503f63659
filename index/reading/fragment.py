"""The words of a piece of HTML, by the standard library alone."""

from __future__ import annotations

import re
from html import unescape
from html.parser import HTMLParser
from typing import Final

_BLOCKS: Final = re.compile(
    r"address|article|aside|blockquote|div|d[dlt]|fig(ure|caption)|footer|form|h[1-6r]|header"
    r"|main|nav|[ou]l|p|pre|section|table"
)
_LINES: Final = frozenset(["br", "li", "tr"])
_UNSEEN: Final = frozenset(["script", "style", "template", "noscript", "iframe", "svg"])
_MARKUP = re.compile(
    r"</(?:p|div|a|b|i|em|strong|span|h[1-6]|li|ul|ol|blockquote|figure)\s*>|<br\s*/?>|<p>",
    re.IGNORECASE,
)
_ENTITY = re.compile(r"&(?:#\d{2,6}|#[xX][0-9a-fA-F]{2,5}|[A-Za-z]{2,8}\d?);")
_UNESCAPED = re.compile(rf"&(?!{_ENTITY.pattern[1:]})|</?[a-zA-Z]")
_ON_HTML = re.compile(r"\b(?:HTML|XML|entit(?:y|ies)|escap(?:e|ed|ing)|ampersand)\b", re.IGNORECASE)
# Broken markup of megabytes can be made so that it takes minutes.
_MOST_CHARS: Final = 200_000


def is_markup(text: str) -> bool:
    """Whether a text in a field is HTML."""
    return "<" in text and len(text) <= _MOST_CHARS and bool(_MARKUP.search(text))


def unescaped(text: str) -> str:
    """A text without HTML's names for letters (`&amp;`, `&#8217;`), where it has them throughout.

    A text that has `&` or `<` in their own right, or tells of HTML, stays as it is.
    """
    if ";" not in text or "&" not in text:
        return text
    for _ in range(2):  # `&amp;#8217;` was escaped twice
        if not _ENTITY.search(text) or _UNESCAPED.search(text) or _ON_HTML.search(text):
            break
        text = unescape(text)
    return text


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
