"""One change of the index at a time."""

from __future__ import annotations

import threading

import pytest

from index.errors import IndexBusy
from index.report import BuildReport, Progress
from qa.page.actions.changing import Changing


def test_one_changes_the_index_at_a_time() -> None:
    changing, first_in, go_on = Changing(), threading.Event(), threading.Event()
    order: list[str] = []

    def first(tell: object) -> BuildReport:
        first_in.set()
        go_on.wait(20)
        order.append("first")
        return BuildReport()

    def second(tell: object) -> BuildReport:
        order.append("second")
        return BuildReport()

    told: list[Progress] = []
    one = threading.Thread(target=changing.change, args=(first, told.append))
    one.start()
    assert first_in.wait(20)
    assert changing.wanted

    def hear(progress: Progress) -> None:
        told.append(progress)
        go_on.set()

    changing.change(second, hear)
    one.join(20)
    assert order == ["first", "second"]
    assert [progress.stage for progress in told] == ["waiting for another change of the index"]
    assert not changing.wanted


def test_a_busy_index_is_waited_for_but_not_for_ever() -> None:
    tries: list[int] = []

    def work(tell: object) -> BuildReport:
        tries.append(1)
        if len(tries) < 3:
            raise IndexBusy("another build")
        return BuildReport()

    assert Changing().change(work, lambda _: None) == BuildReport()
    assert len(tries) == 3
    tries.clear()
    with pytest.raises(IndexBusy):
        Changing(patience=0).change(work, lambda _: None)
    assert not Changing().wanted
