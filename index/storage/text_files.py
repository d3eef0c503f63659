"""The texts of articles, in files that generations share. Packed texts in, their places out.

A database is one file: a build that adds one article would copy and hash the texts of all. So they
lie one after another in numbered files beside it, and it holds their places. A generation takes
over the files of the one before by hard links, and what is new goes to a file of its own; only a
last file that is not full is copied and written on, so that many small builds do not leave many
files.
"""

from __future__ import annotations

import mmap
import os
import shutil
from collections.abc import Sequence
from pathlib import Path
from typing import BinaryIO, NamedTuple

from index.storage.generations import share

FULL_BYTES = 32_000_000  # then the next file is begun


class Place(NamedTuple):
    """Where a packed text lies: the number of its file, its first byte and its length."""

    file: int
    start: int
    length: int


class TextFiles:
    """The text files of a published generation, open for reading from several threads.

    Args:
        folder: where they are; there are none when it is not there.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        # all at once: a build may clear the folder while this generation is still read
        self._held = {number: _mapped(folder / str(number)) for number in _numbers(folder)}

    def read(self, place: Place) -> bytes:
        """The bytes at a place; fewer or none where it reaches past what is there."""
        return bytes(self._held.get(place.file, b"")[place.start : place.start + place.length])

    def sizes(self) -> dict[int, int]:
        """How many bytes each file has, by number."""
        return {number: len(held) for number, held in self._held.items()}

    def close(self) -> None:
        """Let go of the files."""
        self._held = {}


class TextWriter(TextFiles):
    """The text files of a generation that is not published yet.

    Args:
        folder: where they are or will be; made with the first text.
        full: a file of this many bytes or more is not written on.
    """

    def __init__(self, folder: Path, *, full: int = FULL_BYTES) -> None:
        super().__init__(folder)
        self._full = full
        self._number = max(self._held, default=0)  # of the file that is written on
        self._file: BinaryIO | None = None

    def read(self, place: Place) -> bytes:
        """The bytes at a place, also of what was just written."""
        if not self._file or place.file != self._number:
            return super().read(place)
        self._file.seek(place.start)
        return self._file.read(place.length)

    def write(self, packed: bytes) -> Place:
        """Store the bytes of a text.

        Raises:
            OSError: the disk is full or read-only.
        """
        file = self._file or self._last()
        start = file.seek(0, os.SEEK_END)
        if start >= self._full:
            file, start = self._begun(), 0
        file.write(packed)
        return Place(self._number, start, len(packed))

    def rewrite(self, number: int, keep: Sequence[Place]) -> list[Place]:
        """Drop a file but for these texts of it; returns where they are now, in the same order.

        Raises:
            OSError: the disk is full or read-only.
        """
        kept = [self.read(place) for place in keep]
        if kept or (self._file and number == self._number):
            self._begun()
        moved = [self.write(packed) for packed in kept]
        self._held.pop(number, None)
        (self._folder / str(number)).unlink()
        return moved

    def flush(self) -> None:
        """Give to the system what is written."""
        if self._file:
            self._file.flush()

    def close(self) -> None:
        """Close the files."""
        if self._file:
            self._file.close()
        super().close()

    def _last(self) -> BinaryIO:
        """The last file, made this generation's own, where it is not full; else a new one."""
        if not 0 < len(self._held.get(self._number, b"")) < self._full:
            return self._begun()
        path = self._folder / str(self._number)
        copy = path.with_name("copy")
        shutil.copyfile(path, copy)
        os.replace(copy, path)
        self._file = path.open("rb+")
        return self._file

    def _begun(self) -> BinaryIO:
        """A new file after all others."""
        if self._file:
            self._file.close()
            self._held[self._number] = _mapped(self._folder / str(self._number))
        self._folder.mkdir(exist_ok=True)
        self._number += 1
        self._file = (self._folder / str(self._number)).open("xb+")
        return self._file


def share_texts(folder: Path, target: Path) -> None:
    """Give another generation the same files; neither is touched by changes of the other."""
    target.mkdir()
    for number in _numbers(folder):
        share(folder / str(number), target / str(number))


def _numbers(folder: Path) -> list[int]:
    return sorted(int(path.name) for path in folder.glob("[0-9]*") if path.name.isdigit())


def _mapped(path: Path) -> mmap.mmap | bytes:
    with path.open("rb") as file:
        if not path.stat().st_size:  # cannot be mapped
            return b""
        return mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
