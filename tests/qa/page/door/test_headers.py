"""What every answer tells the browser."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from qa.page.door.headers import SafeHeaders, careful, policy_of
from tests.qa.page.door import probes
from tests.qa.page.door.stub import get, page

if TYPE_CHECKING:
    from tests.qa.page.browsing import Served, Watch

HTML = b"<p>A page.</p><script>one()</script><script src='a.js'></script>" + b" " * 2000


def test_every_answer_bears_them(served: Served) -> None:
    assert not probes.careless_headers(served.url)


def test_what_the_page_does_not_use_is_not_there(served: Served) -> None:
    assert not probes.spare_routes(served.url)


@pytest.mark.browser
def test_no_script_that_comes_with_a_text_is_run(tab: Watch) -> None:
    tab.page.evaluate(
        """() => {
            const box = document.createElement("div");
            box.innerHTML = '<img src=x onerror="window.pwned=1"><a href="javascript:pwned=1">a</a>'
                + '<iframe srcdoc="<script>parent.pwned=1</script>"></iframe>';
            document.body.append(box);
            const script = document.createElement("script");
            script.textContent = "window.pwned = 1";
            document.body.append(script);
            box.querySelector("a").click();
        }"""
    )
    tab.page.wait_for_timeout(500)
    assert tab.page.evaluate("window.pwned") is None
    blocked = [one for one in tab.wrong if "Content Security Policy" in one]
    assert len(blocked) >= 3
    tab.wrong = [one for one in tab.wrong if one not in blocked]  # what came of the rest, it tells


def test_a_page_is_sent_whole_and_small_with_the_hashes_of_its_scripts() -> None:
    app = SafeHeaders(page(lambda _: ({"content-type": "text/html"}, HTML)))
    answer = get(app, accept="text/html", accept_encoding="gzip")
    assert answer.content == HTML
    assert answer.headers["content-encoding"] == "gzip"
    assert answer.headers["content-security-policy"] == policy_of(HTML)
    assert policy_of(HTML).count("'sha256-") == 1
    assert "'unsafe-inline'" not in policy_of(HTML).split("script-src", 1)[1].split(";", 1)[0]


def test_data_is_not_kept_and_streams_are_not_held_back() -> None:
    answer = get(SafeHeaders(page(lambda _: ({"content-type": "text/event-stream"}, b""))))
    assert answer.headers["cache-control"] == "no-store"
    assert answer.headers["x-accel-buffering"] == "no"


@pytest.mark.parametrize(
    ("given", "over_tls", "sent"),
    [
        ("a=b", False, "a=b; HttpOnly; SameSite=Lax"),
        ("a=b; Path=/", True, "a=b; Path=/; HttpOnly; SameSite=Lax; Secure"),
        ("a=b; SameSite=none; Secure; HttpOnly", False, "a=b; HttpOnly; SameSite=Lax"),
        ('a=""; Max-Age=0; samesite=NONE', True, 'a=""; Max-Age=0; HttpOnly; SameSite=Lax; Secure'),
    ],
)
def test_cookies_are_kept_from_scripts_and_other_sites(
    given: str, over_tls: bool, sent: str
) -> None:
    assert careful(given, over_tls) == sent
