"""Random damage to an index of the seeds: each question is answered as before, or told why not.

    python -m tests.bench.fuzz_index --count 300 --seed 1
Each file of the index is damaged in turn (a bit flipped, cut, zeroed, overwritten, lengthened,
emptied), and the question is asked with the real models in a process of its own. Printed: outcomes
by kind of file; whatever was neither right nor told.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

import qa
from index.build import build
from tests.conftest import SEEDS
from tests.index.harm import Harming

QUESTION = "How many vessels were waiting to enter the Suez Canal?"


def asked(folder: Path) -> Any:  # noqa: ANN401 - plain values
    """The answer to the question, without the times that it took."""
    reply = qa.ask(QUESTION, index=folder).as_json()
    return {name: reply[name] for name in reply if name != "timings_ms"}


def main() -> int:
    """Damage and ask, then print what came of it."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("--count", type=int, default=300)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    started = time.monotonic()
    with tempfile.TemporaryDirectory(prefix="harm-") as place:
        sound = Path(place, "sound")
        build(SEEDS, sound)
        with Harming(sound, Path(place, "harmed"), asked) as harming:
            for done, _ in enumerate(harming.some(options.count, options.seed), 1):
                if done % 50 == 0:
                    print(f"{done} of {options.count}", file=sys.stderr)
    for kind, counts in sorted(harming.counts.items()):
        print(f"{kind:20} {dict(counts)}")
    for line in harming.bad:
        print(line)
    took = time.monotonic() - started
    print(f"{options.count} times, {took:.0f} s; neither right nor told: {len(harming.bad)}")
    return 1 if harming.bad else 0


if __name__ == "__main__":
    sys.exit(main())
