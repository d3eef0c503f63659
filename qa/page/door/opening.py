"""The page's name, in the HTML itself: to be seen at once, while the front end is still fetched.

The framework sends an empty page and draws it by scripts, which come in dozens of files.
"""

from __future__ import annotations

import re

from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

_BODY = re.compile(rb"<body\b[^>]*>")


class Opening:
    """Puts some HTML at the beginning of the page's body.

    Args:
        app: the framework's application.
        html: what to put there; it has to hide itself once the page is drawn.
    """

    def __init__(self, app: ASGIApp, html: str) -> None:
        self._app, self._html = app, html.encode()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass on; the page itself is changed on its way back."""
        if scope["type"] == "http" and scope["method"] == "GET" and scope["path"] == "/":
            await self._app(scope, receive, _Opened(send, self._html))
        else:
            await self._app(scope, receive, send)


class _Opened:
    """Sends an answer on; plain HTML once it is whole, with more in its body."""

    def __init__(self, send: Send, html: bytes) -> None:
        self._send, self._html = send, html
        self._start: Message | None = None
        self._body = b""

    async def __call__(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            headers = MutableHeaders(scope=message)
            html = headers.get("content-type", "").startswith("text/html")
            if html and "content-encoding" not in headers:
                self._start = message
                return
        elif self._start is not None and message["type"] == "http.response.body":
            self._body += message.get("body", b"")
            if message.get("more_body"):
                return
            body = _BODY.sub(lambda found: found[0] + self._html, self._body, count=1)
            MutableHeaders(scope=self._start)["content-length"] = str(len(body))
            await self._send(self._start)
            self._start, message = None, {**message, "body": body}
        await self._send(message)
