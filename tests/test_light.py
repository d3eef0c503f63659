"""What is imported when: the paths people wait for stay free of heavy libraries."""

from __future__ import annotations

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


def modules_after(code: str) -> set[str]:
    """The top-level names in `sys.modules` after running code in a fresh Python."""
    report = "\nimport sys; print('MODULES', *{m.split('.')[0] for m in sys.modules})"
    done = subprocess.run(
        [sys.executable, "-c", code + report], capture_output=True, text=True, check=True
    )
    return set(done.stdout.split("MODULES", 1)[1].split())


def test_asking_imports_nothing_heavy(seed_index_dir: Path) -> None:
    found = modules_after(
        "from qa.__main__ import main\n"
        f"assert main(['ask', 'Who won the World Cup final?', '--index', {str(seed_index_dir)!r}])"
        " == 0"
    )
    assert {"faiss", "onnxruntime", "tokenizers"} <= found
    assert not found & set(HEAVY)


def test_a_follow_up_imports_the_parser_and_no_more(seed_index_dir: Path) -> None:
    found = modules_after(
        "from qa.__main__ import main\n"
        "assert main(['ask', 'Who scored?', '--after', 'Who won the World Cup final?',"
        f" '--index', {str(seed_index_dir)!r}]) == 0"
    )
    assert "spacy" in found
    assert not found & set(HEAVY) - {"spacy", "jinja2"}  # which spaCy imports itself


@pytest.mark.parametrize("module", ["qa.__main__", "index.__main__", "app"])
def test_help_imports_next_to_nothing(module: str) -> None:
    found = modules_after(
        "import contextlib\n"
        f"from {module} import main\n"
        "with contextlib.suppress(SystemExit): main(['--help'])"
    )
    assert not found & {*HEAVY, "numpy", "faiss", "onnxruntime", "tokenizers", "yaml"}


def test_importing_the_public_face_costs_nothing() -> None:
    assert not modules_after("import qa, index") & {*HEAVY, "numpy", "faiss"}
