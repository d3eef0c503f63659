"""Articles from the web: what a page becomes, and what ends a fetch."""

from __future__ import annotations

import gzip
import itertools
import socket
import threading
import time
from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest

from index.errors import FetchError, UsageError
from index.fetching.web_article import FetchSettings, fetch_article
from tests.index.fetching import sites
from tests.index.fetching.sites import HOST, PUBLIC, Handler, Reply, Server, Web, page
from tests.index.reading.samples import STORY

server, web = sites.server, sites.web


def test_an_article(server: Server, web: Web) -> None:
    head = (
        '<meta property="og:site_name" content="Gazette"><meta name="author" content="Ann Poe">'
        '<meta property="article:published_time" content="2021-05-13T10:00:00Z">'
    )
    server.replies["/bridge/?utm_source=x&id=7"] = Reply(page(head))
    article = web.fetch(f" {HOST.upper()}/bridge/?utm_source=x&id=7#top ")
    assert (article.title, article.source, article.author, article.published) == (
        "Bridge closes", "Gazette", "Ann Poe", date(2021, 5, 13),
    )  # fmt: skip
    assert STORY in article.text
    assert "Home" not in article.text
    assert article.url == f"{HOST}/bridge/?utm_source=x&id=7"
    assert article.id == "news.example/bridge?id=7"
    assert server.asked == [("news.example", "/bridge/?utm_source=x&id=7")]
    assert server.headers["User-Agent"] == FetchSettings().user_agent
    assert web.connections == [(PUBLIC, 80)]


def test_the_day_in_an_address(server: Server, web: Web) -> None:
    server.replies["/2021/05/13/bridge"] = Reply(page())
    server.replies["/bridge"] = Reply(page())
    assert web.fetch(f"{HOST}/2021/05/13/bridge").published == date(2021, 5, 13)
    assert web.fetch(f"{HOST}/bridge").published is None


def test_a_server_of_ones_own(server: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    server.replies["/a"] = Reply(page())
    for name in ("http_proxy", "all_proxy", "HTTP_PROXY"):  # nothing listens there
        monkeypatch.setenv(name, "http://127.0.0.1:9")
    port = server.server_address[1]
    article = fetch_article(f"http://localhost:{port}/a", FetchSettings(allow_private=True))
    assert article.id == f"localhost:{port}/a"
    assert article.source == "localhost"


@pytest.mark.parametrize(
    ("canonical", "url"),
    [
        ("http://news.example/story", "http://news.example/story"),
        ("https://news.example/story", "https://news.example/story"),
        ("https://elsewhere.example/story", "http://news.example/a"),
        ("http://news.example:8080/story", "http://news.example/a"),
        ("http://news.example/", "http://news.example/a"),
        ("http://me:pass@news.example/story", "http://news.example/a"),
        ("javascript:alert(1)", "http://news.example/a"),
    ],
)
def test_the_canonical_address_counts_on_the_same_host(
    server: Server, web: Web, canonical: str, url: str
) -> None:
    server.replies["/a"] = Reply(page(f'<link rel="canonical" href="{canonical}">'))
    article = web.fetch(f"{HOST}/a")
    assert article.url == url
    assert article.id == url.partition("//")[2]


def test_the_front_page_of_a_site_has_an_id_too(server: Server, web: Web) -> None:
    server.replies["/"] = Reply(page())
    assert web.fetch(HOST).id == f"{HOST}/"


@pytest.mark.parametrize(
    ("kind", "head", "encoding"),
    [
        ("text/html; charset=koi8-r", "", "koi8-r"),
        ('TEXT/HTML;Charset="KOI8-R"', '<meta charset="windows-1251">', "koi8-r"),
        ("text/html", '<meta charset="koi8-r">', "koi8-r"),
        ("text/html; charset=utf-8", '<meta charset="koi8-r">', "utf-8"),
        ("text/html; charset=iso-8859-1", "", "utf-8"),  # what a server says of all its pages
        ("text/html; charset=big5", '<meta charset="koi8-r">', "koi8-r"),
        ("text/html; charset=koi8-r", "", "utf-16"),  # a byte-order mark comes first
        ("text/html; charset=nonsense", "", "utf-8"),
        ("application/xhtml+xml", "", "utf-8"),
        (None, "", "utf-8"),
    ],
)
def test_encodings(server: Server, web: Web, kind: str | None, head: str, encoding: str) -> None:
    russian = "Правительство в пятницу приняло новый закон о налогах."
    server.replies["/a"] = Reply(page(head, russian).encode(encoding), kind=kind)
    assert russian in web.fetch(f"{HOST}/a").text


@pytest.mark.parametrize("length", [4, 9])
def test_an_encoding_that_is_not_certain_is_refused(server: Server, web: Web, length: int) -> None:
    wrong = page(more="\udcff\udcfe\udce9\udce8"[:length]).encode("utf-8", "surrogateescape")
    server.replies["/a"] = Reply(wrong, kind="text/html; charset=utf-8")
    assert web.failure(f"{HOST}/a").startswith("not UTF-8 text (byte ")
    good = "é" * 10
    server.replies["/a"] = Reply(page(more=f"{good}\udcff").encode("utf-8", "surrogateescape"))
    assert "UTF-8 with damage in 1 places" in web.failure(f"{HOST}/a")


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        ("", "no article found on the page (it may need JavaScript or a login)"),
        ("<html><body><nav><a href='/'>Home</a></nav></body></html>", "no article found"),
        ("<noscript>You need to enable JavaScript to run this app.</noscript>", "no article"),
        (b"<html>" + bytes(range(32)) * 20, "is binary"),
    ],
)
def test_pages_without_article(server: Server, web: Web, body: str | bytes, reason: str) -> None:
    server.replies["/a"] = Reply(body)
    assert web.failure(f"{HOST}/a").startswith(reason)


