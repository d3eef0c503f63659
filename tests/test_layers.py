"""Which folder may import which: arrows only point down, lazy imports counted like any other."""

from __future__ import annotations

import sys

import pytest

from tests.imports import ROOT, between, circle, import_graph, imported, longest_prefix, modules

# From the top floor down: a room imports only what stands below it. What shares a line may not
# import one another.
FLOORS = """
app
qa.__main__  qa.llama
qa.page.ui
qa.page.door
qa.page.actions
qa.page.html
qa.page.model
qa.page.strings
qa.suggesting
qa.evaluation
qa
qa.asking
qa.drafting
qa.llm
qa.checking
qa.writing
qa.terminal
qa.evidence
qa.chats
qa.retrieval
qa.answer
qa.users  qa.question  qa.conflict  qa.items
qa.language
qa.clock  qa.templates  qa.proxies
qa.database
qa.errors
index.__main__
index.build
index.fill
index.prune  index.verify  index.status
index.building
index.store
index.storage
index.models
index.fetching
index.reading
index.split  index.progress_line  index.options
index.wrapping
index.lines
index.english
index.scripts
index.report  index.cores
index.terminal
index.article  index.place
index.errors
index
"""
FLOOR = {
    room: number
    for number, line in enumerate(reversed(FLOORS.split("\n")))
    for room in line.split()
}

# the only modules that may import a library, by its name
KEEPERS = {
    "ray": {"index.building.ray_workers"},
    "faiss": {"index.storage.vector_index", "index.storage.vector_lists"},
    "tantivy": {f"index.storage.word_{part}" for part in ("analysis", "index", "writing")},
    "pymilvus": {"index.storage.milvus.client", "index.storage.milvus.collections"},
    "milvus_lite": {"index.storage.milvus.client"},
    "grpc": {"index.storage.milvus.client"},
    "gradio": {
        f"qa.page.ui.{part}"
        for part in (
            "admitting",
            "layout",
            "asking",
            "chats",
            "library",
            "endpoints",
            "framework",
            "server",
            "tidying",
        )
    },
    "llama_index": {"qa.llama", "qa.llm.served"},
    "ollama": {"qa.llm.served"},
    "openai": set(),
    "xllamacpp": {"qa.llm.gguf_child"},
    "sentence_transformers": {"index.models.torch_encoder"},
    "torch": {"index.models.torch_encoder"},
    "onnxruntime": {"index.models.onnx_model"},
    "spacy": {"qa.language.parsing"},
    "rapidfuzz": {"qa.retrieval.spelling", "index.storage.milvus.index"},
    "Stemmer": {"qa.language.words"},
    "sentencex": {"index.split"},
    "spellchecker": {"index.reading.unwrap"},
    "prometheus_client": {"qa.page.ui.metrics"},
    "jinja2": {"qa.templates"},
    "markupsafe": {"qa.templates"},
    "defusedxml": {"index.reading.containers.packages", "index.reading.exports.markup"},
    "mwparserfromhell": {"index.reading.exports.mediawiki"},
    "striprtf": {"index.reading.containers.rtf"},
    "sqlalchemy": {
        "qa.database.server",
        "qa.database.upgrading",
        "qa.users.database",
        "qa.users.migrations.versions.tables",
        *(
            f"qa.chats.{part}"
            for part in (
                "checksums",
                "database",
                "migrations.versions.checksums",
                "migrations.versions.tables",
                "pinning",
                "reading",
                "rows",
                "server",
                "sqlite_file",
                "store",
                "tables",
            )
        ),
    },
    "alembic": {
        "qa.chats.migrations.env",
        "qa.chats.migrations.versions.checksums",
        "qa.chats.migrations.versions.renamed",
        "qa.chats.migrations.versions.tables",
        "qa.database.upgrading",
        "qa.users.migrations.env",
        "qa.users.migrations.versions.tables",
    },
    "psycopg": {"qa.database.server"},
    "ir_measures": {"qa.evaluation.measures"},
}

FILES = modules()
ROOMS = {name: longest_prefix(name, FLOOR) or "" for name in FILES}


def test_every_module_has_a_floor() -> None:
    packages = {name for name in FILES if FILES[name].name == "__init__.py"}
    homeless = {name for name in FILES.keys() - packages if ROOMS[name] in ("", "qa", "index")}
    assert not homeless


def test_rooms_import_only_what_stands_below() -> None:
    up = {
        one
        for (above, below), imports in between(import_graph(FILES), ROOMS).items()
        for one in imports
        if FLOOR[above] <= FLOOR[below]
    }
    assert not up


def test_nothing_is_imported_in_a_circle() -> None:
    assert not circle(import_graph(FILES))


@pytest.mark.parametrize("library", KEEPERS)
def test_each_library_has_its_keeper(library: str) -> None:
    found = {
        name
        for name, file in FILES.items()
        if any(module.split(".")[0] == library for module, _ in imported(file))
    }
    assert found <= KEEPERS[library]


@pytest.mark.parametrize("name", ["index.article", "index.errors"])
def test_the_ground_needs_numpy_at_most(name: str) -> None:
    found = {module.split(".")[0] for module, _ in imported(FILES[name])}
    assert found - sys.stdlib_module_names <= {"index", "numpy"}


def test_no_test_module_imports_from_another() -> None:
    files = sorted((ROOT / "tests").glob("**/*.py"))
    found = {
        (file.name, module)
        for file in files
        for module, _ in imported(file)
        if module.startswith("tests.") and module.rpartition(".")[2].startswith("test_")
    }
    assert not found
