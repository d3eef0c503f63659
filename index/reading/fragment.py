"""The words of a piece of HTML, by the standard library alone."""

from __future__ import annotations

import re
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
# Broken markup of megabytes can be made so that it takes minutes.
_MOST_CHARS: Final = 200_000


def is_markup(text: str) -> bool:
    """Whether a text in a field is HTML."""
    return "<" in text and len(text) <= _MOST_CHARS and bool(_MARKUP.search(text))


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
