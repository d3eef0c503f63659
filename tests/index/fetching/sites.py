"""A server on this machine that stands for all of the web, and every connection led to it."""

from __future__ import annotations

import http.server
import socket
import ssl
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

import pytest

from index.article import Article
from index.errors import FetchError
from index.fetching.web_article import FetchSettings, fetch_article
from tests.index.reading.samples import STORY

PUBLIC = "93.184.215.14"  # never connected to: `Web` takes the connections itself
HOST = "http://news.example"


def page(head: str = "", more: str = "") -> str:
    return (
        f"<!DOCTYPE html><html><head><title>Bridge closes</title>{head}</head><body>"
        f'<nav><a href="/">Home</a></nav><article><h1>Bridge closes</h1><p>{STORY}</p>'
        f"<p>The mayor said that safety came first, and buses would go round. {more}</p>"
        "</article></body></html>"
    )


@dataclass
class Reply:
    """What the server sends; a body of several parts is sent slowly, an endless one for ever."""

    body: str | bytes | Iterator[bytes] = ""
    status: int = 200
    kind: str | None = "text/html; charset=utf-8"
    headers: dict[str, str] = field(default_factory=dict)
    raw_head: Callable[[Any], None] | None = None


class Handler(http.server.BaseHTTPRequestHandler):
    server: Server

    def do_GET(self) -> None:
        self.server.asked.append((self.headers["Host"] or "", self.path))
        self.server.headers = dict(self.headers)
        reply = self.server.replies[self.path]
        reply = reply(self) if callable(reply) else reply
        if reply.raw_head:
            reply.raw_head(self.wfile)
            return
        self.send_response(reply.status)
        if reply.kind is not None:
            self.send_header("Content-Type", reply.kind)
        for name, value in reply.headers.items():
            self.send_header(name, value)
        self.end_headers()
        body = reply.body.encode() if isinstance(reply.body, str) else reply.body
        for part in [body] if isinstance(body, bytes) else body:
            self.wfile.write(part)

    def log_message(self, format: str, *args: object) -> None:
        pass


class Server(http.server.ThreadingHTTPServer):
    daemon_threads = True
    block_on_close = False

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.replies: dict[str, Reply | Callable[[Handler], Reply]] = {}
        self.asked: list[tuple[str, str]] = []
        self.headers: dict[str, str] = {}

    def handle_error(self, request: object, client_address: object) -> None:
        pass  # clients that leave early are what is tested


@contextmanager
def running(server: Server) -> Iterator[Server]:
    thread = threading.Thread(target=server.serve_forever, args=[0.01])
    thread.start()
    try:
        yield server
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


@pytest.fixture
def server() -> Iterator[Server]:
    with running(Server()) as server:
        yield server


@dataclass
class Web:
    """All connections of the process: where they were to go, and the server they went to."""

    plain: Server
    names: dict[str, list[str]] = field(default_factory=lambda: {"news.example": [PUBLIC]})
    protected: Server | None = None
    connections: list[tuple[str, int]] = field(default_factory=list)
    lookups: list[str] = field(default_factory=list)

    def resolve(self, host: str, port: int) -> list[str]:
        self.lookups.append(host)
        if host not in self.names:
            raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")
        return self.names[host]

    def fetch(self, url: str, trust: ssl.SSLContext | None = None, **settings: Any) -> Article:  # noqa: ANN401
        return fetch_article(
            url,
            FetchSettings(**{"seconds": 10, **settings}),
            resolver=self.resolve,
            trust=trust or ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT),  # trusts nobody, and is quick
        )

    def failure(self, url: str, **settings: Any) -> str:  # noqa: ANN401
        with pytest.raises(FetchError) as caught:
            self.fetch(url, **settings)
        return caught.value.reason


@pytest.fixture
def web(server: Server, monkeypatch: pytest.MonkeyPatch) -> Web:
    web = Web(server)
    connect = socket.create_connection

    def create_connection(
        address: tuple[str, int],
        timeout: float | None = None,
        source_address: tuple[str, int] | None = None,
    ) -> socket.socket:
        web.connections.append(address)
        protected = address[1] == 443 and web.protected
        target = (protected or web.plain).server_address[1]
        return connect(("127.0.0.1", int(target)), timeout)

    monkeypatch.setattr(socket, "create_connection", create_connection)
    return web
