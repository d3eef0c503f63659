"""Connections, before they are requests: how many, how slow, and whether they read what is sent."""

from __future__ import annotations

import asyncio
import ipaddress
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from uvicorn.protocols.http.h11_impl import H11Protocol

from qa.page.door.counting import network_of


@dataclass(frozen=True, slots=True)
class Bounds:
    """What a connection may be like.

    Attributes:
        of_one: open at once from one address; proxies that are trusted have no such bound.
        of_all: open at once; beyond that, new ones are closed unheard.
        head_seconds: for the head of a request, from its first byte or the connection on.
        stuck_seconds: for a client to read what is waiting to be sent to it.
    """

    of_one: int = 150
    of_all: int = 600
    head_seconds: float = 10.0
    stuck_seconds: float = 30.0


def bounded(bounds: Bounds, proxies: Sequence[str]) -> type[H11Protocol]:
    """What speaks HTTP on each connection, within bounds.

    Args:
        bounds: what a connection may be like.
        proxies: addresses or networks that many clients come from.
    """
    networks = [ipaddress.ip_network(one) for one in proxies]
    of_whom: Counter[str] = Counter()

    class Bounded(_Connection):
        def __init__(self, *given: Any, **named: Any) -> None:  # noqa: ANN401 - the server's own
            super().__init__(*given, **named)
            self._bounds, self._networks, self._of_whom = bounds, networks, of_whom

    return Bounded


class _Connection(H11Protocol):
    _bounds: Bounds
    _networks: list[ipaddress.IPv4Network | ipaddress.IPv6Network]
    _of_whom: Counter[str]
    _who = ""
    _timers: dict[str, asyncio.TimerHandle]

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        super().connection_made(transport)
        self._timers = {}
        self._who = network_of(self.client[0] if self.client else "")
        self._of_whom[self._who] += 1
        too_many = self._of_whom[self._who] > self._bounds.of_one and not self._is_proxy()
        if too_many or self._of_whom.total() > self._bounds.of_all:
            transport.abort()
        else:
            self._time("head", self._bounds.head_seconds)

    def data_received(self, data: bytes) -> None:
        super().data_received(data)
        if self.cycle is not None and not self.cycle.response_complete:
            self._untime("head")
        elif "head" not in self._timers:
            self._time("head", self._bounds.head_seconds)

    def on_response_complete(self) -> None:
        self._untime("head")
        super().on_response_complete()

    def pause_writing(self) -> None:
        super().pause_writing()
        self._time("stuck", self._bounds.stuck_seconds)

    def resume_writing(self) -> None:
        super().resume_writing()
        self._untime("stuck")

    def connection_lost(self, exc: Exception | None) -> None:
        for name in ("head", "stuck"):
            self._untime(name)
        self._of_whom[self._who] -= 1
        if not self._of_whom[self._who]:
            del self._of_whom[self._who]
        super().connection_lost(exc)

    def _time(self, name: str, seconds: float) -> None:
        self._timers[name] = self.loop.call_later(seconds, self.transport.abort)

    def _untime(self, name: str) -> None:
        if timer := self._timers.pop(name, None):
            timer.cancel()

    def _is_proxy(self) -> bool:
        try:
            address = ipaddress.ip_address(self.client[0] if self.client else "")
        except ValueError:
            return False
        return any(address in network for network in self._networks)