@pytest.mark.parametrize(
    ("reply", "reason"),
    [
        (Reply(status=404), "the site answered 404 Not Found: check the address"),
        (Reply(status=500), "the site answered 500 Internal Server Error: try again later"),
        (Reply(status=403), "the site answered 403 Forbidden: it wants a login"),
        (Reply(status=204), "the site answered 204 No Content: save it in a browser"),
        (Reply(status=799), "the site answered 799: try again later"),
        (Reply("%PDF-1.4", kind="application/pdf"), "is application/pdf, not a web page"),
        (Reply("{}", kind="application/json; charset=utf-8"), "is application/json, not a web"),
        (Reply("plain words", kind=None), "does not say what it is, and does not look like"),
        (Reply(page(), headers={"Content-Encoding": "br"}), "comes packed as br, unasked"),
        (Reply(page(), headers={"Content-Encoding": "gzip"}), "arrives as damaged gzip"),
        (
            Reply(gzip.compress(page().encode())[:-60], headers={"Content-Encoding": "gzip"}),
            "broke off before its end",
        ),
        (Reply(page(), headers={"Content-Length": "99999"}), "the site broke off"),
        (Reply(raw_head=lambda file: file.write(b"SSH-2.0-x\r\n\r\n")), "the site broke off, or"),
        (Reply(raw_head=lambda file: None), "the site broke off, or does not speak HTTP"),
        (Reply(status=302), "redirects (302) to nowhere; the site is broken"),
        (Reply(status=302, headers={"Location": "ftp://x.example/a"}), "redirects to ftp://x.ex"),
        (Reply(status=302, headers={"Location": "http://[::1"}), "redirects to http://[::1, wh"),
        (Reply(status=302, headers={"Location": "/a"}), "the redirects go round in a circle"),
        (
            Reply(status=301, headers={"Location": "//me:secret@news.example/b"}),
            "redirects to //news.example/b, which has a user or password in it",
        ),
    ],
)  # fmt: skip
def test_replies_that_are_no_article(server: Server, web: Web, reply: Reply, reason: str) -> None:
    server.replies["/a"] = reply
    assert web.failure(f"{HOST}/a").startswith(reason)


def test_a_packed_page(server: Server, web: Web) -> None:
    packed = gzip.compress(page().encode())
    server.replies["/a"] = Reply(packed, headers={"Content-Encoding": "gzip"})
    assert STORY in web.fetch(f"{HOST}/a").text


