"""An application that says who it was told, to stand behind a login, and how to log in there."""

from __future__ import annotations

import json

import httpx
from starlette.types import Receive, Scope, Send

from qa.page.door.callers import USER

PASSWORD = "correct horse battery"


async def echo(scope: Scope, receive: Receive, send: Send) -> None:
    """Says who asks, for what, with what."""
    body = (await receive()).get("body", b"")
    told = [scope.get(USER), scope["path"], scope["query_string"].decode(), body.decode()]
    headers = [(b"content-type", b"application/json")]
    await send({"type": "http.response.start", "status": 200, "headers": headers})
    await send({"type": "http.response.body", "body": json.dumps(told).encode()})


async def log_in(
    web: httpx.AsyncClient, name: str = "ada", password: str = PASSWORD, **headers: str
) -> httpx.Response:
    """Log in at a page; its answer."""
    return await web.post("/login", data={"username": name, "password": password}, headers=headers)
