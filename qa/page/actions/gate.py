"""A limit on how many questions are answered at once: first come, first served."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager


class Gate:
    """Lets `at_once` pass at a time, strictly in the order they came."""

    def __init__(self, at_once: int) -> None:
        self._at_once = at_once
        self._changed = threading.Condition()
        self._tickets = self._done = 0

    @property
    def came(self) -> int:
        """How many have come so far, those who wait included."""
        return self._tickets

    @property
    def busy(self) -> bool:
        """Whether anybody is passing or waits to."""
        with self._changed:
            return self._tickets > self._done

    @contextmanager
    def passing(self) -> Iterator[None]:
        """Wait for one's turn, and hold the place for what happens inside."""
        with self._changed:
            ticket = self._tickets
            self._tickets += 1
            self._changed.wait_for(lambda: ticket < self._done + self._at_once)
        try:
            yield
        finally:
            with self._changed:
                self._done += 1
                self._changed.notify_all()
