"""First come, first served: so many at once, and so many an hour of one asker."""

from __future__ import annotations

import threading
import time
from collections import OrderedDict, deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager

_MOST_ASKERS = 10_000  # that are remembered; the one not heard of for longest is forgotten


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


class RateLimit:
    """How often one asker may do something.

    Args:
        most: times within any `seconds`.
        now: tells the time in seconds.
    """

    def __init__(
        self, most: int, seconds: float = 60.0, now: Callable[[], float] = time.monotonic
    ) -> None:
        self._most, self._seconds, self._now = most, seconds, now
        self._lock = threading.Lock()
        self._times: OrderedDict[str, deque[float]] = OrderedDict()

    def wait(self, asker: str) -> float:
        """Count one more time: 0 when it is allowed, else the seconds until it will be."""
        with self._lock:
            now = self._now()
            times = self._times.setdefault(asker, deque())
            self._times.move_to_end(asker)
            if len(self._times) > _MOST_ASKERS:
                self._times.popitem(last=False)
            while times and times[0] <= now - self._seconds:
                times.popleft()
            if len(times) >= self._most:
                return times[0] + self._seconds - now
            times.append(now)
            return 0.0
