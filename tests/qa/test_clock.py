"""Work that takes too long is given up, and the process ends all the same."""

from __future__ import annotations

import subprocess
import sys
import threading
import time
from argparse import ArgumentTypeError
from pathlib import Path

import pytest

import qa
from index.store import FolderIndex, Index
from qa.clock import Deadline, seconds
from qa.errors import TookTooLong

HANGS = """
import sys, time
from index.storage.word_index import WordIndex
WordIndex.search = lambda *_: time.sleep(600)
from qa.__main__ import script
sys.argv = ["qa", *sys.argv[1:]]
sys.exit(script())
"""


def test_work_is_done_and_its_errors_come_through() -> None:
    deadline = Deadline(30)
    assert deadline.run(lambda: 5) == 5
    with pytest.raises(ZeroDivisionError):
        deadline.run(lambda: 1 / 0)

    def late() -> None:
        raise TimeoutError("of its own")

    with pytest.raises(TimeoutError, match="of its own"):
        deadline.run(late)


def test_what_is_waited_for_is_counted_over_all_work() -> None:
    deadline, never = Deadline(0.2), threading.Event()
    deadline.run(lambda: time.sleep(0.05))
    time.sleep(0.3)  # is not counted
    started = time.monotonic()
    with pytest.raises(TookTooLong, match=r"given up.*--timeout.*index verify"):
        deadline.run(never.wait)
    assert time.monotonic() - started < 0.2
    with pytest.raises(TookTooLong):
        deadline.run(never.wait)
    never.set()


def test_a_question_ends_where_the_word_engine_hangs(
    seed_index: Index, monkeypatch: pytest.MonkeyPatch
) -> None:
    never = threading.Event()
    monkeypatch.setattr(FolderIndex, "words", lambda *_: never.wait())
    for ask in (qa.ask, qa.retrieve):
        with pytest.raises(TookTooLong):
            ask("Who won the World Cup final?", index=seed_index, timeout=0.3)
    never.set()


@pytest.mark.parametrize("command", ["ask", "retrieve"])
def test_a_command_ends_where_the_word_engine_hangs(command: str, seed_index_dir: Path) -> None:
    arguments = [command, "Who won?", "--index", str(seed_index_dir), "--timeout", "1"]
    done = subprocess.run(
        [sys.executable, "-c", HANGS, *arguments],
        capture_output=True, text=True, timeout=120, check=False,
    )  # fmt: skip
    assert done.returncode == 1
    assert done.stderr.startswith("error: the question took longer than it may")
    assert done.stdout == ""


def test_seconds_of_an_option() -> None:
    assert seconds("1.5") == 1.5
    for wrong in ("0", "-1", "nan", "inf", "soon", "1e9"):
        with pytest.raises(ArgumentTypeError, match="is not a number of seconds above 0"):
            seconds(wrong)
