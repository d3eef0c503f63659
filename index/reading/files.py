"""Which files of a folder to read: order, hidden ones, links. Standard library only.

A link is followed only to what is inside the folder and would not be read anyway: a link out of
it could put any file of the machine into the index.
"""

from __future__ import annotations

import errno
import os
import re
from collections.abc import Container, Iterable, Iterator
from pathlib import Path
from typing import Final

from index.errors import ReadError
from index.reading.fields import Columns
from index.reading.source import Source

# What file managers leave behind.
_NOISE: Final = frozenset(["thumbs.db", "ehthumbs.db", "desktop.ini", "icon\r", "__macosx"])
# What browsers save beside a page: a folder of its parts, named for the page in their language.
_PAGE: Final = re.compile(r"\.(?:x?html?|mhtml?|shtml|php|aspx?)(?:\.gz)?$", re.IGNORECASE)
_PARTS: Final = re.compile(
    r"(?:[_-](?:files?|dateien|fichiers|archivos|ficheros|arquivos|ficheiros|bestanden|filer|pliki"
    r"|soubory|s[uú]bory|tiedostot|dosyalar|f[aá]jlok|elemei)|\.files)/$",
    re.IGNORECASE,
)
_UNPRINTABLE: Final = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069]")


def shown(name: str) -> str:
    r"""A file's name as it can be printed: odd bytes and control characters as `\x1b`."""
    text = os.fsencode(name).decode("utf-8", "backslashreplace")
    return _UNPRINTABLE.sub(lambda found: f"\\x{ord(found[0]):02x}", text)


def files_in(root: Path, columns: Columns = ()) -> Iterator[Source | ReadError]:
    """The files below a folder, sorted by their paths, and an error for each that cannot be read.

    Hidden files and folders (with a leading dot), what file managers leave and the folder that
    browsers save beside a page (`X_files` beside `X.html`) are passed over.
    """
    real_root = os.path.realpath(root)
    followed: set[str] = set()
    stack = [("", "folder")]  # instead of recursion: folders may be nested to any depth
    while stack:
        path, kind = stack.pop()
        try:
            if kind == "link":
                kind = _follow(os.path.join(root, path), real_root, followed)
            if kind == "folder":
                stack += reversed(_entries(root, path))
        except OSError as error:
            yield ReadError(shown(path or root.name), f"cannot be opened: {error.strerror}")
        except ValueError as error:
            yield ReadError(shown(path), str(error))
        if kind == "file":
            yield Source.of(root / path, shown(path), columns)
        elif kind == "special":
            yield ReadError(shown(path), "is a pipe, socket or device, not a file")


def _entries(root: Path, folder: str) -> list[tuple[str, str]]:
    """What is in a folder: path from the root and kind, in the order of all paths below."""
    found = []
    with os.scandir(root / folder) as entries:
        for entry in entries:
            if is_hidden(entry.name):
                continue
            if entry.is_symlink():
                kind = "link"
            elif entry.is_dir(follow_symlinks=False):
                kind = "folder"
            else:
                kind = "file" if entry.is_file(follow_symlinks=False) else "special"
            below = "/" if os.path.isdir(entry.path) else ""  # `a-b` comes before `a/b`
            found.append((entry.name + below, f"{folder}/{entry.name}".lstrip("/"), kind))
    pages = pages_among(name for name, _, _ in found)
    return [(path, kind) for name, path, kind in sorted(found) if not is_part(name, pages)]


def pages_among(names: Iterable[str]) -> set[str]:
    """The names of saved pages without their suffixes; whole paths may be given."""
    return {_PAGE.sub("", name) for name in names if _PAGE.search(name)}


def is_part(folder: str, pages: Container[str]) -> bool:
    """Whether a folder, its name ending in `/`, is what a browser saved beside one of the pages."""
    return folder.endswith("/") and _PARTS.sub("", folder) in pages


def is_hidden(name: str) -> bool:
    """Whether a file or folder of that name is passed over."""
    return name.startswith(".") or name.lower() in _NOISE


def _follow(link: str, real_root: str, followed: set[str]) -> str:
    """What a link is to be read as: "file", "folder", "special", or "" for nothing.

    Raises:
        ValueError: it must not be followed; says why.
    """
    try:
        target = os.path.realpath(link, strict=True)
    except OSError as error:
        loops = error.errno == errno.ELOOP
        raise ValueError("is a link that loops" if loops else "is a broken link") from None
    if not _within(target, real_root):
        raise ValueError("is a link out of the folder: not followed")
    if _within(os.path.realpath(os.path.dirname(link)), target):
        raise ValueError("is a link back to a folder that it is in: not followed")
    seen = not any(map(is_hidden, os.path.relpath(target, real_root).split(os.sep)))
    if os.path.isdir(target):
        if seen:  # read in its own place
            return ""
        if target in followed:
            raise ValueError("is a second link to the same folder: not followed")
        followed.add(target)
        return "folder"
    if seen and os.path.splitext(target)[1] == os.path.splitext(link)[1]:
        return ""
    return "file" if os.path.isfile(target) else "special"


def _within(path: str, folder: str) -> bool:
    return path == folder or path.startswith(folder.rstrip(os.sep) + os.sep)
