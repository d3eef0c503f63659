"""What an installed package brings: console scripts, and the files beside the modules."""

from __future__ import annotations

import sys
import tomllib
from fnmatch import fnmatch
from importlib import import_module

import pytest

from tests.imports import ROOT, modules

PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
SCRIPTS = PROJECT["project"]["scripts"]
DATA = PROJECT["tool"]["setuptools"]["package-data"]


@pytest.mark.parametrize("name", SCRIPTS)
def test_a_usage_line_names_the_script(
    name: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    module, _, function = SCRIPTS[name].partition(":")
    monkeypatch.setattr(sys, "argv", [name, "--help"])
    with pytest.raises(SystemExit) as end:
        getattr(import_module(module), function)()
    assert end.value.code == 0
    assert capsys.readouterr().out.startswith(f"usage: {name} ")


def test_every_file_beside_the_modules_is_packaged() -> None:
    packages = {f.parent: name for name, f in modules().items() if f.name == "__init__.py"}
    for top in ("index", "qa"):
        for file in (ROOT / top).rglob("*"):
            if file.is_dir() or file.suffix in (".py", ".pyc"):
                continue
            home = next(folder for folder in file.parents if folder in packages)
            patterns = DATA.get(packages[home], [])
            inside = file.relative_to(home).as_posix()
            assert any(fnmatch(inside, pattern) for pattern in patterns), file
