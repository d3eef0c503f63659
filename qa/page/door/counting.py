"""How many requests are under way at once, of one client and of all, event streams included."""

from __future__ import annotations

import ipaddress
from collections import Counter
from dataclasses import dataclass

from starlette.types import ASGIApp, Receive, Scope, Send

from qa.page.door.names import canonical
from qa.page.door.refusing import refuse

_AFTER_SECONDS = 5  # to try again


@dataclass(frozen=True, slots=True)
class AtOnce:
    """How many there may be at once.

    Attributes:
        of_one: of one client, whose open tabs count one each, and one more while they ask.
        of_all: of all clients.
    """

    of_one: int = 100
    of_all: int = 400


def client_of(scope: Scope) -> str:
    """Who calls: an address, or the network that one customer of IPv6 is given."""
    return network_of((scope.get("client") or ("",))[0])


def network_of(address: str) -> str:
    """The address, or of IPv6 the network of 64 bits that it is in, as one has that at will."""
    name = canonical(address)
    try:
        found = ipaddress.ip_address(name)
    except ValueError:
        return name
    return str(ipaddress.ip_network((name, 64), strict=False)) if found.version == 6 else name


class CountedRequests:
    """Refuses what is too much at once: 429 to a client that has its share, 503 to all."""

    def __init__(self, app: ASGIApp, at_once: AtOnce) -> None:
        self._app, self._at_once = app, at_once
        self._open: Counter[str] = Counter()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Refuse, or pass on and count until it is answered."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        who = client_of(scope)
        again = (("retry-after", str(_AFTER_SECONDS)),)
        if self._open[who] >= self._at_once.of_one:
            text = f"{self._at_once.of_one} requests of yours are open already; close some tabs."
            await refuse(scope, receive, send, 429, text, again)
        elif self._open.total() >= self._at_once.of_all:
            await refuse(scope, receive, send, 503, "Too many use the page at once.", again)
        else:
            await self._counted(who, scope, receive, send)

    async def _counted(self, who: str, scope: Scope, receive: Receive, send: Send) -> None:
        self._open[who] += 1
        try:
            await self._app(scope, receive, send)
        finally:
            self._open[who] -= 1
            if not self._open[who]:
                del self._open[who]
