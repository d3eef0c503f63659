"""Whoever prepares the articles, the index is the same; and what is left of the processes."""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from index.build import build
from index.building import processes
from index.building.processes import Processes
from index.building.workers import ThisProcess, in_order
from index.building.workers_named import workers_named
from index.errors import UsageError
from index.reading.guard import Guard
from index.verify import verify
from tests.conftest import SEEDS
from tests.index.conftest import FakeEncoder
from tests.index.indexes import stored

DIES = "import os, signal; os.kill(os.getpid(), signal.SIGKILL)"


@pytest.fixture(scope="module")
def alone(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An index of the seeds that one process made."""
    folder = tmp_path_factory.mktemp("alone") / "index"
    build(SEEDS, folder, fill_vectors=False, workers=ThisProcess())
    return folder


@pytest.fixture(autouse=True)
def small_chunks(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("index.building.workers._CHUNK_ARTICLES", 3)


def test_two_processes_make_the_same_index(alone: Path, tmp_path: Path) -> None:
    report = build(SEEDS, tmp_path / "index", fill_vectors=False, workers=Processes(2))
    assert not report.notes
    assert stored(tmp_path / "index") == stored(alone)
    assert verify(tmp_path / "index") == []


@pytest.mark.slow
def test_processes_that_die_lose_nothing(
    alone: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(processes, "COMMAND", DIES)
    report = build(SEEDS, tmp_path / "index", fill_vectors=False, workers=Processes(1))
    assert "--workers 0" in " ".join(report.notes)
    assert stored(tmp_path / "index") == stored(alone)


@pytest.mark.slow
def test_no_process_is_left_when_a_build_is_interrupted(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    started: list[int] = []
    begin = Guard._start

    def watched(guard: Guard) -> object:
        child = begin(guard)
        started.append(child.process.pid)
        return child

    def interrupt(_: object) -> None:
        if started:
            raise KeyboardInterrupt

    monkeypatch.setattr(Guard, "_start", watched)
    monkeypatch.setattr("index.building.workers._CHUNK_ARTICLES", 1)
    with pytest.raises(KeyboardInterrupt):
        build(SEEDS, tmp_path / "index", progress=interrupt, workers=Processes(1))
    assert started
    for pid in started:
        with pytest.raises(ProcessLookupError):
            os.kill(pid, signal.SIG_DFL)
    assert not list((tmp_path / "index" / "generations").iterdir())


def test_a_small_collection_starts_no_process(
    tmp_path: Path, fake: FakeEncoder, seeds: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("index.building.processes.Guard", None)
    assert len(build(seeds, tmp_path / "index").added) == 3


def test_work_comes_in_order_and_is_begun_a_little_ahead() -> None:
    begun: list[int] = []

    def begin(number: int) -> Callable[[], int]:
        begun.append(number)
        return lambda: number * 10

    works = in_order(range(6), begin, 2)
    assert next(works) == (0, 0)
    assert begun == [0, 1, 2]
    assert list(works) == [(n, n * 10) for n in range(1, 6)]


def test_workers_by_name() -> None:
    for name, kind in (("0", ThisProcess), ("3", Processes), (None, Processes)):
        with workers_named(name) as workers:
            assert isinstance(workers, kind)
    for wrong in ("two", "-1", "1.5", "9999", "", "rays:x"):
        with pytest.raises(UsageError, match="--workers"), workers_named(wrong):
            pass


def test_without_ray_a_message_says_how_to_install_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "ray", None)
    with pytest.raises(UsageError, match=r"pip install .*\[ray\]"), workers_named("ray"):
        pass
