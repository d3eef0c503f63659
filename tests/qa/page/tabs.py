"""Tabs of the page as their browsers speak to it, without browsers: hundreds of them at once.

Knows an address and nothing else of what runs there.
"""

from __future__ import annotations

import asyncio
import json
import secrets
from collections.abc import AsyncGenerator, AsyncIterator, Mapping
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from typing import Any

import httpx

_CONNECTIONS = httpx.Limits(max_connections=2_000, max_keepalive_connections=20)


@dataclass(frozen=True, slots=True)
class PageMap:
    """The numbers of a page's events, by what begins them: ("question", "submit") for one."""

    events: Mapping[tuple[str, str], dict[str, Any]]
    after: Mapping[int, dict[str, Any]]  # what follows an event, by that one's number

    @classmethod
    def of(cls, config: Mapping[str, Any]) -> PageMap:
        """Read what the page tells its browsers."""
        names = {one["id"]: _name(one) for one in config["components"]}
        return cls(
            {
                (names.get(component, ""), event): dependency
                for dependency in config["dependencies"]
                for component, event in dependency["targets"]
            },
            {one["trigger_after"]: one for one in config["dependencies"]},
        )


def _name(component: Mapping[str, Any]) -> str:
    props = component.get("props", {})
    return str(props.get("elem_id") or props.get("label") or props.get("value") or "")


@dataclass
class Tab:
    """One tab: `number` counts its questions, `html` is what its chat shows."""

    client: httpx.AsyncClient
    page: PageMap
    session: str = field(default_factory=lambda: secrets.token_hex(6))
    number: int = 0
    html: str = ""
    panel: str = ""
    _alive: asyncio.Task[None] | None = None

    async def ask(self, question: str, writer: str = "") -> AsyncGenerator[str, None]:
        """Ask, and hand out what the chat shows each time that it changes; to the end."""
        data = [None, question, None, None, None, writer]
        self.number += 1
        asked = self.page.events[("Ask", "click")]
        async for output in self.queued(asked, data):
            if output and isinstance(output[0], str):
                self.html = output[0]
            if output and len(output) > 1 and isinstance(output[1], str):
                self.panel = output[1]
            yield self.html
        after = self.page.after.get(asked["id"])
        while after:  # the browser draws once more, then has questions to ask next found
            async for _ in self.queued(after, [None] * len(after["inputs"])):
                pass
            after = self.page.after.get(after["id"])

    async def answered(self, question: str, writer: str = "") -> str:
        """What the chat shows in the end."""
        async for _ in self.ask(question, writer):
            pass
        return self.html

    async def click(self, part: str, **data: object) -> Any:  # noqa: ANN401 - JSON
        """What comes of a click that does not queue."""
        dependency = self.page.events[(part, "select")]
        inputs = [None] * len(dependency["inputs"])
        return await self.direct(dependency, inputs, data)

    async def direct(self, dependency: Mapping[str, Any], inputs: list[Any], data: object) -> Any:  # noqa: ANN401 - JSON
        """Send an event past the queue, as the browser does with those that may."""
        reply = await self.client.post(
            "gradio_api/run/predict", json=self._body(dependency, inputs, data)
        )
        reply.raise_for_status()
        return reply.json()["data"]

    async def queued(
        self, dependency: Mapping[str, Any], inputs: list[Any], data: object = None
    ) -> AsyncIterator[list[Any]]:
        """Send an event to the queue, and hand out its outputs as they come."""
        body = self._body(dependency, inputs, data)
        joined = await self.client.post("gradio_api/queue/join", json=body)
        joined.raise_for_status()
        given = {"session_hash": self.session}
        latest: list[Any] = []
        async with self.client.stream("GET", "gradio_api/queue/data", params=given) as stream:
            async for line in stream.aiter_lines():
                if not line.startswith("data: "):
                    continue
                message = json.loads(line.removeprefix("data: "))
                if message["msg"] in ("process_generating", "process_completed"):
                    latest = _patched(latest, message)
                    yield latest
                if message["msg"] == "process_completed":
                    return

    def _body(self, dependency: Mapping[str, Any], inputs: list[Any], data: object) -> object:
        return {
            "data": inputs,
            "fn_index": dependency["id"],
            "session_hash": self.session,
            "trigger_id": dependency["targets"][0][0],
            "event_data": data,
        }

    @asynccontextmanager
    async def open(self) -> AsyncIterator[Tab]:
        """Load the page, and keep the connection by which the server knows the tab is there."""
        self._alive = asyncio.create_task(self._beat())
        try:
            load = next(d for (_, e), d in self.page.events.items() if e == "load")
            async for _ in self.queued(load, [None, secrets.token_hex(24), ""]):
                pass
            yield self
        finally:
            await self.close()

    async def close(self) -> None:
        """Let the connection go, as a closed tab does."""
        alive, self._alive = self._alive, None
        if alive:
            alive.cancel()
            with suppress(asyncio.CancelledError, httpx.HTTPError):
                await alive

    async def _beat(self) -> None:
        async with self.client.stream("GET", f"gradio_api/heartbeat/{self.session}") as stream:
            async for _ in stream.aiter_lines():
                pass


def _patched(before: list[Any], message: Mapping[str, Any]) -> list[Any]:
    """The outputs after a message, which may tell only what has changed."""
    data = message["output"].get("data") or []
    if message["msg"] == "process_completed" or not before:
        return data or before
    return [_changed(old, new) for old, new in zip(before, data, strict=True)]


def _changed(old: Any, new: Any) -> Any:  # noqa: ANN401 - JSON
    if not isinstance(new, list):
        return new if new is not None else old
    for action, path, value in new:
        if path:
            continue  # within a component's settings: the page has none of these
        if action == "append":
            old = (old or "") + value
        elif action in ("replace", "add"):
            old = value
    return old


@asynccontextmanager
async def browsing(url: str) -> AsyncIterator[tuple[httpx.AsyncClient, PageMap]]:
    """A client for many tabs, and the page's events."""
    async with httpx.AsyncClient(
        base_url=url, timeout=300, limits=_CONNECTIONS, trust_env=False
    ) as client:
        config = (await client.get("config")).json()
        yield client, PageMap.of(config)
