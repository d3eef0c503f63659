"""What a proxy says of who calls is believed of the trusted ones alone."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from qa.page.door.assembly import in_front_of
from qa.page.door.hosts import Hosts
from tests.qa.page.door.stub import get, page

if TYPE_CHECKING:
    from starlette.types import Scope


def seen(peer: str, trusted: tuple[str, ...], **headers: str) -> tuple[str, str, str]:
    """The caller's address and the scheme, as the page sees them, and how its cookie ends."""
    held: list[str] = []

    def answer(scope: Scope) -> tuple[dict[str, str], bytes]:
        names = [name for name, _ in scope["headers"]]
        assert not any(name.startswith((b"x-forwarded", b"forwarded", b"x-real")) for name in names)
        held.extend((scope["client"][0], scope["scheme"]))
        return {"set-cookie": "a=b"}, b""

    app = in_front_of(page(answer), Hosts.served_on("127.0.0.1"), Path(), trusted)
    reply = get(app, peer=peer, **headers)
    assert reply.status_code == 200
    return held[0], held[1], reply.headers["set-cookie"].rpartition("; ")[2]


SAID = {
    "x_forwarded_for": "203.0.113.9, 198.51.100.7",
    "x_forwarded_proto": "https",
    "x_forwarded_host": "evil.example",
    "forwarded": "for=203.0.113.9;proto=https",
    "x_real_ip": "203.0.113.9",
    "x_gradio_server": "http://evil.example",
}


@pytest.mark.parametrize("trusted", [(), ("192.0.2.1/32",), ("127.0.0.1/32",)])
def test_nobody_else_is_believed(trusted: tuple[str, ...]) -> None:
    assert seen("192.0.2.9", trusted, **SAID) == ("192.0.2.9", "http", "SameSite=Lax")


@pytest.mark.parametrize("trusted", ["192.0.2.1/32", "192.0.2.0/24"])
def test_a_trusted_proxy_tells_whom_it_saw_last_and_over_what(trusted: str) -> None:
    assert seen("192.0.2.1", (trusted,), **SAID) == ("198.51.100.7", "https", "Secure")


def test_the_page_of_a_trusted_proxy_has_its_scheme() -> None:
    app = in_front_of(page(lambda _: ({}, b"")), Hosts.served_on("::1"), Path(), ("192.0.2.1",))
    told = {"peer": "192.0.2.1", "x_forwarded_proto": "https"}
    assert get(app, origin="https://localhost", **told).status_code == 200
    assert get(app, origin="http://localhost", **told).status_code == 403
    assert get(app, origin="https://localhost", peer="192.0.2.2").status_code == 403
