"""Killed, crowded out or out of disk: the index that was there stays whole."""

from __future__ import annotations

import errno
import multiprocessing
import os
import random
import sqlite3
import threading
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from filelock import FileLock

from index.article import Filters
from index.build import add, build, remove
from index.building.pending_vectors import PendingVectors
from index.errors import BuildError, IndexBusy, IndexMissing
from index.store import open_index
from index.verify import verify
from tests.index.builds import slow_build, write_many
from tests.index.conftest import FakeEncoder, contents, write_article

_PASSAGES = 400


def pending_count(folder: Path) -> int:
    """How many vectors a killed build left; opening recovers what it was writing."""
    if not (folder / "pending.sqlite").exists():
        return 0
    pending = PendingVectors(folder / "pending.sqlite")
    try:
        return int(pending._db.execute("SELECT count(*) FROM summed").fetchone()[0])
    finally:
        pending.close()


def kill_many(tmp_path: Path, runs: int) -> None:
    """Kill builds at random moments; after each, the index is whole and the next build ends."""
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["tests.index.builds"])
    seeds, folder, signal = tmp_path / "seeds", tmp_path / "index", tmp_path / "signal"
    dice = random.Random(runs)
    reused = 0
    write_many(seeds, 0)
    for run in range(runs):
        before = open_index(folder) if (folder / "CURRENT").exists() else None
        held = contents(before) if before else None
        write_many(seeds, run)
        signal.unlink(missing_ok=True)
        process = context.Process(target=slow_build, args=(seeds, folder, signal))
        process.start()
        batches = dice.choice([0, 1, 3])
        while process.is_alive() and (not signal.exists() or signal.stat().st_size < batches):
            time.sleep(0.002)
        time.sleep(dice.uniform(0, 0.05 if batches else 0.9))
        process.kill()
        process.join()
        left = pending_count(folder)
        missing = _PASSAGES if before is None else _PASSAGES // 2
        if (folder / "CURRENT").exists():
            assert verify(folder) == []
            after = open_index(folder)
            if before and after.generation == before.generation:
                assert contents(after) == held
            else:  # published: with words alone, or whole
                assert after.manifest.counts.passages == _PASSAGES
                missing = _PASSAGES - after.manifest.counts.vectors
        else:
            with pytest.raises(IndexMissing):
                open_index(folder)
        report = build(seeds, folder)
        assert report.encoded == max(missing - left, 0)
        reused += min(missing, left)
        assert report.passages == _PASSAGES
        assert verify(folder) == []
        assert len(list((folder / "generations").iterdir())) == 1
        if run % 5 == 2:  # and begin again from nothing
            for path in sorted(folder.rglob("*"), reverse=True):
                path.rmdir() if path.is_dir() else path.unlink()
    assert reused > 0


def test_a_killed_build_harms_nothing_and_is_taken_up_again(
    tmp_path: Path, fake: FakeEncoder
) -> None:
    kill_many(tmp_path, 10)


@pytest.mark.slow
def test_many_killed_builds_harm_nothing(tmp_path: Path, fake: FakeEncoder) -> None:
    kill_many(tmp_path, 50)


@pytest.fixture
def folder(tmp_path: Path, seeds: Path, fake: FakeEncoder) -> Path:
    """An index of the seeds, which have changed since."""
    build(seeds, tmp_path / "index")
    write_article(seeds, "storm", "Storm nears", "The storm is over. Roads are open.")
    return tmp_path / "index"


@pytest.mark.parametrize("code", [errno.ENOSPC, errno.EROFS])
@pytest.mark.parametrize(
    "point",
    [
        "index.storage.generations.os.replace", "index.storage.manifest.os.fsync",
        "index.building.staging.shutil.copyfile",
        "index.store.VectorIndex.write", "index.building.lock.FileLock.acquire",
        "index.storage.generations.Path.mkdir",
    ],
)  # fmt: skip
def test_a_disk_that_takes_no_more_harms_nothing(
    folder: Path, seeds: Path, monkeypatch: pytest.MonkeyPatch, point: str, code: int
) -> None:
    def fail(*_: object, **__: object) -> None:
        raise OSError(code, os.strerror(code))

    _refuse(folder, seeds, monkeypatch, point, fail, os.strerror(code))


