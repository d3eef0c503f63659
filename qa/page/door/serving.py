"""The port taken, and the page served on it until interrupted."""

from __future__ import annotations

import asyncio
import errno
import os
import socket
from collections.abc import Callable
from contextlib import suppress

import uvicorn
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from qa.page.door.names import is_every_address

_FIRST_PORT, _PORTS_TRIED = 7860, 100
_IDLE_SECONDS = 20  # clients that let go after 5 would often ask just as the server lets go
_GRACE_SECONDS = 3  # for what is under way when the page is stopped
_SEND_BYTES = 1 << 18  # that the system holds for a client which does not read
_PASSIVE = socket.AI_PASSIVE
_NOT_HERE = (errno.EADDRNOTAVAIL, errno.EAFNOSUPPORT)  # such as ::1 where there is no IPv6


def listen(host: str, port: int | None) -> list[socket.socket]:
    """Take a port: all addresses of a host, ready to be connected to.

    Args:
        host: an address of this machine without brackets, or a name of it; `::` is every address,
            those of IPv4 included.
        port: None for the first free one from 7860.

    Raises:
        OSError: it cannot be had.
    """
    ports = [port] if port is not None else range(_FIRST_PORT, _FIRST_PORT + _PORTS_TRIED)
    for tried in ports:
        try:
            return _listen(host, tried)
        except OSError as error:
            if error.errno != errno.EADDRINUSE or tried == ports[-1]:
                raise
    raise AssertionError("there is a port to try")


def _listen(host: str, port: int) -> list[socket.socket]:
    hosts = [host, "0.0.0.0"] if is_every_address(host) and ":" in host else [host]
    found = [
        each
        for one_host in hosts
        for each in socket.getaddrinfo(
            one_host, port, type=socket.SOCK_STREAM, proto=socket.IPPROTO_TCP, flags=_PASSIVE
        )
    ]
    taken: list[socket.socket] = []
    failed: OSError | None = None
    for family, kind, proto, _, address in dict.fromkeys(found):
        one = None
        try:
            one = socket.socket(family, kind, proto)
            if os.name == "posix":  # elsewhere it would let two programs share a port
                one.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            if family == socket.AF_INET6:
                one.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_V6ONLY, 1)
            one.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, _SEND_BYTES)  # as accepted ones do
            one.bind(address)
            one.listen()
            taken.append(one)
        except OSError as error:
            failed = error
            if one is not None:
                one.close()
            if error.errno not in _NOT_HERE:
                break
    if failed and (not taken or failed.errno not in _NOT_HERE):
        for one in taken:
            one.close()
        raise failed
    return taken


def serve_until_interrupted(
    app: ASGIApp,
    sockets: list[socket.socket],
    protocol: type[asyncio.Protocol],
    started: Callable[[], None],
    ended: Callable[[], None],
) -> None:
    """Serve until Ctrl-C or a signal to end, which then takes its usual course.

    Raises:
        KeyboardInterrupt: it was interrupted.

    Args:
        app: what answers.
        sockets: as `listen` gives them.
        protocol: speaks HTTP on each connection.
        started: called once the page answers.
        ended: called once it no longer does; a signal may end the program right after.
    """
    ending = asyncio.Event()
    config = uvicorn.Config(
        _UntilTheEnd(app, ending),
        http=protocol,
        ws="none",
        log_config=None,  # where its lines go, and in which form, is for the program to say
        log_level="error",  # a warning for every broken request would fill the terminal
        access_log=False,
        proxy_headers=False,  # nobody's word is taken for who they are
        server_header=False,
        timeout_keep_alive=_IDLE_SECONDS,
        timeout_graceful_shutdown=_GRACE_SECONDS,
    )
    _Server(config, ending, started, ended).run(sockets)
    # Where Ctrl-C is ignored by default, as in a shell's jobs, the server heeds it all the same.
    raise KeyboardInterrupt


class _Server(uvicorn.Server):
    """Tells when it has started, and ends what would go on for ever."""

    def __init__(
        self,
        config: uvicorn.Config,
        ending: asyncio.Event,
        started: Callable[[], None],
        ended: Callable[[], None],
    ) -> None:
        super().__init__(config)
        self._ending, self._started, self._ended = ending, started, ended

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        self._started()

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        self._ending.set()
        await super().shutdown(sockets)
        self._ended()


class _UntilTheEnd:
    """Tells requests that wait, event streams above all, that their client has left at the end."""

    def __init__(self, app: ASGIApp, ending: asyncio.Event) -> None:
        self._app, self._ending = app, ending

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        told = finished = False

        async def until_the_end() -> Message:
            nonlocal told
            coming = asyncio.ensure_future(receive())
            end = asyncio.ensure_future(self._ending.wait())
            try:
                await asyncio.wait({coming, end}, return_when=asyncio.FIRST_COMPLETED)
                if coming.done():
                    return coming.result()
            finally:
                coming.cancel()
                end.cancel()
            told = True
            return {"type": "http.disconnect"}

        async def noting(message: Message) -> None:
            nonlocal finished
            finished = message["type"] == "http.response.body" and not message.get("more_body")
            await send(message)

        await self._app(scope, until_the_end, noting)
        if told and not finished:
            with suppress(Exception):  # which only says that more was promised
                await send({"type": "http.response.body", "body": b"", "more_body": False})
