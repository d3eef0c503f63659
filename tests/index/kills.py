"""Kills builds at random moments, and looks at what is left."""

from __future__ import annotations

import multiprocessing
import random
import time
from pathlib import Path

from index.build import build
from index.building.pending_vectors import PendingVectors
from index.errors import IndexMissing
from index.store import FolderIndex, open_folder
from index.verify import verify
from tests.index.builds import slow_build, write_many
from tests.index.conftest import contents

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


def _opened(folder: Path) -> FolderIndex | None:
    """The index, None where there is none yet; one that was not named yet is found all the same."""
    try:
        return open_folder(folder)
    except IndexMissing:
        return None


def kill_many(tmp_path: Path, runs: int) -> None:
    """Kill builds at random moments; after each, the index is whole and the next build ends."""
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["tests.index.builds"])
    seeds, folder, signal = tmp_path / "seeds", tmp_path / "index", tmp_path / "signal"
    dice = random.Random(runs)
    reused = 0
    write_many(seeds, 0)
    for run in range(runs):
        before = open_folder(folder) if (folder / "CURRENT").exists() else None
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
        after, named = _opened(folder), (folder / "CURRENT").exists()
        if after:
            assert not named or verify(folder) == []
            if before and after.generation == before.generation:
                assert contents(after) == held
            else:  # published: with words alone, or whole
                assert after.manifest.counts.passages == _PASSAGES
                missing = _PASSAGES - after.manifest.counts.vectors
        report = build(seeds, folder)
        if named or not after:
            assert report.encoded == max(missing - left, 0)
            reused += min(missing, left)
        assert report.passages == _PASSAGES
        assert verify(folder) == []
        assert len(list((folder / "generations").iterdir())) == 1
        if run % 5 == 2:  # and begin again from nothing
            for path in sorted(folder.rglob("*"), reverse=True):
                path.rmdir() if path.is_dir() else path.unlink()
    assert reused > 0
