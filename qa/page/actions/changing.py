"""One change of the index at a time; the filling in of vectors steps aside for it."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from typing import TypeVar

from index.errors import IndexBusy
from index.report import Progress, Tell
from qa.page import strings

Result = TypeVar("Result")


class Changing:
    """Those who want to change the index, in this process.

    Args:
        patience: seconds to wait for a build that this process does not know of.
    """

    def __init__(self, patience: float = 60.0) -> None:
        self._patience = patience
        self._busy, self._counting = threading.Lock(), threading.Lock()
        self._wanting = 0

    @property
    def wanted(self) -> bool:
        """Whether anybody changes the index or waits for it: others step aside."""
        return self._wanting > 0

    def change(self, work: Callable[[Tell], Result], tell: Tell) -> Result:
        """Do some work when nobody else changes the index.

        Args:
            work: changes the index; tells its progress to what it is given, and may be called
                again when the index was busy.
            tell: told how far it is.

        Raises:
            IndexBusy: it is still busy after the patience.
            Otherwise as the work does.
        """
        waiting = Progress(strings.WAITING, 0, None)
        self._count(1)
        try:
            if not self._busy.acquire(blocking=False):
                tell(waiting)
                self._busy.acquire()
            try:
                until = time.monotonic() + self._patience
                while True:
                    try:
                        return work(tell)
                    except IndexBusy:
                        if time.monotonic() >= until:
                            raise
                        tell(waiting)
                        time.sleep(0.1)
            finally:
                self._busy.release()
        finally:
            self._count(-1)

    def _count(self, more: int) -> None:
        with self._counting:
            self._wanting += more
