"""What an attacker tries with size and number on a running page, by its address alone.

Each returns what it found broken, in words; nothing when the page held.
"""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, suppress

import httpx

_JSON = {"Content-Type": "application/json"}


@contextmanager
def watched_health(url: str, seconds: float) -> Iterator[list[str]]:
    """Ask for /health all the while: what did not answer in time is in the list at the end."""
    slow: list[str] = []
    over = threading.Event()

    def look() -> None:
        with httpx.Client(base_url=url, trust_env=False, timeout=60) as client:
            while not over.wait(0.02):
                since, status = time.monotonic(), "nothing"
                with suppress(httpx.TransportError):
                    status = str(client.get("health").status_code)
                took = time.monotonic() - since
                if took > seconds or status != "200":
                    slow.append(f"/health answered {status} after {took:.1f} s")

    thread = threading.Thread(target=look)
    thread.start()
    try:
        yield slow
    finally:
        over.set()
        thread.join()


def large_bodies(url: str, seconds: float = 1.0) -> list[str]:
    """Bodies that are too large, endless, or all structure; and whether others wait for them."""
    lists, keys = b"[" + b"[]," * 700_000 + b"1]", b"{%s}"
    keys %= b",".join(b'"%d":1' % number for number in range(150_000))
    bodies: dict[str, Callable[[], bytes | Iterator[bytes]]] = {
        "10 MB": lambda: b'{"data":["' + b"x" * 10_000_000 + b'"]}',
        "endless": lambda: (b"x" * 50_000 for _ in range(400)),
        "lists": lambda: b'{"data":' + lists + b',"session_hash":"a"}',
        "keys": lambda: keys,
    }
    paths = ("run/predict", "call/ask", "queue/join", "cancel", "mcp/", "../login")
    broken: list[str] = []
    with watched_health(url, seconds) as slow, httpx.Client(trust_env=False, timeout=60) as client:
        for path in paths:
            for name, body in bodies.items():
                with suppress(httpx.ReadError, httpx.WriteError, httpx.RemoteProtocolError):
                    answer = client.post(f"{url}gradio_api/{path}", content=body(), headers=_JSON)
                    if answer.status_code not in (400, 401, 413):
                        broken.append(f"{name} to {path}: {answer.status_code}")
    return broken + slow


def _connected(url: str, sent: bytes = b"", small: bool = False) -> socket.socket:
    address = httpx.URL(url)
    one = socket.socket()
    if small:
        one.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
    one.settimeout(10)
    one.connect((address.host, address.port or 80))
    one.sendall(sent)
    return one


def _closed(one: socket.socket, seconds: float) -> bool:
    """Whether the other side closes within a time; what it says meanwhile is thrown away."""
    one.settimeout(seconds)
    until = time.monotonic() + seconds
    try:
        while time.monotonic() < until:
            if not one.recv(1 << 16):
                return True
    except TimeoutError:
        return False
    except OSError:
        return True
    return False


def bodies_before_login(url: str) -> list[str]:
    """Of a page with logins: calls that are asked for their body before anybody logs in."""
    broken = []
    for path in ("call/ask", "queue/join", "run/predict", "upload", "mcp/"):
        head = (
            f"POST /gradio_api/{path} HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1000\r\n"
            "Content-Type: application/json\r\nExpect: 100-continue\r\n\r\n"
        )
        with _connected(url, head.encode()) as one:
            line = one.recv(100).split(b"\r\n")[0].decode("latin-1")
        if " 401 " not in line:
            broken.append(f"{path}: {line}")
    return broken


