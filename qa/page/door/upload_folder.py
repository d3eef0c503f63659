"""Where uploads lie: a folder that nobody else on the machine may look into, gone at the end."""

from __future__ import annotations

import os
import shutil
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from filelock import FileLock, Timeout

_PREFIX = "articles-page-"
_LOCK = ".lock"  # held for as long as the folder is in use
_SETTLED_SECONDS = 60.0  # a folder this young may be one that another program is about to lock


@contextmanager
def upload_folder() -> Iterator[Path]:
    """Make the folder, and clear those of programs that were killed.

    Raises:
        OSError: it cannot be made.
    """
    around = os.environ.get("GRADIO_TEMP_DIR") or tempfile.gettempdir()
    with suppress(OSError):
        _clear(Path(around))
    Path(around).mkdir(parents=True, exist_ok=True)
    folder = Path(tempfile.mkdtemp(prefix=_PREFIX, dir=around))  # 0700
    with FileLock(folder / _LOCK):
        try:
            yield folder
        finally:
            shutil.rmtree(folder, ignore_errors=True)


def _clear(around: Path) -> None:
    for folder in around.glob(f"{_PREFIX}*"):
        with suppress(OSError, Timeout):
            held = folder.lstat()
            own = not hasattr(os, "getuid") or held.st_uid == os.getuid()
            if not own or folder.is_symlink() or time.time() - held.st_mtime < _SETTLED_SECONDS:
                continue
            if (folder / _LOCK).exists():
                with FileLock(folder / _LOCK, timeout=0):
                    shutil.rmtree(folder, ignore_errors=True)
