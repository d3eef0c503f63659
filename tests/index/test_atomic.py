"""Killed, crowded out or out of disk: the index that was there stays whole."""

from __future__ import annotations

import errno
import os
import sqlite3
import threading
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from filelock import FileLock

from index.article import Filters
from index.build import add, build, remove
from index.errors import BuildError, IndexBusy, IndexMissing
from index.store import open_index
from index.verify import verify
from tests.index.conftest import FakeEncoder, contents, write_article
from tests.index.kills import kill_many


def test_a_killed_build_harms_nothing_and_is_taken_up_again(
    tmp_path: Path, fake: FakeEncoder
) -> None:
    kill_many(tmp_path, 4)


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
        "index.building.folder_store.shutil.copyfile",
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
                seen.add(index.name)
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
