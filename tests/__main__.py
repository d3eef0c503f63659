"""The whole check: format, lint, types, tests. Arguments go to pytest: python -m tests -m slow."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile


def main(arguments: list[str]) -> int:
    """Run every check, each even when one before it failed; returns 1 when any failed.

    Types are checked beside the tests, which wait much; what that says comes last.
    """
    python = sys.executable
    checks = [
        [python, "-m", "ruff", "format", "--check", "."],
        [python, "-m", "ruff", "check", "."],
        # three processes for two cores, for tests wait; what shares the running page stays together
        [python, "-m", "pytest", "-n", "3", "--dist", "loadfile", *arguments],
    ]
    # a process that a test starts finds the program compiled
    given = {k: v for k, v in os.environ.items() if k != "PYTHONDONTWRITEBYTECODE"}
    failed = []
    with tempfile.TemporaryFile("w+") as said:
        types = subprocess.Popen([python, "-m", "mypy"], stdout=said, stderr=said)
        for check in checks:
            name = " ".join(check[2:])
            print(f"== {name}", flush=True)
            if subprocess.run(check, check=False, env=given).returncode:
                failed.append(name)
        print("== mypy", flush=True)
        if types.wait():
            failed.append("mypy")
        said.seek(0)
        print(said.read(), end="", flush=True)
    for name in failed:
        print(f"failed: {name}")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
