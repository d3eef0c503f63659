"""Each user's sessions apart from those of all others.

The framework keeps what a tab has open under a name that the tab makes up, and hands it to whoever
says that name. Here each user has names of the own: the same one, said by another, means another
session, with nothing in it. Nothing has to be remembered for that, so nothing can be forgotten.
"""

from __future__ import annotations

import hashlib
import hmac
import json
import re
import secrets
from urllib.parse import parse_qsl, urlencode

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from qa.page.door.callers import USER
from qa.page.door.refusing import refuse

_NAMES = ("session_hash", "upload_id")
_API = "/gradio_api/"
_HEARTBEAT = re.compile(r"/gradio_api/heartbeat/([^/]+)/?")
_CALL = re.compile(r"/gradio_api/call/(?:v2/)?([^/]+)/?")
_RESULT = re.compile(r"(/gradio_api/call/(?:v2/)?[^/]+/)([0-9a-f]+)-([0-9a-f]+)/?")
_JSON = re.compile(r"/gradio_api/(?:queue/join|(?:run|api|call|call/v2)/[^/]+)/?")
_NOT_APART = re.compile(r"/gradio_api/(?:cancel/?|reset/?|call/.*|mcp/(?:sse|messages).*)")
_OF_BODY = (b"content-length", b"transfer-encoding")


class Apart:
    """Gives each user sessions of the own; what takes the id of anybody's is not there for users.

    Where nobody logs in, all is passed on as it is.
    """

    def __init__(self, app: ASGIApp) -> None:
        self._app, self._key = app, secrets.token_bytes(32)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass on a request under its user's names."""
        user, app = scope.get(USER, ""), self._app
        if scope["type"] != "http" or not user:
            await app(scope, receive, send)
            return
        path = scope["path"]
        scope = {**scope, "query_string": self._query(user, scope["query_string"])}
        if found := _HEARTBEAT.fullmatch(path):
            scope = _at(scope, f"{_API}heartbeat/{self.own(user, found[1])}")
        elif found := _RESULT.fullmatch(path):
            scope = _at(scope, found[1] + found[2])
            app = app if hmac.compare_digest(found[3], self.own(user, found[2])) else _nothing
        elif scope["method"] == "POST" and _JSON.fullmatch(path):
            await self._with_body(user, scope, receive, send)
            return
        elif _NOT_APART.fullmatch(path):
            app = _nothing
        await app(scope, receive, send)

    def own(self, user: str, name: str) -> str:
        """A user's own name for what the user calls by a name."""
        text = f"{user}\0{name}".encode("utf-8", "surrogatepass")
        return hmac.new(self._key, text, hashlib.sha256).hexdigest()[:40]

    def _query(self, user: str, query: bytes) -> bytes:
        given = parse_qsl(query.decode("latin-1"), keep_blank_values=True)
        named = [(key, self.own(user, text) if key in _NAMES else text) for key, text in given]
        return urlencode(named).encode()

    async def _with_body(self, user: str, scope: Scope, receive: Receive, send: Send) -> None:
        body = await _read(receive)
        if body is None:
            return
        try:
            given = json.loads(body)
            given.pop("event_id", None)
            if (name := given.pop("session_hash", None)) is not None:
                given["session_hash"] = self.own(user, str(name))
            again = json.dumps(given).encode()
        except (ValueError, TypeError, AttributeError, RecursionError):
            text = "The body has to be a JSON object."
            await refuse(scope, receive, send, 400, text, read=True)
            return
        kept = [one for one in scope["headers"] if one[0] not in _OF_BODY]
        length = (b"content-length", str(len(again)).encode())
        answer = _Signing(send, self, user) if _CALL.fullmatch(scope["path"]) else send
        await self._app({**scope, "headers": [*kept, length]}, _Body(again, receive), answer)


class _Body:
    """Gives a body that was read already, then what comes after it."""

    def __init__(self, body: bytes, after: Receive) -> None:
        self._body: bytes | None = body
        self._after = after

    async def __call__(self) -> Message:
        body, self._body = self._body, None
        if body is None:
            return await self._after()
        return {"type": "http.request", "body": body, "more_body": False}


class _Signing:
    """Has the id of a call's result say whose it is."""

    def __init__(self, send: Send, apart: Apart, user: str) -> None:
        self._send, self._apart, self._user = send, apart, user
        self._start: Message | None = None
        self._body = b""

    async def __call__(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            self._start = message
            return
        self._body += message.get("body", b"")
        if message.get("more_body") or self._start is None:
            return
        body = self._signed(self._body)
        kept = [one for one in self._start["headers"] if one[0].lower() != b"content-length"]
        length = (b"content-length", str(len(body)).encode())
        await self._send({**self._start, "headers": [*kept, length]})
        await self._send({"type": "http.response.body", "body": body})

    def _signed(self, body: bytes) -> bytes:
        try:
            given = json.loads(body)
            event = given["event_id"]
        except (ValueError, TypeError, KeyError):
            return body
        signed = f"{event}-{self._apart.own(self._user, event)}"
        return json.dumps({**given, "event_id": signed}).encode()


async def _read(receive: Receive) -> bytes | None:
    """A whole body; None when its sender has left. How large it may be, others watch over."""
    parts: list[bytes] = []
    while True:
        message = await receive()
        if message["type"] != "http.request":
            return None
        parts.append(message.get("body", b""))
        if not message.get("more_body"):
            return b"".join(parts)


def _at(scope: Scope, path: str) -> Scope:
    return {**scope, "path": path, "raw_path": path.encode()}


async def _nothing(scope: Scope, receive: Receive, send: Send) -> None:
    await refuse(scope, receive, send, 404, "There is nothing here.")
