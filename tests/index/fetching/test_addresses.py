"""Where a fetch does not go, whatever it is told; and that it speaks to whom it means."""

from __future__ import annotations

import ssl
from collections.abc import Iterator
from ipaddress import ip_address

import httpcore
import pytest
import trustme

from index.errors import FetchError
from index.fetching.addresses import GuardedBackend, Refused, is_public
from index.fetching.web_article import FetchSettings, fetch_article
from tests.index.fetching import sites
from tests.index.fetching.address_forms import (
    NOT_PUBLIC,
    OTHERS,
    PRIVATE_HOSTS,
    PRIVATE_ONES,
    PUBLIC_ONES,
)
from tests.index.fetching.sites import HOST, PUBLIC, Reply, Server, Web, page, running

server, web = sites.server, sites.web
PRIVATE = "is not on the public Internet; allow private addresses if"
NEVER = "is no address that pages are fetched from"


@pytest.mark.parametrize("address", PUBLIC_ONES.split())
def test_public_addresses(address: str) -> None:
    assert is_public(ip_address(address))


@pytest.mark.parametrize("address", NOT_PUBLIC.split())
def test_addresses_that_are_not_public(address: str) -> None:
    assert not is_public(ip_address(address))


@pytest.mark.parametrize("host", PRIVATE_HOSTS.split())
def test_private_addresses_are_refused(web: Web, host: str) -> None:
    web.names["localhost"] = ["::1", "127.0.0.1"]
    assert PRIVATE in web.failure(f"http://{host}/a")
    assert PRIVATE in web.failure(f"https://{host}:8080/a")
    assert not web.connections
    assert host == "localhost" or not web.lookups


@pytest.mark.parametrize("private", [False, True])
@pytest.mark.parametrize("address", OTHERS.split())
def test_some_addresses_are_refused_whatever_is_allowed(
    web: Web, address: str, private: bool
) -> None:
    web.names["news.example"] = [address]
    assert NEVER in web.failure(f"{HOST}/a", allow_private=private)
    assert not web.connections


@pytest.mark.slow
@pytest.mark.parametrize("address", PRIVATE_ONES.split())
def test_private_addresses_can_be_allowed(server: Server, web: Web, address: str) -> None:
    server.replies["/a"] = Reply(page())
    web.names["news.example"] = [address]
    assert PRIVATE in web.failure(f"{HOST}/a")
    assert web.fetch(f"{HOST}/a", allow_private=True).title == "Bridge closes"
    assert web.connections == [(address, 80)]


def test_the_systems_own_resolver_is_checked() -> None:
    with pytest.raises(FetchError, match=r"localhost \(.+\) is not on the public Internet"):
        fetch_article("http://localhost/a", FetchSettings(seconds=5))


@pytest.mark.parametrize("addresses", [[PUBLIC, "10.0.0.1"], ["::1", PUBLIC]])
def test_a_name_with_one_private_address_is_refused(web: Web, addresses: list[str]) -> None:
    web.names["news.example"] = addresses
    assert PRIVATE in web.failure(f"{HOST}/a")
    assert not web.connections


@pytest.mark.parametrize(("addresses", "reason"), [([], "no address"), (["x"], "cannot be")])
def test_answers_of_a_resolver_that_make_no_sense(
    web: Web, addresses: list[str], reason: str
) -> None:
    web.names["news.example"] = addresses
    assert reason in web.failure(f"{HOST}/a")
    assert not web.connections


def test_a_resolver_that_fails_in_its_own_way_is_heard() -> None:
    def resolve(host: str, port: int) -> list[str]:
        raise LookupError(host)

    with pytest.raises(LookupError):
        fetch_article(HOST, resolver=resolve)


@pytest.mark.parametrize(
    "location",
    ["http://127.0.0.1/b", "http://localhost/b", "//[::1]/b", "http://inner.example/b",
     "http://2130706433/b", "http://169.254.169.254/latest/meta-data/"],
)  # fmt: skip
def test_a_redirect_to_a_private_address_is_refused(
    server: Server, web: Web, location: str
) -> None:
    web.names.update({"localhost": ["127.0.0.1"], "inner.example": ["192.168.7.7"]})
    server.replies["/a"] = Reply(status=302, headers={"Location": location})
    reason = web.failure(f"{HOST}/a")
    assert reason.startswith("redirects to http://")
    assert PRIVATE in reason or NEVER in reason
    assert web.connections == [(PUBLIC, 80)]


