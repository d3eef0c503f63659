"""Logging in and out in a real browser."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from qa.users.users import add_user, remove_user
from tests.qa.page.browsing import QUESTION, Served, Watch, serving, violations

if TYPE_CHECKING:
    from playwright.sync_api import Browser, BrowserContext, Page

pytestmark = pytest.mark.browser
PASSWORD = "correct horse battery"


@pytest.fixture(scope="module")
def users(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A file of one user."""
    path = tmp_path_factory.mktemp("users") / "users.json"
    add_user(path, "lea", PASSWORD)
    return path


@pytest.fixture(scope="module")
def guarded(
    users: Path, tmp_path_factory: pytest.TempPathFactory, seed_index_dir: Path
) -> Iterator[Served]:
    """The page with logins."""
    folder = tmp_path_factory.mktemp("logins")
    with serving(folder, "--users", str(users), index=seed_index_dir) as app:
        yield app


def log_in(page: Page, password: str = PASSWORD) -> None:
    page.get_by_label("Username").fill("lea")
    page.get_by_label("Password").fill(password)
    page.get_by_role("button", name="Log in").click()


def ask(page: Page) -> None:
    page.get_by_label("Your question").fill(QUESTION)
    page.get_by_label("Your question").press("Enter")


def test_log_in_ask_log_out_and_be_removed(guarded: Served, users: Path, chromium: Browser) -> None:
    context: BrowserContext = chromium.new_context()
    page = context.new_page()
    page.set_default_timeout(30_000)
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
    context.close()
    add_user(users, "lea", PASSWORD)


@pytest.mark.parametrize("scheme", ["light", "dark"])
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
