"""Which generation is live, found again where CURRENT was lost or damaged.

Then it is the newest of those there that are whole: each file as it was written. CURRENT is written
anew, unless somebody builds just then or the folder may not be written, and it is said once. So it
is also where a folder was copied while a build published: the copy may hold a part of the
generation that its CURRENT names, and all of the other one.
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
    named, broken = _named(index_dir)
    with may_be_read(index_dir):
        finished = [folder for folder in generations(index_dir) if is_finished(folder)]
        others = [folder for folder in finished if folder != named]
        if named and (not others or _is_complete(named)):
            return named
        found = next(filter(_is_whole, others), None)
    if named and _named(index_dir)[0] != named:  # a build has published and cleared meanwhile
        return current_generation(index_dir)
    if found:
        _take(index_dir, found, named)
        return found
    if named:
        return named
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


def _named(index_dir: Path) -> tuple[Path | None, IndexBroken | None]:
    """The generation that CURRENT names, or what is wrong with CURRENT; neither where it is not."""
    try:
        return named_generation(index_dir), None
    except IndexUnreadable:
        raise
    except IndexBroken as error:
        return None, error


def _is_complete(generation: Path) -> bool:
    """Whether all files are there in their sizes: quickly told, and enough of a copy."""
    try:
        read_manifest(generation)
    except IndexUnreadable:
        raise
    except (IndexBroken, OSError):  # OSError: a build is just clearing it
        return False
    return True


def _is_whole(generation: Path) -> bool:
    try:
        return not any(altered(generation, read_manifest(generation).files))
    except FileNotFoundError:  # a build is just clearing it
        return False
    except IndexBroken:
        return False


def _take(index_dir: Path, generation: Path, instead_of: Path | None) -> None:
    """Have CURRENT name it, unless somebody else has seen to that."""
    lock = FileLock(index_dir / LOCK)
    with suppress(Timeout, OSError), lock.acquire(timeout=0):
        named, _ = _named(index_dir)
        if named and named != instead_of:
            return
        point_at(generation)
    _tell(index_dir, generation.name, instead_of.name if instead_of else None)


@lru_cache(maxsize=64)  # once, also where CURRENT cannot be written
def _tell(index_dir: Path, name: str, instead_of: str | None) -> None:
    if instead_of:
        log.warning(
            "the index in %s holds only a part of generation %s, as a copy does that was made while"
            " a build ran: generation %s is used, which is whole",
            index_dir,
            instead_of,
            name,
        )
        return
    log.warning(
        "CURRENT of the index in %s was lost or damaged: generation %s is used, the newest that is "
        "whole",
        index_dir,
        name,
    )
