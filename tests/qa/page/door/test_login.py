"""Logins of a page as it is served, and what another user may get at."""

from __future__ import annotations

import asyncio
import json
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import httpx
import pytest

from qa.users.users import add_user, new_token, remove_user, revoke_token
from tests.qa.page.browsing import QUESTION, Served, serving
from tests.qa.page.door.login_probes import (
    PASSWORD,
    foreign_reads,
    new_session,
    reached_without_login,
    visiting,
)

SECRET = "How long were ships kept from the Suez Canal?"  # no question that the page suggests


@pytest.fixture(scope="module")
def users(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A file of users."""
    path = tmp_path_factory.mktemp("users") / "users.json"
    for name in ("ida", "bob", "eve", "zoe"):
        add_user(path, name, PASSWORD)
    return path


@pytest.fixture(scope="module")
def guarded(
    users: Path, tmp_path_factory: pytest.TempPathFactory, seed_index_dir: Path
) -> Iterator[Served]:
    """The page with logins and tools."""
    folder = tmp_path_factory.mktemp("guarded")
    with serving(folder, "--users", str(users), "--mcp", index=seed_index_dir) as app:
        yield app


def test_nothing_answers_without_a_login(guarded: Served) -> None:
    assert reached_without_login(guarded.url) == []
    assert httpx.get(f"{guarded.url}health", trust_env=False).status_code == 200


def test_a_browser_is_shown_the_form_and_comes_back_to_its_chat(guarded: Served) -> None:
    chat = "0" * 24
    with visiting(guarded.url) as visitor:
        visitor.web.headers["Accept"] = "text/html"
        sent = visitor.web.get(f"?chat={chat}")
        assert (sent.status_code, sent.headers["location"]) == (303, f"login?chat={chat}")
        assert visitor.web.get("?chat=//evil").headers["location"] == "login"
        form = visitor.web.get("login")
        assert (form.status_code, form.headers["cache-control"]) == (200, "no-store")
        assert "<script" not in form.text
        assert "//" not in form.text.split("</style>")[1]
        given = {"username": '"><script>x', "password": "guess"}
        wrong = visitor.web.post("login", data=given)
        assert (wrong.status_code, "<script" in wrong.text) == (401, False)
        right = visitor.web.post(
            f"login?chat={chat}", data={"username": "ida", "password": PASSWORD}
        )
        assert (right.status_code, right.headers["location"]) == (303, f"./?chat={chat}")
        assert visitor.web.get("").status_code == 200


def test_the_cookie_is_for_this_site_and_no_script(guarded: Served) -> None:
    with visiting(guarded.url) as visitor:
        answer = visitor.log_in("ida")
        assert answer.json() == {"success": True}
        for cookie in answer.headers.get_list("set-cookie"):
            assert "HttpOnly" in cookie
            assert "SameSite=Lax" in cookie
            assert "Path=/" in cookie
        assert visitor.config()["username"] == "ida"
        assert visitor.web.get("logout").status_code == 404  # another site could link to it
        assert visitor.web.post("logout").status_code == 303
        assert visitor.web.get("config").status_code == 401


def test_logging_out_ends_the_token_and_not_only_the_cookie(guarded: Served) -> None:
    with visiting(guarded.url) as visitor, visiting(guarded.url) as other:
        visitor.log_in("ida")
        other.web.cookies.update(visitor.web.cookies)
        assert other.config()["username"] == "ida"
        visitor.web.post("logout")
        assert other.web.get("config").status_code == 401


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"x" * 40_000,
        b"username=ida",
        b"username=ida&username=bob&password=a",
        b"username=ida&password=%FF%FE",
        b"\xff\xfe",
        b"a=1&" * 2000,
    ],
)
def test_what_is_no_form_is_told(guarded: Served, body: bytes) -> None:
    with visiting(guarded.url) as visitor:
        kind = {"Content-Type": "application/x-www-form-urlencoded"}
        assert visitor.web.post("login", content=body, headers=kind).status_code in (400, 401)


def test_another_user_gets_at_nothing_by_the_name_of_a_session(guarded: Served) -> None:
    session = new_session()
    with visiting(guarded.url) as mine, visiting(guarded.url) as others:
        mine.log_in("ida")
        others.log_in("bob")
        mine.enter(session)
        assert SECRET in mine.ask(session, SECRET)
        assert SECRET in mine.exported(session)
        assert foreign_reads(mine, session, others, SECRET) == []
        assert SECRET in mine.exported(session)  # nothing of it was deleted either


def test_a_removed_user_is_out_at_once(guarded: Served, users: Path) -> None:
    session = new_session()
    with visiting(guarded.url) as visitor:
        visitor.log_in("eve")
        visitor.enter(session)
        visitor.ask(session, QUESTION)
        event = visitor.event("download", 1)
        assert QUESTION in visitor.exported(session)
        ended = _ends(visitor.web, f"gradio_api/heartbeat/{session}")
        remove_user(users, "eve")
        assert visitor.send(event, session, [None]).status_code == 401
        assert visitor.web.get(f"gradio_api/queue/data?session_hash={session}").status_code == 401
        assert ended.wait(5)


def test_a_new_password_logs_out_everywhere(guarded: Served, users: Path) -> None:
    with visiting(guarded.url) as visitor:
        visitor.log_in("zoe")
        assert visitor.config()["username"] == "zoe"
        add_user(users, "zoe", "a new password")
        assert visitor.web.get("config").status_code == 401
        assert visitor.log_in("zoe").status_code == 401
        assert visitor.log_in("zoe", "a new password").status_code == 200
    add_user(users, "zoe", PASSWORD)


def _ends(web: httpx.Client, path: str) -> threading.Event:
    """Open a stream beside; the event is set when it has ended."""
    begun, ended = threading.Event(), threading.Event()

    def listen() -> None:
        other = httpx.Client(base_url=web.base_url, cookies=web.cookies, trust_env=False)
        with other, other.stream("GET", path, timeout=60) as answer:
            for _ in answer.iter_raw():
                begun.set()
        ended.set()

    threading.Thread(target=listen, daemon=True).start()
    assert begun.wait(20)
    return ended


def test_a_program_comes_in_with_a_token_until_it_is_revoked(guarded: Served, users: Path) -> None:
    token = new_token(users, "ida")
    given = {"data": [QUESTION, "", "", "", None, ""]}
    with visiting(guarded.url, token) as program:
        assert program.config()["username"] == "ida"
        event = program.web.post("gradio_api/call/ask", json=given).json()["event_id"]
        assert QUESTION in program.web.get(f"gradio_api/call/ask/{event}").text
        revoke_token(users, "ida")
        assert program.web.post("gradio_api/call/ask", json=given).status_code == 401
    for wrong in ("articles_", "x" * 10_000, "ida"):
        with visiting(guarded.url, wrong) as program:
            assert program.web.get("config").status_code == 401


def test_long_names_and_many_leave_nothing_behind_and_hold_nobody_up(guarded: Served) -> None:
    stop, slowest = threading.Event(), [0.0]

    def watch() -> None:
        with httpx.Client(base_url=guarded.url, trust_env=False, timeout=30) as web:
            while not stop.is_set():
                started = time.perf_counter()
                web.get("login")
                slowest[0] = max(slowest[0], time.perf_counter() - started)

    watcher = threading.Thread(target=watch)
    watcher.start()
    with visiting(guarded.url) as visitor:
        seen = {visitor.log_in("x" * 2_000 + str(n)).status_code for n in range(40)}
    stop.set()
    watcher.join()
    assert seen == {401, 429}
    assert slowest[0] < 1.0
    time.sleep(0)
    with visiting(guarded.url) as visitor:
        answer = visitor.log_in("bob")
        assert answer.status_code == 429
        assert 0 < int(answer.headers["retry-after"]) <= 60
        assert json.dumps(PASSWORD) not in guarded.said()


def test_tools_are_called_under_the_name_of_the_caller(guarded: Served, users: Path) -> None:
    tokens = [new_token(users, name) for name in ("ida", "bob")]
    with ThreadPoolExecutor(4) as pool:
        replies = list(pool.map(lambda token: _tool(guarded.url, token), tokens * 2))
    assert all(reply["refused"] is False for reply in replies)
    with pytest.raises(Exception, match=r".*"):
        _tool(guarded.url, "articles_wrong")


def _tool(url: str, token: str) -> dict[str, Any]:
    """What the tool `ask` replies to a program with a token."""
    from mcp import ClientSession
    from mcp.client.streamable_http import streamable_http_client

    async def talk() -> dict[str, Any]:
        headers = {"Authorization": f"Bearer {token}"}
        async with (
            httpx.AsyncClient(headers=headers, trust_env=False, timeout=60) as web,
            streamable_http_client(f"{url}gradio_api/mcp/", http_client=web) as (
                reading,
                writing,
                _,
            ),
            ClientSession(reading, writing) as session,
        ):
            await session.initialize()
            result = await session.call_tool("ask", {"question": QUESTION})
            reply: dict[str, Any] = json.loads(getattr(result.content[0], "text", ""))
            return reply

    return asyncio.run(asyncio.wait_for(talk(), 60))
