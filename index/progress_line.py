"""A line on the terminal that says how far a piece of work has come. Standard library only."""

from __future__ import annotations

import sys
import time
from types import TracebackType
from typing import Self, TextIO

from index.report import Progress
from index.terminal import beneath, one_line, write_to

_EVERY_SECONDS = 0.2  # between two updates on a terminal
_LOGGED_SECONDS = 10.0  # the same where the output is a file or a pipe
_COUNTED = {"reading": "articles read", "encoding": "passages encoded"}


class ProgressLine:
    """Tells progress on a stream: one line rewritten on a terminal, now and then a line elsewhere.

    Args:
        stream: standard error unless given, so that standard output holds only results.
    """

    def __init__(self, stream: TextIO | None = None) -> None:
        self._stream = beneath(stream or sys.stderr)
        self._rewrites = self._stream.isatty()
        self._told = time.monotonic()
        self._stage_started = self._told
        self._stage = ""

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self._rewrites:
            write_to(self._stream, "\r\x1b[K")

    def __call__(self, progress: Progress) -> None:
        """Tell, unless something was told just before."""
        now = time.monotonic()
        if progress.stage != self._stage:
            self._stage, self._stage_started = progress.stage, now
            if not self._rewrites:  # a log is told how work goes on, not that it began
                return
        elif now - self._told < (_EVERY_SECONDS if self._rewrites else _LOGGED_SECONDS):
            return
        self._told = now
        line = one_line(self._line(progress, now - self._stage_started))
        write_to(self._stream, f"\r\x1b[K{line}" if self._rewrites else line + "\n")

    def _line(self, progress: Progress, seconds: float) -> str:
        if progress.stage == "writing":
            return "writing the index"
        what = _COUNTED.get(progress.stage, progress.stage)
        if progress.total is None:
            return f"{progress.done:,} {what}"
        line = f"{progress.done:,} of {progress.total:,} {what}"
        if progress.done and seconds > 1:
            left = seconds / progress.done * (progress.total - progress.done)
            line += f", {_duration(left)} left"
        return line


def _duration(seconds: float) -> str:
    if seconds < 90:
        return f"{seconds:.0f} s"
    if seconds < 5400:
        return f"{seconds / 60:.0f} min"
    return f"{seconds / 3600:.1f} h"
