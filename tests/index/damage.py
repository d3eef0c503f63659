"""Damage done to an index on purpose."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

from index.models.bundled import file_sha256
from index.storage.manifest import ARTICLES, VECTORS


def live(folder: Path) -> Path:
    return folder / "generations" / (folder / "CURRENT").read_text().strip()


def edit_manifest(folder: Path, change: Callable[[dict[str, dict[str, object]]], object]) -> None:
    path = live(folder) / "manifest.json"
    values = json.loads(path.read_text())
    change(values)
    path.write_text(json.dumps(values))


def rehash(folder: Path) -> None:
    """Make the manifest's hashes those of the files: the damage has to be found otherwise."""

    def change(values: dict[str, dict[str, object]]) -> None:
        for name in (ARTICLES, VECTORS):
            path = live(folder) / name
            values["files"][name] = {"bytes": path.stat().st_size, "sha256": file_sha256(path)}

    edit_manifest(folder, change)


def flip(path: Path, place: int) -> None:
    data = bytearray(path.read_bytes())
    data[place] ^= 1
    path.write_bytes(data)
