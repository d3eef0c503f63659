"""Who has logged in, and until when."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing

import pytest

from qa.users.accounts import Accounts
from qa.users.place import UsersPlace
from qa.users.sessions import Sessions
from qa.users.users import add_user, remove_user

PASSWORD = "correct horse battery"


@pytest.fixture
def accounts(place: UsersPlace) -> Iterator[Accounts]:
    """Two users."""
    for name in ("ada", "ben"):
        add_user(place, name, PASSWORD)
    with closing(Accounts(place)) as found:
        yield found


def look(accounts: Accounts) -> None:
    """As a page does each second."""
    if accounts.watch:
        accounts.watch.look()


def test_a_session_lasts_for_its_time(accounts: Accounts) -> None:
    now = [0.0]
    sessions = Sessions(accounts, 2.0, lambda: now[0])
    token = sessions.begin("ada")
    assert sessions.user(token) == "ada"
    assert sessions.user("") == sessions.user(token + "x") == sessions.user("\udc80") == ""
    now[0] = 7199.0
    assert sessions.user(token) == "ada"
    now[0] = 7200.0
    assert sessions.user(token) == ""


def test_it_ends_at_once_with_the_user_the_password_or_by_logging_out(
    place: UsersPlace, accounts: Accounts
) -> None:
    sessions = Sessions(accounts, 2.0)
    first, second, other = sessions.begin("ada"), sessions.begin("ada"), sessions.begin("ben")
    sessions.end(first)
    assert [sessions.user(token) for token in (first, second, other)] == ["", "ada", "ben"]
    add_user(place, "ada", "a new password")
    look(accounts)
    assert [sessions.user(token) for token in (second, other)] == ["", "ben"]
    remove_user(place, "ben")
    look(accounts)
    assert sessions.user(other) == ""
    add_user(place, "ben", PASSWORD)  # a new user of that name
    look(accounts)
    assert sessions.user(other) == ""
    assert sessions.begin("eve") == ""


def test_one_user_has_so_many_and_no_more(accounts: Accounts) -> None:
    sessions = Sessions(accounts, 2.0)
    other = sessions.begin("ben")
    tokens = [sessions.begin("ada") for _ in range(30)]
    assert [bool(sessions.user(token)) for token in tokens] == [False] * 10 + [True] * 20
    assert sessions.user(other) == "ben"
