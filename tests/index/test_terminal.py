"""Nothing that a terminal obeys gets out, whoever prints it."""

from __future__ import annotations

import io
import json
import logging
import sys
import warnings
from typing import TextIO, cast

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.terminal import guarded, json_text, one_line, plain, say
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


def test_what_an_encoding_cannot_say_is_a_question_mark() -> None:
    stream = io.TextIOWrapper(io.BytesIO(), encoding="ascii")
    before, sys.stdout = sys.stdout, cast(TextIO, stream)
    try:
        say("naïve \udcff")
    finally:
        sys.stdout = before
    assert stream.buffer.getvalue() == b"na?ve ?\n"
