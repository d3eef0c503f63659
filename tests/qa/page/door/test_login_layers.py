"""The login by itself, before an application that says who it was told."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable, Coroutine
from pathlib import Path

import httpx
import pytest
from starlette.types import Message, Receive, Scope, Send

from qa.page.door.apart import Apart
from qa.page.door.login import behind_login
from qa.page.door.proxies import ForwardedByTrusted
from qa.users.accounts import Accounts
from qa.users.users import add_user, remove_user
from tests.loop import run as run_apart
from tests.qa.page.door.echoes import PASSWORD, echo, log_in

TLS = {"X-Forwarded-Proto": "https"}
Talk = Callable[[httpx.AsyncClient], Coroutine[object, object, None]]


@pytest.fixture
def users(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A file of two users, whose passwords are hashed quickly."""
    monkeypatch.setattr("qa.users.passwords._COST", {"n": 2, "r": 8, "p": 1})
    for name in ("ada", "ben"):
        add_user(tmp_path / "users.json", name, PASSWORD)
    return tmp_path / "users.json"


def _visit(users: Path, talk: Talk, hours: float = 1.0, address: str = "10.0.0.1") -> None:
    door = ForwardedByTrusted(behind_login(Apart(echo), Accounts(users), hours), ["10.0.0.1"])

    async def run() -> None:
        carrier = httpx.ASGITransport(app=door, client=(address, 1))
        async with httpx.AsyncClient(transport=carrier, base_url="http://page") as web:
            await talk(web)

    run_apart(run())


def test_cookies_are_bound_to_the_host_behind_tls(users: Path) -> None:
    async def talk(web: httpx.AsyncClient) -> None:
        for headers, prefix in ((TLS, "__Host-articles-"), ({}, "articles-")):
            cookies = (await log_in(web, **headers)).headers.get_list("set-cookie")
            assert len(cookies) == 2
            for cookie in cookies:
                assert cookie.startswith(prefix)
                assert ("; Secure" in cookie) == (headers is TLS)
                assert "; Path=/; HttpOnly; SameSite=Lax" in cookie
                assert "Domain" not in cookie

    _visit(users, talk)


def test_nobody_says_to_be_another_address_but_a_trusted_proxy(users: Path) -> None:
    async def guess_all(web: httpx.AsyncClient) -> int:
        for n in range(11):
            last = await log_in(web, "ada", "guess", **{"X-Forwarded-For": f"10.9.0.{n}"})
        return last.status_code

    async def by_proxy(web: httpx.AsyncClient) -> None:
        assert await guess_all(web) == 401

    async def by_others(web: httpx.AsyncClient) -> None:
        assert await guess_all(web) == 429

    _visit(users, by_proxy)
    _visit(users, by_others, address="10.0.0.2")


def test_a_person_gets_in_while_others_guess(users: Path) -> None:
    async def talk(web: httpx.AsyncClient) -> None:
        assert (await log_in(web, **{"X-Forwarded-For": "10.1.0.1"})).status_code == 200
        known = dict(web.cookies)
        web.cookies.clear()
        for n in range(8):
            for _ in range(10):
                tried = {"X-Forwarded-For": f"10.9.0.{n}"}
                last = await log_in(web, "ada", "guess", **tried)
        assert last.status_code == 429
        web.cookies.update(known)
        assert (await log_in(web, **tried)).status_code == 200

    _visit(users, talk)


def test_a_session_ends_with_its_hours(users: Path) -> None:
    async def talk(web: httpx.AsyncClient) -> None:
        await log_in(web)
        assert (await web.get("/config")).status_code == 200
        await asyncio.sleep(2.1)
        assert (await web.get("/config")).status_code == 401

    _visit(users, talk, hours=2 / 3600)


def test_no_body_is_read_before_the_login(users: Path) -> None:
    sent: list[Message] = []

    async def receive() -> Message:
        raise AssertionError("read")

    async def send(message: Message) -> None:
        sent.append(message)

    scope = {
        "type": "http",
        "method": "POST",
        "path": "/gradio_api/queue/join",
        "query_string": b"",
        "scheme": "http",
        "headers": [],
        "server": ("page", 1),
    }

    async def run() -> None:
        await behind_login(echo, Accounts(users), 1.0)(scope, receive, send)

    run_apart(run())
    assert sent[0]["status"] == 401


def test_the_same_name_of_a_session_is_another_to_another(users: Path) -> None:
    paths = ["queue/data?session_hash=mine", "heartbeat/mine", "upload?upload_id=mine"]

    async def talk(web: httpx.AsyncClient) -> None:
        found = {}
        for name in ("ada", "ben"):
            web.cookies.clear()
            await log_in(web, name)
            told = [(await web.get(f"/gradio_api/{path}")).json() for path in paths]
            given = {"session_hash": "mine", "event_id": "x", "data": ["\ud800 é", None, 1.5]}
            content = json.dumps(given)
            told.append((await web.post("/gradio_api/queue/join", content=content)).json())
            body = json.loads(told[-1][3])
            assert body.pop("session_hash") not in (None, "mine")
            assert body == {"data": given["data"]}
            assert "mine" not in json.dumps(told)
            found[name] = [each[1:] for each in told]
            assert {each[0] for each in told} == {name}
        assert all(mine != other for mine, other in zip(*found.values(), strict=True))

    _visit(users, talk)


@pytest.mark.parametrize("body", ["", "[]", "1", '"a"', "{", "[" * 100_000])
def test_a_body_that_names_no_session_is_refused(users: Path, body: str) -> None:
    async def talk(web: httpx.AsyncClient) -> None:
        await log_in(web)
        assert (await web.post("/gradio_api/queue/join", content=body)).status_code == 400

    _visit(users, talk)


def test_the_first_of_two_names_in_a_body_is_not_another_s(users: Path) -> None:
    async def talk(web: httpx.AsyncClient) -> None:
        await log_in(web)
        content = '{"session_hash": "mine", "data": [], "session_hash": "mine"}'
        told = (await web.post("/gradio_api/queue/join", content=content)).json()
        assert "mine" not in told[3]
        assert told[3].count("session_hash") == 1

    _visit(users, talk)


def test_an_open_stream_ends_with_its_user(users: Path) -> None:
    async def run() -> None:
        sent: list[Message] = []

        async def stream(scope: Scope, receive: Receive, send: Send) -> None:
            await send({"type": "http.response.start", "status": 200, "headers": []})
            await send({"type": "http.response.body", "body": b"first", "more_body": True})
            remove_user(users, "ada")
            await send({"type": "http.response.body", "body": b"secret", "more_body": True})
            assert (await receive())["type"] == "http.disconnect"

        async def receive() -> Message:
            await asyncio.sleep(60)
            raise AssertionError("waited for the client")

        async def send(message: Message) -> None:
            sent.append(message)

        door = behind_login(stream, Accounts(users), 1.0)
        carrier = httpx.ASGITransport(app=door)
        async with httpx.AsyncClient(transport=carrier, base_url="http://page") as web:
            cookies = dict((await log_in(web)).cookies)
        cookie = "; ".join(f"{name}={value}" for name, value in cookies.items())
        scope = {
            "type": "http",
            "method": "GET",
            "path": "/gradio_api/queue/data",
            "query_string": b"",
            "scheme": "http",
            "headers": [(b"cookie", cookie.encode())],
            "server": ("page", None),
        }
        await asyncio.wait_for(door(scope, receive, send), 10)
        assert [one.get("body") for one in sent] == [None, b"first", b""]
        assert not sent[-1]["more_body"]

    run_apart(run())
