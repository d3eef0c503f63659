"""PDF files, through pypdf: one article each, or an export of many."""

from __future__ import annotations

import io
import re
from typing import TYPE_CHECKING

from index.reading.clean import one_line
from index.reading.drop_caps import Drawn, with_drop_caps
from index.reading.exports.text import records_in
from index.reading.printed import text_of_pages
from index.reading.quiet import quiet
from index.reading.record import Record, Records
from index.reading.source import Limits, Source, read_whole

if TYPE_CHECKING:
    from pypdf import PageObject, PdfReader

# Titles that a word processor or browser wrote by itself.
_NO_TITLE = re.compile(
    r"untitled|about:blank$|(?:https?|file)://|microsoft word|powerpoint|slide 1$|document ?\d*$"
    r"|\S+\.\w{2,5}$",
    re.IGNORECASE,
)


def read_pdf(source: Source, limits: Limits) -> Records:
    """The text of a PDF, its pages as one text, or the many articles of a database's export.

    Its creation date is when the file was made, not when the article was published: left out.

    Raises:
        ReadError: not a PDF, cut short, encrypted, too many pages, damaged, or only pictures.
    """
    data = read_whole(source, limits.article_bytes)
    if b"%PDF-" not in data[:1024]:
        raise source.error("is not a PDF")
    if b"%%EOF" not in data[-4096:]:
        raise source.error("is cut short: the end of the PDF is missing")
    with quiet("pypdf"):
        record = _read(source, data, limits)
    if not record.text.strip():
        raise source.error("holds no text: scanned pages need OCR first")
    yield from records_in(source, record)


def _read(source: Source, data: bytes, limits: Limits) -> Record:
    from pypdf import PasswordType, PdfReader
    from pypdf.errors import DependencyError, PyPdfError

    try:
        reader = PdfReader(io.BytesIO(data))
        # Many are encrypted only against changes, and open with an empty password.
        if reader.is_encrypted and reader.decrypt("") == PasswordType.NOT_DECRYPTED:
            raise source.error("is encrypted: save a copy without password")
        if len(reader.pages) > limits.pdf_pages:
            raise source.error(
                f"has {len(reader.pages)} pages, more than the {limits.pdf_pages} we read"
            )
        title, author = _about(reader)
        text = text_of_pages(_pages(source, reader, limits), title)
        return Record(text, title=title, author=author)
    except DependencyError:
        raise source.error("is encrypted in a way we cannot open") from None
    except PyPdfError as error:
        raise source.error(f"is a damaged PDF ({type(error).__name__}: {error})") from None


def _pages(source: Source, reader: PdfReader, limits: Limits) -> list[str]:
    pages: list[str] = []
    size = 0
    for page in reader.pages:
        pages.append(_text_of(page))
        size += len(pages[-1])
        if size > limits.record_chars:  # before the rest is unpacked into memory
            raise source.error("holds more text than we read as one article")
    return pages


def _text_of(page: PageObject) -> str:
    pieces: list[Drawn] = []

    def draw(text: str, within: list[float], at: list[float], font: object, size: float) -> None:
        a, b, c, d, e, f = within  # of the page, `at` being of this
        x, y = at[4] * a + at[5] * c + e, at[4] * b + at[5] * d + f
        pieces.append(Drawn(text, x, y, abs(size * at[3] * d)))

    page.extract_text(visitor_text=draw)
    return with_drop_caps(pieces)


def _about(reader: PdfReader) -> tuple[str, str]:
    about = reader.metadata
    title = one_line(str(about.title or "")) if about else ""
    author = str(about.author or "") if about else ""
    return "" if _NO_TITLE.match(title) else title, author
