"""A hostile site in a real browser, beside the page: what it reads and changes."""

from __future__ import annotations

import itertools
import json
from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest

from tests.qa.page.browsing import QUESTION, Served, open_tab
from tests.qa.page.door.hostile_site import OWN_NAMES, TARGETS, gained, hostile_site

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def site() -> Iterator[int]:
    """The port of a hostile site."""
    with hostile_site() as port:
        yield port


@pytest.fixture
def page(chromium: Browser) -> Iterator[Page]:
    context = chromium.new_context()
    yield context.new_page()
    context.close()


_PAIRS = list(itertools.product(OWN_NAMES, TARGETS))
_QUICK = [("evil.example", "127.0.0.1"), ("localhost", "own name"), ("127.0.0.1", "localhost")]


@pytest.mark.parametrize(
    ("own_name", "target"),
    [pair if pair in _QUICK else pytest.param(*pair, marks=pytest.mark.slow) for pair in _PAIRS],
)
def test_it_reads_nothing_and_changes_nothing(
    page: Page, served: Served, site: int, own_name: str, target: str
) -> None:
    assert gained(page, served.port, site, own_name, target) == []


def test_a_name_that_comes_to_point_here_gets_a_refusal(page: Page, served: Served) -> None:
    for name in ("evil.example", "x.localhost", "localhost.example"):
        answer = page.goto(f"http://{name}:{served.port}/")
        assert answer is not None
        assert answer.status == 403
        assert "--allow-host" in page.inner_text("body")
        found = page.evaluate("fetch('/config').then((answer) => answer.status)")
        assert found == 403


def test_a_page_without_an_origin_gets_nothing(page: Page, served: Served, site: int) -> None:
    page.goto(f"http://evil.example:{site}/")
    found = page.evaluate(
        """(target) => new Promise((done) => {
            addEventListener("message", (event) => done(event.data));
            const frame = document.createElement("iframe");
            frame.sandbox = "allow-scripts";
            frame.srcdoc = `<script>
                fetch("${target}", {method: "POST", body: "{}"})
                    .then((answer) => parent.postMessage("read " + answer.status, "*"))
                    .catch(() => parent.postMessage("refused", "*"));
            </script>`;
            document.body.append(frame);
        })""",
        f"{served.url}gradio_api/run/ask",
    )
    assert found == "refused"


@pytest.mark.slow
def test_its_link_opens_the_page_which_works(chromium: Browser, served: Served, site: int) -> None:
    tab = open_tab(chromium, served)
    tab.page.goto(f"http://evil.example:{site}/")
    link = json.dumps(served.url)
    # not at once: the page that says so goes while it is still asked what came of it
    tab.page.evaluate(f"() => {{ setTimeout(() => {{ location.href = {link}; }}); }}")
    tab.page.wait_for_url(served.url)
    tab.page.wait_for_selector("#chat .welcome")
    tab.ask(QUESTION)
    tab.settled(1)
    tab.wrong = [one for one in tab.wrong if f"http://evil.example:{site}/" not in one]
    tab.close()
