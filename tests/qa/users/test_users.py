"""Who may log in."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from qa.errors import UsersError
from qa.users.account import digest, name_of
from qa.users.accounts import Accounts
from qa.users.place import UsersPlace
from qa.users.users import (
    add_user,
    import_users,
    may_enter,
    new_token,
    read_accounts,
    remove_user,
    revoke_token,
    user_names,
)

PASSWORD = "correct horse battery"


def test_only_the_right_password_of_a_known_name_enters(place: UsersPlace) -> None:
    add_user(place, "ada", PASSWORD)
    add_user(place, "ben", "another long one")
    assert user_names(place) == ["ada", "ben"]
    assert may_enter(place, "ada", PASSWORD)
    for name, password in (("ada", "wrong password"), ("ben", PASSWORD), ("eve", PASSWORD)):
        assert not may_enter(place, name, password)
    assert not may_enter(place, "eve", "")
    add_user(place, "ada", "a new password")
    assert not may_enter(place, "ada", PASSWORD)
    remove_user(place, "ada")
    assert not may_enter(place, "ada", "a new password")
    assert user_names(place) == ["ben"]


def test_who_is_added_again_has_other_chats_unless_said_so(place: UsersPlace) -> None:

    def owner() -> str:
        return read_accounts(place)["ada"].owner("ada")

    with pytest.raises(UsersError, match="no user ada was removed"):
        add_user(place, "ada", PASSWORD, old_chats=True)
    assert not add_user(place, "ada", PASSWORD)
    assert owner() == "user:ada"
    assert not add_user(place, "ada", "a new password")
    assert owner() == remove_user(place, "ada") == "user:ada"
    assert add_user(place, "ada", PASSWORD)
    second = owner()
    assert second.startswith("user:ada#")
    assert not add_user(place, "ada", PASSWORD, old_chats=True)  # it was the same person
    assert owner() == "user:ada"
    assert not add_user(place, "ada", PASSWORD, old_chats=True)  # or not
    assert owner() == second == remove_user(place, "ada")
    assert not add_user(place, "ada", PASSWORD, old_chats=True)
    assert owner() == second
    remove_user(place, "ada")
    add_user(place, "ada", PASSWORD)
    assert owner() not in ("user:ada", second)


def test_a_name_is_checked_and_made_one_form_of(place: UsersPlace) -> None:
    add_user(place, "zoe\u0301", PASSWORD)  # two characters that look like one
    assert may_enter(place, "zo\u00e9", PASSWORD)
    assert name_of(" ada ") == "ada"
    for wrong in ("", "a b", "a" * 65, "a" * 10_000_000, None, 7):
        assert name_of(wrong) == ""


def test_four_added_at_once_are_all_there(tmp_path: Path) -> None:
    path = tmp_path / "users.json"
    names = [f"user-{n}" for n in range(4)]
    command = [sys.executable, "-m", "qa", "users", "add", "--users", str(path)]
    running = [subprocess.Popen([*command, name], stdin=subprocess.PIPE) for name in names]
    for process in running:  # all have started before any may write
        assert process.stdin is not None
        process.stdin.write(PASSWORD.encode() + b"\n")
        process.stdin.close()
    assert [process.wait(60) for process in running] == [0] * 4
    assert user_names(path) == names
    assert path.stat().st_mode & 0o077 == 0


def test_a_token_is_kept_hashed_and_ends(place: UsersPlace) -> None:
    add_user(place, "ada", PASSWORD)
    accounts = Accounts(place)

    def owner(token: str) -> str:
        if accounts.watch:
            accounts.watch.look()  # which it does each second
        return accounts.name_by_token(token)

    first = new_token(place, "ada")
    assert owner(first) == "ada"
    assert first not in str(read_accounts(place))
    second = new_token(place, "ada")
    assert (owner(first), owner(second)) == ("", "ada")
    revoke_token(place, "ada")
    assert owner(second) == owner("") == ""
    third = new_token(place, "ada")
    add_user(place, "ada", "a new password")
    assert owner(third) == ""
    with pytest.raises(UsersError, match="no user 'ben'"):
        new_token(place, "ben")
    accounts.close()


def test_a_page_knows_the_users_that_there_are_now(tmp_path: Path) -> None:
    path = tmp_path / "users.json"
    add_user(path, "ada", PASSWORD)
    accounts = Accounts(path)
    before = accounts.find("ada")
    add_user(path, "ada", "a new password")
    assert accounts.find("ada") not in (None, before)
    kept = path.read_text()
    path.write_text("{")
    assert accounts.find("ada") is None
    path.unlink()
    assert accounts.find("ada") is None
    path.write_text(kept)
    assert accounts.find("ada") is not None
    remove_user(path, "ada")
    assert accounts.find("ada") is None


def test_the_file_holds_no_password_and_is_nobody_elses(tmp_path: Path) -> None:
    path = tmp_path / "users.json"
    add_user(path, "ada", PASSWORD)
    first = path.read_text()
    assert PASSWORD not in first
    assert path.stat().st_mode & 0o077 == 0
    add_user(path, "ada", PASSWORD)
    assert path.read_text() != first  # salted anew
    assert {entry.name for entry in tmp_path.iterdir()} == {"users.json", ".users.json.lock"}


@pytest.mark.parametrize(
    ("name", "password", "says"),
    [
        ("", PASSWORD, "no name"),
        ("a b", PASSWORD, "no name"),
        ("ada", "short", "at least 10"),
        ("ada", "long" * 1000, "at most 1024"),
    ],
)
def test_what_will_not_do_is_told(tmp_path: Path, name: str, password: str, says: str) -> None:
    with pytest.raises(UsersError, match=says):
        add_user(tmp_path / "users.json", name, password)
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize(
    "content", ["", "[]", '{"users": []}', '{"users": {"a": {}}}', '{"users": {"a": 1}}', "\0"]
)
def test_a_file_that_is_something_else_is_told(tmp_path: Path, content: str) -> None:
    path = tmp_path / "users.json"
    path.write_text(content)
    with pytest.raises(UsersError, match=r"users\.json"):
        may_enter(path, "ada", PASSWORD)


def test_a_missing_file_says_how_to_make_it(tmp_path: Path) -> None:
    with pytest.raises(UsersError, match="python -m qa users add"):
        user_names(tmp_path / "none.json")
    path = tmp_path / "users.json"
    add_user(path, "ada", PASSWORD)
    with pytest.raises(UsersError, match="it has: ada"):
        remove_user(path, "ben")
    assert json.loads(path.read_text())["users"].keys() == {"ada"}


def test_users_of_a_file_are_taken_over_with_all_that_is_theirs(
    place: UsersPlace, tmp_path: Path
) -> None:
    old = tmp_path / "old.json"
    for name in ("ada", "ben", "eve"):
        add_user(old, name, PASSWORD)
    token = new_token(old, "ada")
    remove_user(old, "eve")
    add_user(old, "eve", PASSWORD)
    add_user(place, "ben", "another long one")
    assert import_users(place, old) == (["ada", "eve"], ["ben"], [])
    before, now = read_accounts(old), read_accounts(place)
    assert (now["ada"], now["eve"]) == (before["ada"], before["eve"])
    assert digest(token) == now["ada"].token
    assert may_enter(place, "ben", "another long one")
    assert not add_user(place, "eve", PASSWORD, old_chats=True)
    assert import_users(place, old) == ([], ["ada", "ben", "eve"], [])


@pytest.mark.parametrize("times", [1, 2])
def test_who_is_taken_over_has_no_chats_of_who_was_removed(
    place: UsersPlace, tmp_path: Path, times: int
) -> None:
    old = tmp_path / "old.json"
    for name in ("orla", "pim"):
        add_user(old, name, PASSWORD)
    token = new_token(old, "orla")
    owners = set()
    for _ in range(times):
        add_user(place, "orla", "another long one")
        owners.add(remove_user(place, "orla"))
    assert import_users(place, old) == (["orla", "pim"], [], ["orla"])
    now = read_accounts(place)
    assert now["orla"].owner("orla") not in owners
    assert now["orla"].token == digest(token)
    assert now["pim"] == read_accounts(old)["pim"]
    remove_user(place, "orla")
    owners.add(now["orla"].owner("orla"))
    assert import_users(place, old) == (["orla"], ["pim"], ["orla"])
    assert read_accounts(place)["orla"].owner("orla") not in owners
