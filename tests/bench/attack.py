"""Attacks on a page that is running, a line each: held, broken, or untried on this machine.

    python -m tests.bench.attack [--fast] [--only TOPIC] [--times 1.0] [--patience 1.0]

Starts the page as a user does, once without logins, on the starter articles, with a language model
whose server means no good, and once with logins, and tries on it what .github/SECURITY.md promises.
--fast leaves out what takes more than some seconds. Exit code 1 where a promise is broken.
"""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

from index.build import build
from tests.bench.attacks import at_the_door, on_files, on_logins, with_models
from tests.bench.attacks.promises import Field, Finding, Outcome, Promise, found
from tests.conftest import SEEDS
from tests.qa.llm import hostile_server
from tests.qa.page.browsing import serving

_LIMIT = ("--limit", "100000")  # questions a minute: the bounds tried here are others


@dataclass(frozen=True, slots=True)
class Stage:
    """A way to start the page, and what is tried on it, in this order."""

    name: str
    logins: bool
    promises: Sequence[Promise]


OPEN = (*at_the_door.PROMISES, *with_models.PROMISES, *on_files.PROMISES)
STAGES = (Stage("open", False, OPEN), Stage("logins", True, on_logins.PROMISES))


def main(arguments: Sequence[str] | None = None) -> int:
    """Attack, and print a line for each promise as soon as it is tried."""
    options = _options(arguments)
    counts: Counter[Outcome] = Counter()
    with tempfile.TemporaryDirectory(prefix="attack-") as place:
        index = options.index or Path(place, "index")
        if not options.index:
            build(SEEDS, index)
        for stage in STAGES:
            chosen = [
                one
                for one in stage.promises
                if (one.quick or not options.fast)
                and (not options.only or one.topic in options.only)
            ]
            folder = Path(place, stage.name)
            folder.mkdir()
            for finding in attacked(stage, chosen, index, folder, options):
                print(f"{finding.seconds:6.1f} s  {finding.lines()}", flush=True)
                counts[finding.outcome] += 1
    print(", ".join(f"{counts[one]} {one.value}" for one in Outcome))
    return 1 if counts[Outcome.BROKEN] else 0


def attacked(
    stage: Stage,
    promises: Sequence[Promise],
    index: Path,
    folder: Path,
    options: argparse.Namespace,
) -> Iterator[Finding]:
    """Start a page and try promises on it; at last whether it is still sound and ends cleanly."""
    if not promises:
        return
    ends = Promise("Afterwards", f"the page ({stage.name}) still answers, and ends cleanly", ended)
    last = Finding(ends, Outcome.HELD)
    where: Field | None = None
    try:
        with started(stage, index, folder, options) as where:
            for promise in promises:
                yield found(promise, where)
            last = found(ends, where)
    except AssertionError as error:
        code, log = where.app.process.poll() if where else None, folder / "log"
        said = log.read_text(errors="replace")[-300:] if log.exists() else error
        last = Finding(ends, Outcome.BROKEN, 0.0, (f"it ended with {code}: {said}",))
    yield last


@contextmanager
def started(
    stage: Stage, index: Path, folder: Path, options: argparse.Namespace
) -> Iterator[Field]:
    """The page as a stage wants it."""
    (folder / "free").mkdir()
    os.environ["OPENAI_API_KEY"] = with_models.KEY
    users = folder / "users.json"
    with ExitStack() as stack:
        models = stack.enter_context(hostile_server.running())
        more = ["--llm", with_models.MODEL, "--llm-url", f"{models.url}/silent/v1", *_LIMIT]
        if stage.logins:
            on_logins.add_users(users)
            more = ["--users", str(users), "--trusted-proxy", on_logins.PROXY, "--mcp"]
        app = stack.enter_context(serving(folder, *more, index=index))
        where = Field(app, folder / "free", users, models, options.patience, options.times)
        yield where


def ended(where: Field) -> Iterator[str]:
    """Whether the page is as it was, after all that."""
    from tests.qa.page.door.probes import asked

    if asked(where.url, "GET", "/health", {}).status_code != 200:
        yield "/health no longer answers"
    if "Traceback" in where.app.said():
        yield f"it printed {where.app.said()[-300:]}"


def _options(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    topics = sorted({one.topic for stage in STAGES for one in stage.promises})
    parser.add_argument("--fast", action="store_true", help="only what takes a few seconds")
    parser.add_argument(
        "--only", action="append", choices=topics, metavar="TOPIC", help=", ".join(topics)
    )
    parser.add_argument("--index", type=Path, help="an index of the starter articles, else built")
    parser.add_argument(
        "--patience",
        type=float,
        default=1.0,
        metavar="SECONDS",
        help="within which others must be served; more on a busy machine (%(default)s)",
    )
    parser.add_argument(
        "--times",
        type=float,
        default=1.0,
        metavar="FACTOR",
        help="of how often kills, damage and questions are tried (%(default)s)",
    )
    return parser.parse_args(arguments)


if __name__ == "__main__":
    sys.exit(main())
