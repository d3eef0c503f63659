"""What comes from a model's server: bounded in every direction, and without our key in it.

A server is somebody else's program. It may send without end, pack gigabytes into kilobytes, point
elsewhere, or give back the key that it was sent, in a header, an error or the reply itself. What is
past a bound ends the reply with `Misbehaved`; the key is taken out wherever it stands.

Knows nothing of models and prompts: bytes and texts only.
"""

from __future__ import annotations

import zlib
from collections.abc import AsyncIterator
from dataclasses import dataclass
from urllib.parse import quote, urlsplit
from urllib.request import getproxies, proxy_bypass

import httpx

from qa.llm.types import ServerTrouble

_HIDDEN = "***"
_SHORTEST_SECRET = 8  # characters; a shorter key, such as "none", is a word like any other
_STEP = 65_536  # bytes unpacked at a time
_KEPT_HEADERS = ("content-type", "retry-after")  # all that anybody reads
_HERE = ("localhost", "127.0.0.1", "::1")


@dataclass(frozen=True, slots=True)
class Bounds:
    """How many bytes a server may send, unpacked: in all, in a line, in an error's explanation."""

    whole: int = 8_000_000
    line: int = 500_000
    error: int = 64_000


class Misbehaved(Exception):
    """What a server did that is not borne; fit to follow its name: "sent more than …"."""


class BoundedTransport(httpx.AsyncBaseTransport):
    """Hands on requests, and of the replies what is within bounds, without the key.

    Args:
        inner: speaks with the server.
        secret: the key that is sent, "" for none.
        bounds: of the reply.
    """

    def __init__(
        self, inner: httpx.AsyncBaseTransport, secret: str = "", bounds: Bounds | None = None
    ) -> None:
        self._inner, self._secret, self._bounds = inner, secret, bounds or Bounds()

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        """See `httpx.AsyncBaseTransport`.

        Raises:
            Misbehaved: the server points elsewhere or packs its reply in a way not asked for.
        """
        request.headers["Accept-Encoding"] = "identity"
        try:
            response = await self._inner.handle_async_request(request)
        except httpx.RemoteProtocolError as error:
            if "disconnected" in str(error):  # which another attempt may mend
                raise
            raise Misbehaved("sent what is no reply, or a header without end") from None
        status, packed = response.status_code, response.headers.get("content-encoding", "")
        packed = packed.strip().lower()
        trouble = ""
        if 300 <= status < 400:
            trouble = f"points elsewhere (status {status}): give its own address"
        elif packed not in ("", "identity", "gzip"):
            trouble = "sent a reply packed in a way that was not asked for"
        if trouble:
            await response.aclose()
            raise Misbehaved(trouble)
        assert isinstance(response.stream, httpx.AsyncByteStream)
        whole = self._bounds.error if status >= 400 else self._bounds.whole
        stream = _Bounded(response.stream, packed == "gzip", whole, self._bounds.line, self._secret)
        kept = {n: hidden(v, self._secret) for n in _KEPT_HEADERS if (v := response.headers.get(n))}
        return httpx.Response(status, headers=kept, stream=stream)

    async def aclose(self) -> None:
        """Let the connections go."""
        await self._inner.aclose()


def transport_to(url: str, secret: str = "", bounds: Bounds | None = None) -> BoundedTransport:
    """A way to a server: through the proxy that the environment names, never to this machine.

    Raises:
        ServerTrouble: no proxy can be what it names.
    """
    parts = urlsplit(url)
    host, proxies = parts.hostname or "", getproxies()
    proxy = proxies.get(parts.scheme) or proxies.get("all")
    direct = host in _HERE or proxy_bypass(host)
    try:
        inner = httpx.AsyncHTTPTransport(proxy=None if direct or not proxy else proxy)
    except (ValueError, httpx.InvalidURL):
        kind = (proxy or "").partition(":")[0][:20]  # not more of it: it may hold a password
        raise ServerTrouble(
            "Misbehaved",
            said=f"cannot be reached by the proxy that the environment names ({kind}:…): "
            "give one of http, https or socks5, or name the server in no_proxy",
        ) from None
    return BoundedTransport(inner, secret, bounds)


def hidden(text: str, secret: str) -> str:
    """A text without a secret, as it is or as an address would hold it."""
    for form in _forms(secret):
        text = text.replace(form, _HIDDEN)
    return text


class Redaction:
    """Takes a secret out of a text that comes in pieces, within which it may be cut."""

    def __init__(self, secret: str) -> None:
        self._forms = _forms(secret)
        self._held = ""

    def feed(self, text: str) -> str:
        """What can be shown by now: what may be the beginning of the secret is held back."""
        text = self._held + text
        for form in self._forms:
            text = text.replace(form, _HIDDEN)
        held = max((_begun(text, form) for form in self._forms), default=0)
        shown, self._held = text[: len(text) - held], text[len(text) - held :]
        return shown

    def end(self) -> str:
        """What was held back and is no secret, as nothing more comes."""
        held, self._held = self._held, ""
        return held


class _Bounded(httpx.AsyncByteStream):
    """The body of a reply, line by line."""

    def __init__(
        self, inner: httpx.AsyncByteStream, packed: bool, whole: int, line: int, secret: str
    ) -> None:
        self._inner, self._packed = inner, packed
        self._whole, self._line = whole, line
        self._secrets = [form.encode() for form in _forms(secret)]

    async def __aiter__(self) -> AsyncIterator[bytes]:
        total, line = 0, bytearray()
        async for some in self._unpacked():
            total += len(some)
            if total > self._whole:
                raise Misbehaved(f"sent more than {self._whole:,} bytes")
            ends = max(some.rfind(b"\n"), some.rfind(b"\r")) + 1
            if ends:
                yield self._plain(bytes(line) + some[:ends])
                line.clear()
            line += some[ends:]
            if len(line) > self._line:
                raise Misbehaved(f"sent a line of more than {self._line:,} bytes")
        if line:
            yield self._plain(bytes(line))

    async def aclose(self) -> None:
        await self._inner.aclose()

    async def _unpacked(self) -> AsyncIterator[bytes]:
        if not self._packed:
            async for some in self._inner:
                yield some
            return
        unpacking = zlib.decompressobj(wbits=31)
        async for some in self._inner:
            while some:
                try:
                    yield unpacking.decompress(some, _STEP)
                except zlib.error:
                    raise Misbehaved("sent a packed reply that cannot be unpacked") from None
                some = unpacking.unconsumed_tail

    def _plain(self, lines: bytes) -> bytes:
        for secret in self._secrets:
            lines = lines.replace(secret, _HIDDEN.encode())
        return lines


def _forms(secret: str) -> list[str]:
    if len(secret) < _SHORTEST_SECRET:
        return []
    return list(dict.fromkeys((secret, quote(secret, safe=""))))


def _begun(text: str, secret: str) -> int:
    """How many characters at the end of a text may begin a secret."""
    most = min(len(text), len(secret) - 1)
    return next((n for n in range(most, 0, -1) if secret.startswith(text[-n:])), 0)
