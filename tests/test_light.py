"""What is imported when: the paths people wait for stay free of heavy libraries."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

HEAVY = (
    "sqlalchemy",
    "alembic",
    "psycopg",
    "torch",
    "transformers",
    "sentence_transformers",
    "llama_index",
    "gradio",
    "jinja2",
    "spacy",
    "pymilvus",
    "milvus_lite",
    "grpc",
    "prometheus_client",
)


def modules_after(*steps: str, **environment: str) -> list[set[str]]:
    """The top-level names in `sys.modules` after each step of a fresh Python."""
    report = "\nimport sys; print('MODULES', *{m.split('.')[0] for m in sys.modules}, 'END')\n"
    done = subprocess.run(
        [sys.executable, "-c", "".join(step + report for step in steps)],
        capture_output=True,
        text=True,
        check=True,
        env={**os.environ, **environment},
    )
    told = done.stdout.split("MODULES")[1:]
    return [set(one.partition("END")[0].split()) for one in told]


def test_asking_imports_nothing_heavy_and_leaves_nothing_in_the_home(
    seed_index_dir: Path, tmp_path: Path
) -> None:
    where = f"'--timeout', '600', '--index', {str(seed_index_dir)!r}"
    asked, followed = modules_after(
        "from qa.__main__ import main\n"
        f"assert main(['ask', 'Who won the World Cup final?', {where}]) == 0",
        "assert main(['ask', 'Who scored?', '--after', 'Who won the World Cup final?',"
        f" {where}]) == 0",
        HOME=str(tmp_path),
        XDG_CACHE_HOME=str(tmp_path / "cache"),
    )
    assert {"faiss", "onnxruntime", "tokenizers"} <= asked
    assert not asked & set(HEAVY)
    assert "spacy" in followed  # a follow-up takes the parser, and no more
    assert not followed & set(HEAVY) - {"spacy", "jinja2"}  # which spaCy imports itself
    assert not list(tmp_path.iterdir())  # where a library keeps what it would tell its makers


@pytest.mark.parametrize("module", ["qa.__main__", "index.__main__", "app"])
def test_help_imports_next_to_nothing(module: str) -> None:
    (found,) = modules_after(
        "import contextlib\n"
        f"from {module} import main\n"
        "with contextlib.suppress(SystemExit): main(['--help'])"
    )
    assert not found & {*HEAVY, "numpy", "faiss", "onnxruntime", "tokenizers", "yaml"}


def test_importing_the_public_face_costs_nothing() -> None:
    (found,) = modules_after("import qa, index")
    assert not found & {*HEAVY, "numpy", "faiss"}
