"""The house sheet: rooms and arrows, files and lines, and what one command enters.

python -m tests.bench.house [ROOT] [--no-run]

ROOT is a checkout of this project, also an earlier one; its commands are run with this Python. A
room is an entry of `qa` or `index` or `qa/page` (a folder, or a module by itself), an arrow a room
that imports another, inside functions too.
"""

from __future__ import annotations

import argparse
import ast
import os
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Mapping
from pathlib import Path

from tests.imports import ROOT, between, import_graph, modules

ASK = ["qa", "ask", "How many ships were queuing for the Suez Canal?", "--index"]
PARTS = {"house": "", "index": "index.", "page": "qa.page."}

# runs one command, then tells which modules were imported
_ENTERED = """
import runpy, sys
sys.argv = sys.argv[1:]
try:
    runpy.run_module(sys.argv[0], run_name="__main__", alter_sys=True)
except SystemExit as end:
    assert not end.code, end.code
print("ENTERED", *sys.modules)
"""


def main() -> None:
    """Print the sheet of one checkout."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("root", nargs="?", type=Path, default=ROOT)
    parser.add_argument("--no-run", action="store_true", help="do not ask and build")
    given = parser.parse_args()
    root = given.root.resolve()
    files = modules(root)
    print_rooms(files)
    print()
    print_folders(files, root)
    if not given.no_run:
        print()
        print_entered(files, root)


def print_rooms(files: Mapping[str, Path]) -> None:
    """How many rooms each part of the house has, and how many arrows between them."""
    graph = import_graph(files)
    print(f"{'part':8}{'rooms':>7}{'arrows':>8}{'both ways':>11}")
    for part, prefix in PARTS.items():
        rooms = {name: room for name in files if (room := _room(name, prefix))}
        arrows = between(graph, rooms).keys()
        mutual = sum((b, a) in arrows for a, b in arrows) // 2
        print(f"{part:8}{len(set(rooms.values())):7}{len(arrows):8}{mutual:11}")


def _room(name: str, prefix: str) -> str | None:
    """The room of a module in a part of the house; None for what lies outside."""
    if prefix:
        return prefix + name.removeprefix(prefix).split(".")[0] if name.startswith(prefix) else None
    parts = name.split(".")
    return ".".join(parts[:2]) if parts[0] == "qa" else parts[0]


def print_folders(files: Mapping[str, Path], root: Path) -> None:
    """Files, lines and the longest function of each folder."""
    print(f"{'folder':20}{'files':>6}{'lines':>7}  longest function")
    rows: dict[str, list[Path]] = {}
    for file in files.values():
        if file.name != "__init__.py":
            rows.setdefault(_folder(file, root), []).append(file)
    for folder, held in sorted(rows.items()):
        _print_row(folder, held)
    _print_row("all", [file for held in rows.values() for file in held])


def _print_row(folder: str, files: list[Path]) -> None:
    lines = sum(len(file.read_text("utf-8").splitlines()) for file in files)
    length, name = max(map(longest_function, files))
    print(f"{folder:20}{len(files):6}{lines:7}  {length} {name}")


def longest_function(file: Path) -> tuple[int, str]:
    """The lines and the name of a file's longest function, docstring and signature included."""
    found = (
        ((node.end_lineno or node.lineno) - node.lineno + 1, f"{file.stem}.{node.name}")
        for node in ast.walk(ast.parse(file.read_text("utf-8")))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
    )
    return max(found, default=(0, "-"))


def print_entered(files: Mapping[str, Path], root: Path) -> None:
    """The files that one build of the seeds and one question import, by folder."""
    with tempfile.TemporaryDirectory(prefix="bench-") as place:
        index = str(Path(place) / "index")
        build = entered(["index", "build", "seeds", "--index", index], root) & files.keys()
        ask = entered([*ASK, index], root) & files.keys()
    counts = [
        Counter(_folder(files[name], root) for name in names if files[name].name != "__init__.py")
        for names in (ask, build)
    ]
    print(f"{'files entered by':20}{'qa ask':>8}{'index build':>13}")
    for folder in sorted(counts[0] | counts[1]):
        print(f"{folder:20}{counts[0][folder]:8}{counts[1][folder]:13}")
    print(f"{'all':20}{counts[0].total():8}{counts[1].total():13}")


def entered(command: list[str], root: Path) -> set[str]:
    """The names of all modules that a command of a checkout has imported when it ends."""
    done = subprocess.run(
        [sys.executable, "-c", _ENTERED, *command],
        cwd=root,
        env={**os.environ, "PYTHONPATH": str(root)},
        check=True,
        capture_output=True,
        text=True,
    )
    return set(done.stdout.rpartition("ENTERED")[2].split())


def _folder(file: Path, root: Path) -> str:
    return file.parent.relative_to(root).as_posix()


if __name__ == "__main__":
    main()
