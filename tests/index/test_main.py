"""The command line: what it prints, in which form, and with which exit code."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from index.__main__ import main

ROOT = Path(__file__).parents[2]


def run(*arguments: str, cwd: Path) -> subprocess.CompletedProcess[str]:
    code = f"import sys; sys.path.insert(0, {str(ROOT)!r}); import runpy; sys.argv[0] = 'index'; "
    code += "runpy.run_module('index', run_name='__main__', alter_sys=True)"
    return subprocess.run(
        [sys.executable, "-W", "error", "-c", code, *arguments],
        cwd=cwd, capture_output=True, text=True, timeout=120, check=False,
    )  # fmt: skip


@pytest.fixture
def here(tmp_path: Path, seeds: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A working directory with seeds, one of which cannot be read."""
    (seeds / "empty.txt").touch()
    monkeypatch.chdir(tmp_path)
    return tmp_path


def printed(capsys: pytest.CaptureFixture[str]) -> Any:  # noqa: ANN401 - whatever was printed
    return json.loads(capsys.readouterr().out)


def test_all_commands_in_processes_of_their_own(here: Path) -> None:
    built = run("build", "seeds", cwd=here)
    assert (built.returncode, built.stderr) == (0, "")
    assert built.stdout.startswith("articles: 3 added, 0 changed, 0 removed, 0 unchanged, 1 failed")
    assert "\nfailed: empty.txt: " in built.stdout
    verified = run("verify", cwd=here)
    assert (verified.returncode, verified.stdout[:6], verified.stderr) == (0, "sound:", "")
    article = run("article", "storm.md", cwd=here)
    assert article.stdout == "A storm nears the coast. Roads are shut.\n"
    assert run("status", "--index", "none", cwd=here).returncode == 1
    assert run("build", "none", cwd=here).returncode == 2


def test_json_of_every_command_parses(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["build", "seeds", "--json", "--max-tokens", "64"]) == 0
    built = printed(capsys)
    assert built["added"] == ["harbour.md", "storm.md", "vote.md"]
    assert built["failed"][0]["file"] == "empty.txt"
    assert built["failed"][0]["reason"]
    (here / "extra.txt").write_text("Extra news came in.", "utf-8")
    assert main(["add", "extra.txt", "--json"]) == 0
    assert printed(capsys)["added"] == ["extra.txt"]
    assert main(["remove", "vote.md", "--json"]) == 0
    removed = printed(capsys)
    assert removed["removed"] == ["vote.md"]
    assert "brings it back" in removed["notes"][0]
    assert main(["status", "--json", "--articles"]) == 0
    status = printed(capsys)
    assert (status["articles"], status["passages"], status["vectors"]) == (3, 3, 3)
    assert (status["max_tokens"], status["dimensions"]) == (64, 384)
    assert [a["id"] for a in status["list"]] == ["extra.txt", "harbour.md", "storm.md"]
    assert [a["origin"] == "added" for a in status["list"]] == [True, False, False]
    assert main(["verify", "--json"]) == 0
    assert printed(capsys) == {"sound": True, "problems": []}
    assert main(["article", "storm.md", "--json"]) == 0
    article = printed(capsys)
    assert (article["title"], article["published"]) == ("Storm nears", "2024-03-01")
    assert main(["article", "storm.md", "--version", article["version"]]) == 0
    assert capsys.readouterr().out == article["text"] + "\n"


def test_what_is_removed_for_good_stays_out_until_it_is_restored(
    here: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["build"]) == 0
    assert main(["remove", "vote.md", "--for-good"]) == 0
    capsys.readouterr()
    assert main(["build", "--json"]) == 0
    assert "vote.md" not in printed(capsys)["added"]
    assert main(["article", "vote.md"]) == 1
    assert main(["restore", "storm.md"]) == 1
    assert main(["restore", "vote.md"]) == 0
    assert main(["article", "vote.md"]) == 0


