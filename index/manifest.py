"""Generations of an index on disk, and the manifest that says what one holds.

    .index/
      CURRENT                  the name of the live generation; replaced by one rename
      generations/000007/      never changed once CURRENT names it
        articles.sqlite        articles, their texts, passages, lexical index
        vectors.faiss          a vector for each passage
        manifest.json          written last
      pending.sqlite           vectors of a build that did not finish yet
      build.lock

A build writes the next generation beside the live one and publishes it by renaming CURRENT. Until
then readers see the old generation whole, from then on the new one whole. This module knows names,
sizes and hashes, not what the files mean.
"""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

from index.bundled import file_sha256
from index.errors import BuildError, IndexBroken, IndexMissing

FORMAT = 1
ARTICLES = "articles.sqlite"
VECTORS = "vectors.faiss"
_MANIFEST = "manifest.json"
_CURRENT = "CURRENT"
_GENERATIONS = "generations"
_KIND = "article-qa index"


@dataclass(frozen=True, slots=True)
class EncoderInfo:
    """Which encoder made the vectors: what loads it again, what they depend on, their length."""

    name: str
    fingerprint: str
    dimensions: int


@dataclass(frozen=True, slots=True)
class Counts:
    """How much a generation holds."""

    articles: int
    passages: int
    vectors: int


@dataclass(frozen=True, slots=True)
class Manifest:
    """What one generation holds.

    Attributes:
        encoder: what made the vectors.
        max_tokens: the split settings.
        counts: articles, passages, vectors.
        corpus_sha256: over ids, versions and metadata of all articles.
        built: when, ISO 8601 in UTC.
        files: size in bytes and sha256 of each file, by name; filled in by `publish`.
    """

    encoder: EncoderInfo
    max_tokens: int
    counts: Counts
    corpus_sha256: str
    built: str
    files: Mapping[str, Mapping[str, Any]]


def current_generation(index_dir: Path) -> Path | None:
    """The live generation's folder; None where there is no index.

    Raises:
        IndexBroken: the folder holds something else, or CURRENT names nothing.
    """
    if index_dir.exists() and not index_dir.is_dir():
        raise IndexBroken(f"{index_dir} is a file, not an index folder; name another folder")
    try:
        name = (index_dir / _CURRENT).read_text("utf-8").strip()
    except FileNotFoundError:
        _refuse_foreign(index_dir)
        return None
    except (OSError, UnicodeDecodeError) as error:
        raise IndexBroken(f"{index_dir / _CURRENT} cannot be read: {error}") from error
    folder = index_dir / _GENERATIONS / name
    if not name.isdigit() or not folder.is_dir():
        raise IndexBroken(
            f"the index in {index_dir} is incomplete: {_CURRENT} names {name[:40]!r}, which is not "
            f"there; {_repair(index_dir)}"
        )
    return folder


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


def read_manifest(generation: Path) -> Manifest:
    """The manifest of a generation, its files checked for presence and size.

    Raises:
        IndexBroken: no or a damaged manifest, another format, a missing or half-copied file.
    """
    index_dir = generation.parent.parent
    try:
        values = json.loads((generation / _MANIFEST).read_text("utf-8"))
        kind, found = values.pop("kind"), values.pop("format")
        if kind != _KIND or found != FORMAT:
            raise IndexBroken(
                f"the index in {index_dir} has format {found!r}, this program reads {FORMAT}; "
                f"{_repair(index_dir)}"
            )
        values["encoder"] = EncoderInfo(**values["encoder"])
        values["counts"] = Counts(**values["counts"])
        manifest = Manifest(**values)
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise IndexBroken(
            f"the manifest of the index in {index_dir} cannot be read ({error!r:.80}); "
            f"{_repair(index_dir)}"
        ) from error
    for name, known in manifest.files.items():
        path = generation / name
        size = path.stat().st_size if path.is_file() else -1
        if size != known["bytes"]:
            raise IndexBroken(
                f"the index in {index_dir} is incomplete: {name} has "
                f"{'gone' if size < 0 else f'{size:,} bytes'} instead of {known['bytes']:,} bytes; "
                f"copy the whole folder again, or {_repair(index_dir)}"
            )
    return manifest


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


def publish(generation: Path, manifest: Manifest) -> Manifest:
    """Make a finished generation the live one: hash its files, write the manifest, rename CURRENT.

    Returns:
        The manifest as written, with its files.

    Raises:
        OSError: writing failed; the old generation is still the live one.
    """
    files = {}
    for name in (ARTICLES, VECTORS):
        path = generation / name
        _sync(path)
        files[name] = {"bytes": path.stat().st_size, "sha256": file_sha256(path)}
    manifest = replace(manifest, files=files)
    text = json.dumps({"kind": _KIND, "format": FORMAT, **asdict(manifest)}, indent=1)
    _write_synced(generation / _MANIFEST, text)
    index_dir = generation.parent.parent
    beside = index_dir / f".{_CURRENT}.{os.getpid()}"
    _write_synced(beside, generation.name + "\n")
    os.replace(beside, index_dir / _CURRENT)
    _remove_all_but(generation.parent, generation)
    return manifest


def discard(generation: Path) -> None:
    """Remove a generation that was not published."""
    shutil.rmtree(generation, ignore_errors=True)


def unwritable(index_dir: Path, error: Exception) -> BuildError:
    """The error to raise when writing below `index_dir` failed."""
    why = getattr(error, "strerror", None) or error
    return BuildError(
        f"the index folder {index_dir} cannot be written ({why}); "
        "the index that was there is unharmed; free some space or name another folder with --index"
    )


def _refuse_foreign(index_dir: Path) -> None:
    """A folder with other things in it is not a place to make an index."""
    own = {_GENERATIONS, "pending.sqlite", "build.lock"}
    if not index_dir.exists():
        return
    others = [p.name for p in index_dir.iterdir() if p.name not in own and p.name[0] != "."]
    others = [name for name in others if not name.startswith("pending.sqlite")]
    if others:
        raise IndexBroken(
            f"{index_dir} is not an index: it holds {sorted(others)[0]!r} and no {_CURRENT}; "
            "name another folder with --index"
        )


def _remove_all_but(root: Path, keep: Path | None) -> None:
    for folder in root.iterdir():
        if keep is None or folder.name != keep.name:
            shutil.rmtree(folder, ignore_errors=True)


def _repair(index_dir: Path) -> str:
    return (
        f"make it anew: delete {index_dir} and run python -m index build SEEDS --index {index_dir}"
    )


def _write_synced(path: Path, text: str) -> None:
    with path.open("w", encoding="utf-8") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())


def _sync(path: Path) -> None:
    with path.open("rb+") as file:
        os.fsync(file.fileno())
