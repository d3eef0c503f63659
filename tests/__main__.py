"""The whole check: format, lint, types, tests. Arguments go to pytest: python -m tests -m slow."""

from __future__ import annotations

import subprocess
import sys


def main(arguments: list[str]) -> int:
    """Run every check, each even when one before it failed; returns 1 when any failed."""
    python = sys.executable
    checks = [
        [python, "-m", "ruff", "format", "--check", "."],
        [python, "-m", "ruff", "check", "."],
        [python, "-m", "mypy"],
        # a process for each of two cores; what shares the running page stays together
        [python, "-m", "pytest", "-n", "2", "--dist", "loadfile", *arguments],
    ]
    failed = []
    for check in checks:
        name = " ".join(check[2:])
        print(f"== {name}", flush=True)
        if subprocess.run(check, check=False).returncode:
            failed.append(name)
    for name in failed:
        print(f"failed: {name}")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
