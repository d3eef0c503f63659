"""Opening the files to read: sizes, gzip, lines.

Standard library only. Every failure is a `ReadError` that names the file as the user knows it.
"""

from __future__ import annotations

import codecs
import gzip
import io
import os
import stat
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path

from index.errors import ReadError

MEGABYTE = 1_000_000
MOST_BLANK_LINES = 1_000_000  # lines of a table in a row: a second of reading without an article
# Prose packs to a third or a quarter of its size, repetitive tables to a fiftieth at best.
_BOMB_RATIO = 200
_BOMB_FLOOR_BYTES = 10 * MEGABYTE


@dataclass(frozen=True, slots=True)
class Limits:
    """What is too large to read; beyond it a file or record is refused with a reason.

    Attributes:
        article_bytes: a file that is one article or one feed, unpacked.
        record_chars: the text of one article, wherever it comes from.
        json_bytes: a `.json` file, unpacked (it is held in memory; `.jsonl` is streamed).
        table_bytes: a `.jsonl`, `.csv` or `.tsv` file, unpacked.
        pdf_pages: pages of one PDF.
        archive_bytes: all that an archive or mailbox holds, unpacked, in archives in it too.
        archive_files: how many files or letters that may be.
    """

    article_bytes: int = 20 * MEGABYTE
    record_chars: int = 10 * MEGABYTE
    json_bytes: int = 200 * MEGABYTE
    table_bytes: int = 2_000 * MEGABYTE
    pdf_pages: int = 2_000
    archive_bytes: int = 2_000 * MEGABYTE
    archive_files: int = 50_000


@dataclass(frozen=True, slots=True)
class Source:
    """A file to read.

    Attributes:
        path: where it is.
        name: what the user calls it: relative to the folder being read, with `/`.
        suffix: lower case and without a final `.gz`, such as `.txt`; "" when there is none.
        stem: the file's name without its suffixes.
        packed: the name ends in `.gz`.
        url: where on the web it was found; "" for a file of the user's.
        columns: what the user calls its fields, see `index.reading.fields`.
        data: what it holds, where it is a file within the file at `path`; else None.
    """

    path: Path
    name: str
    suffix: str
    stem: str
    packed: bool
    url: str = ""
    columns: tuple[tuple[str, str], ...] = ()
    data: bytes | None = field(default=None, repr=False)

    @classmethod
    def of(cls, path: Path, name: str, columns: tuple[tuple[str, str], ...] = ()) -> Source:
        """The source for `path`, shown to the user as `name`."""
        base = name.rpartition("/")[2]
        packed = base.lower().endswith(".gz")
        stem, suffix = os.path.splitext(base[:-3] if packed else base)
        return cls(path, name, suffix.lower(), stem, packed, columns=columns)

    def inside(self, name: str, data: bytes, url: str = "") -> Source:
        """A file that this one holds, by its name in there."""
        return replace(
            Source.of(self.path, f"{self.name}/{name}", self.columns), data=data, url=url
        )

    def error(self, reason: str, place: str = "") -> ReadError:
        """A `ReadError` about this file."""
        return ReadError(self.name, reason, place)


def megabytes(count: int) -> str:
    """A number of bytes for people: `50.0 MB`."""
    return f"{count / MEGABYTE:.1f} MB"


def read_whole(source: Source, limit: int) -> bytes:
    """All bytes of a file, unpacked.

    Raises:
        ReadError: empty, larger than `limit`, not a regular file, or broken gzip.
        OSError: it cannot be opened.
    """
    size = source.path.stat().st_size if source.data is None else len(source.data)
    if not source.packed and size > limit:
        raise source.error(f"is {megabytes(size)}, more than the {megabytes(limit)} we read")
    with open_stream(source, limit) as stream:
        data = stream.read()
    if not data or data.isspace():
        raise source.error("is empty")
    return data


@contextmanager
def open_stream(source: Source, limit: int) -> Iterator[io.BufferedReader]:
    """Opens a file for reading as unpacked bytes.

    Reading past `limit` bytes, or broken gzip, raises `ReadError` from the reading call.

    Raises:
        ReadError: not a regular file (opening a pipe would wait forever).
        OSError: it cannot be opened.
    """
    with _opened(source) as (file, size):
        inner: _Readable = file
        if source.packed:
            if file.peek(2)[:2] not in (b"\x1f\x8b", b""):
                raise source.error("is not a gzip file")
            inner = gzip.GzipFile(fileobj=file)
        yield io.BufferedReader(_Counted(inner, source, limit, size), 1 << 16)


