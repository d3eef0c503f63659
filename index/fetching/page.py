"""One web page fetched: redirects followed, and what is too large or too slow stopped.

Every URL is checked here and every connection in `index.fetching.addresses`.
"""

from __future__ import annotations

import re
import socket
import ssl
import time
import zlib
from collections.abc import Iterable
from dataclasses import dataclass
from http import HTTPStatus
from ipaddress import IPv6Address
from typing import Final

import httpcore
import httpx

from index.fetching.addresses import GuardedBackend, Refused, Resolver
from index.reading.clean import one_line
from index.reading.source import MEGABYTE, megabytes

_NAME = re.compile(r"(?=.{1,253}$)[a-z0-9_]([a-z0-9_-]{0,62})(\.[a-z0-9_]([a-z0-9_-]{0,62}))*")
_NUMBER = re.compile(r"(?:.*\.)?(?:\d+|0x[0-9a-f]*)")  # as browsers do: then it is an IPv4 address
BY_HAND: Final = "save it in a browser and add the file"
_REDIRECTS: Final = (301, 302, 303, 307, 308)
_TYPES: Final = ("text/html", "application/xhtml+xml")
_HEADERS: Final = {"Accept": ", ".join(_TYPES), "Accept-Encoding": "gzip"}
_MARKUP: Final = re.compile(rb"<(!doctype html|html|head|body|article)\b", re.IGNORECASE)
_CHARSET: Final = re.compile(r"charset\s*=\s*[\"']?([\w.:-]{2,40})", re.IGNORECASE | re.ASCII)
_ADVICE: Final = {
    401: f"it wants a login: {BY_HAND}",
    403: f"it wants a login, or keeps programs out: {BY_HAND}",
    404: "check the address",
    410: "it was taken down",
    429: "it was asked too often: try again later",
}


@dataclass(frozen=True, slots=True)
class FetchSettings:
    """How far a fetch may go.

    Attributes:
        largest_bytes: of a page, as sent and unpacked alike.
        seconds: for everything until the page is here: names, redirects, slow servers.
        redirects: how many are followed.
        allow_private: let addresses of the own network and of this machine pass; never for URLs
            that come from strangers. Link-local and cloud metadata addresses stay refused.
        user_agent: how the request names itself.

    Raises:
        ValueError: a number that cannot be, or a user agent that is not plain ASCII.
    """

    largest_bytes: int = 10 * MEGABYTE
    seconds: float = 20.0
    redirects: int = 5
    allow_private: bool = False
    user_agent: str = "article-qa/0.1 (reads one page for its user)"

    def __post_init__(self) -> None:
        if self.largest_bytes < 1 or not 0 < self.seconds <= 3600 or self.redirects < 0:
            raise ValueError(f"limits of a fetch that cannot be: {self}")
        if not re.fullmatch(r"[!-~]([ -~]*[!-~])?", self.user_agent):
            raise ValueError(f"user agent {self.user_agent!r}: plain ASCII on one line is needed")


def checked_url(url: httpx.URL | str) -> httpx.URL:
    """A URL that may be asked for, its host in the one form that is looked up and shown.

    The host becomes lower case ASCII (IDNA), without a final dot; the forms of IPv4 addresses that
    some systems understand (`2130706433`, `0x7f.1`) become four numbers; the fragment goes.

    Raises:
        Refused: no http(s) URL, a user or password in it, a host or port that cannot be.
    """
    try:
        parsed = httpx.URL(url)
    except (httpx.InvalidURL, TypeError) as error:
        raise Refused(f"is no valid address ({error}); check how it is written") from None
    if parsed.scheme not in ("http", "https"):
        raise Refused("is no address of the web; write it in full, with https://")
    if parsed.userinfo:
        raise Refused("has a user or password in it, and those are not sent; leave them out")
    if parsed.port is not None and not 0 < parsed.port < 1 << 16:
        raise Refused("has a port that cannot be; check how it is written")
    host = _checked_host(parsed.raw_host.decode("ascii").lower())
    checked = parsed.copy_with(host=host, raw_path=parsed.raw_path or b"/", fragment=None)
    try:
        _ = checked.host  # decodes it, which fails for some names that begin with "xn--"
    except UnicodeError:
        raise Refused("has no valid host name; check how it is written") from None
    return checked


def _checked_host(host: str) -> str:
    host = host.removesuffix(".")
    try:
        if ":" in host and "%" not in host:  # no zones: they name a network card
            return str(IPv6Address(host))
        if _NUMBER.fullmatch(host):
            return socket.inet_ntoa(socket.inet_aton(host))
    except (ValueError, OSError):
        raise Refused("its host is not an address that can be; check how it is written") from None
    if not _NAME.fullmatch(host):
        raise Refused("has no valid host name; check how it is written")
    return host


def shown(url: httpx.URL | str) -> str:
    """A URL fit to show: without user and password, control characters, and not too long."""
    text = re.sub(r"^((?:\w+:)?[/\\]*)[^/?#]*@", r"\1", str(url).strip())
    text = "".join(char if char.isprintable() else "?" for char in text)
    return text if len(text) <= 200 else f"{text[:200]}…"


