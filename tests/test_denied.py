"""Files that may not be read or written: an error of ours with exit code 1, from every command."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import pytest

from index.build import build
from index.storage.pins import CHATS, PINS
from qa.chats.store import ChatStore
from qa.users.users import add_user
from tests.conftest import ROOT
from tests.index.conftest import write_article
from tests.index.damage import live
from tests.qa.chats.replies import turn

# the superuser is refused nothing, unless the child lets go of what makes it so
_LESS = "-dac_override,-dac_read_search"
_AS_ANYBODY = ["setpriv", "--bounding-set", _LESS, "--inh-caps", _LESS]


def _runner() -> list[str] | None:
    """What to put before a command so that permissions count; None where nothing does."""
    if not hasattr(os, "geteuid"):
        return None
    if os.geteuid() != 0:
        return []
    if not shutil.which("setpriv"):
        return None
    tried = subprocess.run([*_AS_ANYBODY, "true"], capture_output=True, check=False)
    return _AS_ANYBODY if tried.returncode == 0 else None


RUNNER = _runner()
pytestmark = pytest.mark.skipif(RUNNER is None, reason="the superuser is refused nothing here")
COMMANDS = {
    "status": ("index", ["status", "--articles"]),
    "verify": ("index", ["verify"]),
    "prune": ("index", ["prune"]),
    "article": ("index", ["article", "vote.md"]),
    "build": ("index", ["build", "SEEDS"]),
    "add": ("index", ["add", "SEEDS"]),
    "remove": ("index", ["remove", "vote.md"]),
    "ask": ("qa", ["ask", "Who voted?"]),
    "retrieve": ("qa", ["retrieve", "Who voted?"]),
    "chats": ("qa", ["chats", "list"]),
    "users": ("qa", ["users", "list", "--users", "USERS"]),
    "page": ("page", ["--no-browser", "--users", "USERS"]),
}
READ = ("status", "verify", "article", "ask", "retrieve", "build", "add", "remove")
# what may not be read, and which commands cannot do without it
DENIED = {
    "index": (*READ, "prune", "chats", "page"),
    "index/CURRENT": (*READ, "prune"),
    "index/generations": (*READ, "prune"),
    "GENERATION": (*READ, "prune"),
    "GENERATION/manifest.json": READ,
    "GENERATION/articles.sqlite": READ,
    "GENERATION/articles.texts": READ,
    "GENERATION/articles.texts/1": READ,
    "GENERATION/words": READ,
    "GENERATION/vectors.faiss": READ,
    f"index/{CHATS}": ("chats", "page"),
    f"index/{PINS}": ("prune",),
    "seeds": ("build", "add"),
    "seeds/vote.md": (),  # is named in the report
    "users.json": ("page", "users"),
}


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with an index, chats, users and seeds."""
    place = tmp_path_factory.mktemp("denied")
    (place / "seeds").mkdir()
    write_article(place / "seeds", "vote", "Council votes", "The council voted. Taxes rise.")
    build(place / "seeds", place / "index")
    ChatStore(place / "index").put("local", "one", turn())
    add_user(place / "users.json", "ada", "a good password")
    return place


End = Mapping[str, Any]


def told(asked: Mapping[Path, Sequence[str]]) -> dict[Path, dict[str, End]]:
    """How commands end in copies of the place, for somebody to whom permissions apply.

    Args:
        asked: the commands to run in each copy.
    """
    commands = []
    for place, wanted in asked.items():
        paths = {"SEEDS": str(place / "seeds"), "USERS": str(place / "users.json")}
        for name in wanted:
            program, given = COMMANDS[name]
            arguments = [paths.get(part, part) for part in given]
            where = [] if name == "users" else ["--index", str(place / "index")]
            commands.append([program, [*arguments, *where]])
    done = subprocess.run(
        [*(RUNNER or ()), sys.executable, "-m", "tests.denied"],
        input=json.dumps(commands), capture_output=True, text=True, timeout=300, check=False,
        cwd=ROOT,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr[-2000:]
    ends = iter(json.loads(done.stdout))
    return {place: {name: next(ends) for name in wanted} for place, wanted in asked.items()}


@pytest.fixture(scope="module")
def found(place: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, dict[str, End]]:
    """How commands end where something may not be read; all tried by one process."""
    asked: dict[Path, Sequence[str]] = {}
    closed: list[Path] = []
    for number, (denied, needing) in enumerate(DENIED.items()):
        copy = shutil.copytree(place, tmp_path_factory.mktemp("copies") / str(number))
        head, _, rest = denied.partition("/")
        closed.append(live(copy / "index") / rest if head == "GENERATION" else copy / denied)
        asked[copy] = [*needing, *(n for n in ("status", "chats", "build") if n not in needing)]
    for path in closed:
        path.chmod(0)
    try:
        ends = told(asked)
    finally:
        for path in closed:
            path.chmod(0o700)
    return dict(zip(DENIED, ends.values(), strict=True))


@pytest.mark.parametrize("denied", DENIED)
def test_what_may_not_be_read_is_told(found: dict[str, dict[str, End]], denied: str) -> None:
    ends = found[denied]
    assert {command: end["raised"] for command, end in ends.items() if end["raised"]} == {}
    for command in DENIED[denied]:
        end = ends[command]
        assert end["code"] == 1, (command, end)
        assert end["error"].splitlines()[-1].startswith("error: "), (command, end)
        assert end["error"].count("error: ") == 1
    if denied == "seeds/vote.md":
        assert "failed: vote.md: " in ends["build"]["error"]


def test_an_index_that_may_only_be_read_can_be_asked(place: Path, tmp_path: Path) -> None:
    copy = shutil.copytree(place, tmp_path / "copy")
    inside = [copy / "index", *(copy / "index").rglob("*")]
    for path in inside:
        path.chmod(0o555 if path.is_dir() else 0o444)
    try:
        ends = told({copy: ["ask", "retrieve", "status", "verify", "build", "remove"]})[copy]
    finally:
        for path in inside:
            path.chmod(0o700)
    assert {command: end["raised"] for command, end in ends.items() if end["raised"]} == {}
    assert {command: end["code"] for command, end in ends.items()} == {
        "ask": 0, "retrieve": 0, "status": 0, "verify": 0, "build": 1, "remove": 1,
    }  # fmt: skip
    assert "cannot be written (Permission denied)" in ends["build"]["error"]
