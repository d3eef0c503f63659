"""Time: how long each step took, how long all may take, loading one thing while another works."""

from __future__ import annotations

import time
from argparse import ArgumentTypeError
from collections.abc import Callable, Iterator
from concurrent.futures import Future
from contextlib import contextmanager
from dataclasses import dataclass, field
from threading import Thread
from threading import enumerate as enumerate_threads
from typing import TypeVar

from qa.errors import TookTooLong

T = TypeVar("T")

DEFAULT_TIMEOUT = 60.0  # seconds; a question takes one, on a busy machine a few
_DAY = 86_400
_WORKING = "question"  # the name of threads that work under a deadline


@dataclass
class Clock:
    """Milliseconds by step, in the order the steps ended."""

    timings_ms: dict[str, float] = field(default_factory=dict)

    @contextmanager
    def step(self, name: str) -> Iterator[None]:
        """Time what happens inside."""
        started = time.perf_counter()
        try:
            yield
        finally:
            self.timings_ms[name] = round((time.perf_counter() - started) * 1000, 1)


@dataclass
class Deadline:
    """The time left for the work of a question; what is waited for otherwise is not counted.

    Work is done in a thread, so that waiting for it ends in time even where native code hangs. Such
    a thread cannot be ended, and goes on as long as the process does.

    Attributes:
        seconds: how many are left.
    """

    seconds: float

    def run(self, work: Callable[[], T]) -> T:
        """Do a piece of work; returns and raises what it does.

        Raises:
            TookTooLong: the time was up before it was done.
        """
        allowed, started = self.seconds, time.monotonic()
        done = _started(work, _WORKING, daemon=True)
        try:
            return done.result(max(allowed, 0.0))
        except TimeoutError:
            if done.done():  # that is what the work raised
                raise
            raise TookTooLong(
                "the question took longer than it may and was given up; allow it more seconds with "
                "--timeout, and if it comes to nothing again, see whether the index is whole with: "
                "python -m index verify"
            ) from None
        finally:
            self.seconds = allowed - (time.monotonic() - started)


def seconds(text: str) -> float:
    """The seconds that an option gives: more than 0, at most a day.

    Raises:
        ArgumentTypeError: it gives something else.
    """
    try:
        given = float(text)
    except ValueError:
        given = 0.0
    if not 0 < given <= _DAY:
        raise ArgumentTypeError(f"{text!r} is not a number of seconds above 0 and up to {_DAY:,}")
    return given


def work_is_left() -> bool:
    """Whether work goes on that nobody waits for any more: the process cannot end in order."""
    return any(thread.name == _WORKING for thread in enumerate_threads())


def load_in_background(load: Callable[[], T]) -> Future[T]:
    """Start loading something; `result()` waits for it, and raises what loading raised.

    The process does not end before it is loaded: native code must not be torn down at work.
    """
    return _started(load, "load", daemon=False)


def _started(work: Callable[[], T], name: str, *, daemon: bool) -> Future[T]:
    future: Future[T] = Future()

    def run() -> None:
        try:
            future.set_result(work())
        except BaseException as error:  # handed to whoever waits
            future.set_exception(error)

    Thread(target=run, name=name, daemon=daemon).start()
    return future
