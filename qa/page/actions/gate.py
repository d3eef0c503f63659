"""Questions at work, in a few threads of their own: how many, of whom, and who comes next.

Whoever waits holds no thread. Askers take turns: a second question of one waits behind the first of
another, whichever came earlier.
"""

from __future__ import annotations

import asyncio
import logging
import threading
from bisect import insort
from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import dataclass
from typing import TypeVar

from qa.errors import LlmFailed, TooBusy
from qa.page import strings

log = logging.getLogger(__name__)
Result = TypeVar("Result")

SIGN_SECONDS = 2.0  # between two looks whether anybody still listens


class NobodyListens(LlmFailed):
    """Who asked has gone."""


@dataclass(frozen=True, slots=True)
class Capacity:
    """How many questions there is room for.

    Attributes:
        at_once: at work at a time: so many threads.
        of_one_at_once: of one asker at work at a time.
        in_all: at work and waiting.
        of_one: of one asker, at work and waiting.
    """

    at_once: int
    of_one_at_once: int
    in_all: int
    of_one: int


class Place:
    """One question's place, from the moment it came until it is over."""

    def __init__(self, gate: Gate, who: str, turn: int, work: Callable[[], object]) -> None:
        self._gate, self.who, self.turn, self.work = gate, who, turn, work

    @property
    def before(self) -> int | None:
        """How many questions are answered before this one; None once its turn has come."""
        return self._gate.before(self)

    def leave(self) -> None:
        """Give the place up: nothing happens where the work has begun, which has its own way."""
        self._gate.drop(self)


class Gate:
    """Lets questions be worked at; see `Capacity` for how many."""

    def __init__(self, capacity: Capacity) -> None:
        self._capacity = capacity
        self._lock = threading.Lock()
        self._waiting: list[Place] = []  # in the order of their turns
        self._working: list[Place] = []
        self._turn = 0  # of the latest that was begun

    @property
    def busy(self) -> bool:
        """Whether anything is worked at or waits."""
        with self._lock:
            return bool(self._waiting or self._working)

    @property
    def load(self) -> tuple[int, int]:
        """How many questions wait, and how many are worked at."""
        with self._lock:
            return len(self._waiting), len(self._working)

    def enter(self, who: str, work: Callable[[], object]) -> Place:
        """Have some work done in a thread when its turn comes.

        Args:
            who: asks.
            work: is done; what it raises is logged and lost.

        Raises:
            TooBusy: there is no more room, for anybody or for this asker.
        """
        with self._lock:
            mine = [one.turn for one in (*self._working, *self._waiting) if one.who == who]
            if len(mine) >= self._capacity.of_one:
                raise TooBusy(strings.TOO_MANY_OF_YOURS.format(count=len(mine)))
            if len(self._working) + len(self._waiting) >= self._capacity.in_all:
                raise TooBusy(strings.TOO_MANY_WAIT.format(count=self._capacity.in_all))
            # a turn holds one question of each asker
            turn = max(self._turn, max(mine, default=-1) + 1)
            place = Place(self, who, turn, work)
            insort(self._waiting, place, key=lambda one: one.turn)
            self._start()
        return place

    def before(self, place: Place) -> int | None:
        """See `Place.before`."""
        with self._lock:
            return self._waiting.index(place) if place in self._waiting else None

    def drop(self, place: Place) -> None:
        """See `Place.leave`."""
        with self._lock:
            if place in self._waiting:
                self._waiting.remove(place)

    def _start(self) -> None:
        """Begin what may begin; under the lock."""
        for place in self._waiting[:]:
            if len(self._working) >= self._capacity.at_once:
                return
            at_work = sum(one.who == place.who for one in self._working)
            if at_work < self._capacity.of_one_at_once:
                self._waiting.remove(place)
                self._working.append(place)
                self._turn = max(self._turn, place.turn)
                threading.Thread(target=self._do, args=(place,), name="ask", daemon=True).start()

    def _do(self, place: Place) -> None:
        try:
            place.work()
        except Exception:
            log.exception("a question's work failed")
        finally:
            with self._lock:
                self._working.remove(place)
                self._start()


async def in_turn(
    gate: Gate,
    who: str,
    work: Callable[[], Result],
    stop: threading.Event,
    listening: Callable[[], bool],
) -> Result:
    """What some work gives, which is done when its turn comes. No thread waits.

    Args:
        gate: where it waits.
        who: asks.
        work: is done in a thread; what it raises is raised here.
        stop: is set when nobody waits for it any more; the work is to end then.
        listening: says whether anybody still waits.

    Raises:
        TooBusy: see `Gate.enter`.
        NobodyListens: who asked has gone.
    """
    future: Future[Result] = Future()

    def run() -> None:
        if stop.is_set():
            return
        try:
            future.set_result(work())
        except BaseException as error:  # handed to who waits
            future.set_exception(error)

    place = gate.enter(who, run)
    try:
        waited = asyncio.wrap_future(future)
        waited.add_done_callback(lambda done: done.exception())  # also when nobody waits any more
        while not (await asyncio.wait((waited,), timeout=SIGN_SECONDS))[0]:
            if not listening():
                raise NobodyListens(strings.STOPPED)
        return waited.result()
    finally:
        stop.set()
        place.leave()
