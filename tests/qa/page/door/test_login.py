"""Logins of a page as it is served, and what another user may get at."""

from __future__ import annotations

import json
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import httpx
import pytest

from qa.users.users import new_token
from tests.qa.page.browsing import Served
from tests.qa.page.door.account_probes import (
    believed_callers,
    careless_cookies,
    held_up_by_guesses,
    open_tools,
    outlived_logout,
    outlived_password,
    outlived_removal,
    outlived_token,
    tool,
)
from tests.qa.page.door.login_probes import (
    PASSWORD,
    PROXY,
    foreign_reads,
    new_session,
    reached_without_login,
    visiting,
)

GUESSER = "127.0.0.3"  # this machine too
SECRET = "How long were ships kept from the Suez Canal?"  # no question that the page suggests


def test_nothing_answers_without_a_login(guarded: Served) -> None:
    assert reached_without_login(guarded.url) == []
    assert httpx.get(f"{guarded.url}health", trust_env=False).status_code == 200


def test_a_browser_is_shown_the_form_and_comes_back_to_its_chat(guarded: Served) -> None:
    chat = "0" * 24
    with visiting(guarded.url) as visitor:
        visitor.web.headers["Accept"] = "text/html"
        sent = visitor.web.get(f"?chat={chat}")
        assert (sent.status_code, sent.headers["location"]) == (303, f"login?chat={chat}")
        assert visitor.web.get("?chat=//evil").headers["location"] == "login"
        form = visitor.web.get("login")
        assert (form.status_code, form.headers["cache-control"]) == (200, "no-store")
        assert "<script" not in form.text
        assert "//" not in form.text.split("</style>")[1]
        given = {"username": '"><script>x', "password": "guess"}
        wrong = visitor.web.post("login", data=given)
        assert (wrong.status_code, "<script" in wrong.text) == (401, False)
        right = visitor.web.post(
            f"login?chat={chat}", data={"username": "ida", "password": PASSWORD}
        )
        assert (right.status_code, right.headers["location"]) == (303, f"./?chat={chat}")
        assert visitor.web.get("").status_code == 200


def test_the_cookie_is_for_this_site_and_no_script(guarded: Served) -> None:
    assert careless_cookies(guarded.url, "ida") == []


def test_logging_out_ends_the_token_and_not_only_the_cookie(guarded: Served) -> None:
    assert outlived_logout(guarded.url, "ida") == []


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"x" * 40_000,
        b"username=ida",
        b"username=ida&username=bob&password=a",
        b"username=ida&password=%FF%FE",
        b"\xff\xfe",
        b"a=1&" * 2000,
    ],
)
def test_what_is_no_form_is_told(guarded: Served, body: bytes) -> None:
    with visiting(guarded.url) as visitor:
        kind = {"Content-Type": "application/x-www-form-urlencoded"}
        assert visitor.web.post("login", content=body, headers=kind).status_code in (400, 401)


def test_another_user_gets_at_nothing_by_the_name_of_a_session(guarded: Served) -> None:
    session = new_session()
    with visiting(guarded.url) as mine, visiting(guarded.url) as others:
        mine.log_in("ida")
        others.log_in("bob")
        mine.enter(session)
        assert SECRET in mine.ask(session, SECRET)
        assert SECRET in mine.exported(session)
        assert foreign_reads(mine, session, others, SECRET) == []
        assert SECRET in mine.exported(session)  # nothing of it was deleted either


def test_a_removed_user_is_out_at_once(guarded: Served, users: Path) -> None:
    assert outlived_removal(guarded.url, users, "eve") == []


def test_a_new_password_logs_out_everywhere(guarded: Served, users: Path) -> None:
    assert outlived_password(guarded.url, users, "zoe") == []


def test_a_program_comes_in_with_a_token_until_it_is_revoked(guarded: Served, users: Path) -> None:
    assert outlived_token(guarded.url, users, "bob") == []


def test_tools_are_called_with_a_token(guarded: Served, users: Path) -> None:
    assert open_tools(guarded.url, users, "zoe") == []


def test_tools_are_called_under_the_name_of_the_caller(guarded: Served, users: Path) -> None:
    tokens = [new_token(users, name) for name in ("zoe", "bob")]
    with ThreadPoolExecutor(2) as pool:
        replies = list(pool.map(lambda token: tool(guarded.url, token), tokens))
    assert all(reply["refused"] is False for reply in replies)


def test_what_a_proxy_says_is_believed_of_the_trusted_one(guarded: Served) -> None:
    assert believed_callers(guarded.url, PROXY, "bob") == []


def test_long_names_and_many_leave_nothing_behind_and_hold_nobody_up(guarded: Served) -> None:
    assert held_up_by_guesses(guarded.url, "bob", address=GUESSER) == []
    assert json.dumps(PASSWORD) not in guarded.said()
