"""One build at a time: a lock file in the index folder, held by the process that changes it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from filelock import FileLock, Timeout

from index.errors import IndexBusy
from index.storage.generations import LOCK, unwritable


@contextmanager
def locked(index_dir: Path, *, wait: float = 0.0) -> Iterator[None]:
    """Hold the build lock of an index; the folder is made when it is not there.

    Args:
        index_dir: the index.
        wait: how many seconds to wait for another build.

    Raises:
        IndexBusy: another build holds it.
        BuildError: the folder cannot be written.
    """
    try:
        index_dir.mkdir(parents=True, exist_ok=True)
        lock = FileLock(index_dir / LOCK)
        lock.acquire(timeout=wait)
    except Timeout as error:
        raise IndexBusy(
            f"another build is changing the index in {index_dir}; wait until it has finished"
        ) from error
    except OSError as error:
        raise unwritable(index_dir, error) from error
    try:
        yield
    finally:
        lock.release()
