"""A refusal: a short plain text with a status, sent in the place of the page's answer."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from contextlib import suppress

from starlette.types import Receive, Scope, Send

_DRAIN_BYTES = 1 << 24  # read and thrown away of a body, so that its sender gets to read the text
_DRAIN_SECONDS = 1.0


async def refuse(
    scope: Scope,
    receive: Receive,
    send: Send,
    status: int,
    text: str,
    headers: Sequence[tuple[str, str]] = (),
    *,
    read: bool = False,
) -> None:
    """Answer a request with a status and a text, and close the connection if it has a body.

    Args:
        scope: the request, as ASGI has it, like the next two.
        receive: gives its body.
        send: takes the answer.
        status: of HTTP, 400 to 599.
        text: what is wrong and what to do next; shown as plain text.
        headers: further ones, such as Retry-After.
        read: whether the body was read already.
    """
    body = text.encode("utf-8", "backslashreplace") + b"\n"
    own = [
        (b"content-type", b"text/plain; charset=utf-8"),
        (b"content-length", str(len(body)).encode()),
        (b"cache-control", b"no-store"),
        *((name.lower().encode(), value.encode()) for name, value in headers),
    ]
    unread = not read and _has_body(scope)
    if unread:
        own.append((b"connection", b"close"))
    await send({"type": "http.response.start", "status": status, "headers": own})
    await send({"type": "http.response.body", "body": body, "more_body": unread})
    if unread:
        # A connection closed on unread bytes is reset, and the text may be lost with it.
        with suppress(TimeoutError):
            await asyncio.wait_for(_drain(receive), _DRAIN_SECONDS)
        await send({"type": "http.response.body", "body": b"", "more_body": False})


def _has_body(scope: Scope) -> bool:
    names = {name: value for name, value in scope["headers"]}
    return b"transfer-encoding" in names or names.get(b"content-length", b"0") != b"0"


async def _drain(receive: Receive) -> None:
    left = _DRAIN_BYTES
    while left > 0:
        message = await receive()
        if message["type"] != "http.request" or not message.get("more_body"):
            return
        left -= len(message.get("body", b""))
