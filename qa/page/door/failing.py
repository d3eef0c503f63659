"""A request that fails in the framework: one line on the terminal, and never an endless many."""

from __future__ import annotations

import logging

from starlette.requests import ClientDisconnect
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from qa.page.door.refusing import refuse
from qa.users.rate_limit import RateLimit

_LINES = 10  # a minute: whoever finds a way to fail could fill the disk of one that keeps them
_log = logging.getLogger(__name__)


class OneLineErrors:
    """Tells of an exception in a line; the caller gets 500, or an end, and the others nothing."""

    def __init__(self, app: ASGIApp) -> None:
        self._app, self._lines = app, RateLimit(_LINES)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass on, and catch what comes back."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        last: Message = {"type": ""}

        async def noting(message: Message) -> None:
            nonlocal last
            last = {**message, "body": b""}
            await send(message)

        try:
            await self._app(scope, receive, noting)
        except ClientDisconnect:
            pass  # there is nobody to tell
        except Exception as error:
            if not self._lines.wait(""):
                _log.error("%s %.100a: %.200a", scope["method"], scope["path"], error)
            _log.debug("in full", exc_info=True)
            if not last["type"]:
                await refuse(scope, receive, send, 500, "This failed on our side.")
            elif last["type"] == "http.response.start" or last.get("more_body"):
                await send({"type": "http.response.body", "body": b"", "more_body": False})
