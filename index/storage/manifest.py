"""The manifest of a generation: what it holds, its files with their sizes and hashes.

It is written last: a generation without a whole manifest is not one. Where generations lie:
`index.storage.generations`.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Iterable, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

from index.errors import IndexBroken
from index.models.bundled import file_sha256
from index.storage.checksums import Files, altered, quick_sum
from index.storage.generations import (
    PART,
    go_live,
    may_be_read,
    named_generation,
    repair,
    write_whole,
)

FORMAT = 4
ARTICLES = "articles.sqlite"
WORDS = "words"
VECTORS = "vectors.faiss"
_MANIFEST = "manifest.json"
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

    @property
    def covered(self) -> float:
        """The share of passages that have their vector, 0 to 1; 1 where there are no passages."""
        return self.vectors / self.passages if self.passages else 1.0

    @property
    def complete(self) -> bool:
        """Whether every passage has its vector."""
        return self.vectors == self.passages


@dataclass(frozen=True, slots=True)
class Manifest:
    """What one generation holds.

    Attributes:
        encoder: what made the vectors.
        max_tokens: the split settings.
        counts: articles, passages, vectors.
        corpus_sha256: over ids, versions and metadata of all articles.
        built: when, ISO 8601 in UTC.
        files: size in bytes, sha256 and quick sum of each file, by name; filled in by `publish`.
        columns: what the user calls the fields of tables and JSON; later builds read them so too.
    """

    encoder: EncoderInfo
    max_tokens: int
    counts: Counts
    corpus_sha256: str
    built: str
    files: Files
    columns: tuple[tuple[str, str], ...] = ()


def is_finished(generation: Path) -> bool:
    """Whether a generation has a manifest, its last file."""
    return (generation / _MANIFEST).is_file()


def read_manifest(generation: Path) -> Manifest:
    """The manifest of a generation, its files checked for presence and size.

    Raises:
        IndexUnreadable: the system does not let it be read.
        IndexBroken: no or a damaged manifest, another format, a missing or half-copied file.
    """
    index_dir = generation.parent.parent
    with may_be_read(index_dir):
        manifest = read_manifest_alone(generation)
        for name, known in manifest.files.items():
            path, wanted = generation / name, known["bytes"]
            size = path.stat().st_size if path.is_file() else -1
            if size != wanted:
                raise IndexBroken(
                    f"the index in {index_dir} is incomplete: {name} has "
                    f"{'gone' if size < 0 else f'{size:,} bytes'} instead of {wanted:,} bytes, "
                    f"{PART}; "
                    f"{_what_next(index_dir, [name])}"
                )
    return manifest


def read_manifest_alone(generation: Path) -> Manifest:
    """The manifest of a generation, whatever has become of the files; raises as `read_manifest`."""
    index_dir = generation.parent.parent
    try:
        with may_be_read(index_dir):
            values = json.loads((generation / _MANIFEST).read_text("utf-8"))
        kind, found = values.pop("kind"), values.pop("format")
        if kind != _KIND or found != FORMAT:
            raise IndexBroken(
                f"the index in {index_dir} has format {found!r}, this program reads {FORMAT}; "
                f"{repair(index_dir)}"
            )
        if (own := values.pop("own_sha256", None)) not in (None, _own_sha256(values)):
            raise ValueError(f"its own sha256 is not {own}")
        values["encoder"] = EncoderInfo(**values["encoder"])
        values["counts"] = Counts(**values["counts"])
        values["columns"] = tuple((str(a), str(b)) for a, b in values.get("columns", ()))
        manifest = Manifest(**values)
        if not all(isinstance(known["bytes"], int) for known in manifest.files.values()):
            raise ValueError("the size of a file is no number")
    except FileNotFoundError as error:
        raise IndexBroken(
            f"the index in {index_dir} is incomplete: generation {generation.name} has no "
            f"{_MANIFEST}, {PART}; {_what_next(index_dir, [_MANIFEST])}"
        ) from error
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise IndexBroken(
            f"the manifest of the index in {index_dir} cannot be read ({error!r:.80}); "
            f"{repair(index_dir)}"
        ) from error
    return manifest


def check_files(generation: Path, manifest: Manifest, names: Iterable[str]) -> None:
    """Make sure that files are as they were written: see `index.storage.checksums.altered`.

    Raises:
        IndexBroken: one is not.
    """
    found = list(altered(generation, {name: manifest.files[name] for name in names}))
    if not found:
        return
    index_dir = generation.parent.parent
    raise IndexBroken(
        f"the index in {index_dir} is damaged: {', '.join(found)} "
        f"{'is' if len(found) == 1 else 'are'} not as written (python -m index verify --index "
        f"{index_dir} checks all of it); {_what_next(index_dir, found)}"
    )


def derived(names: Iterable[str]) -> bool:
    """Whether files are all of those that are made from the articles and could be made again."""
    return all(name.startswith((f"{WORDS}/", VECTORS)) for name in names)


def publish(generation: Path, manifest: Manifest) -> Manifest:
    """Make a finished generation the live one: hash its files, write the manifest, go live.

    A file shared with the generation before was hashed for that one and is not read again.

    Returns:
        The manifest as written, with its files.

    Raises:
        OSError: writing failed; the old generation is still the live one.
    """
    live = named_generation(generation.parent.parent)
    known = read_manifest_alone(live).files if live else {}
    files: dict[str, Mapping[str, Any]] = {}
    for path in sorted(generation.rglob("*")):
        name = path.relative_to(generation).as_posix()
        if live and "sum" in known.get(name, ()) and _is_same(path, live / name):
            files[name] = known[name]
        elif path.is_file():
            with ThreadPoolExecutor(1) as waiting:  # for the disk, while this thread hashes
                synced = waiting.submit(_sync, path)
                files[name] = described(path)
                synced.result()
    manifest = replace(manifest, files=files)
    write_manifest(generation, manifest)
    go_live(generation)
    return manifest


def write_manifest(generation: Path, manifest: Manifest) -> None:
    """Write a manifest, whole or not at all.

    Raises:
        OSError: it cannot be written.
    """
    values = asdict(manifest)
    told = {"kind": _KIND, "format": FORMAT, **values, "own_sha256": _own_sha256(values)}
    write_whole(generation / _MANIFEST, json.dumps(told, indent=1))


def described(path: Path) -> dict[str, Any]:
    """What a manifest says of a file."""
    size = path.stat().st_size
    return {"bytes": size, "sha256": file_sha256(path), "sum": quick_sum(path)}


def _what_next(index_dir: Path, damaged: Iterable[str]) -> str:
    """What to do about damaged files, for the end of a message."""
    if derived(damaged):
        way = (
            f"have it made anew from the articles: python -m index build SEEDS --index {index_dir}"
        )
    else:
        way = repair(index_dir)
    return f"copy the whole folder again, or {way}"


def _own_sha256(values: Mapping[str, Any]) -> str:
    """The sha256 of what a manifest says, but for its kind and format."""
    text = json.dumps(values, sort_keys=True)
    return hashlib.sha256(text.encode("utf-8")).hexdigest()


def _is_same(path: Path, held: Path) -> bool:
    return held.exists() and path.samefile(held)


def _sync(path: Path) -> None:
    with path.open("rb+") as file:
        os.fsync(file.fileno())
