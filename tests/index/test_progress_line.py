"""The progress line, on a terminal and in a log."""

from __future__ import annotations

import io

import pytest

from index.progress_line import ProgressLine
from index.report import Progress


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """The time, to be moved by hand."""
    now = [100.0]
    monkeypatch.setattr("index.progress_line.time.monotonic", lambda: now[0])
    return now


def test_a_terminal_has_one_line_that_is_wiped_at_the_end(clock: list[float]) -> None:
    stream = Terminal()
    with ProgressLine(stream) as tell:
        tell(Progress("reading", 1, None))
        tell(Progress("reading", 2, None))  # too soon
        clock[0] += 1
        tell(Progress("reading", 1234, None))
        tell(Progress("encoding", 0, 4000))
        clock[0] += 10
        tell(Progress("encoding", 1000, 4000))
        tell(Progress("writing", 0, None))
    shown = stream.getvalue().split("\r\x1b[K")
    assert shown == [
        "", "1 articles read", "1,234 articles read", "0 of 4,000 passages encoded",
        "1,000 of 4,000 passages encoded, 30 s left", "writing the index", "",
    ]  # fmt: skip


def test_a_log_has_a_line_now_and_then(clock: list[float]) -> None:
    stream = io.StringIO()
    with ProgressLine(stream) as tell:
        tell(Progress("encoding", 0, 100_000))
        for done in range(1, 31):
            clock[0] += 1
            tell(Progress("encoding", done * 10, 100_000))
    assert stream.getvalue().splitlines() == [
        "100 of 100,000 passages encoded, 2.8 h left",
        "200 of 100,000 passages encoded, 2.8 h left",
        "300 of 100,000 passages encoded, 2.8 h left",
    ]


def test_minutes_are_told_as_minutes(clock: list[float]) -> None:
    stream = Terminal()
    tell = ProgressLine(stream)
    tell(Progress("encoding", 0, 100))
    clock[0] += 60
    tell(Progress("encoding", 10, 100))
    assert stream.getvalue().endswith("10 of 100 passages encoded, 9 min left")


def test_a_quick_build_leaves_nothing_in_a_log() -> None:
    stream = io.StringIO()
    with ProgressLine(stream) as tell:
        tell(Progress("reading", 3, None))
        tell(Progress("writing", 0, None))
    assert stream.getvalue() == ""
