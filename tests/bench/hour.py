"""Memory and time of the page while many tabs ask question after question, as browsers would.

python -m tests.bench.hour [--minutes 60] [--sessions 50] [--questions 1000] [--index DIR]

Starts the page and opens the tabs. In each round every tab asks one question and opens the article
of its first source; a share of the tabs is then closed for new ones. Reports after each round what
memory the page holds (RSS), and draws the curve, as text and with --svg to a file.
"""

from __future__ import annotations

import argparse
import asyncio
import itertools
import re
import statistics
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import AsyncExitStack
from dataclasses import dataclass
from pathlib import Path

from index.build import build
from index.store import open_index
from tests.qa.page.browsing import serving
from tests.qa.page.tabs import Tab, browsing

_BARS = "▁▂▃▄▅▆▇█"
_AT_ONCE = 4  # questions: as many as keep two cores busy
_WIDTH, _HEIGHT, _EDGE = 640, 240, 40  # of the drawing


@dataclass(frozen=True, slots=True)
class Sample:
    """After a round: how many questions there were so far, the page's memory, its answers' time."""

    minutes: float
    questions: int
    megabytes: float
    median_seconds: float


@dataclass(frozen=True, slots=True)
class Load:
    """How the page is used.

    Attributes:
        minutes: after which no round is begun.
        questions: likewise.
        churn: share of the tabs, 0 to 1, that are closed for new ones after each round.
    """

    minutes: float
    sessions: int
    questions: int
    churn: float


def main() -> None:
    """Ask, report, draw."""
    args = _arguments()
    folder = Path(tempfile.mkdtemp(prefix="hour-"))
    index = args.index or folder / "index"
    if not args.index:
        build(Path("seeds"), index)
    load = Load(args.minutes, args.sessions, args.questions, args.churn)
    options = ["--limit", "1000000", *args.option]
    with serving(folder, *options, index=index) as app:
        samples = asyncio.run(measured(app.url, app.process.pid, questions_on(index), load))
    print(report(samples))
    if args.svg:
        args.svg.write_text(drawing(samples), "utf-8")


def questions_on(index: Path) -> Iterator[str]:
    """Questions on the articles of an index, without end; the same for the same index."""
    titles = [one.title for one in open_index(index).articles()]
    ways = ("What is said about {}?", "Who is named in {}?", "When did it happen: {}?")
    return (ways[n % 3].format(titles[n % len(titles)][:200]) for n in itertools.count())


async def measured(url: str, pid: int, questions: Iterator[str], load: Load) -> list[Sample]:
    """Use a page and look at its memory.

    Args:
        url: of the page.
        pid: of its process.
        questions: to ask.
        load: how many, for how long.
    """
    samples: list[Sample] = []
    began, asked = time.monotonic(), 0
    async with browsing(url) as (client, page), AsyncExitStack() as opened:
        tabs = [await _opened(opened, Tab(client, page)) for _ in range(load.sessions)]
        churned = 0.0
        while asked < load.questions and time.monotonic() - began < load.minutes * 60:
            seconds = await _round(tabs, questions)
            asked += len(tabs)
            minutes = (time.monotonic() - began) / 60
            samples.append(Sample(minutes, asked, resident(pid), statistics.median(seconds)))
            print(_line(samples[-1]), flush=True)
            churned += load.churn * len(tabs)
            while churned >= 1:
                old = tabs.pop(0)
                await old.close()
                tabs.append(await _opened(opened, Tab(client, page)))
                churned -= 1
    return samples


async def _opened(stack: AsyncExitStack, tab: Tab) -> Tab:
    await stack.enter_async_context(tab.open())
    return tab


async def _round(tabs: Sequence[Tab], questions: Iterator[str]) -> list[float]:
    """One question of each tab; the seconds that each took."""
    at_once = asyncio.Semaphore(_AT_ONCE)

    async def ask(tab: Tab, question: str) -> float:
        async with at_once:
            began = time.monotonic()
            await tab.answered(question)
            took = time.monotonic() - began
            await tab.click("panel", action="open", turn=tab.number - 1, source=0)
            return took

    return list(await asyncio.gather(*(ask(tab, next(questions)) for tab in tabs)))


def resident(pid: int) -> float:
    """Megabytes that a process holds in memory."""
    found = re.search(r"VmRSS:\s+(\d+)", Path(f"/proc/{pid}/status").read_text())
    assert found
    return int(found[1]) / 1024


def report(samples: Sequence[Sample]) -> str:
    """The curve as text, and what was left of what was taken."""
    held = [sample.megabytes for sample in samples]
    low, high = min(held), max(held)
    bars = "".join(_BARS[int((one - low) / (high - low or 1) * (len(_BARS) - 1))] for one in held)
    first, last = samples[0], samples[-1]
    return (
        f"\n{low:.0f} MB {bars} {high:.0f} MB\n"
        f"{last.questions} questions in {last.minutes:.1f} min: {last.megabytes:.0f} MB, "
        f"{last.megabytes - first.megabytes:+.0f} MB since the first {first.questions}"
    )


def drawing(samples: Sequence[Sample]) -> str:
    """The curve as SVG: megabytes over questions."""
    most, high = samples[-1].questions, max(sample.megabytes for sample in samples) * 1.1
    points = " ".join(
        f"{_EDGE + (_WIDTH - 2 * _EDGE) * one.questions / most:.1f},"
        f"{_HEIGHT - _EDGE - (_HEIGHT - 2 * _EDGE) * one.megabytes / high:.1f}"
        for one in samples
    )
    low = _HEIGHT - _EDGE
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDTH} {_HEIGHT}" '
        'font-family="sans-serif" font-size="12">'
        f'<path d="M{_EDGE} {_EDGE}V{low}H{_WIDTH - _EDGE}" fill="none" stroke="#888"/>'
        f'<text x="4" y="{_EDGE}">{high:.0f} MB</text><text x="4" y="{low}">0</text>'
        f'<text x="{_WIDTH - 2 * _EDGE}" y="{_HEIGHT - 20}">{most} questions</text>'
        f'<polyline points="{points}" fill="none" stroke="#06c" stroke-width="2"/></svg>\n'
    )


def _line(sample: Sample) -> str:
    return (
        f"{sample.minutes:6.1f} min {sample.questions:6} questions "
        f"{sample.megabytes:7.1f} MB {sample.median_seconds:6.2f} s an answer"
    )


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("--minutes", type=float, default=60.0)
    parser.add_argument("--sessions", type=int, default=50)
    parser.add_argument("--questions", type=int, default=1_000_000)
    parser.add_argument("--churn", type=float, default=0.0, help="share of tabs renewed a round")
    parser.add_argument("--index", type=Path)
    parser.add_argument(
        "--option", action="append", default=[], help="of the page; may be repeated"
    )
    parser.add_argument("--svg", type=Path, help="where to draw the curve")
    return parser.parse_args()


if __name__ == "__main__":
    main()
