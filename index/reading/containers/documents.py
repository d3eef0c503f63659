"""Office documents: one article each, or an export of many."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Callable
from html import unescape
from typing import Final

from index.reading.clean import one_line
from index.reading.containers.opendocument import html_of_opendocument
from index.reading.containers.packages import open_zip, xml_part
from index.reading.containers.rtf import text_of_rtf
from index.reading.containers.word import html_of_word
from index.reading.exports.markup import local
from index.reading.exports.text import records_in
from index.reading.fragment import text_of_fragment
from index.reading.record import Record, Records
from index.reading.source import Limits, Source, read_whole

_NO_TITLE: Final = re.compile(
    r"(?:untitled|document\d*|word document|microsoft word.*|.*\.docx?)?", re.I
)
_NOBODY: Final = re.compile(
    r"(?:user|admin\w*|author|windows user|python-docx|owner|unknown)?", re.I
)
_Reader = Callable[[Source, zipfile.ZipFile, Limits], tuple[str, str]]


def read_word(source: Source, limits: Limits) -> Records:
    """The articles of a `.docx` file, or of a `.doc` that is one in truth, or RTF.

    Raises:
        ReadError: as `open_zip` and `html_of_word`.
    """
    if source.suffix == ".doc" and read_whole(source, limits.archive_bytes).startswith(b"{\\rtf"):
        return read_rtf(source, limits)
    return _package(source, limits, html_of_word, "docProps/core.xml")


def read_opendocument(source: Source, limits: Limits) -> Records:
    """The articles of an `.odt` file.

    Raises:
        ReadError: as `open_zip` and `html_of_opendocument`.
    """
    return _package(source, limits, html_of_opendocument, "meta.xml")


def read_rtf(source: Source, limits: Limits) -> Records:
    """The articles of an `.rtf` file.

    Raises:
        ReadError: empty, too large, or no RTF.
    """
    text, about = text_of_rtf(source, read_whole(source, limits.json_bytes))
    return records_in(source, _record(text, about.get("title", ""), about.get("author", "")))


def _package(source: Source, limits: Limits, read: _Reader, about_part: str) -> Records:
    with open_zip(source, limits) as archive:
        html, heading = read(source, archive, limits)
        about = xml_part(source, archive, about_part, limits)
    held = {local(e): (e.text or "").strip() for e in (about.iter() if about is not None else ())}
    title = held.get("title", "")
    title = unescape(heading) if _NO_TITLE.fullmatch(title) else title
    author = held.get("initial-creator") or held.get("creator", "")
    return records_in(source, _record(text_of_fragment(html), title, author))


def _record(text: str, title: str, author: str) -> Record:
    title = one_line(title)
    return Record(
        text=text,
        title="" if _NO_TITLE.fullmatch(title) else title,
        author="" if _NOBODY.fullmatch(author) else author,
    )
