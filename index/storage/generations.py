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
then readers see the old generation whole, from then on the new one whole. Which one is live, also
where CURRENT was lost, tells `index.storage.live`. A file that is the same
in both is one file with two names (a hard link) wherever the file system can do that. This module
knows the folders, not what the files in them hold.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from index.errors import BuildError, IndexBroken, IndexUnreadable
from index.storage.pins import CHATS, DATABASES, PINS

LOCK = "build.lock"
PART = "as in a copy that was broken off or made while a build ran"

_CURRENT = "CURRENT"
_GENERATIONS = "generations"


def named_generation(index_dir: Path) -> Path | None:
    """The generation's folder that CURRENT names; None where there is no CURRENT.

    Raises:
        IndexUnreadable: the system does not let it be read.
        IndexBroken: CURRENT is damaged or names nothing, or the index is a file.
    """
    with may_be_read(index_dir):
        if index_dir.exists() and not index_dir.is_dir():
            raise IndexBroken(f"{index_dir} is a file, not an index folder; name another folder")
        before = None
        while (name := _current_name(index_dir)) is not None:
            folder = index_dir / _GENERATIONS / name
            if name.isdigit() and folder.is_dir():
                return folder
            if name == before:
                raise IndexBroken(
                    f"the index in {index_dir} is incomplete: {_CURRENT} names {name[:40]!r}, which"
                    f" is not there, {PART}; copy the whole folder again, or {repair(index_dir)}"
                )
            before = name  # look again: a build may have published and cleared between two looks
    return None


def generations(index_dir: Path) -> list[Path]:
    """The folders of all generations, the newest first; maybe none of them is whole.

    Raises:
        IndexUnreadable: the system does not let them be read.
        IndexBroken: there is none, and the folder holds something else than an index.
    """
    root = index_dir / _GENERATIONS
    with may_be_read(index_dir):
        if not index_dir.is_dir():
            return []
        if not root.is_dir():
            _refuse_foreign(index_dir)
            return []
        found = [path for path in root.iterdir() if path.name.isdigit() and path.is_dir()]
    return sorted(found, key=lambda path: int(path.name), reverse=True)


@contextmanager
def may_be_read(index_dir: Path) -> Iterator[None]:
    """Say it in our own words where the system does not let something of an index be read."""
    try:
        yield
    except PermissionError as error:
        raise IndexUnreadable(
            f"the index in {index_dir} may not be read: {error.filename or index_dir}: "
            f"{error.strerror}; have its owner allow it, or ask as somebody who may"
        ) from error


def next_generation(index_dir: Path, live: Path | None) -> Path:
    """Make an empty folder for the next generation, clearing what a killed build left.

    Call it only while holding the build lock.

    Args:
        index_dir: the index.
        live: the live generation, which stays; None where there is none.

    Raises:
        BuildError: the folder cannot be written.
    """
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

    The one before goes only once the disk holds all of the new one, and that it is the live one:
    its files, their names, and CURRENT.

    Raises:
        OSError: writing failed; the old generation is still the live one.
    """
    for folder in (*filter(Path.is_dir, generation.rglob("*")), generation, generation.parent):
        _sync_folder(folder)
    point_at(generation)
    with suppress(OSError):  # the next build clears what stays
        _sync_folder(generation.parent.parent)
        _remove_all_but(generation.parent, generation)


def point_at(generation: Path) -> None:
    """Have CURRENT name a generation.

    Raises:
        OSError: writing failed; CURRENT is as it was.
    """
    write_whole(generation.parent.parent / _CURRENT, generation.name + "\n")


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


def write_whole(path: Path, text: str) -> None:
    """Write a text file that is on the disk when it appears under its name, in place of any other.

    Raises:
        OSError: writing failed; what had the name is as it was.
    """
    beside = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        with beside.open("w", encoding="utf-8") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        os.replace(beside, path)
    except OSError:
        beside.unlink(missing_ok=True)
        raise


def _sync_folder(folder: Path) -> None:
    """Have the names in a folder on the disk, where the system can do that."""
    if os.name == "nt":
        return
    opened = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(opened)
    finally:
        os.close(opened)


def _current_name(index_dir: Path) -> str | None:
    try:
        return (index_dir / _CURRENT).read_text("utf-8").strip()
    except FileNotFoundError:
        return None
    except PermissionError:
        raise
    except (OSError, UnicodeDecodeError) as error:
        raise IndexBroken(
            f"{index_dir / _CURRENT} cannot be read ({error}); {repair(index_dir)}"
        ) from error


def _refuse_foreign(index_dir: Path) -> None:
    """A folder with other things in it is not a place to make an index."""
    own = {_GENERATIONS, LOCK}
    others = [p.name for p in index_dir.iterdir() if p.name not in own and p.name[0] != "."]
    beside = ("pending.sqlite", PINS, CHATS, DATABASES.partition("*")[0])
    others = [name for name in others if not name.startswith(beside)]
    if others:
        raise IndexBroken(
            f"{index_dir} is not an index: it holds {sorted(others)[0]!r} and no {_CURRENT}; "
            "name another folder with --index"
        )


def _remove_all_but(root: Path, keep: Path | None) -> None:
    for folder in root.iterdir():
        if keep is None or folder.name != keep.name:
            shutil.rmtree(folder, ignore_errors=True)