def test_a_name_that_changes_its_address_gains_nothing(server: Server, web: Web) -> None:
    answers: Iterator[list[str]] = iter([[PUBLIC], ["127.0.0.1"], ["127.0.0.1"]])

    def resolve(host: str, port: int) -> list[str]:
        web.lookups.append(host)
        return next(answers)

    server.replies["/a"] = Reply(page())
    article = fetch_article(f"{HOST}/a", resolver=resolve)
    assert article.title == "Bridge closes"
    assert web.lookups == ["news.example"]
    assert web.connections == [(PUBLIC, 80)]

    server.replies["/b"] = Reply(status=302, headers={"Location": "/a"})
    answers = iter([[PUBLIC], ["127.0.0.1"]])
    with pytest.raises(FetchError, match=r"redirects to http://news\.example/a: .*not on the"):
        fetch_article(f"{HOST}/b", resolver=resolve)
    assert web.connections == [(PUBLIC, 80)] * 2


def test_sockets_of_the_file_system_are_not_the_web() -> None:
    with pytest.raises(Refused):
        GuardedBackend(lambda host, port: [], True, 0).connect_unix_socket("/run/x")
    with pytest.raises(httpcore.ConnectTimeout):
        GuardedBackend(lambda host, port: [], True, 0).connect_tcp("127.0.0.1", 80)


@pytest.fixture(scope="module")
def authority() -> trustme.CA:
    return trustme.CA()


@pytest.fixture
def protected(authority: trustme.CA, web: Web) -> Iterator[Server]:
    """The server with a certificate for news.example and 127.0.0.1."""
    server = Server()
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert("news.example", "127.0.0.1").configure_cert(context)

    def heard(connection: ssl.SSLObject, name: str, context: ssl.SSLContext) -> None:
        server.asked.append((name, "SNI"))

    context.sni_callback = heard
    server.socket = context.wrap_socket(server.socket, server_side=True)
    web.protected = server
    with running(server):
        yield server


@pytest.fixture
def trust(authority: trustme.CA) -> ssl.SSLContext:
    context = ssl.create_default_context()
    authority.configure_trust(context)
    return context


def test_the_certificate_is_for_the_name_not_the_address(
    protected: Server, web: Web, trust: ssl.SSLContext
) -> None:
    protected.replies["/a"] = Reply(page())
    assert web.fetch("https://news.example/a", trust).url == "https://news.example/a"
    assert protected.asked == [("news.example", "SNI"), ("news.example", "/a")]
    assert web.connections == [(PUBLIC, 443)]


def test_a_certificate_for_an_address(protected: Server, web: Web, trust: ssl.SSLContext) -> None:
    protected.replies["/a"] = Reply(page())
    assert web.fetch("https://127.0.0.1/a", trust, allow_private=True).source == "127.0.0.1"


def test_a_certificate_for_another_name_is_refused(
    protected: Server, web: Web, trust: ssl.SSLContext
) -> None:
    web.names["other.example"] = [PUBLIC]
    reason = web.failure("https://other.example/a", trust=trust)
    assert reason.startswith("its certificate is not trusted (Hostname mismatch")


def test_a_certificate_nobody_vouches_for_is_refused(
    protected: Server, web: Web, monkeypatch: pytest.MonkeyPatch, authority: trustme.CA
) -> None:
    with authority.cert_pem.tempfile() as file:  # the environment has no say in this
        monkeypatch.setenv("SSL_CERT_FILE", file)
        with pytest.raises(FetchError, match=r"its certificate is not trusted \("):
            fetch_article("https://news.example/a", resolver=web.resolve)
    assert ("news.example", "/a") not in protected.asked


def test_what_is_no_tls(web: Web, server: Server) -> None:
    assert "no protected connection could be made" in web.failure("https://news.example/a")


def test_a_redirect_that_gives_up_protection_is_refused(
    protected: Server, web: Web, server: Server, trust: ssl.SSLContext
) -> None:
    server.replies["/a"] = Reply(status=301, headers={"Location": "https://news.example/b"})
    protected.replies["/b"] = Reply(page())
    assert web.fetch(f"{HOST}/a", trust).url == "https://news.example/b"
    protected.replies["/b"] = Reply(status=301, headers={"Location": f"{HOST}/a"})
    reason = web.failure(f"{HOST}/a", trust=trust)
    assert f"redirects from https to {HOST}/a" in reason
