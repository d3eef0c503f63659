"""A model's server that means no good: what it does is named by the path of its address.

    with running() as url:
        open_model("openai:any", f"{url}/bomb", …)

Modes: bomb (gigabytes packed into a megabyte), twice (packed twice), unknown (packed nobody knows
how), line (a line without end), flood (empty pieces without end), error (a huge explanation of an
error), around (points to itself for ever), header (a header line without end), early (hints without
end), chunk (a chunk larger than any memory), silent (accepts and says nothing); echo, echo-split,
echo-error, echo-header and echo-reason give back the key they were sent.
"""

from __future__ import annotations

import gzip
import json
import re
import socket
import threading
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from functools import lru_cache

_START = b"HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n"
_KEY = re.compile(rb"authorization: bearer (\S+)", re.IGNORECASE)
_PATH = re.compile(rb"POST /([\w-]+)")


def event(text: str, finished: str | None = None) -> bytes:
    """One piece of a reply, as OpenAI's servers send it."""
    choice = {"index": 0, "delta": {"content": text}, "finish_reason": finished}
    values = {"id": "1", "object": "chat.completion.chunk", "created": 1, "model": "m"}
    return f"data: {json.dumps({**values, 'choices': [choice]})}\n\n".encode()


class Hostile:
    """Listens on this machine; `asked` counts the requests, `open` the connections.

    A `mode` that is set counts for every address.
    """

    def __init__(self) -> None:
        self._listening = socket.create_server(("127.0.0.1", 0), backlog=256)
        self.url = f"http://127.0.0.1:{self._listening.getsockname()[1]}"
        self.asked = self.open = 0
        self.mode = ""
        self._lock = threading.Lock()

    def serve(self) -> None:
        """Answer until closed."""
        with suppress(OSError):
            while True:
                connection, _ = self._listening.accept()
                threading.Thread(target=self._answer, args=(connection,), daemon=True).start()

    def close(self) -> None:
        """Answer no more."""
        self._listening.close()

    def _count(self, asked: int, opened: int) -> None:
        with self._lock:
            self.asked += asked
            self.open += opened

    def _answer(self, connection: socket.socket) -> None:
        self._count(0, 1)
        try:
            with connection, suppress(OSError):
                head = _head(connection)
                self._count(1, 0)
                mode, key = _PATH.search(head), _KEY.search(head)
                if mode:
                    name = self.mode or mode[1].decode()
                    _MODES[name](connection.sendall, key[1].decode() if key else "no-key-sent")
                    if name == "silent":
                        while connection.recv(4096):
                            pass
        finally:
            self._count(0, -1)


def _head(connection: socket.socket) -> bytes:
    """A request; its body is read as well, but for what comes after a pause."""
    read = b""
    while b"\r\n\r\n" not in read and (some := connection.recv(65_536)):
        read += some
    length = re.search(rb"content-length: (\d+)", read, re.IGNORECASE)
    left = int(length[1]) - len(read.partition(b"\r\n\r\n")[2]) if length else 0
    while left > 0 and (some := connection.recv(65_536)):
        left -= len(some)
    return read


Send = Callable[[bytes], object]


@lru_cache
def packed(first: bytes, more: bytes, times: int) -> bytes:
    """A gzip file of `first` and many times `more`, made without holding what it holds."""
    packing = zlib.compressobj(level=1, wbits=31)
    parts = [packing.compress(first), *(packing.compress(more) for _ in range(times))]
    return b"".join(parts) + packing.flush()


def _bomb(send: Send, key: str) -> None:
    send(_START + b"Content-Encoding: gzip\r\n\r\n")
    send(packed(b"data: ", b"x" * 1_000_000, 300))


def _bomb_of_lines(send: Send, key: str) -> None:
    send(_START + b"Content-Encoding: gzip\r\n\r\n")
    send(packed(b"", event("") * 5_000, 300))


def _twice(send: Send, key: str) -> None:
    send(_START + b"Content-Encoding: gzip, gzip\r\n\r\n")
    send(gzip.compress(packed(b"data: ", b"x" * 1_000_000, 300)))


def _unknown(send: Send, key: str) -> None:
    send(_START + b"Content-Encoding: br\r\n\r\nxxxx")


def _line(send: Send, key: str) -> None:
    send(_START + b"\r\ndata: ")
    while True:
        send(b"x" * 65_536)


def _flood(send: Send, key: str) -> None:
    send(_START + b"\r\n")
    while True:
        send(event("") * 200)


def _error(send: Send, key: str) -> None:
    send(b"HTTP/1.1 400 Bad\r\nContent-Type: text/plain\r\n\r\n")
    while True:
        send(b"no" * 32_768)


def _around(send: Send, key: str) -> None:
    send(b"HTTP/1.1 307 T\r\nLocation: /around/v1/chat/completions\r\nContent-Length: 0\r\n\r\n")


def _header(send: Send, key: str) -> None:
    send(b"HTTP/1.1 200 OK\r\nX-Long: ")
    while True:
        send(b"x" * 65_536)


def _early(send: Send, key: str) -> None:
    while True:
        send(b"HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n" * 500)


def _chunk(send: Send, key: str) -> None:
    send(_START + b"Transfer-Encoding: chunked\r\n\r\nffffffffff\r\ndata: ")
    while True:
        send(b"x" * 65_536)


def _silent(send: Send, key: str) -> None:
    pass


def _echo(send: Send, key: str) -> None:
    send(_START + b"\r\n" + event(f"The key is {key} [1].", "stop"))


def _echo_split(send: Send, key: str) -> None:
    send(_START + b"\r\n" + b"".join(event(sign) for sign in f"The key is {key} [1].") + event(""))
    send(event("", "stop"))


def _echo_error(send: Send, key: str) -> None:
    body = json.dumps({"error": {"message": f"wrong key {key}", "code": key}}).encode()
    send(b"HTTP/1.1 400 Bad\r\nContent-Type: application/json\r\n")
    send(f"Content-Length: {len(body)}\r\n\r\n".encode() + body)


def _echo_header(send: Send, key: str) -> None:
    send(f"HTTP/1.1 429 {key}\r\nRetry-After: {key}\r\nX-Key: {key}\r\n".encode())
    send(f"Content-Type: text/{key}\r\nContent-Length: 0\r\n\r\n".encode())


def _echo_reason(send: Send, key: str) -> None:
    send(f"HTTP/1.1 200 {key}\r\n{key} broken\r\n\r\n".encode())


_MODES: dict[str, Callable[[Send, str], None]] = {
    "bomb": _bomb,
    "bomb-of-lines": _bomb_of_lines,
    "twice": _twice,
    "unknown": _unknown,
    "line": _line,
    "flood": _flood,
    "error": _error,
    "around": _around,
    "header": _header,
    "early": _early,
    "chunk": _chunk,
    "silent": _silent,
    "echo": _echo,
    "echo-split": _echo_split,
    "echo-error": _echo_error,
    "echo-header": _echo_header,
    "echo-reason": _echo_reason,
}


MODES = tuple(_MODES)


@contextmanager
def running() -> Iterator[Hostile]:
    """The server in a thread of this process."""
    server = Hostile()
    threading.Thread(target=server.serve, daemon=True).start()
    try:
        yield server
    finally:
        server.close()