@pytest.mark.parametrize(
    "point",
    [
        "index.building.run.PendingVectors.put", "index.building.run.PendingVectors.__init__",
        "index.storage.database_writer.DatabaseWriter.commit",
        "index.storage.database_writer.DatabaseWriter.put",
    ],
)  # fmt: skip
def test_a_database_that_takes_no_more_harms_nothing(
    folder: Path, seeds: Path, monkeypatch: pytest.MonkeyPatch, point: str
) -> None:
    def fail(*_: object, **__: object) -> None:
        raise sqlite3.OperationalError("database or disk is full")

    _refuse(folder, seeds, monkeypatch, point, fail, "database or disk is full")


def _refuse(
    folder: Path,
    seeds: Path,
    patch: pytest.MonkeyPatch,
    point: str,
    fail: Callable[..., None],
    why: str,
) -> None:
    held = contents(open_index(folder))
    with patch.context() as broken:
        broken.setattr(point, fail)
        with pytest.raises(BuildError, match=f"{why}.*unharmed; free some space") as caught:
            build(seeds, folder)
    assert str(folder) in str(caught.value)
    assert contents(open_index(folder)) == held
    assert verify(folder) == []
    assert [path.name for path in (folder / "generations").iterdir()] == ["000001"]
    left = {path.name for path in folder.iterdir()}
    assert left - {"pending.sqlite"} == {"CURRENT", "build.lock", "generations"}
    report = build(seeds, folder)
    assert report.changed == ("storm.md",)
    assert verify(folder) == []
    assert not (folder / "pending.sqlite").exists()


def test_a_first_build_that_fails_leaves_no_index(
    tmp_path: Path, seeds: Path, fake: FakeEncoder, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    with monkeypatch.context() as broken:
        broken.setattr("index.storage.generations.os.replace", fail)
        with pytest.raises(BuildError, match="No space left"):
            build(seeds, tmp_path / "index")
    with pytest.raises(IndexMissing, match="make one with: python -m index build SEEDS"):
        open_index(tmp_path / "index")
    report = build(seeds, tmp_path / "index")
    assert (report.passages, report.encoded) == (3, 0)  # the vectors were kept


def test_a_broken_file_of_pending_vectors_is_made_anew(folder: Path, seeds: Path) -> None:
    (folder / "pending.sqlite").write_bytes(b"no database at all" * 100)
    assert build(seeds, folder).encoded == 1
    assert verify(folder) == []


def test_an_interrupt_leaves_the_old_index(
    folder: Path, seeds: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def interrupt(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as broken:
        broken.setattr("index.store.VectorIndex.write", interrupt)
        with pytest.raises(KeyboardInterrupt):
            build(seeds, folder)
    assert [path.name for path in (folder / "generations").iterdir()] == ["000001"]
    assert build(seeds, folder).encoded == 0  # taken up again


def test_a_second_build_at_the_same_time_is_refused_at_once(folder: Path, seeds: Path) -> None:
    with FileLock(folder / "build.lock"):
        started = time.monotonic()
        with pytest.raises(IndexBusy, match="wait until it has finished"):
            build(seeds, folder)
        with pytest.raises(IndexBusy, match="wait until it has finished"):
            add([seeds / "storm.md"], folder)
        with pytest.raises(IndexBusy, match="wait until it has finished"):
            remove(["storm.md"], folder)
        assert time.monotonic() - started < 2
        assert open_index(folder).words(["storm"], 5, Filters())  # reading goes on
    build(seeds, folder)


def test_readers_never_see_a_generation_half_done(folder: Path, seeds: Path) -> None:
    old = open_index(folder)
    stop = threading.Event()
    failures: list[BaseException] = []
    seen: set[str] = set()

    def read() -> None:
        try:
            while not stop.is_set():
                index = open_index(folder)
                seen.add(index.generation.name)
                assert len(contents(index)) == index.manifest.counts.passages
                assert len(index.words(["storm"], 5, Filters())) == 1
        except BaseException as error:  # told in the main thread
            failures.append(error)

    readers = [threading.Thread(target=read) for _ in range(3)]
    for reader in readers:
        reader.start()
    for edition in range(10):
        write_article(seeds, "storm", "Storm nears", f"The storm is over. Edition {edition}.")
        build(seeds, folder)
    stop.set()
    for reader in readers:
        reader.join()
    assert failures == []
    assert len(seen) > 1
    assert old.article("storm.md").text.startswith("A storm nears")
    assert len(old.words(["storm"], 5, Filters())) == 1
    assert open_index(folder).article("storm.md").text.endswith("Edition 9.")
