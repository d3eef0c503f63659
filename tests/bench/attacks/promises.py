"""A promise, what tries to break it, and what came of that."""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING

from _pytest.outcomes import Skipped

from tests.conftest import ROOT

if TYPE_CHECKING:
    from tests.qa.llm.hostile_server import Hostile
    from tests.qa.page.browsing import Served


@dataclass(frozen=True, slots=True)
class Field:
    """Where the attacks take place.

    Attributes:
        app: the page that runs.
        folder: an empty one, for what an attack writes.
        users: the file of those who may log in.
        models: the server that the page's language model is asked at.
        patience: seconds within which others must be served meanwhile.
        times: how often what is drawn at random is tried, 1 for a whole run.
    """

    app: Served
    folder: Path
    users: Path
    models: Hostile
    patience: float = 1.0
    times: float = 1.0

    @property
    def url(self) -> str:
        return self.app.url

    def some(self, most: int, least: int = 1) -> int:
        """How often to try what a whole run tries `most` times."""
        return max(least, round(most * self.times))


class Outcome(StrEnum):
    """What came of an attack."""

    HELD = "held"
    BROKEN = "broken"
    UNTRIED = "untried"  # something is missing on this machine


@dataclass(frozen=True, slots=True)
class Promise:
    """One thing that must hold.

    Attributes:
        topic: what .github/SECURITY.md says it under.
        words: the promise.
        attack: tries to break it; returns what it found broken, in words.
        quick: whether it takes a few seconds at most.
    """

    topic: str
    words: str
    attack: Callable[[Field], Iterable[str]]
    quick: bool = True


@dataclass(frozen=True, slots=True)
class Finding:
    """What came of one promise; `details` says what is broken, or missing."""

    promise: Promise
    outcome: Outcome
    seconds: float = 0.0
    details: tuple[str, ...] = field(default=())

    def lines(self) -> str:
        """A line, and one more for each detail, of which the first ones are told."""
        head = f"{self.outcome.value:8} {self.promise.topic}: {self.promise.words}"
        shown = [f"         - {one.strip()[:300]}" for one in self.details[:5]]
        more = len(self.details) - len(shown)
        return "\n".join([head, *shown, *([f"         - and {more} more"] if more else [])])


def found(promise: Promise, where: Field) -> Finding:
    """Try a promise; an attack that fails by itself counts as broken."""
    started = time.monotonic()
    try:
        broken = tuple(promise.attack(where))
    except Skipped as missing:
        return Finding(promise, Outcome.UNTRIED, 0.0, (str(missing),))
    except Exception as error:
        broken = (f"the attack ended with {type(error).__name__}: {error}",)
    took = time.monotonic() - started
    return Finding(promise, Outcome.BROKEN if broken else Outcome.HELD, took, broken)


def by_tests(*names: str) -> Callable[[Field], Iterator[str]]:
    """An attack that a test makes already, where no page is needed: its failures.

    Args:
        names: files of tests, from the root; `::` and a test's name may follow.
    """

    def attack(_: Field) -> Iterator[str]:
        command = [sys.executable, "-m", "pytest", "-p", "no:cacheprovider", "-rfEs", *names]
        done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
        said = done.stdout.splitlines()
        yield from (line for line in said if line.startswith(("FAILED", "ERROR")))
        if done.returncode and not any(line.startswith(("FAILED", "ERROR")) for line in said):
            yield f"pytest ended with {done.returncode}: {(done.stdout + done.stderr)[-300:]}"
        if not done.returncode and " passed" not in done.stdout:
            raise Skipped("; ".join(line for line in said if line.startswith("SKIPPED")))

    attack.__dict__["names"] = names
    return attack
