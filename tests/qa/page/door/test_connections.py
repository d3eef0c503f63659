"""How many requests and connections there may be, and how slow."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import pytest

from qa.page.door.assembly import Limits, in_front_of
from qa.page.door.bodies import Pace
from qa.page.door.connections import Bounds
from qa.page.door.counting import AtOnce, CountedRequests, network_of
from qa.page.door.hosts import Hosts
from tests.qa.page.door import loads
from tests.qa.page.door.stub import get, page, running

if TYPE_CHECKING:
    from pathlib import Path

    from starlette.types import Receive, Scope, Send

    from tests.qa.page.browsing import Served

QUICK = Bounds(of_one=30, head_seconds=0.5, stuck_seconds=0.5)


def test_who_has_too_many_event_streams_gets_no_more(served: Served) -> None:
    assert not loads.many_streams(served.url, AtOnce().of_one)


@pytest.mark.slow
def test_who_has_too_many_connections_gets_no_more(served: Served) -> None:
    assert not loads.many_connections(served.url, Bounds().of_one)


@pytest.mark.slow
def test_the_slow_and_those_who_never_read_are_let_go(tmp_path: Path) -> None:
    large = page(lambda _: ({}, b"x" * 5_000_000))
    limits = Limits(pace=Pace(grace_seconds=0.5))
    app = in_front_of(large, Hosts.served_on("127.0.0.1"), tmp_path, limits=limits)
    with running(app, QUICK) as url:
        assert not loads.slow_senders(url, 1.0)
        assert not loads.never_reads(url, "/", 1.5)
        assert not loads.many_connections(url, QUICK.of_one)


def test_all_together_have_a_bound_and_others_one_of_their_own() -> None:
    waiting = asyncio.Event()

    async def endless(scope: Scope, receive: Receive, send: Send) -> None:
        await waiting.wait()

    app = CountedRequests(endless, AtOnce(of_one=2, of_all=3))

    async def fill() -> list[int]:
        async def ask(who: str) -> int:
            got: list[int] = []

            async def send(message: dict[str, object]) -> None:
                if message["type"] == "http.response.start":
                    got.append(int(str(message["status"])))

            scope = {"type": "http", "client": (who, 1), "headers": [], "method": "GET"}
            await app(scope, None, send)  # type: ignore[arg-type] # nothing is received
            return got[0] if got else 200

        names = ["192.0.2.1", "192.0.2.1", "192.0.2.1", "192.0.2.2", "192.0.2.3"]
        tasks = [asyncio.create_task(ask(name)) for name in names]
        await asyncio.sleep(0.05)
        waiting.set()
        return [await task for task in tasks] + [await ask("192.0.2.1")]

    from concurrent.futures import ThreadPoolExecutor

    with ThreadPoolExecutor(1) as pool:  # the browser's own event loop runs in this thread
        found = pool.submit(lambda: asyncio.run(fill())).result()
    assert found == [200, 200, 429, 200, 503, 200]


def test_a_network_of_ipv6_is_one_client() -> None:
    assert network_of("2001:db8::1") == network_of("2001:db8::2:1") == "2001:db8::/64"
    assert network_of("::ffff:192.0.2.1") == "192.0.2.1"
    assert network_of("") == ""


def test_a_client_is_counted_by_its_address() -> None:
    app = CountedRequests(page(lambda _: ({}, b"")), AtOnce(of_one=1, of_all=1))
    assert [get(app, peer="192.0.2.1").status_code for _ in range(3)] == [200] * 3
