"""Whatever is printed goes through `index.terminal`."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

from tests.imports import modules

FILES = modules()
DOOR = "index.terminal"
# who touches a stream of the process, and why that prints nothing
OTHERS = {
    "app": {},
    "index.progress_line": {"stderr": "asks whether it is a terminal; each line is made plain"},
    "qa.__main__": {
        "stdout": "asks whether it is a terminal",
        "stderr": "asks whether it is a terminal",
    },
    "qa.users.command": {"stdin": "reads the password"},
    "qa.page.ui.json_log": {"stderr": "has what others print there become JSON"},
    "index.reading.worker": {"stdin": "is asked through it", "stdout": "answers through it"},
    "qa.llm.gguf_child": {"stdin": "is given its key through it"},
}


def _streams(path: Path) -> set[str]:
    """The streams of the process that a module names, and "print" where it prints."""
    found = set()
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Name) and node.id in ("print", "pprint"):
            found.add("print")
        elif isinstance(node, ast.Attribute) and ast.unparse(node.value) == "sys":
            found.add(node.attr.strip("_"))
        elif isinstance(node, ast.ImportFrom) and node.module == "sys":
            found.update(name.name for name in node.names)
    return found & {"print", "stdin", "stdout", "stderr"}


@pytest.mark.parametrize("name", sorted(FILES.keys() - {DOOR}))
def test_nobody_prints_around_the_door(name: str) -> None:
    assert _streams(FILES[name]) <= set(OTHERS.get(name, {}))
