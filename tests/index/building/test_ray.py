"""A Ray cluster of two nodes on this machine: the same index, whatever is lost on the way."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pytest

from index.build import build
from index.building.ray_workers import connected
from index.building.workers import ThisProcess
from index.errors import BuildError
from index.report import Progress
from index.split import SplitSettings
from index.store import open_folder
from index.verify import verify
from tests.index.conftest import write_article
from tests.index.indexes import stored
from tests.index.kills import pending_count

os.environ.update({"RAY_USAGE_STATS_ENABLED": "0", "RAY_worker_niceness": "0"})
ray = pytest.importorskip("ray", reason="needs Ray: pip install -e '.[ray]'")
pytestmark = [
    pytest.mark.slow,
    pytest.mark.filterwarnings("default"),  # Ray leaves sockets and files to the collector
]
_ARTICLES, _PARTS = 12, 50
_SPLIT = SplitSettings(16)  # short passages: quick to encode
_MEMORY_BYTES = 80_000_000  # of each node for what tasks hand over


@dataclass(frozen=True, slots=True)
class TwoNodes:
    """Where the cluster is, and what ends the second node at once."""

    address: str
    kill_second: Callable[[], object]


@pytest.fixture
def cluster() -> Iterator[TwoNodes]:
    """A cluster of two nodes with a core each."""
    from ray.cluster_utils import Cluster  # type: ignore[import-not-found,unused-ignore]

    node = {"num_cpus": 1, "object_store_memory": _MEMORY_BYTES, "include_dashboard": False}
    made = Cluster(initialize_head=True, head_node_args=node)
    second = made.add_node(**node)
    yield TwoNodes(made.address, lambda: made.remove_node(second, allow_graceful=False))
    ray.shutdown()
    made.shutdown()


@pytest.fixture(scope="module")
def seeds(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Articles of several passages, one in a format that is read under guard."""
    folder = tmp_path_factory.mktemp("seeds")
    for number in range(_ARTICLES):
        parts = [f"Ship {number} sailed on day {part} of the month." for part in range(_PARTS)]
        write_article(folder, f"a{number:02}", f"Title {number}", "\n\n".join(parts))
    page = "<html><body><article><h1>Ferry</h1><p>{}</p></article></body></html>"
    (folder / "page.html").write_text(
        page.format(" ".join(f"Ferry {n} sailed on Friday." for n in range(20)))
    )
    return folder


@pytest.fixture(scope="module")
def alone(seeds: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The index that one process makes."""
    folder = tmp_path_factory.mktemp("alone") / "index"
    build(seeds, folder, split=_SPLIT, workers=ThisProcess())
    return folder


def assert_same(folder: Path, alone: Path) -> None:
    assert verify(folder) == []
    assert stored(folder) == stored(alone)
    one, other = (open_folder(path).copy_vectors() for path in (folder, alone))
    ids = np.sort(one.ids())
    assert np.array_equal(ids, np.sort(other.ids()))
    for passage_id in ids.tolist():
        assert np.allclose(one.vector(passage_id), other.vector(passage_id), atol=1e-5)


def test_two_nodes_make_the_same_index(
    cluster: TwoNodes, seeds: Path, alone: Path, tmp_path: Path
) -> None:
    with connected(cluster.address) as workers:
        report = build(seeds, tmp_path / "index", split=_SPLIT, workers=workers)
    assert "2 nodes" in " ".join(report.notes)
    assert not report.failed
    assert_same(tmp_path / "index", alone)


def test_a_node_killed_in_the_middle_loses_nothing(
    cluster: TwoNodes, seeds: Path, alone: Path, tmp_path: Path
) -> None:
    killed: list[int] = []

    def kill(progress: Progress) -> None:
        if progress.stage == "encoding" and progress.done > 64 and not killed:
            killed.append(progress.done)
            cluster.kill_second()

    with connected(cluster.address) as workers:
        build(seeds, tmp_path / "index", split=_SPLIT, workers=workers, progress=kill)
    assert killed
    assert_same(tmp_path / "index", alone)


def test_a_driver_killed_in_the_middle_goes_on(
    cluster: TwoNodes, seeds: Path, alone: Path, tmp_path: Path
) -> None:
    folder = tmp_path / "index"
    command = [sys.executable, "-m", "index", "build", str(seeds), "--index", str(folder)]
    command += ["--max-tokens", "16", "--workers", f"ray:{cluster.address}"]
    driver = subprocess.Popen(command, stderr=subprocess.DEVNULL)
    pending = folder / "pending.sqlite-wal"
    while driver.poll() is None and not (pending.exists() and pending.stat().st_size > 50_000):
        time.sleep(0.1)
    driver.send_signal(signal.SIGKILL)
    assert driver.wait() == -signal.SIGKILL
    left = pending_count(folder)
    assert 0 < left < _ARTICLES * _PARTS
    done = subprocess.run([*command, "--json"], capture_output=True, text=True, check=True)
    passages = open_folder(folder).manifest.counts.passages
    assert f'"encoded": {passages - left}' in done.stdout
    assert_same(folder, alone)


def test_a_cluster_of_this_machine_leaves_nothing_in_the_home(seeds: Path, tmp_path: Path) -> None:
    home = tmp_path / "home"
    home.mkdir()
    command = [sys.executable, "-m", "index", "build", str(seeds)]
    command += ["--index", str(tmp_path / "index"), "--max-tokens", "16", "--workers", "ray"]
    subprocess.run(command, capture_output=True, check=True, env={**os.environ, "HOME": str(home)})
    assert not list(home.iterdir())  # such as a token, of which later commands would make use


def test_an_address_without_a_cluster_is_named() -> None:
    with (
        pytest.raises(BuildError, match=r"no Ray cluster at 127\.0\.0\.1:9"),
        connected("127.0.0.1:9"),
    ):
        pass
