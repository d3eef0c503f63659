"""CSV and TSV files with a header: each row is an article."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from typing import Final

from index.errors import ReadError
from index.reading.body import is_text_name
from index.reading.charset import encoding_of_table, told_of
from index.reading.fields import Columns, squeezed
from index.reading.record import Record, Records, no_text_among, record_from_fields, telling
from index.reading.source import MOST_BLANK_LINES, Limits, Source, lines_of, open_table

_DELIMITERS: Final = (",", ";", "\t", "|")
_HEADER_CHARS: Final = 100_000  # of a longer first line no header is made
_BAD_BYTE = re.compile("[\udc80-\udcff]")


def is_table(text: str, columns: Columns) -> bool:
    """Whether a text is what spreadsheets save as such: rows of cells, a tab between each."""
    first, _, rest = text[:_HEADER_CHARS].partition("\n")
    names = [squeezed(name) for name in first.split("\t")]
    named = any(is_text_name(name, columns) for name in names)
    return named and len(set(names)) == len(names) > 2 and "\t" in rest


def read_table(source: Source, limits: Limits) -> Records:
    """The rows of a table; those that are no article come as `ReadError`.

    Raises:
        ReadError: empty, no text column, or damage after which rows cannot be told apart.
    """
    csv.field_size_limit(max(limits.record_chars, csv.field_size_limit()))
    encoding = encoding_of_table(source)
    told = told_of(encoding)
    with open_table(source, limits.table_bytes, encoding=encoding) as stream:
        lines = _Lines(source, lines_of(stream, limits.record_chars), 2 * limits.record_chars)
        columns, delimiter = _header(source, lines)
        rows = csv.reader(lines, delimiter=delimiter)
        number = blank = 0
        while True:
            place = f"line {lines.start_row()}"
            try:
                row = next(rows)
            except StopIteration:
                break
            except csv.Error as error:
                raise source.error(f"{error}: the rest was not read", place) from None
            blank = 0 if any(row) else blank + 1
            if blank > MOST_BLANK_LINES:
                raise source.error(f"has {blank:,} empty rows in a row: the rest was not read")
            if blank:
                continue
            number += 1
            if lines.quote_left_open():
                yield source.error(
                    f"a quote is never closed: rows to line {lines.number} cannot be told apart",
                    place,
                )
            else:
                yield telling(_record(source, columns, row, number, place), told)
    if not number:
        raise source.error("holds a header and no rows")


class _Lines:
    """The lines of a table as text, counted; bytes that are not UTF-8 become lone surrogates.

    A row of more than `most` bytes ends the table: quoted fields may run over millions of lines.
    """

    def __init__(self, source: Source, lines: Iterator[tuple[int, bytes, bool]], most: int) -> None:
        self.number = 0
        self._source = source
        self._lines = lines
        self._start = 1
        self._quotes = self._bytes = 0  # of the row being read
        self._most = most
        self._ended = False

    def __iter__(self) -> Iterator[str]:
        return self

    def start_row(self) -> int:
        """The number of the line where the next row starts."""
        self._start = self.number + 1
        self._quotes = self._bytes = 0
        return self._start

    def quote_left_open(self) -> bool:
        """Whether the row just read ran over line ends because of a quote without a partner."""
        return self._quotes % 2 == 1 and (self._ended or self.number > self._start)

    def __next__(self) -> str:
        found = next(self._lines, None)
        if found is None:
            self._ended = True
            raise StopIteration
        self.number, line, whole = found
        self._quotes += line.count(b'"')
        self._bytes += len(line)
        if not whole or self._bytes > self._most:
            # Whether a line opens or closes a quoted field is unknown, and so is where rows begin.
            raise self._source.error(
                "is longer than we read as one article: the rest was not read",
                f"line {self.number}",
            )
        return line.decode("utf-8", "surrogateescape")


def _header(source: Source, lines: _Lines) -> tuple[list[str], str]:
    """The names of the columns, and the delimiter that makes one of them the text."""
    line = next(lines, "")
    hint = re.fullmatch(r"sep=(.)\s*", line)  # Excel's own way to say it
    if hint:
        line = next(lines, "")
    if not line.strip():
        raise source.error("is empty" if not line else "its first line is empty")
    if len(line) > _HEADER_CHARS:
        raise source.error(f"its first line has {len(line):,} characters: that is no header")
    if _BAD_BYTE.search(line):
        raise source.error("not UTF-8 text: save it as UTF-8", "line 1")
    tab = source.suffix == ".tsv"
    for delimiter in (hint[1],) if hint else ("\t",) if tab else _DELIMITERS:
        names = _names(line, delimiter)
        if any(is_text_name(squeezed(name), source.columns) for name in names):
            return names, delimiter
    found = max((_names(line, delimiter) for delimiter in _DELIMITERS), key=len)
    raise source.error(f"has no column named {no_text_among(found)}")


def _names(line: str, delimiter: str) -> list[str]:
    try:
        return next(csv.reader([line], delimiter=delimiter), [])
    except csv.Error:
        return []


def _record(
    source: Source, columns: list[str], row: list[str], number: int, place: str
) -> Record | ReadError:
    if any(map(_BAD_BYTE.search, row)):
        return source.error("not UTF-8 text: save the table as UTF-8", place)
    if any(row[len(columns) :]):
        return source.error(
            f"has {len(row)} fields where the header has {len(columns)}: "
            "quote fields that hold the delimiter",
            place,
        )
    try:
        # Reversed, so that of two columns with one name the first counts.
        row += [""] * (len(columns) - len(row))
        fields = dict(reversed(list(zip(columns, row, strict=False))))
        return record_from_fields(source, fields, number, place)
    except ReadError as error:
        return error
