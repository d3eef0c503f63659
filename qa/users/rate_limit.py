"""A limit on the questions a minute of one asker."""

from __future__ import annotations

import threading
import time
from collections import OrderedDict, deque
from collections.abc import Callable

_MOST_ASKERS = 10_000  # that are remembered; the one not heard of for longest is forgotten


class RateLimit:
    """How often one asker may do something.

    Args:
        most: times within any `seconds`; an asker not heard of for so long is forgotten.
        now: tells the time in seconds.
    """

    def __init__(
        self, most: int, seconds: float = 60.0, now: Callable[[], float] = time.monotonic
    ) -> None:
        self._most, self._seconds, self._now = most, seconds, now
        self._lock = threading.Lock()
        self._times: OrderedDict[str, deque[float]] = OrderedDict()  # last heard of last

    def wait(self, asker: str) -> float:
        """Count one more time: 0 when it is allowed, else the seconds until it will be."""
        with self._lock:
            now = self._now()
            self._forget(now)
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

    def __len__(self) -> int:
        """How many askers are remembered."""
        return len(self._times)

    def _forget(self, now: float) -> None:
        """Forget those not heard of for as long as a limit lasts."""
        while self._times:
            asker, times = next(iter(self._times.items()))
            if times and times[-1] > now - self._seconds:
                return
            del self._times[asker]
