"""Questions at work: as many as there is room for, in turns of their askers."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Coroutine, Iterator

import pytest

from qa.errors import LlmFailed, TooBusy
from qa.page.actions import gate as gates
from qa.page.actions.gate import Capacity, Gate, Place, in_turn
from tests.loop import run as run_apart

ROOMY = Capacity(at_once=2, of_one_at_once=2, in_all=100, of_one=100)


class Line:
    """Work that lasts until it is let go, and the order in which it was begun."""

    def __init__(self, gate: Gate) -> None:
        self.gate = gate
        self.begun: list[str] = []
        self.places: dict[str, Place] = {}
        self._ends: dict[str, threading.Event] = {}
        self._changed = threading.Condition()

    def come(self, who: str, name: str) -> None:
        end = self._ends[name] = threading.Event()

        def work() -> None:
            with self._changed:
                self.begun.append(name)
                self._changed.notify_all()
            end.wait(10)

        self.places[name] = self.gate.enter(who, work)

    def end(self, name: str) -> None:
        self._ends[name].set()

    def end_all(self) -> None:
        for end in self._ends.values():
            end.set()

    def await_begun(self, count: int) -> list[str]:
        with self._changed:
            assert self._changed.wait_for(lambda: len(self.begun) >= count, 10)
            return self.begun[:]


@pytest.fixture
def line(request: pytest.FixtureRequest) -> Iterator[Line]:
    made = Line(Gate(getattr(request, "param", ROOMY)))
    yield made
    made.end_all()


def test_one_askers_questions_are_begun_in_the_order_they_came(line: Line) -> None:
    assert not line.gate.busy
    for number in range(6):
        line.come("ada", str(number))
    assert line.await_begun(2) == ["0", "1"]
    assert [line.places[str(n)].before for n in range(6)] == [None, None, 0, 1, 2, 3]
    assert line.gate.busy
    for number in range(4):
        line.end(str(number))
        line.await_begun(number + 3)
    assert line.begun == ["0", "1", "2", "3", "4", "5"]


@pytest.mark.parametrize("line", [Capacity(2, 1, 9, 9)], indirect=True)
def test_askers_take_turns_and_none_has_all_the_threads(line: Line) -> None:
    for number in range(3):
        line.come("ada", f"ada {number}")
    assert line.await_begun(1) == ["ada 0"]
    line.come("ben", "ben 0")
    assert line.await_begun(2) == ["ada 0", "ben 0"]
    line.come("eve", "eve 0")
    assert [line.places[name].before for name in ("eve 0", "ada 1", "ada 2")] == [0, 1, 2]
    line.end("ada 0")
    assert line.await_begun(3)[2] == "eve 0"
    line.end("ben 0")
    assert line.await_begun(4)[3] == "ada 1"


@pytest.mark.parametrize("line", [Capacity(1, 1, 4, 3)], indirect=True)
def test_there_is_room_for_so_many_and_a_place_given_up_is_free(line: Line) -> None:
    for number in range(3):
        line.come("ada", str(number))
    with pytest.raises(TooBusy, match="3 of your questions"):
        line.come("ada", "more")
    line.come("ben", "ben")
    with pytest.raises(TooBusy, match="4 questions are waiting"):
        line.come("eve", "more")
    line.places["1"].leave()
    line.places["1"].leave()
    line.come("eve", "eve")
    line.end_all()
    assert "1" not in line.await_begun(4)


def test_work_that_fails_lets_the_next_begin(caplog: pytest.LogCaptureFixture) -> None:
    gate, done = Gate(Capacity(1, 1, 9, 9)), threading.Event()

    def fail() -> None:
        raise ValueError("once")

    gate.enter("ada", fail)
    gate.enter("ada", done.set)
    assert done.wait(10)
    assert "once" in caplog.text


def test_waiting_in_turn_holds_no_thread_and_ends_when_nobody_listens(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(gates, "SIGN_SECONDS", 0.05)
    gate = Gate(Capacity(1, 1, 99, 99))
    stops = [threading.Event() for _ in range(50)]

    def waits(stop: threading.Event) -> Coroutine[None, None, bool]:
        return in_turn(gate, "ada", lambda: stop.wait(10), stop, lambda: not stops[0].is_set())

    async def wait() -> list[bool | BaseException]:
        before = threading.active_count()
        tasks = [asyncio.create_task(waits(stop)) for stop in stops]
        await asyncio.sleep(0.2)
        assert threading.active_count() <= before + 1
        stops[0].set()
        return await asyncio.gather(*tasks, return_exceptions=True)

    first, *others = run_apart(wait())
    assert first is True or isinstance(first, LlmFailed)
    assert all(isinstance(one, LlmFailed) for one in others)
    assert all(stop.is_set() for stop in stops)


def test_in_turn_gives_what_the_work_gives() -> None:
    gate, stop = Gate(ROOMY), threading.Event()

    def fail() -> None:
        raise LookupError("gone")

    assert run_apart(in_turn(gate, "ada", lambda: 7, stop, lambda: True)) == 7
    with pytest.raises(LookupError, match="gone"):
        run_apart(in_turn(gate, "ada", fail, threading.Event(), lambda: True))
