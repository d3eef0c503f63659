"""How long people wait for an answer when several ask the running page at once, on the seeds.

python -m tests.bench.askers [--rounds N]
"""

from __future__ import annotations

import argparse
import json
import statistics
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from index.build import build
from tests.bench.warm import QUESTIONS
from tests.qa.page.browsing import Served, called, serving


def main() -> None:
    """Ask with 1, 5 and 20 askers in turn, each a question at a time; print what they waited."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("--rounds", type=int, default=3, help="default: %(default)s")
    rounds = parser.parse_args().rounds
    folder = Path(tempfile.mkdtemp(prefix="bench-"))
    build(Path("seeds"), folder / "index")
    questions = [json.loads(line)["question"] for line in QUESTIONS.read_text("utf-8").splitlines()]
    waits: dict[int, list[float]] = {1: [], 5: [], 20: []}
    seconds: dict[int, float] = dict.fromkeys(waits, 0.0)
    with serving(folder, "--limit", "1000000") as app:
        _waited(app, questions[0])
        for _ in range(rounds):
            for askers, found in waits.items():
                started = time.perf_counter()
                with ThreadPoolExecutor(askers) as pool:
                    asked = (questions * 2)[:20]
                    found += pool.map(lambda question: _waited(app, question), asked)
                seconds[askers] += time.perf_counter() - started
    for askers, found in waits.items():
        found.sort()
        print(
            f"{askers:2} askers: median {statistics.median(found):.2f} s, 95th percentile "
            f"{found[int(0.95 * (len(found) - 1))]:.2f} s, {len(found) / seconds[askers]:.1f} "
            f"answers a second, {len(found)} answers"
        )


def _waited(app: Served, question: str) -> float:
    started = time.perf_counter()
    called(app, "ask", [question, "", "", "", None, ""])
    return time.perf_counter() - started


if __name__ == "__main__":
    main()
