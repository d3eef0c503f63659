"""Whether files hold the bytes that were written: quick sums of whole files, checked when opened.

A disk, a cable or a copy that went wrong flips bits. A search engine that reads them may answer
wrongly, or never; so a generation's files are read once before anything is made of them. The sum is
that of the file's 64-bit words: it finds any one flipped bit for certain and other damage but for
one case in 2^64, at the speed of reading; it does not find words that changed places, nor is it
meant against somebody who wants it to fit, for whom `python -m index verify` has the sha256.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np

from index.models.bundled import file_sha256

Files = Mapping[str, Mapping[str, Any]]

_BLOCK_BYTES = 8_000_000  # a multiple of 8
_WORDS = 2**64


@dataclass(frozen=True, slots=True)
class _Known:
    """A file that has one sum as long as it is the same: the same place on the disk, unwritten."""

    path: Path = field(compare=False)
    device: int
    number: int
    size: int
    changed: int


def quick_sum(path: Path) -> str:
    """The sum of a file, 16 hexadecimal digits.

    Raises:
        OSError: it cannot be read.
    """
    total = 0
    with path.open("rb") as file:
        while block := file.read(_BLOCK_BYTES):
            whole = block + bytes(-len(block) % 8)
            total += int(np.frombuffer(whole, dtype="<u8").sum(dtype=np.uint64))
    return f"{total % _WORDS:016x}"


def altered(folder: Path, files: Files) -> Iterator[str]:
    """The names of the files that are not as they were written, or not there, in order.

    A file that was looked at before in this process, under whatever name, is not read again.

    Args:
        folder: where they are.
        files: size, `sum` and `sha256` of each; of files written by older programs without `sum`.

    Raises:
        PermissionError: one may not be read.
    """
    for name, known in sorted(files.items()):
        try:
            status = (folder / name).stat()
            file = _Known(
                folder / name, status.st_dev, status.st_ino, status.st_size, status.st_mtime_ns
            )
            found = _sum_of(file) if "sum" in known else _sha256_of(file)
        except PermissionError:
            raise
        except OSError:
            yield name
            continue
        if (file.size, found) != (known["bytes"], known.get("sum", known["sha256"])):
            yield name


@lru_cache(maxsize=4096)
def _sum_of(file: _Known) -> str:
    return quick_sum(file.path)


@lru_cache(maxsize=4096)
def _sha256_of(file: _Known) -> str:
    return file_sha256(file.path)