def slow_senders(url: str, seconds: float) -> list[str]:
    """Half a head, heads by drops and bodies that do not come: are they let go within a time?"""
    post = b"POST /gradio_api/call/ask HTTP/1.1\r\nHost: localhost\r\nContent-Length: 9\r\n\r\n{"
    tried = {
        "nothing": b"",
        "half a head": b"GET / HTTP/1.1\r\nHost: local",
        "half a body": post,
        "a second half head": b"GET /health HTTP/1.1\r\nHost: localhost\r\n\r\nGET /",
    }
    with ExitStack() as stack:
        held = {n: stack.enter_context(_connected(url, sent)) for n, sent in tried.items()}
        by_drops = held["by drops"] = stack.enter_context(_connected(url, b"GET / HTTP/1.1\r\n"))
        until = time.monotonic() + seconds
        with suppress(OSError):
            while time.monotonic() < until:
                by_drops.sendall(b"X: y\r\n")
                time.sleep(seconds / 20)
        time.sleep(max(0.0, until - time.monotonic()))  # the drops may have been refused earlier
        return [f"{name} is waited for" for name, one in held.items() if not _closed(one, 1.0)]


def never_reads(url: str, path: str, seconds: float) -> list[str]:
    """A client that asks for much and reads none of it: is it let go within a time?"""
    ask = f"GET {path} HTTP/1.1\r\nHost: localhost\r\n\r\n".encode() * 40
    with _connected(url, ask, small=True) as one:
        time.sleep(seconds)
        one.settimeout(1)
        try:
            for _ in range(100):
                one.sendall(b"GET / HTTP/1.1\r\nHost: localhost\r\n\r\n")
                time.sleep(0.02)
        except OSError:
            return []
    return ["a client that reads nothing is kept"]


def many_connections(url: str, most: int) -> list[str]:
    """More connections than one client may have, with nothing said on them."""
    with ExitStack() as stack:
        held = [stack.enter_context(_connected(url)) for _ in range(most + 20)]
        time.sleep(1)  # until the last is looked at
        shut = sum(_closed(one, 0.02) for one in held[::-1])
    broken = [] if shut >= 20 else [f"{most + 20} connections of one client, {shut} closed"]
    return broken + _still_serves(url)


def many_streams(url: str, most: int) -> list[str]:
    """More event streams than one client may have."""
    broken = []
    with ExitStack() as stack:
        client = stack.enter_context(_client(url))
        streams = [
            stack.enter_context(client.stream("GET", f"gradio_api/heartbeat/probe{number}"))
            for number in range(most + 3)
        ]
        refused = [one for one in streams if one.status_code == 429]
        if not 1 <= len(refused) <= 10 or not all("retry-after" in one.headers for one in refused):
            broken.append(f"of {len(streams)} event streams {len(refused)} are refused with 429")
    return broken + _still_serves(url)


def _client(url: str) -> httpx.Client:
    limits = httpx.Limits(max_connections=None)
    return httpx.Client(base_url=url, trust_env=False, timeout=10, limits=limits)


def _still_serves(url: str) -> list[str]:
    """Whether it serves this client again within a few seconds."""
    until = time.monotonic() + 5
    while time.monotonic() < until:
        with suppress(httpx.TransportError):
            if httpx.get(f"{url}health", trust_env=False).status_code == 200:
                return []
        time.sleep(0.1)
    return ["it no longer serves a client that once had too much"]


def broken_uploads(url: str) -> list[str]:
    """Uploads that end early, hold no file, or are too large: what is answered."""
    broken = []
    head = (
        b"POST /gradio_api/upload HTTP/1.1\r\nHost: localhost\r\nContent-Length: 999999\r\n"
        b"Content-Type: multipart/form-data; boundary=x\r\n\r\n--x\r\n"
    )
    file = b'Content-Disposition: form-data; name="files"; filename="a.txt"\r\n\r\n'
    for _ in range(3):
        _connected(url, head + file + b"left half way").close()
    with httpx.Client(base_url=url, trust_env=False, timeout=60) as client:
        for name, given in (
            ("a text as long as a file", {"data": {"a": "x" * 20_000}, "files": {"b": b""}}),
            ("a file of 25 MB", {"files": {"files": b"x" * 25_000_000}}),
        ):
            status = client.post("gradio_api/upload", **given).status_code
            if status not in (401, 413):
                broken.append(f"{name}: {status}")
        client.post("gradio_api/upload", files={"other": ("a.txt", b"under another name")})
    return broken
