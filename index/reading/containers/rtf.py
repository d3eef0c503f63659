"""Rich text (.rtf), through striprtf."""

from __future__ import annotations

import re
from typing import Final

from index.reading.source import Source

_ABOUT: Final = re.compile(r"\{\\(title|author)\b ?((?:[^{}\\]|\\[^{}])*)\}")
_LINK: Final = re.compile(r"(\\fldinst\b.{0,80}?)HYPERLINK", re.DOTALL)
_CELL_ENDS: Final = re.compile(r"\|+[ \t]*$", re.MULTILINE)
_HIDES: Final = re.compile(r"\\(?:v|webhidden)(?![a-z0-9])|\\v1(?!\d)")
_PART: Final = re.compile(
    r"\\(?P<word>[a-z]+)(?P<number>-?\d+)? ?|\\'[0-9a-fA-F]{2}|\\.|[{}]|[^\\{}]+|\\", re.DOTALL
)
_LETTERS: Final = frozenset(
    "u par line tab cell row emdash endash bullet lquote rquote ldblquote rdblquote".split()
)
_CODE_PAGE: Final = re.compile(r"\\ansicpg\d+")  # of all letters that are written as bytes
_HEAD_CHARS: Final = 1_000  # at the start, among which it stands
_ABOUT_CHARS: Final = 100_000  # at the start, among which they stand


def text_of_rtf(source: Source, data: bytes) -> tuple[str, dict[str, str]]:
    """The words of a document, and what it says of its `title` and `author`.

    Raises:
        ReadError: it is no RTF.
    """
    if not data.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"{\\rtf"):
        raise source.error("is no RTF: it does not begin with {\\rtf")
    try:
        rtf = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        rtf = data.decode("cp1252", "replace")
    # The library would print each link's address among the words.
    words = _plain(_LINK.sub(r"\1LINK", _without_hidden(rtf)))
    page = _CODE_PAGE.search(rtf[:_HEAD_CHARS])
    head = "{\\rtf1\\ansi" + (page[0] if page else "")
    about: dict[str, str] = {}
    for name, value in _ABOUT.findall(rtf[:_ABOUT_CHARS]):
        about.setdefault(name, _plain(f"{head} {value}}}"))
    return _paragraphs(_CELL_ENDS.sub("", words)), about


def _without_hidden(rtf: str) -> str:
    """The document without the text that is marked hidden; the library would print it."""
    if not _HIDES.search(rtf):
        return rtf
    kept: list[str] = []
    hidden = [False]
    for part in _PART.finditer(rtf):
        word = part["word"]
        if part[0] == "{":
            hidden.append(hidden[-1])
        elif part[0] == "}" and len(hidden) > 1:
            hidden.pop()
        elif word in ("v", "webhidden"):
            hidden[-1] = part["number"] != "0"
        elif word in ("plain", "sectd"):
            hidden[-1] = False
        elif hidden[-1] and (not word or word in _LETTERS):
            continue
        kept.append(part[0])
    return "".join(kept)


def _plain(rtf: str) -> str:
    from striprtf.striprtf import rtf_to_text  # only such files need it

    text = str(rtf_to_text(rtf, errors="replace"))  # type: ignore[no-untyped-call]
    # Letters beyond the first 65,536 are written in two halves.
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def _paragraphs(text: str) -> str:
    """Each line is a paragraph, unless empty lines part them."""
    return text if "\n\n" in text.strip() else text.replace("\n", "\n\n")
