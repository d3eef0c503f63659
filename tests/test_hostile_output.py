"""Hostile titles, file names, questions and arguments through every command: nothing is obeyed."""

from __future__ import annotations

import json
import shutil
import sqlite3
from collections.abc import Callable, Sequence
from contextlib import closing
from pathlib import Path

import pytest

from index.__main__ import main as index_main
from qa.__main__ import main as qa_main
from qa.chats.export_text import as_plain
from qa.chats.store import ChatStore
from qa.page.ui.command import main as page_main
from tests.hostile import ESCAPES, obeyed
from tests.index.damage import live, rehash
from tests.qa.chats.replies import turn

BAD = "".join(ESCAPES).replace("\x00", "") + "\nerror: forged"
Main = Callable[[Sequence[str]], int]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An index whose titles, sources, ids and chats are hostile, as an older program left them."""
    place = tmp_path_factory.mktemp("hostile")
    seeds, folder = place / "seeds", place / "index"
    seeds.mkdir()
    (seeds / "harbour.md").write_text("# Harbour\n\nIn all, 369 ships came into the harbour.\n")
    name = BAD.replace("/", "").replace("\x1b]8;;http:x.example", "")[:60]
    (seeds / f"{name}.md").write_text("# Empty\n")
    (seeds / f"{name}.txt").touch()
    (seeds / "\udcffx.txt").touch()
    assert index_main(["build", str(seeds), "--index", str(folder)]) == 0
    with closing(sqlite3.connect(live(folder) / "articles.sqlite")) as db:
        db.execute("UPDATE articles SET title=title||?, source=?, author=?, url=?", [BAD] * 4)
        db.execute("UPDATE articles SET id=id||? WHERE id LIKE 'harbour%'", (BAD,))
        db.commit()
    rehash(folder)
    store = ChatStore(folder)
    store.put("local", "one", turn(0, f"How many? {BAD}", rating=1, comment=f"answer: {BAD}"))
    store.put("local", "one", turn(1, "Why?", reply={"error": BAD}))
    store.rename("local", "one", BAD)
    return folder


INDEX = [
    ["status", "--articles"], ["article", "harbour.md" + BAD], ["article", BAD], ["remove", BAD],
    ["restore", BAD], ["prune"], ["verify"], ["add", BAD], ["add", f"http://{BAD}.example/x"],
    ["build", BAD], ["build", "SEEDS"], ["prune", "--keep", BAD],
]  # fmt: skip
ASKING = [
    ["ask", f"How many ships came into the harbour? {BAD}"], ["ask", "Who is Zorblax?"],
    ["retrieve", "How many ships came into the harbour?"], ["ask", "Why?", "--since", BAD],
    ["chats", "list"], ["chats", "show", "one"], ["chats", "show", "one", "--markdown"],
    ["chats", "export"], ["chats", "questions"], ["chats", "show", BAD], ["chats", "delete", BAD],
    ["chats", "import", BAD], ["chats", "export", "--out", f"/nowhere/{BAD}"],
    ["ask", "Why?", "--llm", BAD], ["eval", BAD, "--out", BAD],
]  # fmt: skip


@pytest.mark.parametrize("as_json", [False, True])
@pytest.mark.parametrize(
    ("main", "command"),
    [*((index_main, command) for command in INDEX), *((qa_main, command) for command in ASKING)],
)
def test_no_command_prints_what_a_terminal_obeys(
    folder: Path,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    main: Main,
    command: list[str],
    as_json: bool,
) -> None:
    copy = shutil.copytree(folder, tmp_path / "index")
    seeds = str(folder.with_name("seeds"))
    given = [seeds if part == "SEEDS" else part for part in command]
    where = ["--index", str(copy)]
    code = main([*given, *where, *(["--json"] if as_json else [])])
    assert code in (0, 1, 2)
    out, error = capsys.readouterr()
    assert out or error
    assert not obeyed(out + error)
    assert "\nerror: forged" not in out + error or command[0] == "article"
    if as_json and out and command[:2] != ["chats", "export"]:
        json.loads(out)


@pytest.mark.parametrize(
    ("main", "arguments"),
    [
        (index_main, ["status", "--odd" + BAD]), (index_main, ["build", "--max-tokens", BAD]),
        (qa_main, ["ask", "Why?", "--odd" + BAD]), (qa_main, ["users", "list", "--users", BAD]),
        (qa_main, ["users", "remove", BAD, "--users", "none.json"]), (page_main, ["--odd" + BAD]),
        (page_main, ["--port", BAD]), (page_main, ["--users", BAD, "--no-browser"]),
        (page_main, ["--index", "none", "--seeds", BAD, "--no-browser"]),
        (page_main, ["--index", "none", "--llm", BAD, "--no-browser"]),
    ],
)  # fmt: skip
def test_usage_errors_are_plain_too(
    main: Main,
    arguments: list[str],
    capsys: pytest.CaptureFixture[str],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.chdir(tmp_path)
    try:
        code: object = main(arguments)
    except SystemExit as end:
        code = end.code
    out, error = capsys.readouterr()
    assert code in (0, 1, 2)
    assert out or error
    assert not obeyed(out + error)


def test_a_reply_cannot_forge_lines() -> None:
    lines = as_plain({"error": BAD}).splitlines()
    assert len(lines) == 1
