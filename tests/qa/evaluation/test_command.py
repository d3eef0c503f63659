"""python -m qa eval, with its folder, its mistakes, and an interruption."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

import qa.evaluation.evaluate as evaluating
from qa.__main__ import main
from qa.evaluation.asking import ask_each
from qa.evaluation.outcome import Outcome
from qa.evaluation.runs import read_run
from tests.conftest import ROOT
from tests.qa.llm.stub import running

SEED_QUESTIONS = str(ROOT / "tests/data/seed_questions.jsonl")


def test_figures_outcomes_and_report_are_written_and_compared(
    seed_index_dir: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    first, second = tmp_path / "first", tmp_path / "second"
    asked = [SEED_QUESTIONS, "--index", str(seed_index_dir), "--sample", "4"]
    assert main(["eval", *asked, "--out", str(first)]) == 0
    printed = capsys.readouterr().out
    assert "hit@1" in printed
    assert "exact citations                  1.000" in printed
    values = json.loads((first / "figures.json").read_text("utf-8"))
    assert (values["format"], values["questions"]["asked"]) == (1, 4)
    assert values["figures"]["overall"]["articles hit@10"]["value"] == 1
    assert values["index"]["articles"] == 18
    assert len((first / "outcomes.jsonl").read_text("utf-8").splitlines()) == 4
    assert (first / "report.html").read_text("utf-8").startswith("<!doctype html>")
    assert main(["eval", *asked, "--out", str(second), "--compare", str(first)]) == 0
    assert "became right: 0; no longer right: 0" in capsys.readouterr().out
    assert (second / "comparison.html").exists()
    runs = ["--compare", str(first), str(second), "--out", str(tmp_path / "third"), "--json"]
    assert main(["eval", *runs]) == 0
    assert json.loads(capsys.readouterr().out)["shared"] == 4


def test_an_interrupted_run_is_kept_and_gone_on_with(
    seed_index_dir: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    def interrupted(*arguments: object, **options: object) -> Iterator[Outcome]:
        yield next(ask_each(*arguments, **options))  # type: ignore[arg-type]
        raise KeyboardInterrupt

    out = tmp_path / "run"
    asked = [SEED_QUESTIONS, "--index", str(seed_index_dir), "--sample", "2", "--out", str(out)]
    with monkeypatch.context() as patched:
        patched.setattr(evaluating, "ask_each", interrupted)
        assert main(["eval", *asked]) == 130
    assert "1 questions of 2, then stopped" in capsys.readouterr().out
    with (out / "outcomes.jsonl").open("a") as file:
        file.write('{"id": "half a li')  # what a power cut leaves
    assert len(read_run(out).outcomes) == 1
    assert main(["eval", *asked]) == 2
    assert "--resume" in capsys.readouterr().err
    assert main(["eval", *asked, "--resume", "-k", "9"]) == 2
    assert "its k was 50" in capsys.readouterr().err
    assert main(["eval", *asked, "--resume"]) == 0
    assert read_run(out).finished
    assert len({outcome.id for outcome in read_run(out).outcomes}) == 2


@pytest.mark.slow
def test_a_model_is_measured_and_one_that_fails_costs_no_run(
    seed_index_dir: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    known = {"question": "Who won the 2022 World Cup final?", "answers": ["Argentina"]}
    lines = [known, known | {"history": ["Who came second?"]}]
    path, first, second = tmp_path / "questions.jsonl", tmp_path / "first", tmp_path / "second"
    path.write_text("".join(json.dumps(one) + "\n" for one in lines))
    asked = ["eval", str(path), "--index", str(seed_index_dir)]
    model = "say|Argentina won the final on penalties [1]. It was a fine day."
    with running() as url:
        served = ["--llm-url", f"{url}/v1", "--llm"]
        assert main([*asked, "--out", str(first), *served, f"openai:{model}"]) == 0
        more = ["--out", str(second), "--compare", str(first)]
        assert main([*asked, *more, *served, "openai:404"]) == 0
    printed = capsys.readouterr().out
    assert "Written by openai:say" in printed
    held = json.loads((first / "figures.json").read_text("utf-8"))
    values = {name: one["value"] for name, one in held["figures"]["overall"].items()}
    assert values["supported"] + values["weak"] == values["unsupported"] == 0.5
    assert (values["fell_back"], values["rewritten"], values["parted"]) == (0, 0, 0)
    assert values["citation_precision"] == 1
    failed = [Outcome.from_json(one.as_json()) for one in read_run(second).outcomes]
    assert all(one.written is False and not one.support and one.right for one in failed)
    compared = json.loads((second / "comparison.json").read_text("utf-8"))
    assert compared["differences"]["fell_back"]["value"] == 1
    assert "supported" not in compared["differences"]
    assert main([*asked, "--out", str(tmp_path / "third"), "--llm", "gpt"]) == 2
    assert "ollama:MODEL" in capsys.readouterr().err


def test_articles_that_the_index_does_not_hold_are_named(
    seed_index_dir: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "questions.jsonl"
    path.write_text('{"question": "Who won?", "relevant": ["none.md"]}\n{"question": 3}\n')
    out = tmp_path / "out"
    assert main(["eval", str(path), "--index", str(seed_index_dir), "--out", str(out)]) == 0
    printed = capsys.readouterr().out
    assert "1 relevant articles of 1 questions are not in the index: 'none.md'" in printed
    assert 'line 2: no "question"' in printed


def test_mistakes_are_told(
    seed_index_dir: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    empty, full = tmp_path / "empty.jsonl", tmp_path / "full"
    empty.write_text("")
    full.mkdir()
    (full / "thing").write_text("")
    for arguments, code, words in (
        ([str(empty)], 2, "holds no usable question"),
        ([str(tmp_path / "none.jsonl")], 2, "cannot be read"),
        ([SEED_QUESTIONS, "--out", str(full)], 2, "is not empty"),
        ([SEED_QUESTIONS, "-k", "0"], 2, "ask for 1 to 100"),
        ([SEED_QUESTIONS, "--index", str(tmp_path / "none")], 1, "python -m index build"),
        ([SEED_QUESTIONS, "--compare", str(full)], 2, "holds no run"),
        ([SEED_QUESTIONS, "--resume"], 2, "--out"),
        ([], 2, "two runs"),
    ):
        assert main(["eval", "--index", str(seed_index_dir), *arguments]) == code
        assert words in capsys.readouterr().err