def test_status_for_people(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    main(["build", "seeds"])
    (here / "undated.txt").write_text("Undated.", "utf-8")
    main(["add", "undated.txt"])
    capsys.readouterr()
    assert main(["status", "--articles"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[0].startswith("index: .index, generation 000002, built 20")
    assert lines[1].startswith("holds: 4 articles, 4 passages, 4 vectors, ")
    assert lines[2] == "encoder: bge-small-en-v1.5, 384 dimensions, passages of up to 192 tokens"
    assert "storm.md\t2024-03-01\tWire\tStorm nears" in lines
    assert any(line.startswith("undated.txt\tno date\tno source\t") for line in lines)


@pytest.mark.parametrize("as_json", [False, True])
@pytest.mark.parametrize(
    ("arguments", "code", "message"),
    [
        (["build", "hollow"], 1, "nothing could be indexed from hollow (it holds no files)"),
        (["build", "none"], 2, "there is nothing at none; name a folder of articles or a file"),
        (["build", "seeds", "--max-tokens", "7"], 2, "at least 8 tokens, not 7"),
        (["build", "seeds", "--encoder", "./none"], 1, "there is no model folder at ./none"),
        (["build", "seeds", "--index", "seeds"], 1, "seeds is not an index: it holds"),
        (["add", "none"], 2, "there is nothing at none; name files or folders"),
        (["add", "seeds/empty.txt"], 1, "(1 failed)"),
        (["remove", "none"], 1, "no article 'none'; nothing was removed"),
        (["article", "none"], 1, "no article 'none'; python -m index status --articles"),
        (["article", "storm.md", "--version", "1"], 1, "no article 'storm.md' in version 1"),
        (["status", "--index", "other"], 1, "no index in other; make one with: python -m index"),
        (["verify", "--index", "other"], 1, "no index in other; make one with: python -m index"),
        (["remove", "x", "--index", "other"], 1, "no index in other"),
    ],
)
def test_what_fails_says_why_with_its_exit_code(
    here: Path,
    capsys: pytest.CaptureFixture[str],
    arguments: list[str],
    code: int,
    message: str,
    as_json: bool,
) -> None:
    main(["build", "seeds"])
    (here / "hollow").mkdir()
    capsys.readouterr()
    assert main([*arguments, *(["--json"] if as_json else [])]) == code
    output = capsys.readouterr()
    assert message in output.err
    assert output.err.splitlines()[-1].startswith("error: ")
    if as_json:
        assert message in json.loads(output.out)["error"]
    else:
        assert output.out == ""


def test_failures_are_listed_when_nothing_was_indexed(
    here: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["build", "seeds/empty.txt", "--json"]) == 1
    output = capsys.readouterr()
    assert output.err.startswith("failed: empty.txt: ")
    assert json.loads(output.out)["failed"][0]["file"] == "empty.txt"


def test_damage_has_exit_code_one(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    main(["build", "seeds"])
    path = here / ".index" / "generations" / "000001" / "vectors.faiss"
    path.write_bytes(path.read_bytes()[:-1] + b"\1")
    capsys.readouterr()
    assert main(["verify", "--json"]) == 1
    found = printed(capsys)
    assert not found["sound"]
    assert found["problems"][0].startswith("vectors.faiss: its sha256 is ")
    path.with_name("articles.sqlite").write_bytes(
        b"\0" * path.with_name("articles.sqlite").stat().st_size
    )
    for command in (["status", "--articles"], ["article", "storm.md"], ["remove", "storm.md"]):
        assert main(command) == 1
        assert (
            "damaged: articles.sqlite, vectors.faiss are not as written" in capsys.readouterr().err
        )


@pytest.mark.parametrize("arguments", [[], ["guess"], ["remove"], ["build", "--max-tokens", "x"]])
def test_bad_usage_has_exit_code_two(
    capsys: pytest.CaptureFixture[str], arguments: list[str]
) -> None:
    with pytest.raises(SystemExit) as caught:
        main(arguments)
    assert caught.value.code == 2
    assert "usage: python -m index" in capsys.readouterr().err


def test_an_interrupt_is_told_in_a_line(
    here: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def interrupt(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("index.build.build", interrupt)
    assert main(["build", "seeds"]) == 130
    assert capsys.readouterr().err == (
        "stopped; the index holds what was published; the next run takes up what was encoded\n"
    )


def test_help_imports_nothing_heavy(tmp_path: Path) -> None:
    code = (
        f"import sys; sys.path.insert(0, {str(ROOT)!r})\n"
        "from index.__main__ import main\n"
        "for command in ' build add remove status verify article'.split(' '):\n"
        "    try: main([*command.split(), '--help'])\n"
        "    except SystemExit as end: assert end.code == 0\n"
        "heavy = 'numpy faiss onnxruntime tokenizers torch sqlite3 trafilatura yaml'.split()\n"
        "assert not sys.modules.keys() & set(heavy), sys.modules.keys() & set(heavy)\n"
        "own = {n for n in sys.modules if n.startswith('index')}\n"
        "own = {n.removeprefix('index') for n in own}\n"
        "assert own == {'', '.__main__', '.errors', '.options', '.place', '.terminal'}, own\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=tmp_path, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    assert "--max-tokens N" in done.stdout


def test_a_reader_that_goes_away_is_no_traceback(here: Path) -> None:
    main(["build", "seeds"])
    code = f"import sys; sys.path.insert(0, {str(ROOT)!r})\nfrom index.__main__ import main\n"
    code += "sys.exit(main(['status', '--articles']))"
    done = subprocess.run(
        f"'{sys.executable}' -c \"$CODE\" | true", shell=True, env={"CODE": code}, cwd=here,
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert "Traceback" not in done.stderr
