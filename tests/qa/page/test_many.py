"""Many people at once, logins, limits and the health endpoint."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TYPE_CHECKING

import httpx
import pytest

from qa.page.actions.offers import STARTERS
from qa.users.users import add_user
from tests.qa.page.browsing import QUESTION, Served, called, serving

if TYPE_CHECKING:
    from playwright.sync_api import Browser


PASSWORD = "correct horse battery"


def test_twenty_ask_at_once_and_each_gets_the_own_answer(served: Served) -> None:
    questions = [question for _, question in STARTERS] * 5

    def ask(question: str) -> tuple[str, str]:
        reply = called(served, "ask", [question, "", "", "", None, ""])
        return reply["question"], reply["citations"][0]["article_id"]

    with ThreadPoolExecutor(20) as pool:
        replies = list(pool.map(ask, questions))
    by_question = {question: article for article, question in STARTERS}
    assert [question for question, _ in replies] == questions
    assert all(by_question[question] == article for question, article in replies)


def test_health_says_what_is_held(served: Served) -> None:
    reply = httpx.get(f"{served.url}health", trust_env=False)
    assert reply.status_code == 200
    assert reply.json()["status"] == "ok"
    assert reply.json()["articles"] >= 18


@pytest.fixture(scope="module")
def guarded(tmp_path_factory: pytest.TempPathFactory, seed_index_dir: Path) -> object:
    folder = tmp_path_factory.mktemp("guarded")
    for name in ("ada", "ben"):
        add_user(folder / "users.json", name, PASSWORD)
    options = ("--users", str(folder / "users.json"), "--limit", "3")
    with serving(folder, *options, index=seed_index_dir) as app:
        yield app


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


@pytest.mark.browser
def test_each_who_logs_in_has_chats_of_the_own(guarded: Served, chromium: Browser) -> None:
    for name, chats in (("ada", 1), ("ben", 0)):
        page = chromium.new_context().new_page()
        page.set_default_timeout(30_000)
        page.goto(guarded.url)
        page.get_by_label("Username").fill(name)
        page.get_by_label("Password").fill(PASSWORD)
        page.get_by_role("button", name="Log in").click()
        page.wait_for_selector("#chat .welcome")
        if chats:
            page.get_by_label("Your question").fill(QUESTION)
            page.get_by_label("Your question").press("Enter")
            page.wait_for_selector("#chat .answer .chip")
            page.wait_for_selector("#chats .chat")
        assert page.locator("#chats .chat").count() == chats
        page.context.close()


def test_who_asks_too_often_is_told_to_wait(guarded: Served) -> None:
    from gradio_client import Client  # type: ignore[import-untyped] # has no types

    client = Client(guarded.url, auth=("ben", PASSWORD), verbose=False)
    for _ in range(3):
        client.predict(question=QUESTION, k=1, api_name="/retrieve")
    with pytest.raises(Exception, match="Too many questions"):
        client.predict(question=QUESTION, api_name="/ask")
