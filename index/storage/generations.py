"""Generations of an index on disk: which is live, making the next, going live.

    .index/
      CURRENT                  the name of the live generation; replaced by one rename
      generations/000007/      never changed once CURRENT names it
        articles.sqlite        articles, passages, where texts are
        articles.texts/        the texts of all versions
        words/                 the lexical index
        vectors.faiss          a vector for each passage
        vectors.faiss.body     most of them, and
        vectors.faiss.gone     which of those are gone, where there are many
        manifest.json          written last
      pending.sqlite           vectors of a build that did not finish yet
      build.lock
      pins.sqlite              versions that pruning keeps: see `pins`; no build touches it
      chats.sqlite             chats kept by whoever asks; likewise

A build writes the next generation beside the live one and publishes it by renaming CURRENT. Until
then readers see the old generation whole, from then on the new one whole. A file that is the same
in both is one file with two names (a hard link) wherever the file system can do that. This module
knows the folders, not what the files in them hold.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import TypeVar

from index.errors import BuildError, IndexBroken, IndexMissing
from index.storage.pins import CHATS, PINS

Result = TypeVar("Result")

_CURRENT = "CURRENT"
_GENERATIONS = "generations"


def current_generation(index_dir: Path) -> Path | None:
    """The live generation's folder; None where there is no index.

    Raises:
        IndexBroken: the folder holds something else, or CURRENT names nothing.
    """
    if index_dir.exists() and not index_dir.is_dir():
        raise IndexBroken(f"{index_dir} is a file, not an index folder; name another folder")
    before = None
    while (name := _current_name(index_dir)) is not None:
        folder = index_dir / _GENERATIONS / name
        if name.isdigit() and folder.is_dir():
            return folder
        if name == before:
            raise IndexBroken(
                f"the index in {index_dir} is incomplete: {_CURRENT} names {name[:40]!r}, which is "
                f"not there; {repair(index_dir)}"
            )
        before = name  # look again: a build may have published and cleared between the two looks
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
            return work(generation)
        except (OSError, IndexBroken):
            newer = live_generation(index_dir)
            if newer == generation:
                raise
            generation = newer


def next_generation(index_dir: Path) -> Path:
    """Make an empty folder for the next generation, clearing what a killed build left.

    Call it only while holding the build lock.

    Raises:
        BuildError: the folder cannot be written.
        IndexBroken: the folder holds something that is not an index.
    """
    live = current_generation(index_dir)
    root = index_dir / _GENERATIONS
    try:
        root.mkdir(parents=True, exist_ok=True)
        _remove_all_but(root, live)
        folder = root / f"{int(live.name) + 1 if live else 1:06d}"
        folder.mkdir()
    except OSError as error:
        raise unwritable(index_dir, error) from error
    return folder


def go_live(generation: Path) -> None:
    """Make a finished generation the live one, and clear the one before.

    Raises:
        OSError: writing failed; the old generation is still the live one.
    """
    index_dir = generation.parent.parent
    beside = index_dir / f".{_CURRENT}.{os.getpid()}"
    try:
        write_synced(beside, generation.name + "\n")
        os.replace(beside, index_dir / _CURRENT)
    except OSError:
        beside.unlink(missing_ok=True)
        raise
    with suppress(OSError):  # the next build clears what stays
        _remove_all_but(generation.parent, generation)


def discard(generation: Path) -> None:
    """Remove a generation that was not published."""
    shutil.rmtree(generation, ignore_errors=True)


def share(source: Path, target: Path) -> None:
    """Give a published file, which never changes, to another generation: linked, else copied."""
    try:
        os.link(source, target)
    except OSError:  # a file system without links
        shutil.copyfile(source, target)


def unwritable(index_dir: Path, error: Exception) -> BuildError:
    """The error to raise when writing below `index_dir` failed."""
    why = getattr(error, "strerror", None) or error
    return BuildError(
        f"the index folder {index_dir} cannot be written ({why}); "
        "the index that was there is unharmed; free some space or name another folder with --index"
    )


def repair(index_dir: Path) -> str:
    """What to do about a broken index, for the end of a message."""
    kept = f", all but {CHATS} (the saved chats)," if (index_dir / CHATS).exists() else ""
    return (
        f"make it anew: delete {index_dir}{kept} "
        f"and run python -m index build SEEDS --index {index_dir}"
    )


def write_synced(path: Path, text: str) -> None:
    """Write a text file that is on the disk when this returns."""
    with path.open("w", encoding="utf-8") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())


def _current_name(index_dir: Path) -> str | None:
    try:
        return (index_dir / _CURRENT).read_text("utf-8").strip()
    except FileNotFoundError:
        _refuse_foreign(index_dir)
        return None
    except (OSError, UnicodeDecodeError) as error:
        raise IndexBroken(
            f"{index_dir / _CURRENT} cannot be read ({error}); {repair(index_dir)}"
        ) from error


def _refuse_foreign(index_dir: Path) -> None:
    """A folder with other things in it is not a place to make an index."""
    own = {_GENERATIONS, "build.lock"}
    if not index_dir.exists():
        return
    others = [p.name for p in index_dir.iterdir() if p.name not in own and p.name[0] != "."]
    others = [name for name in others if not name.startswith(("pending.sqlite", PINS, CHATS))]
    if others:
        raise IndexBroken(
            f"{index_dir} is not an index: it holds {sorted(others)[0]!r} and no {_CURRENT}; "
            "name another folder with --index"
        )


def _remove_all_but(root: Path, keep: Path | None) -> None:
    for folder in root.iterdir():
        if keep is None or folder.name != keep.name:
            shutil.rmtree(folder, ignore_errors=True)
