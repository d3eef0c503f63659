"""Time of one question in a process that has answered before, on the seeds.

python -m tests.bench.warm [--index DIR]
"""

from __future__ import annotations

import argparse
import json
import statistics
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from index.build import build
from index.store import open_index
from qa.asking import ask, retrieve

QUESTIONS = Path(__file__).parent.parent / "data" / "seed_questions.jsonl"


def main() -> None:
    """Ask every seed question in each way; print medians and 95th percentiles."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("--index", type=Path)
    folder = parser.parse_args().index
    if folder is None:
        folder = Path(tempfile.mkdtemp(prefix="bench-")) / "index"
        build(Path("seeds"), folder)
    index = open_index(folder)
    questions = [json.loads(line)["question"] for line in QUESTIONS.read_text("utf-8").splitlines()]
    ways: dict[str, Callable[[str], object]] = {
        "retrieve without rerank": lambda q: retrieve(q, index=index, reranked=False),
        "retrieve": lambda q: retrieve(q, index=index),
        "ask": lambda q: ask(q, index=index),
    }
    for way in ways.values():
        way("warm up")
    times: dict[str, list[float]] = {name: [] for name in ways}
    for question in questions:
        for name, way in ways.items():
            started = time.perf_counter()
            way(question)
            times[name].append((time.perf_counter() - started) * 1000)
    for name, found in times.items():
        found.sort()
        print(
            f"{name:24} median {statistics.median(found):.0f} ms, "
            f"95th percentile {found[int(0.95 * (len(found) - 1))]:.0f} ms"
        )


if __name__ == "__main__":
    main()
