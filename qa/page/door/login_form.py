"""The form that people log in with, and logging out. It works without scripts.

A program may post it too: it gets JSON or a plain text where a browser gets a page.
"""

from __future__ import annotations

import asyncio
import json
import math
import re
from dataclasses import dataclass
from urllib.parse import parse_qs

from starlette.types import Receive, Scope, Send

from qa.errors import DatabaseFailed
from qa.page import strings
from qa.page.door.callers import Callers, cookie
from qa.page.door.refusing import refuse
from qa.page.html.login import login_html
from qa.users.logins import Logins, Try, Verdict

_LARGEST = 16_000  # bytes of a name and a password, each character written as several
_READ_SECONDS = 10.0
_CHAT = re.compile(r"chat=[0-9a-f]{24}")
_Headers = list[tuple[bytes, bytes]]


@dataclass(frozen=True, slots=True)
class LoginForm:
    """Answers /login and /logout.

    Attributes:
        logins: says who may enter.
        callers: keeps who has.
    """

    logins: Logins
    callers: Callers

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Show the form, take it, or log out."""
        leaving = scope["path"].startswith("/logout")
        if scope["method"] in ("GET", "HEAD") and not leaving:
            await _page(send, 200, login_html())
        elif scope["method"] != "POST":
            await refuse(scope, receive, send, 405, "Use POST.", [("Allow", "POST")])
        elif leaving:
            await self._leave(scope, receive, send)
        else:
            await self._enter(scope, receive, send)

    async def _enter(self, scope: Scope, receive: Receive, send: Send) -> None:
        given = await _form(receive)
        if given is None:
            await refuse(scope, receive, send, 400, "That is no name and password in a form.")
            return
        address = (scope.get("client") or ("?",))[0]
        tried = Try(*given, address, cookie(scope, "device"))
        verdict = await self.logins.enter(tried)
        if not verdict.name:
            status, text = _why(verdict)
            await _refuse(scope, receive, send, status, text, tried.name, math.ceil(verdict.wait))
            return
        device = self.logins.device(verdict.name)
        try:
            kept = await asyncio.to_thread(self.callers.begin, scope, verdict.name, device)
        except DatabaseFailed:  # which is logged where the users are watched
            await _refuse(scope, receive, send, 503, strings.LOGIN_UNKEPT, tried.name)
            return
        if wants_page(scope):
            await _see_other(send, "./" + wanted_chat(scope), kept)
        else:
            await _answer(send, 200, json.dumps({"success": True}), "application/json", kept)

    async def _leave(self, scope: Scope, receive: Receive, send: Send) -> None:
        try:
            gone = await asyncio.to_thread(self.callers.end, scope)
        except DatabaseFailed:
            await _refuse(scope, receive, send, 503, strings.LOGOUT_UNKEPT)
            return
        await _see_other(send, "login", gone)


def wants_page(scope: Scope) -> bool:
    """Whether it is a browser that asks, which is to be shown a page."""
    return any(name == b"accept" and b"text/html" in value for name, value in scope["headers"])


def wanted_chat(scope: Scope) -> str:
    """The chat that somebody wants to see, to be asked for again after the login."""
    query = scope["query_string"].decode("latin-1")
    return f"?{query}" if _CHAT.fullmatch(query) else ""


def _why(verdict: Verdict) -> tuple[int, str]:
    """Why somebody may not enter."""
    if verdict.busy:
        return 503, strings.LOGIN_BUSY
    if verdict.wait:
        return 429, strings.LOGIN_TOO_OFTEN.format(seconds=math.ceil(verdict.wait))
    return 401, strings.LOGIN_WRONG


async def _refuse(
    scope: Scope,
    receive: Receive,
    send: Send,
    status: int,
    text: str,
    name: str = "",
    seconds: int = 0,
) -> None:
    later = [("Retry-After", str(seconds))] if seconds else []
    if wants_page(scope):
        headers = [(key.lower().encode(), value.encode()) for key, value in later]
        await _page(send, status, login_html(name[:64], text), headers)
    else:
        await refuse(scope, receive, send, status, text, later, read=True)


async def _form(receive: Receive) -> tuple[str, str] | None:
    """The name and password of a form; None for anything else."""
    body = b""
    try:
        async with asyncio.timeout(_READ_SECONDS):
            while True:
                message = await receive()
                body += message.get("body", b"")
                if message["type"] != "http.request" or len(body) > _LARGEST:
                    return None
                if not message.get("more_body"):
                    break
        fields = parse_qs(body.decode(), max_num_fields=10, keep_blank_values=True)
    except (TimeoutError, ValueError):
        return None
    name, password = fields.get("username", []), fields.get("password", [])
    return (name[0], password[0]) if len(name) == len(password) == 1 else None


async def _page(send: Send, status: int, html: str, headers: _Headers | None = None) -> None:
    await _answer(send, status, html, "text/html; charset=utf-8", headers or [])


async def _see_other(send: Send, to: str, headers: _Headers) -> None:
    await _answer(send, 303, "", "text/plain", [*headers, (b"location", to.encode("latin-1"))])


async def _answer(send: Send, status: int, text: str, kind: str, headers: _Headers) -> None:
    body = text.encode("utf-8", "backslashreplace")
    own = [
        (b"content-type", kind.encode()),
        (b"content-length", str(len(body)).encode()),
        (b"cache-control", b"no-store"),
        *headers,
    ]
    await send({"type": "http.response.start", "status": status, "headers": own})
    await send({"type": "http.response.body", "body": body})
