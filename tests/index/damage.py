"""Damage done to an index on purpose."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

from index.storage.manifest import _own_sha256, described


def live(folder: Path) -> Path:
    return folder / "generations" / (folder / "CURRENT").read_text().strip()


def edit_manifest(folder: Path, change: Callable[[dict[str, Any]], object]) -> None:
    """Change the manifest as somebody would who sees to its own hash as well."""
    path = live(folder) / "manifest.json"
    values = json.loads(path.read_text())
    change(values)
    said = {name: values[name] for name in values if name not in ("kind", "format", "own_sha256")}
    values["own_sha256"] = _own_sha256(said)
    path.write_text(json.dumps(values))


def rehash(folder: Path) -> None:
    """Make the manifest's hashes those of the files: the damage has to be found otherwise."""

    def change(values: dict[str, Any]) -> None:
        for name in values["files"]:
            values["files"][name] = described(live(folder) / name)

    edit_manifest(folder, change)


def flip(path: Path, place: int, bit: int = 0) -> None:
    data = bytearray(path.read_bytes())
    data[place] ^= 1 << bit
    path.write_bytes(data)
