"""Time: how long each step took, and loading one thing while another works."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from concurrent.futures import Future
from contextlib import contextmanager
from dataclasses import dataclass, field
from threading import Thread
from typing import TypeVar

T = TypeVar("T")


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


def load_in_background(load: Callable[[], T]) -> Future[T]:
    """Start loading something; `result()` waits for it, and raises what loading raised.

    The process does not end before it is loaded: native code must not be torn down at work.
    """
    future: Future[T] = Future()

    def work() -> None:
        try:
            future.set_result(load())
        except BaseException as error:  # handed to whoever waits
            future.set_exception(error)

    Thread(target=work).start()
    return future
