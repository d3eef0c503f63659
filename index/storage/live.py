"""Which generation is live, found again where CURRENT was lost or damaged.

Then it is the newest of those there that are whole: each file as it was written. CURRENT is written
anew, unless somebody builds just then or the folder may not be written, and it is said once.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from contextlib import suppress
from functools import lru_cache
from pathlib import Path
from typing import TypeVar

from filelock import FileLock, Timeout

from index.errors import IndexBroken, IndexMissing, IndexUnreadable
from index.storage.checksums import altered
from index.storage.generations import (
    LOCK,
    generations,
    may_be_read,
    named_generation,
    point_at,
    repair,
)
from index.storage.manifest import is_finished, read_manifest

log = logging.getLogger(__name__)

Result = TypeVar("Result")


def current_generation(index_dir: Path) -> Path | None:
    """The live generation's folder; None where there is no index.

    Raises:
        IndexUnreadable: the system does not let it be read.
        IndexBroken: the folder holds something else; or CURRENT is lost or damaged, and so is every
            generation.
    """
    broken: IndexBroken | None = None
    try:
        if named := named_generation(index_dir):
            return named
    except IndexUnreadable:
        raise
    except IndexBroken as error:
        broken = error
    with may_be_read(index_dir):
        finished = [folder for folder in generations(index_dir) if is_finished(folder)]
        found = next(filter(_is_whole, finished), None)
    if found:
        _take(index_dir, found)
        return found
    if finished and not broken:
        broken = IndexBroken(
            f"the index in {index_dir} is damaged: CURRENT is gone, and so is a part of generation "
            f"{finished[0].name}; {repair(index_dir)}"
        )
    if broken:
        raise broken
    return None


def live_generation(index_dir: Path) -> Path:
    """The live generation's folder.

    Raises:
        IndexMissing: there is no index.
        IndexBroken: see `current_generation`.
    """
    folder = current_generation(index_dir)
    if folder is None:
        raise IndexMissing(
            f"there is no index in {index_dir}; make one with: "
            f"python -m index build SEEDS --index {index_dir}"
        )
    return folder


def with_live(index_dir: Path, work: Callable[[Path], Result]) -> Result:
    """Do some reading of the live generation.

    Where a build clears that generation meanwhile, the work is done again on the newer one.
    Raises as `live_generation` and the work do.
    """
    generation = live_generation(index_dir)
    while True:
        try:
            with may_be_read(index_dir):
                return work(generation)
        except (OSError, IndexBroken):
            newer = live_generation(index_dir)
            if newer == generation:
                raise
            generation = newer


def _is_whole(generation: Path) -> bool:
    try:
        return not any(altered(generation, read_manifest(generation).files))
    except IndexBroken:
        return False


def _take(index_dir: Path, generation: Path) -> None:
    """Have CURRENT name it, unless somebody else has seen to that."""
    lock = FileLock(index_dir / LOCK)
    with suppress(Timeout, OSError), lock.acquire(timeout=0):
        with suppress(IndexBroken):
            if named_generation(index_dir):
                return
        point_at(generation)
    _tell(index_dir, generation.name)


@lru_cache(maxsize=64)  # once, also where CURRENT cannot be written
def _tell(index_dir: Path, name: str) -> None:
    log.warning(
        "CURRENT of the index in %s was lost or damaged: generation %s is used, the newest that is "
        "whole",
        index_dir,
        name,
    )
