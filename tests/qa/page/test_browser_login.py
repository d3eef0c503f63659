"""Logging in and out, mostly in a real browser; and who asks too often."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import httpx
import pytest

from qa.users.users import add_user, remove_user
from tests.qa.page.browsing import QUESTION, Served, Watch, violations
from tests.qa.page.door.login_probes import LIMIT, PASSWORD

if TYPE_CHECKING:
    from playwright.sync_api import Browser, BrowserContext, Page


@pytest.fixture(scope="module")
def shared_browser(chromium: Browser) -> Iterator[BrowserContext]:
    """A browser that keeps the page's scripts from one to the next who uses it."""
    context = chromium.new_context()
    yield context
    context.close()


@pytest.fixture
def page(shared_browser: BrowserContext) -> Iterator[Page]:
    """A tab of a browser in which nobody has logged in."""
    shared_browser.clear_cookies()
    page = shared_browser.new_page()
    page.set_default_timeout(30_000)
    yield page
    page.close()


def log_in(page: Page, password: str = PASSWORD, name: str = "lea") -> None:
    page.get_by_label("Username").fill(name)
    page.get_by_label("Password").fill(password)
    page.get_by_role("button", name="Log in").click()


def ask(page: Page) -> None:
    page.get_by_label("Your question").fill(QUESTION)
    page.get_by_label("Your question").press("Enter")


@pytest.mark.browser
def test_log_in_ask_log_out_and_be_removed(guarded: Served, users: Path, page: Page) -> None:
    wrong: list[str] = []
    page.on("pageerror", lambda error: wrong.append(str(error)))
    page.goto(guarded.url)
    assert page.url.endswith("/login")
    log_in(page, "a wrong password")
    assert "Wrong username or password" in page.get_by_role("alert").inner_text()
    assert page.get_by_label("Username").input_value() == "lea"
    log_in(page)
    page.wait_for_selector("#chat .welcome")
    assert "Logged in as lea" in page.locator("#masthead").inner_text()
    ask(page)
    page.wait_for_selector("#chat .answer .chip")
    page.wait_for_selector("#chats .chat")
    page.get_by_role("button", name="Log out").click()
    page.wait_for_url("**/login")
    page.goto(guarded.url)
    assert page.url.endswith("/login")
    log_in(page)
    page.wait_for_selector("#chats .chat")
    assert not wrong
    remove_user(users, "lea")
    ask(page)
    page.wait_for_url("**/login")
    assert page.get_by_role("button", name="Log in").is_visible()
    assert not page.locator("#chats").count()
    add_user(users, "lea", PASSWORD)


@pytest.mark.browser
@pytest.mark.parametrize("scheme", ["light", pytest.param("dark", marks=pytest.mark.slow)])
def test_the_form_works_without_scripts_and_for_everybody(
    guarded: Served, chromium: Browser, scheme: str
) -> None:
    given = {"color_scheme": scheme, "viewport": {"width": 360, "height": 640}}
    context = chromium.new_context(**given)  # type: ignore[arg-type] # words of the browser's
    page = context.new_page()
    page.goto(guarded.url)
    assert not violations(Watch(page))
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    context.close()
    context = chromium.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(guarded.url)
    log_in(page)
    assert page.url == guarded.url
    context.close()


def test_without_logging_in_nothing_can_be_had(guarded: Served) -> None:
    with httpx.Client(base_url=guarded.url, trust_env=False) as client:
        for path in ("config", "gradio_api/info"):
            assert client.get(path).status_code in (401, 404), path
        given = {"data": [QUESTION, "", "", "", None, ""]}
        assert client.post("gradio_api/call/ask", json=given).status_code == 401
        joined = {"data": [], "fn_index": 0, "session_hash": "a"}
        assert client.post("gradio_api/queue/join", json=joined).status_code == 401
        assert client.post("gradio_api/upload", files={"files": b"x"}).status_code == 401
        assert QUESTION not in client.get("").text
        assert client.get("health").status_code == 200
        wrong = client.post("login", data={"username": "ada", "password": "wrong password"})
        assert wrong.status_code == 401


@pytest.mark.slow
@pytest.mark.browser
def test_each_who_logs_in_has_chats_of_the_own(guarded: Served, page: Page) -> None:
    for name, chats in (("ada", 1), ("ben", 0)):
        page.context.clear_cookies()
        page.goto(guarded.url)
        log_in(page, name=name)
        page.wait_for_selector("#chat .welcome")
        if chats:
            ask(page)
            page.wait_for_selector("#chat .answer .chip")
            page.wait_for_selector("#chats .chat")
        assert page.locator("#chats .chat").count() == chats


@pytest.mark.slow
def test_who_asks_too_often_is_told_to_wait(guarded: Served) -> None:
    from gradio_client import Client  # type: ignore[import-untyped] # has no types

    client = Client(guarded.url, auth=("ben", PASSWORD), verbose=False)
    for _ in range(LIMIT):
        client.predict(question=QUESTION, k=1, api_name="/retrieve")
    with pytest.raises(Exception, match="Too many questions"):
        client.predict(question=QUESTION, api_name="/ask")
