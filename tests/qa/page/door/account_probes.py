"""What somebody may try with logins that have ended, with guesses and with tokens.

Each takes the address of a page with logins, and returns what it found broken, in words.
"""

from __future__ import annotations

import asyncio
import json
import threading
import time
from pathlib import Path
from typing import Any

import httpx

from qa.users.users import add_user, new_token, remove_user, revoke_token
from tests.loop import run as run_apart
from tests.qa.page.browsing import QUESTION
from tests.qa.page.door.login_probes import PASSWORD, Visitor, new_session, visiting

GIVEN = {"data": [QUESTION, "", "", "", None, ""]}  # to the endpoint `ask`


def careless_cookies(url: str, name: str) -> list[str]:
    """Cookies that a script or another site may use, and links that log somebody out."""
    broken = []
    with visiting(url) as visitor:
        answer = visitor.log_in(name)
        for cookie in answer.headers.get_list("set-cookie"):
            for wanted in ("HttpOnly", "SameSite=Lax", "Path=/"):
                if wanted not in cookie:
                    broken.append(f"a cookie of the login without {wanted}")
        if visitor.config()["username"] != name:
            broken.append("who logs in is taken for another")
        if visitor.web.get("logout").status_code != 404:
            broken.append("a link logs out: another site could have it followed")
    return broken


def outlived_logout(url: str, name: str) -> list[str]:
    """A copy of a cookie after its user has logged out."""
    with visiting(url) as visitor, visiting(url) as other:
        visitor.log_in(name)
        other.web.cookies.update(visitor.web.cookies)
        came_in = other.config()["username"] == name
        left = visitor.web.post("logout").status_code
        return _unless(
            came_in and left == 303 and _out(visitor) and _out(other),
            "a copied cookie outlives logging out",
        )


def outlived_removal(url: str, users: Path, name: str) -> list[str]:
    """The cookie and the open stream of a user who is removed."""
    session = new_session()
    with visiting(url) as visitor:
        visitor.log_in(name)
        visitor.enter(session)
        visitor.ask(session, QUESTION)
        event = visitor.event("download", 4)
        broken = _unless(QUESTION in visitor.exported(session), "a user's own chats are not there")
        ended = _ends(visitor.web, f"gradio_api/heartbeat/{session}")
        remove_user(users, name)
        stream = visitor.web.get(f"gradio_api/queue/data?session_hash={session}").status_code
        sent = visitor.send(event, session, [None, "", "", ""]).status_code
        broken += _unless((sent, stream) == (401, 401), "a removed user's cookie still works")
        return broken + _unless(ended.wait(5), "a removed user's stream stays open")


def outlived_password(url: str, users: Path, name: str) -> list[str]:
    """The cookie and the old password of a user whose password is changed, and set back."""
    with visiting(url) as visitor:
        visitor.log_in(name)
        came_in = visitor.config()["username"] == name
        add_user(users, name, "a new password")
        broken = _unless(came_in and _out(visitor), "a cookie outlives the password")
        tried = [visitor.log_in(name, word).status_code for word in (PASSWORD, "a new password")]
        broken += _unless(tried == [401, 200], "the old password still works, or the new does not")
    add_user(users, name, PASSWORD)
    return broken


def outlived_token(url: str, users: Path, name: str) -> list[str]:
    """Tokens that are revoked or were never given."""
    with visiting(url, new_token(users, name)) as program:
        event = program.web.post("gradio_api/call/ask", json=GIVEN).json()["event_id"]
        answered = QUESTION in program.web.get(f"gradio_api/call/ask/{event}").text
        broken = _unless(answered, "a token's program is not answered")
        revoke_token(users, name)
        refused = program.web.post("gradio_api/call/ask", json=GIVEN).status_code == 401
        broken += _unless(refused, "a revoked token still works")
    for wrong in ("articles_", "x" * 10_000, name):
        with visiting(url, wrong) as program:
            broken += _unless(_out(program), f"{wrong[:20]!r} is taken for a token")
    return broken


