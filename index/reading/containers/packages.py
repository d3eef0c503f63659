"""Zip files, of which office documents and books are made, opened within limits.

Nothing is unpacked to disk, and no name within leads anywhere.
"""

from __future__ import annotations

import io
import lzma
import struct
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final
from xml.etree.ElementTree import Element, ParseError

from index.errors import ReadError
from index.reading.source import MEGABYTE, Limits, Source, megabytes, read_whole

_OLE: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"  # older office files, and those with a password
_BOMB_RATIO: Final = 200
_BOMB_FLOOR_BYTES: Final = 10 * MEGABYTE
_ENCRYPTED: Final = 0x1
_BROKEN: Final = (
    zipfile.BadZipFile, zlib.error, lzma.LZMAError, struct.error, EOFError, NotImplementedError,
    RuntimeError, ValueError, OverflowError, IndexError,
)  # fmt: skip


@contextmanager
def open_zip(source: Source, limits: Limits) -> Iterator[zipfile.ZipFile]:
    """The file as a zip.

    Raises:
        ReadError: no zip, a damaged one, or one with too many files.
        OSError: it cannot be opened.
    """
    if source.packed or source.data is not None:
        stream: io.BufferedIOBase = io.BytesIO(read_whole(source, limits.archive_bytes))
    elif not source.path.is_file():
        raise source.error("is not a regular file")
    else:
        stream = source.path.open("rb")
    with stream:
        head = stream.read(8)
        stream.seek(0)
        if not head.strip():
            raise source.error("is empty")
        if head == _OLE:
            raise source.error(
                "has a password or is of an older office program: save it as .docx or .odt, without"
            )
        try:
            archive = zipfile.ZipFile(stream)
        except _BROKEN as error:
            broken = "a damaged" if head[:2] == b"PK" else "no"
            raise source.error(f"is {broken} zip file ({error})") from None
        with archive:
            count = len(archive.infolist())
            if count > limits.archive_files:
                raise source.error(
                    f"holds {count:,} files, more than the {limits.archive_files:,} we read"
                )
            yield archive


def unpacked(source: Source, archive: zipfile.ZipFile, info: zipfile.ZipInfo, limit: int) -> bytes:
    """What a file within is, `source` being what errors name.

    Raises:
        ReadError: larger than `limit`, packed too tightly to be true, encrypted, or damaged.
    """
    if info.flag_bits & _ENCRYPTED:
        raise source.error("is encrypted: unpack it with its password")
    if info.file_size > limit:
        raise source.error(
            f"unpacks to {megabytes(info.file_size)}, more than the {megabytes(limit)} we read"
        )
    if info.file_size > max(_BOMB_FLOOR_BYTES, _BOMB_RATIO * info.compress_size):
        raise source.error(f"unpacks to more than {_BOMB_RATIO} times its size")
    try:
        return archive.read(info)
    except _BROKEN as error:
        raise source.error(f"is damaged ({error})") from None


def part(source: Source, archive: zipfile.ZipFile, name: str, limits: Limits) -> bytes:
    """A part of a document by its name in it, b"" where there is none.

    Raises:
        ReadError: as `unpacked`, about the document.
    """
    try:
        info = archive.getinfo(name)
    except KeyError:
        return b""
    try:
        return unpacked(source, archive, info, limits.json_bytes)
    except ReadError as error:
        raise source.error(f"its part {name} {error.reason}") from None


def xml_part(source: Source, archive: zipfile.ZipFile, name: str, limits: Limits) -> Element | None:
    """The same, parsed.

    Raises:
        ReadError: as `part`, or it is no XML, or XML with entities of its own.
    """
    data = part(source, archive, name, limits)
    if not data:
        return None
    from defusedxml.common import DefusedXmlException
    from defusedxml.ElementTree import fromstring

    try:
        found: Element = fromstring(data)
    except ParseError as error:
        raise source.error(f"its part {name} is damaged ({error})") from None
    except DefusedXmlException:
        raise source.error(f"its part {name} declares entities: not read") from None
    return found
