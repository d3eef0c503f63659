"""Which module may import which: arrows only point down."""

from __future__ import annotations

import ast
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
MODULES = sorted(
    path.relative_to(ROOT)
    for path in [*ROOT.glob("index/**/*.py"), *ROOT.glob("qa/**/*.py"), ROOT / "app.py"]
)
OWN = ("index", "qa", "app")
_LIGHT = {"index.article", "index.errors"}  # the ground floor: any module may import these

UI = ("layout", "asking", "chats", "library", "endpoints", "server")

# the only modules that may import a library, by its name
KEEPERS = {
    "datasketch": {"index/storage/duplicates.py"},
    "faiss": {"index/storage/vector_index.py", "index/storage/vector_lists.py"},
    "tantivy": {"index/storage/word_index.py"},
    "gradio": {f"qa/page/ui/{part}.py" for part in UI},
    "llama_index": {"qa/llama.py", "qa/llm/served.py"},
    "ollama": {"qa/llm/served.py"},
    "openai": set(),
    "xllamacpp": {"qa/llm/gguf_child.py"},
    "sentence_transformers": {"index/models/torch_encoder.py"},
    "torch": {"index/models/torch_encoder.py"},
    "onnxruntime": {"index/models/onnx_model.py"},
    "sentencex": {"index/split.py"},
    "ir_measures": {"qa/evaluation/measures.py"},
}


def imports(module: Path) -> Iterator[str]:
    """The full names of all modules that a module imports, those inside functions too."""
    for node in ast.walk(ast.parse((ROOT / module).read_text("utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert not node.level, f"{module}: a relative import"
            yield str(node.module)
            if node.module in OWN:
                yield from (f"{node.module}.{alias.name}" for alias in node.names)


def floor(name: str) -> int:
    """How high up a module of ours is."""
    if name in _LIGHT:
        return 0
    if name.startswith(("qa.evaluation", "qa.page")):
        return 3  # measuring and the page see all of asking, asking nothing of them
    return {"index": 1, "qa": 2, "app": 4}[name.split(".")[0]]


def dotted(module: Path) -> str:
    return ".".join(module.with_suffix("").parts)


@pytest.mark.parametrize("module", MODULES, ids=str)
def test_imports_point_down(module: Path) -> None:
    own = {name for name in imports(module) if name.split(".")[0] in OWN}
    if module.name == "__main__.py":  # the command line sees all of its package
        own = {name for name in own if name.split(".")[0] != module.parts[0]}
    for name in own - {"index", "qa"}:
        assert floor(name) <= floor(dotted(module)), f"{module} imports {name}"
    if dotted(module) in _LIGHT:
        others = {name.split(".")[0] for name in imports(module)} - sys.stdlib_module_names
        assert not others - {"index", "numpy"}


@pytest.mark.parametrize("library", KEEPERS)
def test_each_library_has_its_keeper(library: str) -> None:
    found = {
        module.as_posix()
        for module in MODULES
        if any(name.split(".")[0] == library for name in imports(module))
    }
    assert found <= KEEPERS[library]


def test_nothing_is_imported_in_a_circle() -> None:
    graph = {
        dotted(module): {
            name
            for name in _at_import(module)
            if (ROOT / Path(*name.split("."))).with_suffix(".py").exists()
        }
        for module in MODULES
    }
    done: set[str] = set()

    def visit(name: str, path: tuple[str, ...]) -> None:
        assert name not in path, f"a circle: {' -> '.join([*path, name])}"
        if name not in done:
            for other in graph.get(name, ()):
                visit(other, (*path, name))
            done.add(name)

    for name in graph:
        visit(name, ())


def _at_import(module: Path) -> set[str]:
    """What is imported when the module is, not later inside functions or for types only."""
    body = ast.parse((ROOT / module).read_text("utf-8")).body
    found: set[str] = set()
    for node in body:
        if isinstance(node, ast.ImportFrom) and node.module:
            found.add(node.module)
            found.update(f"{node.module}.{alias.name}" for alias in node.names)
        elif isinstance(node, ast.Import):
            found.update(alias.name for alias in node.names)
    return found
