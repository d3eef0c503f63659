"""Where a fetch may go: addresses are checked, names resolved once, connections pinned.

Whoever names a URL, or a page that redirects, could otherwise make this machine read what only it
can reach: its own services, the router, a cloud's metadata. Names are therefore resolved here, all
their addresses are checked, and the connection goes to one of those addresses and nowhere else: a
name that has other addresses a moment later gains nothing. Every connection passes through
`GuardedBackend`, those after redirects too.

No library does this for synchronous httpx with a pinned address: `ipaddress` knows the ranges, and
httpcore has the seam, its network backend, below Host header and TLS, which keep the name.
"""

from __future__ import annotations

import queue
import socket
import threading
import time
from collections.abc import Callable, Iterable, Sequence
from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address, ip_network
from ssl import SSLContext
from typing import Any, Final

import httpcore

Resolver = Callable[[str, int], Sequence[str]]
"""From a host name and a port to all its addresses, as text; raises `OSError` when it has none."""

_MOST_TRIED: Final = 4

# Not public, whatever the running Python's `is_global` says (it learned of some only lately).
_SPECIAL: Final = [
    ip_network(net)
    for net in (
        "100.64.0.0/10", "192.0.0.0/24", "192.88.99.0/24", "198.18.0.0/15", "240.0.0.0/4",
        "2001::/23", "3fff::/20",
    )
]  # fmt: skip
# Where clouds answer their own machines, some of it in public ranges: never, flag or not.
_METADATA: Final = {
    ip_address(address)
    for address in ("168.63.129.16", "192.0.0.192", "100.100.100.200", "fd00:ec2::254")
}
_UNICAST: Final = IPv6Network("2000::/3")
_NAT64: Final = IPv6Network("64:ff9b::/96")
_LOOPBACK: Final = [ip_network(net) for net in ("127.0.0.0/8", "::1/128")]


class Refused(Exception):
    """Why an address is not fetched from, and what to do; always caught in `web_article`."""


def is_public(address: IPv4Address | IPv6Address) -> bool:
    """Whether an address belongs to the public Internet.

    An IPv6 address that stands for an IPv4 address (mapped, 6to4, NAT64) is as public as that one;
    Teredo addresses never are.
    """
    inner = _embedded(address)
    if inner is not None:
        return is_public(inner)
    if address in _METADATA or address.is_multicast or address.is_reserved:
        return False
    if isinstance(address, IPv6Address) and address not in _UNICAST:
        return False
    return address.is_global and not any(address in net for net in _SPECIAL)


def _is_private(address: IPv4Address | IPv6Address) -> bool:
    """Whether an address may be meant by who allows private ones: an intranet, or this machine."""
    inner = _embedded(address)
    if inner is not None:
        return _is_private(inner)
    if any(address in net for net in _LOOPBACK):  # "reserved" among the IPv6 addresses
        return True
    never = address.is_link_local or address.is_multicast or address.is_reserved
    if never or address.is_unspecified or address in _METADATA:
        return False
    return not address.is_global


def _embedded(address: IPv4Address | IPv6Address) -> IPv4Address | None:
    if isinstance(address, IPv4Address):
        return None
    if address in _NAT64:
        return IPv4Address(int(address) & 0xFFFF_FFFF)
    return address.ipv4_mapped or address.sixtofour


