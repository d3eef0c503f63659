"""Which names the page answers to, and which other sites are kept out."""

from __future__ import annotations

import socket
from typing import TYPE_CHECKING

import httpx
import pytest

from qa.page.door.connections import Bounds
from qa.page.door.hosts import Hosts, OwnHostsOnly
from qa.page.door.names import canonical, is_every_address, is_this_machine_s
from tests.qa.page.door import probes
from tests.qa.page.door.stub import page, running, talk

if TYPE_CHECKING:
    from tests.qa.page.browsing import Served


def status(hosts: Hosts, headers: dict[str, str], url: str = "http://127.0.0.1:7860/x") -> int:
    app = OwnHostsOnly(page(lambda _: ({}, b"")), hosts)
    return talk(app, lambda client: client.post(url, headers=headers, content=b"{}")).status_code


def test_other_names_are_refused_on_every_route(served: Served) -> None:
    assert not probes.other_hosts(served.url)


def test_other_origins_are_refused_on_every_route(served: Served) -> None:
    assert not probes.other_origins(served.url)


def test_other_sites_may_link_to_the_page_and_no_more(served: Served) -> None:
    assert not probes.other_sites(served.url)


def test_programs_and_the_page_itself_get_in(served: Served) -> None:
    assert not probes.own_callers(served.url)


def test_a_refusal_says_what_to_do(served: Served) -> None:
    other = probes.asked(served.url, "GET", "/", {"Host": "articles.example"})
    assert "'articles.example'" in other.text
    assert "--allow-host" in other.text
    behind = probes.asked(served.url, "GET", "/", {"Origin": f"https://127.0.0.1:{served.port}"})
    assert "--trusted-proxy" in behind.text


@pytest.mark.parametrize(
    ("host", "allowed", "names"),
    [
        ("127.0.0.1", (), ["localhost", "127.0.0.1", "[::1]", "localhost:1"]),
        ("192.0.2.7", (), ["192.0.2.7", "192.0.2.7:7860", "localhost"]),
        ("2001:db8::7", (), ["[2001:db8::7]", "[2001:DB8:0::7]:80"]),
        ("127.0.0.1", ("Articles.Example",), ["articles.example", "ARTICLES.example:443"]),
        ("127.0.0.1", ("zürich.example",), ["xn--zrich-kva.example"]),
    ],
)
def test_names_that_are_the_page_s(host: str, allowed: tuple[str, ...], names: list[str]) -> None:
    hosts = Hosts.served_on(host, allowed)
    assert [status(hosts, {"Host": name}) for name in names] == [200] * len(names)


@pytest.mark.parametrize(
    "host",
    [
        "localhost.evil.example",
        "evil-localhost",
        "localhost@evil.example",
        "evil.example#localhost",
        "localhost:",
        "localhost:x",
        "localhost:123456",
        "localhost, evil.example",
        "2130706433",
        "127.1",
        "0.0.0.0",
        "[::]",
        "::1",
        "",
    ],
)
@pytest.mark.parametrize("served_on", ["127.0.0.1", "0.0.0.0", "::"])
def test_names_that_are_not(host: str, served_on: str) -> None:
    assert status(Hosts.served_on(served_on), {"Host": host}) == 403


def test_the_address_that_a_request_arrived_at_is_the_page_s() -> None:
    hosts = Hosts.served_on("0.0.0.0")
    assert hosts.hold("192.0.2.7", "192.0.2.7")
    assert hosts.hold("192.0.2.7", "::ffff:192.0.2.7")
    assert not hosts.hold("192.0.2.8", "192.0.2.7")
    assert not hosts.hold("", "")


@pytest.mark.parametrize(
    ("host", "origin", "let_in"),
    [
        ("localhost", "http://localhost", True),
        ("localhost", "http://localhost:80", True),
        ("localhost", "http://localhost:8080", False),
        ("localhost:7860", "http://127.0.0.1:7860", False),
        ("localhost", "https://localhost", False),
        ("localhost", "http://localhost/", False),
        ("localhost", "ftp://localhost", False),
        ("[::1]:7860", "http://[::1]:7860", True),
    ],
)
def test_an_origin_is_the_page_s_own_to_the_letter(host: str, origin: str, let_in: bool) -> None:
    assert (status(Hosts.served_on("::1"), {"Host": host, "Origin": origin}) == 200) == let_in


def test_names_are_compared_as_what_they_mean() -> None:
    assert canonical("[::FFFF:127.0.0.1]") == "127.0.0.1"
    assert not any(map(canonical, ("a/b", "a b", "a:80", "", "*.example", "ä" * 99)))
    assert is_every_address("0.0.0.0")
    assert is_every_address("[::]")
    assert not is_every_address("localhost")


@pytest.mark.parametrize(
    ("host", "reached"),
    [
        ("::1", ["[::1]"]),
        ("::", ["[::1]", "127.0.0.1", "localhost", "[::ffff:127.0.0.1]"]),
        ("0.0.0.0", ["127.0.0.1", "localhost"]),
    ],
)
def test_a_page_is_reached_by_the_addresses_that_it_is_served_on(
    host: str, reached: list[str]
) -> None:
    if ":" in host and not socket.has_dualstack_ipv6():
        pytest.skip("no IPv6 here")
    hosts = Hosts.served_on(host)
    app = OwnHostsOnly(page(lambda scope: ({}, scope["server"][0].encode())), hosts)
    with running(app, Bounds(), host) as url:
        port = httpx.URL(url).port
        for name in reached:
            own = f"http://{name}:{port}"
            answer = httpx.post(own, headers={"Origin": own}, content=b"{}", trust_env=False)
            assert answer.status_code == 200, name
        evil = httpx.get(url, headers={"Host": "evil.example"}, trust_env=False)
        assert evil.status_code == 403


def test_a_network_s_name_is_no_part_of_an_address() -> None:
    assert canonical("[fe80::1%eth0]") == "fe80::1"
    assert is_this_machine_s("::1")
    assert is_this_machine_s("127.0.0.2")
    assert not is_this_machine_s("::")
