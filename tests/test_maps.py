"""Each package's docstring is a map: it names every module and folder in it."""

from __future__ import annotations

import ast
import re

import pytest

from tests.imports import modules

FILES = modules()
PACKAGES = [name for name, file in FILES.items() if file.name == "__init__.py"]


@pytest.mark.parametrize("package", PACKAGES)
def test_the_map_is_whole(package: str) -> None:
    text = ast.get_docstring(ast.parse(FILES[package].read_text("utf-8"))) or ""
    held = {name.rpartition(".")[2] for name in FILES if name.rpartition(".")[0] == package}
    assert held - {"__main__"} <= set(re.findall(r"\w+", text))


@pytest.mark.parametrize("package", PACKAGES)
def test_the_map_names_nothing_that_is_gone(package: str) -> None:
    text = ast.get_docstring(ast.parse(FILES[package].read_text("utf-8"))) or ""
    folder = FILES[package].parent
    for name in re.findall(r"\b\w+\.(?:py|json|md|html|css|onnx)\b", text):
        assert (folder / name).exists(), name
