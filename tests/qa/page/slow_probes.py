"""What a page must still do while questions to a model that never answers are waited for.

Each probe takes the page's address, so that it can be tried on any page that runs.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import aclosing, asynccontextmanager, suppress
from dataclasses import dataclass

import httpx

from tests.qa.llm.hostile_server import Hostile
from tests.qa.page.tabs import PageMap, Tab, browsing


@dataclass(frozen=True, slots=True)
class Flood:
    """Tabs that all ask a model, and what is needed to open another."""

    client: httpx.AsyncClient
    page: PageMap
    tabs: list[Tab]
    asking: list[asyncio.Task[str]]

    def showing(self, words: str) -> list[Tab]:
        """The tabs whose chat shows some words."""
        return [tab for tab in self.tabs if words in tab.html]


@asynccontextmanager
async def flooded(url: str, model: str, question: str, count: int) -> AsyncIterator[Flood]:
    """Many tabs that ask a model at once; they are closed afterwards."""
    async with browsing(url) as (client, page):
        tabs = [Tab(client, page) for _ in range(count)]
        asking = [asyncio.create_task(tab.answered(question, model)) for tab in tabs]
        try:
            async with asyncio.timeout(120):
                while not all(tab.html for tab in tabs):
                    await asyncio.sleep(0.05)
            yield Flood(client, page, tabs, asking)
        finally:
            for task in asking:
                task.cancel()
            await asyncio.gather(*asking, return_exceptions=True)


async def seconds_meanwhile(flood: Flood, question: str) -> Mapping[str, float]:
    """How long others wait for the health, the library and an answer in the articles' words."""
    tab = Tab(flood.client, flood.page)

    async def health() -> None:
        (await flood.client.get("health")).raise_for_status()

    async def library() -> None:
        event = flood.page.events[("Library", "select")]
        assert "article" in str(await tab.direct(event, [None], None))

    async def extractive() -> None:
        async with aclosing(tab.ask(question)) as steps:
            async for shown in steps:  # to be read now; questions to ask next come later
                if 'data-state="done"' in shown:
                    return
        raise AssertionError(tab.html)

    probes: dict[str, Callable[[], Awaitable[None]]] = {
        "health": health,
        "library": library,
        "an extractive answer": extractive,
    }
    taken = {}
    for name, probe in probes.items():
        began = time.monotonic()
        await probe()
        taken[name] = time.monotonic() - began
    return taken


async def stopped(tab: Tab) -> float:
    """Seconds until a tab's question has stopped after Stop was clicked."""
    began = time.monotonic()
    shown = (await tab.click("chat", action="stop", turn=0))[0]
    assert "Stopped." in shown
    return time.monotonic() - began


async def closed(flood: Flood, tab: Tab) -> None:
    """Close a tab that waits: its connections end without a word."""
    task = flood.asking[flood.tabs.index(tab)]
    task.cancel()
    with suppress(asyncio.CancelledError):
        await task


async def until(true: Callable[[], bool], seconds: float) -> bool:
    """Whether something comes true in time."""
    end = time.monotonic() + seconds
    while not true():
        if time.monotonic() > end:
            return False
        await asyncio.sleep(0.05)
    return True


async def left_alone(model: Hostile) -> bool:
    """Whether nothing asks a model any more: for seconds, as who waited may come in next."""
    end = time.monotonic() + 60
    quiet_since = time.monotonic()
    while time.monotonic() < end:
        if model.open:
            quiet_since = time.monotonic()
        if time.monotonic() - quiet_since > 2:
            return True
        await asyncio.sleep(0.05)
    return False