def test_a_page_is_as_large_as_allowed_and_no_larger(server: Server, web: Web) -> None:
    body = page().encode()
    packed = gzip.compress(body, mtime=0)
    for reply in (Reply(body), Reply(packed, headers={"Content-Encoding": "gzip"})):
        server.replies["/a"] = reply
        assert STORY in web.fetch(f"{HOST}/a", largest_bytes=len(body)).text
        reason = web.failure(f"{HOST}/a", largest_bytes=len(body) - 1)
        assert reason.startswith("is more than the 0.0 MB we read of one page")


@pytest.mark.parametrize("packed", [False, True])
def test_an_endless_page_is_cut(server: Server, web: Web, packed: bool) -> None:
    member = gzip.compress(b"") if packed else b"<html><body><p>and so on "
    sent = itertools.repeat(member * 500)
    server.replies["/a"] = Reply(sent, headers={"Content-Encoding": "gzip"} if packed else {})
    assert "is more than the 0.2 MB" in web.failure(f"{HOST}/a", largest_bytes=200_000)


def test_a_bomb_is_not_unpacked(server: Server, web: Web) -> None:
    bomb = gzip.compress(b"<html><body><p>" + bytes(50_000_000), 1)
    server.replies["/a"] = Reply(bomb, headers={"Content-Encoding": "gzip"})
    assert len(bomb) < 500_000
    assert "is more than the 1.0 MB" in web.failure(f"{HOST}/a", largest_bytes=1_000_000)


def drip() -> Iterator[bytes]:
    for _ in range(600):
        time.sleep(0.05)
        yield b"<p> "


def drip_head(file: Any) -> None:  # noqa: ANN401
    file.write(b"HTTP/1.1 200 OK\r\n")
    for part in drip():
        file.write(b"X: " + part + b"\r\n")


@pytest.mark.parametrize("reply", [Reply(drip()), Reply(raw_head=drip_head)], ids=["body", "head"])
def test_a_slow_drip_ends_in_time(server: Server, web: Web, reply: Reply) -> None:
    server.replies["/a"] = reply
    start = time.monotonic()
    assert web.failure(f"{HOST}/a", seconds=0.4).startswith("took longer than 0.4 seconds")
    assert time.monotonic() - start < 8


def test_redirects_share_one_time_limit(server: Server, web: Web) -> None:
    def slow(handler: Handler) -> Reply:
        time.sleep(0.2)
        return Reply(status=302, headers={"Location": handler.path + "x"})

    server.replies.update({"/" + "x" * n: slow for n in range(30)})
    reason = web.failure(f"{HOST}/", seconds=0.5, redirects=25)
    assert "took longer than 0.5 seconds" in reason
    assert len(server.asked) < 10


def test_a_slow_resolver_ends_in_time(web: Web) -> None:
    done = threading.Event()

    def resolve(host: str, port: int) -> list[str]:
        done.wait(10)
        return [PUBLIC]

    with pytest.raises(FetchError, match=r"took longer than 0\.2 seconds"):
        fetch_article(HOST, FetchSettings(seconds=0.2), resolver=resolve)
    done.set()
    assert not web.connections


def test_redirects_are_followed(server: Server, web: Web) -> None:
    web.names["www.news.example"] = [PUBLIC]
    server.replies["/old/a"] = Reply(status=301, headers={"Location": "../new?b=1"})
    server.replies["/new?b=1"] = Reply(status=307, headers={"Location": "//www.news.example/c"})
    server.replies["/c"] = Reply(page())
    assert web.fetch(f"{HOST}/old/a").url == "http://www.news.example/c"
    assert [host for host, _ in server.asked] == [*["news.example"] * 2, "www.news.example"]
    reason = web.failure(f"{HOST}/old/a", redirects=1)
    assert "redirects more than 1 times" in reason


def test_a_site_may_set_a_cookie_and_ask_again(server: Server, web: Web) -> None:
    def gate(handler: Handler) -> Reply:
        if "seen=1" in handler.headers.get("Cookie", ""):
            return Reply(page())
        return Reply(status=302, headers={"Location": "/a", "Set-Cookie": "seen=1; Path=/"})

    server.replies["/a"] = gate
    assert web.fetch(f"{HOST}/a").title == "Bridge closes"


