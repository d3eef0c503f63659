"""Rich text (.rtf), through striprtf."""

from __future__ import annotations

import re
from typing import Final

from index.reading.source import Source

_ABOUT: Final = re.compile(r"\{\\(title|author)\b ?((?:[^{}\\]|\\[^{}])*)\}")
_LINK: Final = re.compile(r"(\\fldinst\b.{0,80}?)HYPERLINK", re.DOTALL)
_CELL_ENDS: Final = re.compile(r"\|+[ \t]*$", re.MULTILINE)
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
    words = _plain(_LINK.sub(r"\1LINK", rtf))
    about: dict[str, str] = {}
    for name, value in _ABOUT.findall(rtf[:_ABOUT_CHARS]):
        about.setdefault(name, _plain(f"{{\\rtf1\\ansi {value}}}"))
    return _paragraphs(_CELL_ENDS.sub("", words)), about


def _plain(rtf: str) -> str:
    from striprtf.striprtf import rtf_to_text  # only such files need it

    text = str(rtf_to_text(rtf, errors="replace"))  # type: ignore[no-untyped-call]
    # Letters beyond the first 65,536 are written in two halves.
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def _paragraphs(text: str) -> str:
    """Each line is a paragraph, unless empty lines part them."""
    return text if "\n\n" in text.strip() else text.replace("\n", "\n\n")
