"""What every answer tells the browser: where scripts may come from, who may frame the page."""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Iterable

from starlette.datastructures import MutableHeaders
from starlette.middleware.gzip import GZipMiddleware
from starlette.types import ASGIApp, Message, Receive, Scope, Send

# The framework's front end makes functions of texts that the page itself gives it ('unsafe-eval')
# and sets styles on elements. Scripts in the page are let run by their hash alone, so that no
# article, title or answer can bring one along.
_POLICY = (
    "default-src 'none'; script-src 'self' 'unsafe-eval'{scripts}; "
    "style-src 'self' 'unsafe-inline'; "
    "img-src 'self' data: blob:; font-src 'self' data:; connect-src 'self'; manifest-src 'self'; "
    "base-uri 'self'; form-action 'self'; frame-ancestors 'self'"
)
_ALWAYS = {
    "x-content-type-options": "nosniff",
    "referrer-policy": "same-origin",
    "x-frame-options": "SAMEORIGIN",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "permissions-policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
}
_LASTING = ("/assets/", "/static/", "/theme.css", "/favicon.ico")  # alike for all, no secrets
_INLINE = re.compile(rb"<script\b(?![^>]*\bsrc=)[^>]*>(.*?)</script>", re.DOTALL | re.IGNORECASE)


class SafeHeaders:
    """Adds to every answer what makes a browser careful with it."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app
        self._zipping = GZipMiddleware(self._plain, minimum_size=1000, compresslevel=5)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass on; of pages, the scripts in them are looked at on the way back."""
        if scope["type"] == "http" and _wants_page(scope):
            await self._zipping(scope, receive, send)
        elif scope["type"] == "http":
            await self._app(scope, receive, _Adding(scope, send))
        else:
            await self._app(scope, receive, send)

    async def _plain(self, scope: Scope, receive: Receive, send: Send) -> None:
        kept = [one for one in scope["headers"] if one[0] != b"accept-encoding"]
        await self._app({**scope, "headers": kept}, receive, _Adding(scope, send))


def _wants_page(scope: Scope) -> bool:
    return scope["method"] == "GET" and any(
        name == b"accept" and b"text/html" in value for name, value in scope["headers"]
    )


class _Adding:
    """Sends an answer on with the headers added; HTML only once it is whole."""

    def __init__(self, scope: Scope, send: Send) -> None:
        self._scope, self._send = scope, send
        self._start: Message | None = None
        self._body = b""

    async def __call__(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            headers = MutableHeaders(scope=message)
            self._add(headers)
            if headers.get("content-type", "").startswith("text/html"):
                self._start = message
                return
            headers["content-security-policy"] = _POLICY.format(scripts="")
        elif self._start is not None and message["type"] == "http.response.body":
            self._body += message.get("body", b"")
            if message.get("more_body"):
                return
            headers = MutableHeaders(scope=self._start)
            headers["content-security-policy"] = policy_of(self._body)
            await self._send(self._start)
            self._start, message = None, {**message, "body": self._body}
        await self._send(message)

    def _add(self, headers: MutableHeaders) -> None:
        for name, value in _ALWAYS.items():
            headers[name] = value
        if not self._scope["path"].startswith(_LASTING):
            headers.setdefault("cache-control", "no-store")
        if headers.get("content-type", "").startswith("text/event-stream"):
            headers["x-accel-buffering"] = "no"  # nginx would hold back what is to be seen at once
        cookies = headers.getlist("set-cookie")
        del headers["set-cookie"]
        for cookie in cookies:
            headers.append("set-cookie", careful(cookie, self._scope["scheme"] == "https"))


def policy_of(page: bytes) -> str:
    """The Content-Security-Policy of a page: its own scripts, and none that come to it later."""
    hashes = dict.fromkeys(_hash(script) for script in _scripts(page))
    return _POLICY.format(scripts="".join(f" 'sha256-{one}'" for one in hashes))


def _scripts(page: bytes) -> Iterable[bytes]:
    return (found[1] for found in _INLINE.finditer(page))


def _hash(script: bytes) -> str:
    return base64.b64encode(hashlib.sha256(script).digest()).decode("ascii")


def careful(cookie: str, over_tls: bool) -> str:
    """A cookie of the framework, kept from scripts and other sites, and from plain HTTP if it can.

    Args:
        cookie: the value of a Set-Cookie header.
        over_tls: whether the browser came over TLS, to this server or to a proxy in front.
    """
    value, *attributes = (part.strip() for part in cookie.split(";"))
    dropped = ("samesite", "secure", "httponly")
    kept = [one for one in attributes if one.partition("=")[0].strip().lower() not in dropped]
    return "; ".join([value, *kept, "HttpOnly", "SameSite=Lax", *(["Secure"] if over_tls else [])])
