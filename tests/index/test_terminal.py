"""Nothing that a terminal obeys gets out, whoever prints it."""

from __future__ import annotations

import io
import json
import logging
import os
import subprocess
import sys
import warnings
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.terminal import guarded, json_text, one_line, plain, read_input, say
from tests.hostile import ESCAPES, obeyed


@pytest.mark.parametrize("escape", ESCAPES)
def test_escapes_are_taken_out(escape: str) -> None:
    assert not obeyed(plain(f"be{escape}fore\nafter"))
    assert plain(f"a{escape}b").startswith("a")
    assert "\n" not in one_line(f"a\n{escape}\r\vb")


@given(st.text(st.characters(exclude_categories=()), max_size=30))
def test_whatever_is_said_is_plain_and_stays_so(text: str) -> None:
    assert not obeyed(plain(text))
    assert plain(plain(text)) == plain(text)
    assert one_line(plain(text)) == one_line(text)
    kept = json.loads(json_text(text))  # JSON keeps all of it, though halves may find each other
    assert kept.encode("utf-16", "surrogatepass") == text.encode("utf-16", "surrogatepass")
    assert not obeyed(json_text(text))


def test_ordinary_text_is_left_as_it_is() -> None:
    text = "Ünïcode “quotes”, 福 and عربي\n\tindented 👩‍🚀"
    assert plain(text) == text
    assert json_text([text], indent=None) == json.dumps([text], ensure_ascii=False)


def test_what_libraries_print_is_plain_too(capsys: pytest.CaptureFixture[str]) -> None:
    with guarded():
        print("\x1b[31mred", file=sys.stderr)  # noqa: T201 - as a library does
        sys.stdout.writelines(["\x9b2J", "wiped"])
        handler = logging.StreamHandler()
        handler.emit(logging.makeLogRecord({"msg": "GET /\x1b]0;title\x07"}))
        with warnings.catch_warnings():
            warnings.simplefilter("always")
            warnings.warn("odd \x1b[5m", stacklevel=1)
        assert not sys.stdout.isatty()
        say("\x1b[31mdim", dim=True, error=True)
    out, error = capsys.readouterr()
    assert out == " 2Jwiped"
    assert error.endswith("\x1b[2m [31mdim\x1b[0m\n")
    assert not obeyed(error[: error.rindex("\x1b[2m")])
    assert type(sys.stdout).__name__ != "_Plain"


@pytest.mark.parametrize("encoding", ["ascii", "cp1252", "utf-8"])
def test_nothing_is_lost_by_an_encoding(encoding: str, monkeypatch: pytest.MonkeyPatch) -> None:
    stream = io.TextIOWrapper(io.BytesIO(), encoding=encoding)
    monkeypatch.setattr(sys, "stdout", stream)
    told = {"naïve “福”": "👩‍🚀"}
    with guarded():
        say("naïve \udcff")
        say(json_text(told, indent=None))
    first, second = stream.buffer.getvalue().decode(encoding).splitlines()
    assert first in ("na\\u00efve \\ufffd", "naïve \\ufffd", "naïve \ufffd")
    assert json.loads(second) == told


class Gone(io.StringIO):
    """A pipe that nobody reads any more."""

    def write(self, text: str) -> int:
        raise BrokenPipeError

    def flush(self) -> None:
        raise BrokenPipeError


def test_a_reader_that_has_gone_ends_the_program_without_a_word(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys, "stdout", Gone())
    with pytest.raises(SystemExit) as end, guarded():
        say("told")
    assert end.value.code == 1
    assert capsys.readouterr().err == ""


def test_work_goes_on_when_nobody_reads_its_messages(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stderr", Gone())
    with guarded():
        say("told", error=True)
        sys.stderr.write("by a library")


def test_streams_closed_before_the_start_take_what_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("stdin", "stdout", "stderr"):
        monkeypatch.setattr(sys, name, None)
    with guarded():
        say("told")
        say("told", error=True)
        assert read_input() == ""


@pytest.mark.parametrize(
    ("given", "encoding", "read"),
    [
        ("Wer ist Émile?".encode(), "ascii", "Wer ist Émile?"),
        ("\ufeffWer?".encode(), "utf-8", "Wer?"),
        ("Émile?".encode("cp1252"), "cp1252", "Émile?"),
        (b"\x81mile?", "cp1252", "\ufffdmile?"),
        (b"\xc9mile?", "utf-8", "\ufffdmile?"),
    ],
)
def test_what_is_read_is_never_an_error(
    given: bytes, encoding: str, read: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(given), encoding=encoding))
    assert read_input() == read


@pytest.mark.skipif(os.name != "posix", reason="pipes and shells as Unix has them")
@pytest.mark.parametrize("module", ["index", "qa"])
@pytest.mark.parametrize("given", ["--help", "bogus", "status --index /nonexistent"])
def test_a_closed_pipe_is_no_traceback(module: str, given: str, tmp_path: Path) -> None:
    log = tmp_path / "log"
    command = f"'{sys.executable}' -m {module} {given} 2>'{log}' | true"
    subprocess.run(["sh", "-c", command], check=True, timeout=60)
    assert not {"Traceback", "BrokenPipe", "Exception ignored"} & set(log.read_text().split())
