"""How long people wait for an answer when several ask the running page at once.

python -m tests.bench.askers [--rounds N] [--index DIR] [--same]

Everybody asks something else: no question is asked twice, neither at once, where the page would
answer it once, nor later, where something of it may still be held. The questions are those of
`tests/data` about the seeds, and those that the page would offer about the articles, in their
order; the numbers of askers take turns in getting one. With `--same` each number of askers and
each round gets the same twenty.
"""

from __future__ import annotations

import argparse
import json
import statistics
import tempfile
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from itertools import islice
from pathlib import Path

from index.build import build
from index.store import Index, open_index
from qa.suggesting.candidates import candidates
from tests.bench.warm import QUESTIONS
from tests.qa.page.browsing import Served, called, serving

_ASKERS = (1, 5, 20)
_EACH = 20  # questions a round and number of askers


def main() -> None:
    """Ask with 1, 5 and 20 askers in turn, each a question at a time; print what they waited."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("--rounds", type=int, default=1, help="default: %(default)s")
    parser.add_argument("--index", type=Path, help="default: the seeds, built anew")
    parser.add_argument("--same", action="store_true", help="the same twenty questions each time")
    options = parser.parse_args()
    folder = Path(tempfile.mkdtemp(prefix="bench-"))
    at = options.index or folder / "index"
    if options.index is None:
        build(Path("seeds"), at)
    wanted = _EACH * (1 if options.same else len(_ASKERS) * options.rounds)
    first, *questions = islice(_questions(open_index(at), seeds=options.index is None), wanted + 1)
    if len(questions) < wanted:
        parser.error(
            f"{len(questions)} different questions are fewer than the {wanted} wanted: name a "
            "larger archive with --index, or ask for fewer --rounds"
        )
    with serving(folder, "--limit", "1000000", index=at) as app:
        _waited(app, first)
        parts = len(_ASKERS)
        same = questions * options.rounds
        dealt = [same if options.same else questions[n::parts] for n in range(parts)]
        _print(_measured(app, dict(zip(_ASKERS, dealt, strict=True)), options.rounds))


def _questions(index: Index, *, seeds: bool) -> Iterator[str]:
    """Different questions, the same for the same index; those about the seeds first."""
    told = {}
    if seeds:
        lines = QUESTIONS.read_text("utf-8").splitlines()
        told = {json.loads(line)["question"]: None for line in lines}
        yield from told
    for summary in index.articles():
        for candidate in candidates(index.article(summary.id)):
            if candidate.question not in told:
                told[candidate.question] = None
                yield candidate.question


def _measured(
    app: Served, questions: dict[int, list[str]], rounds: int
) -> dict[int, tuple[list[float], float]]:
    """The waits for each number of askers, and how long all of its rounds took, in seconds."""
    waits: dict[int, list[float]] = {askers: [] for askers in questions}
    seconds: dict[int, float] = dict.fromkeys(questions, 0.0)
    for number in range(rounds):
        for askers, mine in questions.items():
            asked = mine[number * _EACH : (number + 1) * _EACH]
            started = time.perf_counter()
            with ThreadPoolExecutor(askers) as pool:
                waits[askers] += pool.map(lambda question: _waited(app, question), asked)
            seconds[askers] += time.perf_counter() - started
    return {askers: (waits[askers], seconds[askers]) for askers in questions}


def _print(measured: dict[int, tuple[list[float], float]]) -> None:
    for askers, (found, seconds) in measured.items():
        found.sort()
        print(
            f"{askers:2} askers: median {statistics.median(found):.2f} s, 95th percentile "
            f"{found[int(0.95 * (len(found) - 1))]:.2f} s, {len(found) / seconds:.1f} "
            f"answers a second, {len(found)} answers"
        )


def _waited(app: Served, question: str) -> float:
    started = time.perf_counter()
    called(app, "ask", [question, "", "", "", None, ""])
    return time.perf_counter() - started


if __name__ == "__main__":
    main()