def test_a_failure_after_a_redirect_names_both_addresses(server: Server, web: Web) -> None:
    server.replies["/a"] = Reply(status=302, headers={"Location": "/b"})
    server.replies["/b"] = Reply(status=404)
    with pytest.raises(FetchError) as caught:
        web.fetch(f"{HOST}/a")
    assert str(caught.value) == (
        f"{HOST}/a: redirects to {HOST}/b: the site answered 404 Not Found: check the address"
    )


def test_no_connection(monkeypatch: pytest.MonkeyPatch) -> None:
    with socket.socket() as taken:  # bound, but not listening
        taken.bind(("127.0.0.1", 0))
        url = f"http://127.0.0.1:{taken.getsockname()[1]}/a"
        with pytest.raises(FetchError, match="the connection was refused; check the address"):
            fetch_article(url, FetchSettings(allow_private=True))

    def unreachable(*args: object, **more: object) -> None:
        raise OSError(113, "No route to host")

    monkeypatch.setattr(socket, "create_connection", unreachable)
    with pytest.raises(FetchError, match=r"cannot be reached .*No route to host"):
        fetch_article(url, FetchSettings(allow_private=True))


def test_a_name_nobody_knows(web: Web) -> None:
    assert "the name nowhere.example was not found" in web.failure("http://nowhere.example/a")


def test_the_next_address_is_tried(
    server: Server, web: Web, monkeypatch: pytest.MonkeyPatch
) -> None:
    server.replies["/a"] = Reply(page())
    web.names["news.example"] = ["2606:2800:21f:cb07::1", PUBLIC]
    connect = socket.create_connection

    def only_ipv4(address: tuple[str, int], *rest: Any, **more: Any) -> socket.socket:  # noqa: ANN401
        if ":" in address[0]:
            web.connections.append(address)
            raise OSError(101, "Network is unreachable")
        return connect(address, *rest, **more)

    monkeypatch.setattr(socket, "create_connection", only_ipv4)
    assert web.fetch(f"{HOST}/a").title == "Bridge closes"
    assert web.connections == [("2606:2800:21f:cb07::1", 80), (PUBLIC, 80)]


@pytest.mark.parametrize(
    "url",
    [
        "", "news.example/a", "ftp://news.example/a", "file:///etc/passwd", "javascript:alert(1)",
        "http://", "http:///a", "http:\\\\me:secret@news.example/", "http://me:secret@news.example/",
        "http://me@news.example/",
        "http://news.example:99999/", "http://news.example:0/", "http://news.example:x/",
        "http://news exam.ple/", "http://news.example\\@127.0.0.1/", "http://news%2eexample/",
        "http://news..example/", "http://-.example/", f"http://{'a' * 64}.example/", "http://[::1",
        "http://[fe80::1%25eth0]/", "http://1.2.3.4.5/", "http://256.1.1.1/", "http://1.0x/g\x7f", "http://0177.0.0.1/",
        "http://xn--/é\n", "http://１２７.0.0.1/", "http://" + "a." * 130 + "example/",
    ],
)  # fmt: skip
def test_what_is_no_address_of_the_web(web: Web, url: str) -> None:
    with pytest.raises(UsageError) as caught:
        web.fetch(url)
    assert "secret" not in str(caught.value)
    assert not web.connections


def test_names_in_other_letters(server: Server, web: Web) -> None:
    web.names["xn--bcher-kva.example"] = [PUBLIC]
    server.replies["/%C3%A4"] = Reply(page())
    assert web.fetch("http://Bücher.example./ä").url == "http://xn--bcher-kva.example/%C3%A4"
    assert server.asked == [("xn--bcher-kva.example", "/%C3%A4")]


@pytest.mark.parametrize(
    "settings",
    [{"largest_bytes": 0}, {"seconds": 0}, {"seconds": float("nan")}, {"redirects": -1},
     {"user_agent": "a\r\nX: y"}, {"user_agent": ""}],
)  # fmt: skip
def test_settings_that_cannot_be(settings: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match=r"cannot be|plain ASCII"):
        FetchSettings(**settings)
