"""What an installed package brings: console scripts, and the files beside the modules."""

from __future__ import annotations

import subprocess
import sys
import tomllib
from fnmatch import fnmatch
from importlib import import_module
from itertools import chain
from pathlib import Path

import pytest

from tests.imports import ROOT, modules

PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
SCRIPTS = PROJECT["project"]["scripts"]
_PYTHON = "Programming Language :: Python :: "
PYTHONS = [each.removeprefix(_PYTHON) for each in PROJECT["project"]["classifiers"]]
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


def test_the_pythons_named_are_those_that_are_checked() -> None:
    first, *others = PYTHONS
    assert PROJECT["project"]["requires-python"] == f">={first}"
    assert PROJECT["tool"]["ruff"]["target-version"] == f"py{first.replace('.', '')}"
    assert f"for version in {' '.join(others)};" in (ROOT / ".ci" / "run").read_text("utf-8")


@pytest.mark.slow
@pytest.mark.parametrize("python", PYTHONS)
def test_every_requirement_can_be_installed_without_compiling(python: str, tmp_path: Path) -> None:
    project = PROJECT["project"]
    extras = project["optional-dependencies"].values()
    listed = [*project["dependencies"], *chain.from_iterable(extras)]
    wanted = sorted({name for name in listed if not name.startswith(project["name"])})
    pip = [sys.executable, "-m", "pip", "--disable-pip-version-check"]
    if subprocess.run([*pip, "download", "--no-deps", "-qd", tmp_path, wanted[0]]).returncode:
        pytest.skip("no package index can be reached")
    only = [
        "--only-binary=:all:",
        "--python-version",
        python,
        "--target",
        str(tmp_path),
        "--no-deps",
    ]
    found = subprocess.run(
        [*pip, "install", "-q", "--dry-run", *only, *wanted], capture_output=True, text=True
    )
    assert found.returncode == 0, found.stderr
