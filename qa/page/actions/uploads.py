"""Files that a browser sent: taken from where the web framework keeps them, and from nowhere else.

Their names are text from outside; nothing of them is executed.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator, Sequence
from contextlib import suppress
from pathlib import Path

from index.errors import ReadError
from index.reading.files import shown
from qa.page import strings

MOST_FILES = 200  # at once


def take(uploaded: Sequence[str], kept: Path, into: Path) -> Iterator[ReadError]:
    """Move uploaded files into a folder, each under its own name.

    Args:
        uploaded: their paths, as the framework tells them.
        kept: the folder where it keeps what was uploaded; a path that leads out of it is not
            touched.
        into: an empty folder.

    Returns:
        An error for each that is left out. Those in `kept` are deleted.
    """
    for number, name in enumerate(uploaded):
        path = Path(name)
        label = shown(path.name)
        if not _is_upload(path, kept):
            yield ReadError(label, strings.NO_UPLOAD)
        elif number >= MOST_FILES:
            _delete(path)
            yield ReadError(label, strings.TOO_MANY_FILES.format(most=MOST_FILES))
        elif path.name.startswith("."):
            _delete(path)
            yield ReadError(label, strings.HIDDEN_FILE)
        elif (into / path.name).exists():
            _delete(path)
            yield ReadError(label, strings.SAME_NAME)
        else:
            shutil.move(path, into / path.name)
            _delete(path)


def read(uploaded: object, kept: Path) -> str:
    """The text of an uploaded file, which is deleted.

    Args:
        uploaded: its path, as a browser tells it.
        kept: the folder where the framework keeps what was uploaded.

    Returns:
        The text; "" where there is no such upload, or it is no UTF-8.
    """
    path = Path(uploaded) if isinstance(uploaded, str) else kept
    if not _is_upload(path, kept):
        return ""
    try:
        return path.read_text("utf-8-sig")
    except (OSError, UnicodeDecodeError):
        return ""
    finally:
        _delete(path)


def _is_upload(path: Path, kept: Path) -> bool:
    """Whether this is a plain file inside the folder, and no link."""
    try:
        real = path.resolve(strict=True)
        return real.is_file() and not path.is_symlink() and real.is_relative_to(kept.resolve())
    except (OSError, ValueError):
        return False


def _delete(path: Path) -> None:
    """Delete an upload and the folder that the framework made for it alone."""
    with suppress(OSError):
        path.unlink(missing_ok=True)
        path.parent.rmdir()
