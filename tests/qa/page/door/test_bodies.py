"""How large and how slow a body may be."""

from __future__ import annotations

import asyncio
import time
from typing import TYPE_CHECKING

import httpx
import pytest

from qa.page.door.assembly import in_front_of
from qa.page.door.bodies import BoundedBodies, Pace, structure
from qa.page.door.connections import Bounds
from qa.page.door.hosts import Hosts
from qa.users.accounts import Accounts
from qa.users.users import add_user
from tests.qa.page.door import loads
from tests.qa.page.door.stub import page, running, talk

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from pathlib import Path

    from tests.qa.page.browsing import Served

CALL = "/gradio_api/call/ask"
SLOW = Pace(grace_seconds=0.3, bytes_per_second=1_000)


def test_nobody_waits_for_what_is_too_large(served: Served) -> None:
    assert not loads.large_bodies(served.url)


def status(path: str, body: bytes) -> int:
    app = BoundedBodies(page(lambda _: ({}, b"")), Pace())
    return talk(app, lambda client: client.post(path, content=body)).status_code


@pytest.mark.parametrize(
    ("path", "body", "expected"),
    [
        (CALL, b'["' + b"x" * 1_900_000 + b'"]', 200),
        (CALL, b'["' + b"x" * 2_100_000 + b'"]', 413),
        (CALL, b'["' + b'\\"[],\\\\' * 200_000 + b'"]', 200),
        (CALL, b"[" + b"[]," * 30_000 + b"1]", 413),
        (CALL, b"", 200),
        ("/login", b"username=a&password=" + b"x" * 1000, 200),
        ("/login", b"x" * 17_000, 413),
        ("/gradio_api/upload", b"x" * 3_000_000, 200),
    ],
)
def test_texts_may_be_long_and_the_rest_small(path: str, body: bytes, expected: int) -> None:
    assert status(path, body) == expected


def test_structure_is_what_is_outside_of_texts() -> None:
    assert structure(b'{"a\\"b": ["c\\\\", 12]}') == len(b"{: [, 12]}")
    assert structure(b'"' * 9) == 0


def test_a_body_that_stops_coming_is_given_up() -> None:
    async def drops() -> AsyncIterator[bytes]:
        for _ in range(30):
            yield b"[" * 10
            time.sleep(0.05)  # the client and the page share a loop here

    app = BoundedBodies(page(lambda _: ({}, b"")), SLOW)
    since = time.monotonic()
    answer = talk(app, lambda client: client.post(CALL, content=drops()))
    assert answer.status_code == 408
    assert time.monotonic() - since < 5


def test_a_slow_line_is_not_given_up() -> None:
    async def chunks() -> AsyncIterator[bytes]:
        for _ in range(10):
            yield b"x" * 200
            time.sleep(0.05)

    app = BoundedBodies(page(lambda _: ({}, b"")), SLOW)

    async def send(client: httpx.AsyncClient) -> httpx.Response:
        return await client.post(CALL, content=chunks())

    assert talk(app, send).status_code == 200


def test_without_a_login_no_body_is_read(tmp_path: Path) -> None:
    add_user(tmp_path / "users.json", "ada", "correct horse battery")
    users = Accounts(tmp_path / "users.json")
    inner = page(lambda _: ({}, b""))
    app = in_front_of(inner, Hosts.served_on("127.0.0.1"), tmp_path, users=users)
    with running(app, Bounds()) as url:
        assert not loads.bodies_before_login(url)
    app = in_front_of(inner, Hosts.served_on("127.0.0.1"), tmp_path)
    with running(app, Bounds()) as url:
        assert loads.bodies_before_login(url)


def test_large_bodies_at_once_have_a_bound() -> None:
    app = BoundedBodies(page(lambda _: ({}, b"")), Pace())

    async def work(client: httpx.AsyncClient) -> httpx.Response:
        go_on = asyncio.Event()

        async def slow() -> AsyncIterator[bytes]:
            yield b"["
            await go_on.wait()
            yield b"]"

        held = [asyncio.create_task(client.post(CALL, content=slow())) for _ in range(8)]
        await asyncio.sleep(0.05)
        refused = await client.post(CALL, content=slow())
        small = await client.post(CALL, content=b"[]" * 9)
        go_on.set()
        assert {(await one).status_code for one in held} == {200}
        assert (refused.status_code, small.status_code) == (429, 429)
        return await client.post(CALL, content=b"[]")

    assert talk(app, work).status_code == 200