@contextmanager
def _opened(source: Source) -> Iterator[tuple[io.BufferedReader, int]]:
    """The bytes of a file as they lie there, and how many they are."""
    if source.data is not None:
        yield io.BufferedReader(io.BytesIO(source.data)), len(source.data)
        return
    status = source.path.stat()
    if not stat.S_ISREG(status.st_mode):
        raise source.error("is not a regular file")
    with source.path.open("rb") as file:
        yield file, status.st_size


_Readable = io.BufferedReader | gzip.GzipFile


class _Counted(io.RawIOBase):
    """Passes bytes through, and stops when there are too many or the packing is broken."""

    def __init__(self, inner: _Readable, source: Source, limit: int, packed_size: int) -> None:
        self._inner = inner
        self._source = source
        self._limit = limit
        self._bomb = max(_BOMB_FLOOR_BYTES, _BOMB_RATIO * packed_size) if source.packed else limit
        self._count = 0

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        data = self._read(len(buffer))
        self._count += len(data)
        if self._count > self._limit:
            raise self._source.error(
                f"holds more than the {megabytes(self._limit)} we read from such a file"
            )
        if self._count > self._bomb:
            raise self._source.error(f"unpacks to more than {_BOMB_RATIO} times its size")
        buffer[: len(data)] = data
        return len(data)

    def _read(self, size: int) -> bytes:
        try:
            # Not `read`: it would lose what comes just before the place where a file is cut.
            return self._inner.read1(size)
        except EOFError:
            raise self._source.error("is a gzip file that is cut short") from None
        except (gzip.BadGzipFile, zlib.error) as error:
            raise self._source.error(f"is a damaged gzip file ({error})") from None


class _AsUtf8(io.RawIOBase):
    """Turns a stream of another encoding into one of UTF-8, so that lines can be found in it."""

    def __init__(
        self, inner: io.BufferedReader, source: Source, encoding: str, errors: str = "strict"
    ) -> None:
        self._inner = inner
        self._source = source
        self._encoding = encoding
        self._errors = errors
        self._decode = codecs.getincrementaldecoder(encoding)(errors)
        self._rest = b""

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        while not self._rest:
            data = self._inner.read(1 << 16)
            try:
                self._rest = self._decode.decode(data, final=not data).encode("utf-8", self._errors)
            except UnicodeDecodeError:
                named = self._encoding.upper()
                raise self._source.error(f"not {named} text, though it starts as such") from None
            if not data:
                break
        taken = self._rest[: len(buffer)]
        self._rest = self._rest[len(taken) :]
        buffer[: len(taken)] = taken
        return len(taken)


def start_of(source: Source, size: int) -> bytes:
    """The first `size` bytes of a file, unpacked; fewer where it is shorter or breaks off."""
    parts: list[bytes] = []
    left = size
    try:
        with open_stream(source, 2 * size) as stream:
            while left > 0 and (part := stream.read1(left)):
                parts.append(part)
                left -= len(part)
    except ReadError:  # whoever reads it says where it breaks off
        pass
    return b"".join(parts)


@contextmanager
def open_table(source: Source, limit: int, *, encoding: str = "") -> Iterator[io.BufferedReader]:
    """Like `open_stream` for files of lines: a byte-order mark is dropped, others made UTF-8.

    Args:
        source: the file.
        limit: bytes.
        encoding: of a file in no form of Unicode; a byte that it has no letter for stays as it is.
    """
    with open_stream(source, limit) as stream:
        start = stream.peek(3)[:3]
        if start[:2] in (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE):
            yield io.BufferedReader(_AsUtf8(stream, source, "utf-16"), 1 << 16)
        elif encoding:
            yield io.BufferedReader(_AsUtf8(stream, source, encoding, "surrogateescape"), 1 << 16)
        else:
            if start == codecs.BOM_UTF8:
                stream.read(3)
            yield stream


def lines_of(stream: io.BufferedReader, limit: int) -> Iterator[tuple[int, bytes, bool]]:
    """The lines of a stream: number from 1, the bytes, and whether the line is whole.

    A line longer than `limit` bytes comes with its first `limit` bytes only, and False.
    """
    number = 0
    while line := stream.readline(limit + 1):
        number += 1
        if len(line) <= limit or line.endswith(b"\n"):
            yield number, line, True
            continue
        rest = line
        while rest and not rest.endswith(b"\n"):
            rest = stream.readline(1 << 20)
        yield number, line, False
