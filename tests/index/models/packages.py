"""Where the files of an installed package are."""

from __future__ import annotations

from importlib.util import find_spec
from pathlib import Path


def package(name: str) -> Path:
    spec = find_spec(name)
    assert spec
    assert spec.submodule_search_locations
    return Path(spec.submodule_search_locations[0])