@dataclass(frozen=True, slots=True)
class Page:
    """A page as it arrived.

    Attributes:
        url: where the redirects ended.
        data: its bytes, unpacked.
        charset: the encoding that the header names, "" when it names none.
    """

    url: httpx.URL
    data: bytes
    charset: str


def fetch_page(
    url: httpx.URL, settings: FetchSettings, resolver: Resolver, trust: ssl.SSLContext
) -> Page:
    """The page at a checked URL, or where that redirects to.

    Raises:
        Refused: with a redirect's address in front, if it happened there.
        httpcore.TimeoutException: it took longer than the settings allow.
        httpcore.NetworkError, httpcore.ProtocolError: as the site or the network has it.
    """
    deadline = time.monotonic() + settings.seconds
    backend = GuardedBackend(resolver, settings.allow_private, deadline)
    headers = {**_HEADERS, "User-Agent": settings.user_agent}
    cookies = httpx.Cookies()
    seen: set[tuple[httpx.URL, str]] = set()
    here = url
    with httpcore.ConnectionPool(ssl_context=trust, network_backend=backend) as pool:
        try:
            for _ in range(settings.redirects + 1):
                request = httpx.Request("GET", here, headers=headers, cookies=cookies)
                # The same address again is a loop, unless a cookie was set in between.
                step = here, request.headers.get("Cookie", "")
                if step in seen:
                    raise Refused("the redirects go round in a circle; check the address")
                seen.add(step)
                with pool.stream("GET", _core(here), headers=request.headers.raw) as core:
                    # For headers and cookies only: the body goes past httpx, which unpacks it all.
                    response = httpx.Response(
                        core.status,
                        headers=core.headers,
                        request=request,
                        stream=httpx.SyncByteStream(),
                    )
                    if core.status not in _REDIRECTS:
                        return _received(here, response, core.iter_stream(), settings)
                    cookies.extract_cookies(response)
                here = _next(here, response)
        except Refused as error:
            if here == url:
                raise
            raise Refused(f"redirects to {shown(here)}: {error}") from error
    raise Refused(
        f"redirects more than {settings.redirects} times; "
        "open it in a browser and use the address it ends at"
    )


def _core(url: httpx.URL) -> httpcore.URL:
    return httpcore.URL(
        scheme=url.raw_scheme, host=url.raw_host, port=url.port, target=url.raw_path
    )


def _next(here: httpx.URL, response: httpx.Response) -> httpx.URL:
    location = response.headers.get("Location", "")
    if not location:
        raise Refused(f"redirects ({response.status_code}) to nowhere; the site is broken")
    try:
        url = checked_url(here.join(location))
    except (Refused, httpx.InvalidURL) as error:
        raise Refused(f"redirects to {shown(location)}, which {error}") from None
    if here.scheme == "https" and url.scheme == "http":
        raise Refused(
            f"redirects from https to {shown(url)}, which anybody on the way could alter; "
            "ask for that address itself if it is meant"
        )
    return url


def _received(
    url: httpx.URL, response: httpx.Response, body: Iterable[bytes], settings: FetchSettings
) -> Page:
    if response.status_code != HTTPStatus.OK:
        raise Refused(_status_reason(response.status_code))
    content_type = response.headers.get("Content-Type", "")
    kind = re.split("[;,]", content_type)[0].strip().lower()
    if kind and kind not in _TYPES:
        raise Refused(
            f"is {one_line(kind, 60)}, not a web page; "
            "download it and add the file if it is an article"
        )
    packing = response.headers.get("Content-Encoding", "").strip().lower()
    if packing not in ("", "identity", "gzip", "x-gzip"):
        raise Refused(f"comes packed as {one_line(packing, 60)}, unasked; {BY_HAND}")
    data = _within(body, settings.largest_bytes, packed="gzip" in packing)
    if not kind and not _MARKUP.search(data[:1024]):
        raise Refused("does not say what it is, and does not look like a web page")
    charset = _CHARSET.search(content_type)
    return Page(url, data, charset[1] if charset else "")


def _within(chunks: Iterable[bytes], limit: int, *, packed: bool) -> bytes:
    """The body, unpacked; never more than `limit` bytes are taken in, or made by unpacking."""
    unpack = zlib.decompressobj(16 + zlib.MAX_WBITS)
    taken, size, parts = 0, 0, []
    for chunk in chunks:
        taken += len(chunk)
        try:
            part = unpack.decompress(chunk, limit - size + 1) if packed else chunk
        except zlib.error:
            raise Refused(f"arrives as damaged gzip; {BY_HAND}") from None
        size += len(part)
        if max(taken, size) > limit:
            raise Refused(f"is more than the {megabytes(limit)} we read of one page; {BY_HAND}")
        parts.append(part)
    if packed and taken and not unpack.eof:
        raise Refused("broke off before its end; try again")
    return b"".join(parts)


def _status_reason(status: int) -> str:
    phrase = f" {HTTPStatus(status).phrase}" if status in list(HTTPStatus) else ""
    other = "try again later" if status >= 500 else BY_HAND
    return f"the site answered {status}{phrase}: {_ADVICE.get(status, other)}"
