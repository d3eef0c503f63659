"""Which module of the project imports which, read from the source: lazy imports are seen too."""

from __future__ import annotations

import ast
import functools
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

ROOT = Path(__file__).parent.parent

Graph = Mapping[str, set[str]]


def modules(root: Path = ROOT) -> dict[str, Path]:
    """The files of `index`, `qa` and `app.py` by their dotted names; a package is its __init__."""
    files = [root / "app.py", *root.glob("index/**/*.py"), *root.glob("qa/**/*.py")]
    return {_dotted(file.relative_to(root)): file for file in sorted(files)}


def imported(file: Path, *, at_once: bool = False) -> Sequence[tuple[str, str]]:
    """What a file imports, as pairs: a module and, for `from a import b`, the name taken from it.

    Args:
        file: a Python file.
        at_once: only what is imported when the file is, not inside functions or for types alone.
    """
    return _imported(file, at_once)


@functools.cache
def _imported(file: Path, at_once: bool) -> Sequence[tuple[str, str]]:
    tree = ast.parse(file.read_text("utf-8"))
    pairs: list[tuple[str, str]] = []
    for node in tree.body if at_once else ast.walk(tree):
        if isinstance(node, ast.Import):
            pairs += ((alias.name, "") for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert not node.level, f"{file}: a relative import"
            pairs += ((str(node.module), alias.name) for alias in node.names)
    return pairs


def import_graph(files: Mapping[str, Path], *, at_once: bool = False) -> dict[str, set[str]]:
    """Each module with the modules of `files` that it imports.

    `from package import module` is an import of the module, not of the package.
    """
    graph = {}
    for name, file in files.items():
        pairs = imported(file, at_once=at_once)
        taken = {f"{of}.{what}" if f"{of}.{what}" in files else of for of, what in pairs}
        graph[name] = (taken & files.keys()) - {name}
    return graph


def circle(graph: Graph) -> list[str]:
    """The names along one circle of the graph, its first name again at the end; or none."""
    done: set[str] = set()

    def visit(name: str, path: list[str]) -> list[str]:
        if name in path:
            return [*path[path.index(name) :], name]
        if name in done:
            return []
        done.add(name)
        return next(
            filter(None, (visit(other, [*path, name]) for other in sorted(graph[name]))), []
        )

    return next(filter(None, (visit(name, []) for name in sorted(graph))), [])


def between(graph: Graph, rooms: Mapping[str, str]) -> dict[tuple[str, str], list[tuple[str, str]]]:
    """The arrows between rooms, each with the imports that make it; `rooms` maps modules."""
    found: dict[tuple[str, str], list[tuple[str, str]]] = {}
    for name, others in graph.items():
        for other in sorted(others):
            if name in rooms and other in rooms and rooms[name] != rooms[other]:
                found.setdefault((rooms[name], rooms[other]), []).append((name, other))
    return found


def longest_prefix(name: str, prefixes: Iterable[str]) -> str | None:
    """The longest of the dotted prefixes that a dotted name lies under."""
    under = [one for one in prefixes if name == one or name.startswith(f"{one}.")]
    return max(under, key=len, default=None)


def _dotted(file: Path) -> str:
    parts = file.with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)
