"""The set-up behind a proxy that the documentation gives, with a real nginx."""

from __future__ import annotations

import asyncio
import re
import shutil
import ssl
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import httpx
import pytest

from qa.page.door.assembly import in_front_of
from qa.page.door.connections import Bounds
from qa.page.door.hosts import Hosts
from tests.qa.page.browsing import ROOT, free_port
from tests.qa.page.door.stub import running

if TYPE_CHECKING:
    from starlette.types import Receive, Scope, Send

NGINX = shutil.which("nginx")
NAME = "articles.example"
pytestmark = pytest.mark.skipif(NGINX is None, reason="nginx is not installed")


async def page(scope: Scope, receive: Receive, send: Send) -> None:
    """Sets a cookie, and tells in two events, a second apart, who calls."""
    headers = [(b"content-type", b"text/event-stream"), (b"set-cookie", b"a=b")]
    await send({"type": "http.response.start", "status": 200, "headers": headers})
    told = f"data: {scope['client'][0]} {scope['scheme']}\n\n".encode()
    await send({"type": "http.response.body", "body": told, "more_body": True})
    await asyncio.sleep(1)
    await send({"type": "http.response.body", "body": b"data: end\n\n"})


def configured(folder: Path, page_port: int, port: int) -> Path:
    """The documented server, with ports and files of a test."""
    import trustme

    authority = trustme.CA()
    authority.cert_pem.write_to_path(folder / "ca.pem")
    certificate = authority.issue_cert(NAME)
    certificate.private_key_and_cert_chain_pem.write_to_path(folder / "all.pem")
    text = (ROOT / ".github" / "SECURITY.md").read_text("utf-8")
    server, below = re.findall(r"```nginx\n(.*?)```", text, re.DOTALL)
    stripped = below.replace("/articles/", "/short/").replace(":7860;", ":7860/;")
    block = server.replace("    location / {", f"{below}\n{stripped}\n    location / {{", 1)
    block = block.replace("listen 443 ssl", f"listen 127.0.0.1:{port} ssl")
    block = re.sub(r"/etc/ssl/\S+(?=;)", str(folder / "all.pem"), block)
    block = block.replace("127.0.0.1:7860", f"127.0.0.1:{page_port}")
    kinds = ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    temporary = "".join(f"{kind}_temp_path {folder / kind};\n" for kind in kinds)
    file = folder / "nginx.conf"
    file.write_text(
        f"daemon off;\npid {folder / 'pid'};\nerror_log {folder / 'errors'};\n"
        f"events {{}}\nhttp {{\naccess_log off;\n{temporary}{block}}}\n"
    )
    return file


@pytest.fixture(scope="module")
def proxied(tmp_path_factory: pytest.TempPathFactory) -> Iterator[httpx.Client]:
    """A client that comes over TLS, through nginx."""
    folder, port = tmp_path_factory.mktemp("nginx"), free_port()
    hosts = Hosts.served_on("127.0.0.1", [NAME])
    app = in_front_of(page, hosts, folder, ["127.0.0.1"], below="/articles")
    with running(app, Bounds()) as url:
        file = configured(folder, int(url.rstrip("/").rpartition(":")[2]), port)
        nginx = subprocess.Popen([str(NGINX), "-c", str(file), "-e", str(folder / "errors")])
        try:
            trust = ssl.create_default_context(cafile=str(folder / "ca.pem"))
            with httpx.Client(
                base_url=f"https://127.0.0.1:{port}",
                headers={"Host": f"{NAME}:{port}", "Origin": f"https://{NAME}:{port}"},
                verify=trust,
                trust_env=False,
            ) as client:
                until = time.monotonic() + 10
                while not (folder / "pid").exists():
                    assert nginx.poll() is None, (folder / "errors").read_text()
                    assert time.monotonic() < until
                    time.sleep(0.05)
                yield client
        finally:
            nginx.terminate()
            nginx.wait(10)


TLS = {"sni_hostname": NAME}


def test_it_is_known_who_calls_and_that_it_is_over_tls(proxied: httpx.Client) -> None:
    said = {"X-Forwarded-For": "203.0.113.9", "X-Forwarded-Proto": "http"}
    answer = proxied.get("/health", headers=said, extensions=TLS)
    assert answer.status_code == 200
    assert answer.text.startswith("data: 127.0.0.1 https\n")
    assert answer.headers["set-cookie"] == "a=b; HttpOnly; SameSite=Lax; Secure"


def test_events_come_as_they_are_sent(proxied: httpx.Client) -> None:
    with proxied.stream("GET", "/health", extensions=TLS) as answer:
        times = [time.monotonic() for line in answer.iter_lines() if line]
    assert times[1] - times[0] > 0.5


def test_other_names_and_sites_are_refused(proxied: httpx.Client) -> None:
    for headers in ({"Host": "evil.example"}, {"Origin": "https://evil.example"}):
        assert proxied.get("/health", headers=headers, extensions=TLS).status_code == 403
    port = proxied.base_url.port
    plain = {"Origin": f"http://{NAME}:{port}"}
    assert proxied.get("/health", headers=plain, extensions=TLS).status_code == 403


def test_a_body_is_cut_off_while_it_comes(proxied: httpx.Client) -> None:
    def endless() -> Iterator[bytes]:
        for _ in range(200):
            yield b"x" * 50_000

    answer = proxied.post("/gradio_api/call/ask", content=endless(), extensions=TLS)
    assert answer.status_code == 413


@pytest.mark.parametrize("path", ["/articles/", "/short/"])
def test_below_a_path_it_is_the_same(proxied: httpx.Client, path: str) -> None:
    answer = proxied.get(f"{path}health", extensions=TLS)
    assert answer.status_code == 200
    assert answer.text.startswith("data: 127.0.0.1 https\n")
