"""A page of our own behind the door, for what need not be tried on the real one."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from threading import Thread

import httpx
import uvicorn
from starlette.types import ASGIApp, Receive, Scope, Send

from qa.page.door.connections import Bounds, bounded
from qa.page.door.serving import listen
from tests.qa.page.browsing import free_port


@contextmanager
def running(app: ASGIApp, bounds: Bounds, host: str = "127.0.0.1") -> Iterator[str]:
    """Serve it for real, on a port of this machine: the address."""
    sockets = listen(host, free_port())
    config = uvicorn.Config(app, http=bounded(bounds, ()), ws="none", log_level="critical")
    server = uvicorn.Server(config)
    thread = Thread(target=server.run, args=(sockets,), daemon=True)
    thread.start()
    while not server.started:
        time.sleep(0.01)
    name = f"[{host}]" if ":" in host else host
    yield f"http://{name}:{sockets[0].getsockname()[1]}/"
    server.should_exit = server.force_exit = True
    thread.join(10)


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