def open_tools(url: str, users: Path, name: str) -> list[str]:
    """The tools of programs, without the token of a user."""
    broken = _unless(tool(url, new_token(users, name))["refused"] is False, "no tool for a token")
    revoke_token(users, name)
    try:
        tool(url, "articles_wrong")
    except Exception:  # whatever the tools' client makes of a 401
        return broken
    return [*broken, "the tools can be called without a token"]


def tool(url: str, token: str) -> dict[str, Any]:
    """What the tool `ask` replies to a program with a token."""
    from mcp import ClientSession
    from mcp.client.streamable_http import streamable_http_client

    async def talk() -> dict[str, Any]:
        headers = {"Authorization": f"Bearer {token}"}
        path = f"{url}gradio_api/mcp/"
        async with (
            httpx.AsyncClient(headers=headers, trust_env=False, timeout=60) as web,
            streamable_http_client(path, http_client=web) as (reading, writing, _),
            ClientSession(reading, writing) as session,
        ):
            await session.initialize()
            result = await session.call_tool("ask", {"question": QUESTION})
            reply: dict[str, Any] = json.loads(getattr(result.content[0], "text", ""))
            return reply

    return run_apart(asyncio.wait_for(talk(), 60))


def held_up_by_guesses(url: str, name: str, seconds: float = 1.0, address: str = "") -> list[str]:
    """Long names and many: do they hold others up, are they slowed down, who is kept out?

    Afterwards the address has no tries left for a while.

    Args:
        url: of the page.
        name: of a user who has a browser that the page knows.
        seconds: that the form may take meanwhile.
        address: where both come from, one of this machine; "" for the usual one.
    """
    over, slowest = threading.Event(), [0.0]

    def watch() -> None:
        with httpx.Client(base_url=url, trust_env=False, timeout=30) as web:
            while not over.is_set():
                started = time.perf_counter()
                web.get("login")
                slowest[0] = max(slowest[0], time.perf_counter() - started)

    with visiting(url, "", address) as known, visiting(url, "", address) as guesser:
        broken = _unless(known.log_in(name).status_code == 200, "the right password is refused")
        watcher = threading.Thread(target=watch)
        watcher.start()
        seen = {guesser.log_in("x" * 2_000 + str(n)).status_code for n in range(40)}
        over.set()
        watcher.join()
        broken += _unless(seen == {401, 429}, f"40 guesses were answered {sorted(seen)}")
        broken += _unless(slowest[0] < seconds, f"the form took {slowest[0]:.1f} s meanwhile")
        later = guesser.log_in(name)
        wait = int(later.headers.get("retry-after", 0))
        broken += _unless(later.status_code == 429 and 0 < wait <= 60, "a guesser may go on")
        entered = known.log_in(name).status_code
        return broken + _unless(entered == 200, "guesses of others keep out who has the password")


def believed_callers(url: str, proxy: str, name: str) -> list[str]:
    """Who calls and over what, as told by somebody else than the trusted proxy, and by that.

    Args:
        url: of the page.
        proxy: an address of this machine that the page trusts as a proxy.
        name: of a user.
    """
    broken = []
    said = {"X-Forwarded-For": "198.51.100.1", "X-Forwarded-Proto": "https"}
    for peer, wanted in (("127.0.0.1", False), (proxy, True)):
        transport = httpx.HTTPTransport(local_address=peer)
        with httpx.Client(base_url=url, transport=transport, headers=said, timeout=30) as web:
            cookies = Visitor(web).log_in(name).headers.get_list("set-cookie")
            secure = bool(cookies) and all("Secure" in one for one in cookies)
            if not cookies or secure is not wanted:
                broken.append(f"of {peer} it is {'believed' if secure else 'not believed'}")
            for number in range(12 if wanted else 0):  # more than one browser may
                told = {"X-Forwarded-For": f"203.0.113.{number}"}
                guess = web.post(
                    "login", data={"username": "nobody", "password": "x"}, headers=told
                )
                broken += _unless(guess.status_code == 401, "one browser pays for another")
    return broken


def _unless(held: bool, broken: str) -> list[str]:
    return [] if held else [broken]


def _out(visitor: Visitor) -> bool:
    return visitor.web.get("config").status_code == 401


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
