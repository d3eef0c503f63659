"""Zip archives: each file within comes as a source of its own, never unpacked to disk."""

from __future__ import annotations

import re
import stat
import zipfile
from contextlib import suppress
from typing import Final

from index.errors import ReadError
from index.reading.containers.packages import open_zip, unpacked
from index.reading.files import is_hidden, is_part, pages_among, shown
from index.reading.record import Contents
from index.reading.source import Limits, Source

_DRIVE: Final = re.compile(r"[A-Za-z]:")
_NAMED_IN_UTF8: Final = 0x800


def read_zip(source: Source, limits: Limits) -> Contents:
    """The files in a zip archive by their names, without hidden ones and parts of saved pages.

    Raises:
        ReadError: as `open_zip`; what is wrong with one file comes as an error in its place.
    """
    with open_zip(source, limits) as archive:
        found = sorted(((_name(info), info) for info in archive.infolist()), key=_order)
        pages = pages_among(name for name, _ in found)
        for name, info in found:
            if not info.is_dir() and not _is_hidden(name) and not _is_part(name, pages):
                yield _file(source, archive, name, info, limits)


def _is_hidden(name: str) -> bool:
    return any(is_hidden(part) for part in name.split("/") if part != "..")


def _is_part(name: str, pages: set[str]) -> bool:
    """Whether a file is in a folder that a browser saved beside a page."""
    ends = [at + 1 for at, letter in enumerate(name) if letter == "/"]
    return any(is_part(name[:end], pages) for end in ends)


def _order(named: tuple[str, zipfile.ZipInfo]) -> tuple[list[str], int]:
    name, info = named
    return name.split("/"), info.header_offset


def _name(info: zipfile.ZipInfo) -> str:
    name = info.orig_filename.partition("\0")[0]
    if not info.flag_bits & _NAMED_IN_UTF8:  # some programs write UTF-8 and do not say so
        with suppress(UnicodeError):
            name = name.encode("cp437").decode("utf-8")
    name = name.replace("\\", "/")
    return shown("/".join(part for part in name.split("/") if part != "."))


def _file(
    source: Source, archive: zipfile.ZipFile, name: str, info: zipfile.ZipInfo, limits: Limits
) -> Source | ReadError:
    member = source.inside(name, b"")
    if name.startswith("/") or _DRIVE.match(name) or ".." in name.split("/"):
        return member.error("its name leads out of the archive: not read")
    if stat.S_ISLNK(info.external_attr >> 16):
        return member.error("is a link: not followed")
    try:
        return source.inside(name, unpacked(member, archive, info, limits.json_bytes))
    except ReadError as error:
        return error
