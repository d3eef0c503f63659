from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from qa.__main__ import main
from tests.conftest import ROOT


def run(*arguments: str, cwd: Path = ROOT, given: str = "") -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "qa", *arguments],
        capture_output=True,
        text=True,
        cwd=cwd,
        input=given,
        check=False,
    )


@pytest.fixture
def told(capsys: pytest.CaptureFixture[str]) -> Callable[..., str]:
    """What a command prints that goes well, run in this process."""

    def printed(*arguments: str) -> str:
        assert main(arguments) == 0
        done = capsys.readouterr()
        assert not done.err
        return done.out

    return printed


def test_ask_prints_an_answer_with_its_sources(seed_index_dir: Path) -> None:
    done = run(
        "ask", "How many ships were queuing for the Suez Canal?", "--index", str(seed_index_dir)
    )
    assert done.returncode == 0
    assert "369" in done.stdout
    assert "[1] Live: Ever Given freed" in done.stdout
    assert not done.stderr


def test_ask_says_how_a_follow_up_was_understood(
    seed_index_dir: Path, told: Callable[..., str]
) -> None:
    earlier = ["--after", "Who won the World Cup?", "--after", "What did Gabriel Boric promise?"]
    said = told("ask", "How old is he?", *earlier, "--index", str(seed_index_dir))
    assert said.startswith("Understood as: How old is Gabriel Boric?\n\n")
    assert "35" in said
    said = told("ask", "Who won the World Cup?", *earlier[2:], "--index", str(seed_index_dir))
    assert "Understood as" not in said


def test_ask_reads_standard_input_and_prints_json(seed_index_dir: Path) -> None:
    done = run(
        "ask", "-", "--json", "--index", str(seed_index_dir), given="Who won the 2022 World Cup?\n"
    )
    values = json.loads(done.stdout)
    assert not values["refused"]
    assert "Argentina" in values["answer"]


def test_a_refusal_is_no_failure(seed_index_dir: Path, told: Callable[..., str]) -> None:
    said = told("ask", "How do I bake sourdough bread?", "--index", str(seed_index_dir))
    assert said.startswith("The articles do not say this.")
    assert "Nearest passages" in said


def test_retrieve_prints_passages(seed_index_dir: Path, told: Callable[..., str]) -> None:
    asked = ["retrieve", "gold mirror", "--index", str(seed_index_dir)]
    plain = told(*asked, "-k", "2", "--no-rerank")
    assert plain.startswith("1. The long road of the James Webb Space Telescope")
    hits = json.loads(told(*asked, "--json", "-k", "3"))
    assert len(hits) == 3
    assert hits[0]["text"]


def test_mistakes_are_told_without_a_traceback(
    seed_index_dir: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    index = ["--index", str(seed_index_dir)]
    for arguments, code, words in (
        (["ask", "", *index], 2, "the question is empty"),
        (["ask", "word " * 10_000, *index], 2, "10,000 words"),
        (["ask", "who", *index, "--since", "then"], 2, "2021-05-13"),
        (["ask", "who", *index, "-k", "0"], 2, "ask for 1 to 100"),
        (["ask", "who", "--index", str(tmp_path / "none")], 1, "python -m index build"),
        (
            ["ask", "who", *index, "--timeout", "600", "--encoder", str(tmp_path / "none")],
            1,
            "encoder",
        ),
    ):
        assert main(arguments) == code
        told = capsys.readouterr()
        assert words in told.err
        assert "Traceback" not in told.err
        assert not told.out


def test_an_unknown_command_is_bad_usage() -> None:
    done = run("answer")
    assert (done.returncode, done.stdout) == (2, "")
    assert "invalid choice" in done.stderr
