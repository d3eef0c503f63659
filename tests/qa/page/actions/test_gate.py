"""First come, first served."""

from __future__ import annotations

import threading
import time

import pytest

from qa.page.actions.gate import Gate


@pytest.mark.parametrize("at_once", [1, 2])
def test_all_pass_in_the_order_they_came_and_never_too_many(at_once: int) -> None:
    gate, order, inside, most = Gate(at_once), list[int](), set[int](), list[int]()
    first = threading.Event()
    assert not gate.busy

    def pass_by(number: int) -> None:
        with gate.passing():
            inside.add(number)
            most.append(len(inside))
            order.append(number)
            first.wait(10)
            inside.discard(number)

    threads = []
    for number in range(20):
        threads.append(threading.Thread(target=pass_by, args=(number,)))
        threads[-1].start()
        while gate.came <= number:
            time.sleep(0.0005)
    assert gate.busy
    first.set()
    for thread in threads:
        thread.join(10)
    assert sorted(order) == list(range(20))
    assert order == sorted(order) or at_once > 1  # two that pass at once may note it crosswise
    assert max(most) <= at_once


def test_one_who_fails_lets_the_next_in() -> None:
    gate = Gate(1)
    for _ in range(3):
        try:
            with gate.passing():
                raise ValueError
        except ValueError:
            pass
    with gate.passing():
        pass