def system_resolver(host: str, port: int) -> list[str]:
    """The addresses that this machine's own resolver gives, in its order of preference."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(entry[4][0]) for entry in found))


class GuardedBackend(httpcore.NetworkBackend):
    """Opens connections for httpcore: only to checked addresses, and only until a deadline.

    Args:
        resolver: names to addresses.
        allow_private: let private addresses and this machine's own pass.
        deadline: when to give up, on the clock of `time.monotonic`.
    """

    def __init__(self, resolver: Resolver, allow_private: bool, deadline: float) -> None:
        self._resolver = resolver
        self._allow_private = allow_private
        self._deadline = deadline
        self._sockets = httpcore.SyncBackend()

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore.NetworkStream:
        """Connects to the first address of a host that answers.

        Raises:
            Refused: an address of the host is not public, or the host has none.
            httpcore.ConnectError: no address can be connected to.
            httpcore.ConnectTimeout: the deadline has passed.
        """
        addresses = self._checked(host, self._addresses(host, port))[:_MOST_TRIED]
        for position, address in enumerate(addresses):
            last = position == len(addresses) - 1
            # An address that swallows everything must leave time for the next.
            share = _left(self._deadline, httpcore.ConnectTimeout) / (len(addresses) - position)
            try:
                stream = self._sockets.connect_tcp(
                    address, port, share, local_address, socket_options
                )
                return _Timed(stream, self._deadline)
            except (httpcore.ConnectError, httpcore.ConnectTimeout):
                if last:
                    raise
        raise AssertionError("a host without addresses passed the check")

    def connect_unix_socket(
        self, path: str, timeout: float | None = None, socket_options: Iterable[Any] | None = None
    ) -> httpcore.NetworkStream:
        """Not part of the web: always refused."""
        raise Refused("is no address of the web")

    def _addresses(self, host: str, port: int) -> Sequence[str]:
        try:
            return [str(ip_address(host))]
        except ValueError:
            pass
        # A resolver cannot be given a time, so it is asked in a thread that may be left behind.
        answer: queue.SimpleQueue[Sequence[str] | Exception] = queue.SimpleQueue()

        def ask() -> None:
            try:
                answer.put(self._resolver(host, port))
            except Exception as error:  # handed over, and dealt with there
                answer.put(error)

        threading.Thread(target=ask, name="resolve", daemon=True).start()
        try:
            found = answer.get(timeout=_left(self._deadline, httpcore.ConnectTimeout))
        except queue.Empty:
            raise httpcore.ConnectTimeout(f"no answer about the name {host}") from None
        if isinstance(found, OSError | UnicodeError):
            raise Refused(
                f"the name {host} was not found; check how it is written, and the network"
            ) from found
        if isinstance(found, Exception):
            raise found
        return found

    def _checked(self, host: str, addresses: Sequence[str]) -> Sequence[str]:
        if not addresses:
            raise Refused(f"the name {host} has no address; check how it is written")
        for text in addresses:
            try:
                address = ip_address(text)
            except ValueError:
                raise Refused(f"the name {host} has an address that cannot be") from None
            if is_public(address):
                continue
            at = host if host == text else f"{host} ({text})"
            if not _is_private(address):
                raise Refused(f"{at} is no address that pages are fetched from")
            if not self._allow_private:
                raise Refused(
                    f"{at} is not on the public Internet; "
                    "allow private addresses if this page of your own network is meant"
                )
        return addresses


class _Timed(httpcore.NetworkStream):
    """A connection on which nothing waits beyond the deadline, however the bytes are spread."""

    def __init__(self, stream: httpcore.NetworkStream, deadline: float) -> None:
        self._stream = stream
        self._deadline = deadline

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        return self._stream.read(max_bytes, _left(self._deadline, httpcore.ReadTimeout))

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        self._stream.write(buffer, _left(self._deadline, httpcore.WriteTimeout))

    def close(self) -> None:
        self._stream.close()

    def start_tls(
        self,
        ssl_context: SSLContext,
        server_hostname: str | None = None,
        timeout: float | None = None,
    ) -> httpcore.NetworkStream:
        left = _left(self._deadline, httpcore.ConnectTimeout)
        return _Timed(self._stream.start_tls(ssl_context, server_hostname, left), self._deadline)

    def get_extra_info(self, info: str) -> Any:  # noqa: ANN401 - as the base class has it
        return self._stream.get_extra_info(info)


def _left(deadline: float, error: type[httpcore.TimeoutException]) -> float:
    left = deadline - time.monotonic()
    if left <= 0:
        raise error("the time is up")
    return left
