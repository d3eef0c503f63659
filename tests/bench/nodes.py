"""How much faster a Ray cluster makes an index than one process, by its nodes.

python -m tests.bench.nodes ARTICLES [--articles 400] [--rounds 3] [--work DIR]

One process kept to one core, one node of one core, one process on two cores, and two nodes take
turns, so that a busy machine is equally busy for each. Each is the whole command, `index build`,
with its start; the driver of a cluster runs on the same machine as its nodes. Seconds of the
processors are told too, of all processes: they mean something on a busy machine as well.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tests.bench.first_build import write

_LOOK_SECONDS = 0.2
_NODE: dict[str, Any] = {
    "num_cpus": 1,
    "object_store_memory": 200_000_000,
    "include_dashboard": False,
}


@dataclass(frozen=True, slots=True)
class Way:
    """How an index is made.

    Attributes:
        nodes: of the cluster; 0 for one process.
        cores: that the process may use.
        seconds: what each build took.
        processors: what each took of the processors.
    """

    nodes: int
    cores: int
    seconds: list[float] = field(default_factory=list)
    processors: list[float] = field(default_factory=list)

    def __str__(self) -> str:
        return f"{self.nodes} nodes of 1 core" if self.nodes else f"one process, {self.cores} cores"


def main() -> None:
    """Print a line for each build, and the medians."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("articles_from", type=Path, metavar="ARTICLES")
    parser.add_argument("--articles", type=int, default=400)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--work", type=Path)
    options = parser.parse_args()
    # else its makers are told; and nodes work only when nothing else wants their cores
    os.environ.update({"RAY_USAGE_STATS_ENABLED": "0", "RAY_worker_niceness": "0"})
    ways = [Way(0, 1), Way(1, 2), Way(0, 2), Way(2, 2)]
    passages = 0
    with tempfile.TemporaryDirectory(dir=options.work) as work:
        seeds, index = Path(work) / "seeds", Path(work) / "index"
        write(options.articles_from, seeds, options.articles)
        for _ in range(options.rounds):
            for way in ways:
                shutil.rmtree(index, ignore_errors=True)
                with _cluster(way.nodes) as workers:
                    passages = _built(seeds, index, workers, way)
                told = f"{way.seconds[-1]:.1f} s, {way.processors[-1]:.1f} s of processors"
                print(f"{way}: {told}, load {os.getloadavg()[0]:.1f}", flush=True)
    print(f"{options.articles:,} articles, {passages:,} passages")
    for way in ways:
        median, used = map(statistics.median, (way.seconds, way.processors))
        print(
            f"{way}: median {median:.1f} s, {passages / median:.1f} passages a second; "
            f"{used:.1f} s of processors"
        )


@contextmanager
def _cluster(nodes: int) -> Iterator[str]:
    """What `--workers` is given for a cluster of so many nodes, which is up until the end."""
    if not nodes:
        yield "0"
        return
    from ray.cluster_utils import Cluster  # type: ignore[import-not-found,unused-ignore]

    made = Cluster(initialize_head=True, head_node_args=_NODE)
    try:
        for _ in range(nodes - 1):
            made.add_node(**_NODE)
        made.wait_for_nodes()
        yield f"ray:{made.address}"
    finally:
        made.shutdown()


def _built(seeds: Path, index: Path, workers: str, way: Way) -> int:
    """Build from nothing by processes kept to some cores; returns the passages encoded."""
    usable = sorted(os.sched_getaffinity(0))[: way.cores]
    command: Sequence[str] = (
        *("taskset", "--cpu-list", ",".join(map(str, usable))),
        *(sys.executable, "-m", "index", "build", str(seeds)),
        *("--index", str(index), "--workers", workers, "--json"),
    )
    before, used, started = _used(), dict[int, float](), time.perf_counter()
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL) as build:
        while build.poll() is None:
            used |= _used()
            time.sleep(_LOOK_SECONDS)
        assert build.stdout
        told = json.loads(build.stdout.read())
    way.seconds.append(time.perf_counter() - started)
    way.processors.append(sum(used.values()) - sum(before[pid] for pid in used if pid in before))
    return int(told["encoded"])


def _used() -> dict[int, float]:
    """The seconds of processors that each process below this one has taken, by its id."""
    parents, seconds = {}, {}
    for path in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = path.read_text().rpartition(")")[2].split()
        except OSError:  # it has ended
            continue
        pid = int(path.parent.name)
        parents[pid] = int(fields[1])
        seconds[pid] = (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")
    below = {os.getpid()}
    for _ in parents:
        more = {pid for pid, parent in parents.items() if parent in below} | below
        if more == below:
            break
        below = more
    return {pid: seconds[pid] for pid in below if pid in seconds and pid != os.getpid()}


if __name__ == "__main__":
    main()
