"""The manifest of a generation: what it holds, its files with their sizes and hashes.

It is written last: a generation without a whole manifest is not one. Where generations lie:
`index.storage.generations`.
"""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

from index.errors import IndexBroken
from index.models.bundled import file_sha256
from index.storage.generations import current_generation, go_live, repair, write_synced

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
        files: size in bytes and sha256 of each file, by name; filled in by `publish`.
    """

    encoder: EncoderInfo
    max_tokens: int
    counts: Counts
    corpus_sha256: str
    built: str
    files: Mapping[str, Mapping[str, Any]]


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
                f"{repair(index_dir)}"
            )
        values["encoder"] = EncoderInfo(**values["encoder"])
        values["counts"] = Counts(**values["counts"])
        manifest = Manifest(**values)
        expected = {name: int(known["bytes"]) for name, known in manifest.files.items()}
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise IndexBroken(
            f"the manifest of the index in {index_dir} cannot be read ({error!r:.80}); "
            f"{repair(index_dir)}"
        ) from error
    for name, wanted in expected.items():
        path = generation / name
        size = path.stat().st_size if path.is_file() else -1
        if size != wanted:
            raise IndexBroken(
                f"the index in {index_dir} is incomplete: {name} has "
                f"{'gone' if size < 0 else f'{size:,} bytes'} instead of {wanted:,} bytes; "
                f"copy the whole folder again, or {repair(index_dir)}"
            )
    return manifest


def publish(generation: Path, manifest: Manifest) -> Manifest:
    """Make a finished generation the live one: hash its files, write the manifest, go live.

    A file shared with the generation before was hashed for that one and is not read again.

    Returns:
        The manifest as written, with its files.

    Raises:
        OSError: writing failed; the old generation is still the live one.
    """
    live = current_generation(generation.parent.parent)
    known = read_manifest(live).files if live else {}
    files: dict[str, Mapping[str, Any]] = {}
    for path in sorted(generation.rglob("*")):
        name = path.relative_to(generation).as_posix()
        if live and name in known and path.samefile(live / name):
            files[name] = known[name]
        elif path.is_file():
            with ThreadPoolExecutor(1) as waiting:  # for the disk, while this thread hashes
                synced = waiting.submit(_sync, path)
                files[name] = {"bytes": path.stat().st_size, "sha256": file_sha256(path)}
                synced.result()
    manifest = replace(manifest, files=files)
    text = json.dumps({"kind": _KIND, "format": FORMAT, **asdict(manifest)}, indent=1)
    write_synced(generation / _MANIFEST, text)
    go_live(generation)
    return manifest


def _sync(path: Path) -> None:
    with path.open("rb+") as file:
        os.fsync(file.fileno())
