"""Time from process start to the end: answers on the seeds, and --help.

python -m tests.bench.start [--runs N]
"""

from __future__ import annotations

import argparse
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ASK = ["-m", "qa", "ask", "How many ships were queuing for the Suez Canal?", "--index"]


def main() -> None:
    """Build the seeds once, then run every command in turn, several times."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("--runs", type=int, default=9)
    runs = parser.parse_args().runs
    index = str(Path(tempfile.mkdtemp(prefix="bench-")) / "index")
    run(["-m", "index", "build", "seeds", "--index", index])
    commands = {
        "python -m qa ask": [*ASK, index],
        "python -m qa --help": ["-m", "qa", "--help"],
        "python -m index --help": ["-m", "index", "--help"],
        "python app.py --help": ["app.py", "--help"],
        "python -m index status": ["-m", "index", "status", "--index", index],
        "python (nothing)": ["-c", "pass"],
    }
    times: dict[str, list[float]] = {name: [] for name in commands}
    for _ in range(runs):
        for name, command in commands.items():
            times[name].append(run(command))
    for name, seconds in times.items():
        print(
            f"{name:28} median {statistics.median(seconds):.2f} s, "
            f"least {min(seconds):.2f} s, most {max(seconds):.2f} s"
        )


def run(command: list[str]) -> float:
    """Run a command with this Python; returns seconds."""
    started = time.perf_counter()
    subprocess.run([sys.executable, *command], check=True, capture_output=True)
    return time.perf_counter() - started


if __name__ == "__main__":
    main()
