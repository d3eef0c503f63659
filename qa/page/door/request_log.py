"""A line in the log for each request: how it went, never what it says.

Addresses are told by the route alone, without queries, names of sessions or whatever a caller made
up; of headers and bodies nothing is told but how much was sent back.
"""

from __future__ import annotations

import logging
import secrets
import time

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from qa.page.actions.session import REQUEST_ID
from qa.page.door.routes import route_of

log = logging.getLogger(__name__)
_NAME = REQUEST_ID.encode()


class RequestLog:
    """Logs each request when it is over, event streams included, and gives it an id.

    The id is told to the page, which logs a question under it, and to the caller, both in the
    header `x-request-id`; one that the caller sends is thrown away.

    Args:
        app: what answers.
        below: the path that it is offered at, "" for the root.
    """

    def __init__(self, app: ASGIApp, below: str = "") -> None:
        self._app, self._below = app, below

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass on, and log what came of it."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        name, started = secrets.token_hex(8), time.perf_counter()
        status = sent = 0

        async def noting(message: Message) -> None:
            nonlocal status, sent
            if message["type"] == "http.response.start":
                status = message["status"]
                message = {**message, "headers": [*message["headers"], (_NAME, name.encode())]}
            sent += len(message.get("body", b""))
            await send(message)

        kept = [one for one in scope["headers"] if one[0] != _NAME]
        own = {**scope, "headers": [*kept, (_NAME, name.encode())]}
        try:
            await self._app(own, receive, noting)
        finally:
            told = {
                "request": name,
                "method": scope["method"] if scope["method"] in _METHODS else "other",
                "route": route_of(scope["path"].removeprefix(self._below)),
                "status": status,
                "milliseconds": round((time.perf_counter() - started) * 1000, 1),
                "bytes": sent,
            }
            log.info("request", extra={"told": told})


_METHODS = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS")
