"""The names that the page answers to, and which other sites are kept out.

A site that the user visits can have its own name point at this machine, or send requests from its
own page; the browser tells in Host, Origin and Sec-Fetch-Site. Programs send none of the last two.
"""

from __future__ import annotations

import re
import socket
from collections.abc import Iterable
from dataclasses import dataclass

from starlette.types import ASGIApp, Receive, Scope, Send

from qa.page.door.names import canonical, is_every_address
from qa.page.door.refusing import refuse

_LOOPBACK = ("localhost", "127.0.0.1", "::1")
_HOST = re.compile(r"(?:\[(?P<v6>[0-9a-f:.]+)\]|(?P<name>[a-z0-9._-]+))(?::(?P<port>\d{1,5}))?")
_PORTS = {"http": "80", "https": "443"}
_FRONT = "/"  # the one address that other sites may link to


@dataclass(frozen=True, slots=True)
class Hosts:
    """The names that a page answers to.

    Attributes:
        names: in lower case, without a port; IPv6 addresses without brackets.
    """

    names: frozenset[str]

    @classmethod
    def served_on(cls, host: str, further: Iterable[str] = ()) -> Hosts:
        """The names of a page that is served on an address or name, and those given besides."""
        own = socket.gethostname() if is_every_address(host) else host
        names = {*_LOOPBACK, *map(canonical, (own, *further))}
        return cls(frozenset(names - {""}))

    def hold(self, name: str, arrived_at: str) -> bool:
        """Whether a request is for this page.

        Args:
            name: as `canonical` has it.
            arrived_at: the address of this machine that was connected to, which is always its own:
                another's name can point at it, but is another name.
        """
        return name in self.names or (bool(name) and name == canonical(arrived_at))


class OwnHostsOnly:
    """Lets in what is meant for this page and comes from it, from no site or from a link to it."""

    def __init__(self, app: ASGIApp, hosts: Hosts) -> None:
        self._app, self._hosts = app, hosts

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Refuse with 403, or pass on."""
        if scope["type"] == "http" and (wrong := _wrong(scope, self._hosts)):
            await refuse(scope, receive, send, 403, wrong)
        else:
            await self._app(scope, receive, send)


def _wrong(scope: Scope, hosts: Hosts) -> str:
    """Why a request is refused, "" when it is not."""
    host, origin, site = (_only(scope, name) for name in (b"host", b"origin", b"sec-fetch-site"))
    found = _HOST.fullmatch((host or "").lower())
    name = canonical(found["v6"] or found["name"]) if found else ""
    if not hosts.hold(name, (scope.get("server") or ("",))[0]):
        return (
            f"The name {host or ''!r:.200} is not one that this page answers to. "
            "If it is yours, start the page with --allow-host and that name."
        )
    scheme = scope["scheme"]
    if origin is not None and _site(origin) != _site(f"{scheme}://{host}"):
        return (
            f"Requests from {origin!r:.200} are refused: this page is {scheme}://{host}. "
            "Behind a proxy that speaks TLS, start the page with --trusted-proxy and its address."
        )
    if site not in (None, "same-origin", "none") and not _is_link(scope):
        return "Requests from other sites are refused, but for links to the page itself."
    return ""


def _only(scope: Scope, wanted: bytes) -> str | None:
    """The one value of a header: None where there is none, "" where there are several."""
    values = [value for name, value in scope["headers"] if name == wanted]
    if not values:
        return None
    return values[0].decode("latin-1").strip() if len(values) == 1 else ""


def _site(url: str) -> tuple[str, str, str] | None:
    """Scheme, name and port of an origin; None where it is not one, as "null"."""
    scheme, _, host = url.lower().partition("://")
    found = _HOST.fullmatch(host)
    if scheme not in _PORTS or not found:
        return None
    return scheme, canonical(found["v6"] or found["name"]), found["port"] or _PORTS[scheme]


def _is_link(scope: Scope) -> bool:
    """Whether a browser opens the page itself in a tab, and does nothing else."""
    return (
        scope["method"] in ("GET", "HEAD")
        and scope["path"] == _FRONT
        and _only(scope, b"sec-fetch-mode") == "navigate"
        and _only(scope, b"sec-fetch-dest") == "document"
    )
