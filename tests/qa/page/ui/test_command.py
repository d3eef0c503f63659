"""The page's command line, as app.py runs it."""

from __future__ import annotations

import socket
import subprocess
import sys
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

import pytest

from qa.page.ui.command import main
from tests.qa.page.browsing import ROOT


@dataclass(frozen=True, slots=True)
class Ended:
    """How a command ended, and what it told."""

    returncode: object
    stderr: str


class Run(Protocol):
    """Runs the page's command, here: it does not come to serve."""

    def __call__(self, *arguments: str) -> Ended: ...


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Run:
    monkeypatch.setenv("GRADIO_ANALYTICS_ENABLED", "False")  # as the command does, undone here

    def command(*arguments: str) -> Ended:
        code: object
        try:
            code = main(arguments)
        except SystemExit as end:
            code = end.code
        return Ended(code, capsys.readouterr().err)

    return command


def test_help_imports_nothing_heavy() -> None:
    code = (
        "import app, sys\n"
        "try: app.main(['--help'])\n"
        "except SystemExit as end: assert end.code == 0\n"
        "heavy = {'gradio', 'faiss', 'numpy', 'torch', 'onnxruntime'} & set(sys.modules)\n"
        "assert not heavy, heavy"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    assert "--no-browser" in done.stdout


@pytest.mark.parametrize("port", ["0", "65536", "-1", "http", "٣"])
def test_a_port_that_cannot_be_is_bad_usage(run: Run, port: str) -> None:
    done = run("--port", port)
    assert done.returncode == 2
    assert "is not a port" in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.slow
def test_a_host_that_is_not_this_machine_is_an_error() -> None:
    command = [sys.executable, "app.py", "--host", "203.0.113.1"]
    done = subprocess.run(
        command, cwd=ROOT, capture_output=True, text=True, timeout=120, check=False
    )
    assert done.returncode == 1
    assert "error: cannot serve on 203.0.113.1" in done.stderr
    assert "Traceback" not in done.stderr


def test_seeds_that_are_not_there_are_bad_usage(run: Run, tmp_path: Path) -> None:
    done = run("--index", str(tmp_path / "index"), "--seeds", str(tmp_path / "none"))
    assert done.returncode == 2
    assert str(tmp_path / "none") in done.stderr
    assert "Traceback" not in done.stderr


def test_an_index_that_is_something_else_is_an_error(run: Run, tmp_path: Path) -> None:
    (tmp_path / "current").write_text("nonsense")
    (tmp_path / "a.txt").write_text("nonsense")
    done = run("--index", str(tmp_path), "--seeds", str(tmp_path / "none"))
    assert done.returncode in (1, 2)
    assert "error: " in done.stderr
    assert "Traceback" not in done.stderr


def test_a_taken_port_is_told(run: Run, tmp_path: Path) -> None:
    with closing(socket.socket()) as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        done = run("--index", str(tmp_path), "--port", str(port), "--no-browser")
    assert done.returncode == 1
    assert f"127.0.0.1:{port}" in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize("content", [None, "{}", '{"users": {}}'])
def test_users_that_cannot_be_are_bad_usage(run: Run, tmp_path: Path, content: str | None) -> None:
    users = tmp_path / "users.json"
    if content is not None:
        users.write_text(content)
    done = run("--users", str(users), "--no-browser")
    assert done.returncode == 2
    assert str(users) in done.stderr
    assert "Traceback" not in done.stderr
