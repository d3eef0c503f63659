"""The bodies of requests, cut off where they are too large, too slow, or all structure.

They are read whole before the framework sees the request, but for uploads: what it does with JSON
runs where everybody's requests run, and takes seconds for two megabytes of `[],[],[]`.
"""

from __future__ import annotations

import asyncio
import time
from collections import Counter
from dataclasses import dataclass

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from qa.page.door.counting import client_of
from qa.page.door.refusing import refuse
from qa.page.door.routes import is_upload

_LARGEST = 2_000_000  # of a call: a pasted text is in there
_LARGEST_FORM = 16_000  # of a login, and of all that carries no text
_HELD_OF_ONE, _HELD = 16_000_000, 64_000_000  # at once, of one client and of all
_STRUCTURE = 64_000  # bytes of JSON outside of its texts
_CALLS = ("/gradio_api/queue/", "/gradio_api/run/", "/gradio_api/api/", "/gradio_api/call/")
_CALLED = (*_CALLS, "/gradio_api/mcp")


@dataclass(frozen=True, slots=True)
class Pace:
    """How slowly a body may come.

    Attributes:
        grace_seconds: before anything is asked of it.
        bytes_per_second: on average, from then on.
    """

    grace_seconds: float = 20.0
    bytes_per_second: int = 4_000


class Metered:
    """A body as it comes in, cut off at a size or where it is too slow.

    Attributes:
        came: bytes so far.
        cut: status and text of the refusal, once it was cut off.
    """

    def __init__(self, receive: Receive, largest: int, pace: Pace) -> None:
        self._receive, self._largest, self._pace = receive, largest, pace
        self._since, self._more = time.monotonic(), True
        self.came = 0
        self.cut: tuple[int, str] | None = None

    async def receive(self) -> Message:
        """The next message; the client is told to have left where the body was cut off."""
        if not self._more:
            return await self._receive()
        allowed = self._pace.grace_seconds + self.came / self._pace.bytes_per_second
        left = self._since + allowed - time.monotonic()
        try:
            message = await asyncio.wait_for(self._receive(), left)
        except TimeoutError:
            return self.stop(408, "The request came too slowly.")
        self.came += len(message.get("body", b""))
        self._more = bool(message.get("more_body"))
        if self.came > self._largest:
            return self.stop(413, too_large(self._largest))
        return message

    def stop(self, status: int, text: str) -> Message:
        """Cut the body off."""
        self.cut, self._more = (status, text), False
        return {"type": "http.disconnect"}


def too_large(largest: int) -> str:
    """What is said of a body that is too large."""
    return f"The request is too large: at most {largest:,} bytes are taken here."


def promised(scope: Scope) -> int | None:
    """The bytes that a request says its body has; None where it says nothing."""
    for name, value in scope["headers"]:
        if name == b"transfer-encoding":
            return None
        if name == b"content-length":
            return int(value)
    return 0


class BoundedBodies:
    """Reads bodies for the framework, and refuses with 408 or 413 those that will not do."""

    def __init__(self, app: ASGIApp, pace: Pace) -> None:
        self._app, self._pace = app, pace
        self._held: Counter[str] = Counter()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Refuse, or pass on with the body at hand."""
        if scope["type"] != "http" or is_upload(scope) or promised(scope) == 0:
            await self._app(scope, receive, send)
            return
        largest = _LARGEST if scope["path"].startswith(_CALLED) else _LARGEST_FORM
        if (promised(scope) or 0) > largest:
            await refuse(scope, receive, send, 413, too_large(largest))
            return
        size, who = promised(scope) or largest, client_of(scope)
        if self._held[who] + size > _HELD_OF_ONE or self._held.total() + size > _HELD:
            status = 429 if self._held[who] + size > _HELD_OF_ONE else 503
            again = (("retry-after", "5"),)
            await refuse(scope, receive, send, status, "Too much is being sent at once.", again)
            return
        self._held[who] += size
        try:
            await self._read(scope, receive, send, largest)
        finally:
            self._held[who] -= size
            if not self._held[who]:
                del self._held[who]

    async def _read(self, scope: Scope, receive: Receive, send: Send, largest: int) -> None:
        metered = Metered(receive, largest, self._pace)
        body = await _whole(metered)
        if metered.cut:
            await refuse(scope, receive, send, *metered.cut)
        elif body is not None and structure(body) > _STRUCTURE:
            await refuse(scope, receive, send, 413, "The request holds too many values.")
        elif body is not None:
            await self._app(scope, _once(body, receive), send)


async def _whole(metered: Metered) -> bytes | None:
    """The body; None where the client left before it was whole."""
    chunks = []
    while True:
        message = await metered.receive()
        if message["type"] != "http.request":
            return None
        chunks.append(message.get("body", b""))
        if not message.get("more_body"):
            return b"".join(chunks)


def structure(body: bytes) -> int:
    """The bytes of JSON that are outside of its texts."""
    bare = body.replace(b"\\\\", b"").replace(b'\\"', b"")
    return sum(map(len, bare.split(b'"')[::2]))


def _once(body: bytes, receive: Receive) -> Receive:
    """Gives a body that is at hand already, then whatever comes after it."""
    given = False

    async def next_message() -> Message:
        nonlocal given
        if given:
            return await receive()
        given = True
        return {"type": "http.request", "body": body, "more_body": False}

    return next_message
