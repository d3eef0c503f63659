"""A page of our own behind the door, for what need not be tried on the real one."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from concurrent.futures import ThreadPoolExecutor

import httpx
from starlette.types import ASGIApp, Receive, Scope, Send

Answer = Callable[[Scope], tuple[dict[str, str], bytes]]


def page(answer: Answer) -> ASGIApp:
    """An application that reads the body and answers 200 with headers and a body."""

    async def app(scope: Scope, receive: Receive, send: Send) -> None:
        while (await receive()).get("more_body"):
            pass
        headers, body = answer(scope)
        pairs = [(name.encode(), value.encode()) for name, value in headers.items()]
        await send({"type": "http.response.start", "status": 200, "headers": pairs})
        await send({"type": "http.response.body", "body": body})

    return app


def talk(
    app: ASGIApp,
    work: Callable[[httpx.AsyncClient], Awaitable[httpx.Response]],
    peer: str = "127.0.0.1",
) -> httpx.Response:
    """What a client got that came from an address."""

    async def run() -> httpx.Response:
        transport = httpx.ASGITransport(app, client=(peer, 50_000))
        async with httpx.AsyncClient(transport=transport, base_url="http://localhost") as client:
            return await work(client)

    with ThreadPoolExecutor(1) as pool:  # the browser's own event loop runs in this thread
        return pool.submit(lambda: asyncio.run(run())).result()


def get(app: ASGIApp, path: str = "/", peer: str = "127.0.0.1", **headers: str) -> httpx.Response:
    """What a GET gets; `_` in a header's name stands for `-`."""
    given = {name.replace("_", "-"): value for name, value in headers.items()}
    return talk(app, lambda client: client.get(path, headers=given), peer)
