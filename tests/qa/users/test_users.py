"""Who may log in."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from qa.errors import UsersError
from qa.users.accounts import Accounts
from qa.users.users import (
    add_user,
    may_enter,
    name_of,
    new_token,
    read_accounts,
    remove_user,
    revoke_token,
    user_names,
)

PASSWORD = "correct horse battery"


def test_only_the_right_password_of_a_known_name_enters(tmp_path: Path) -> None:
    path = tmp_path / "users.json"
    add_user(path, "ada", PASSWORD)
    add_user(path, "ben", "another long one")
    assert user_names(path) == ["ada", "ben"]
    assert may_enter(path, "ada", PASSWORD)
    for name, password in (("ada", "wrong password"), ("ben", PASSWORD), ("eve", PASSWORD)):
        assert not may_enter(path, name, password)
    assert not may_enter(path, "eve", "")
    add_user(path, "ada", "a new password")
    assert not may_enter(path, "ada", PASSWORD)
    remove_user(path, "ada")
    assert not may_enter(path, "ada", "a new password")
    assert user_names(path) == ["ben"]


def test_who_is_added_again_has_other_chats_unless_said_so(tmp_path: Path) -> None:
    path = tmp_path / "users.json"

    def owner() -> str:
        return read_accounts(path)["ada"].owner("ada")

    with pytest.raises(UsersError, match="no user ada was removed"):
        add_user(path, "ada", PASSWORD, old_chats=True)
    assert not add_user(path, "ada", PASSWORD)
    assert owner() == "user:ada"
    assert not add_user(path, "ada", "a new password")
    assert owner() == remove_user(path, "ada") == "user:ada"
    assert add_user(path, "ada", PASSWORD)
    second = owner()
    assert second.startswith("user:ada#")
    assert not add_user(path, "ada", PASSWORD, old_chats=True)  # it was the same person
    assert owner() == "user:ada"
    assert not add_user(path, "ada", PASSWORD, old_chats=True)  # or not
    assert owner() == second == remove_user(path, "ada")
    assert not add_user(path, "ada", PASSWORD, old_chats=True)
    assert owner() == second
    remove_user(path, "ada")
    add_user(path, "ada", PASSWORD)
    assert owner() not in ("user:ada", second)


def test_a_name_is_checked_and_made_one_form_of(tmp_path: Path) -> None:
    path = tmp_path / "users.json"
    add_user(path, "zoe\u0301", PASSWORD)  # two characters that look like one
    assert may_enter(path, "zo\u00e9", PASSWORD)
    assert name_of(" ada ") == "ada"
    for wrong in ("", "a b", "a" * 65, "a" * 10_000_000, None, 7):
        assert name_of(wrong) == ""


def test_eight_added_at_once_are_all_there(tmp_path: Path) -> None:
    path = tmp_path / "users.json"
    names = [f"user-{n}" for n in range(8)]
    command = [sys.executable, "-m", "qa", "users", "add", "--users", str(path)]
    running = [subprocess.Popen([*command, name], stdin=subprocess.PIPE) for name in names]
    for process in running:  # all have started before any may write
        assert process.stdin is not None
        process.stdin.write(PASSWORD.encode() + b"\n")
        process.stdin.close()
    assert [process.wait(60) for process in running] == [0] * 8
    assert user_names(path) == names
    assert path.stat().st_mode & 0o077 == 0


def test_a_token_is_kept_hashed_and_ends(tmp_path: Path) -> None:
    path = tmp_path / "users.json"
    add_user(path, "ada", PASSWORD)
    accounts = Accounts(path)
    first = new_token(path, "ada")
    assert accounts.name_by_token(first) == "ada"
    assert first not in path.read_text()
    second = new_token(path, "ada")
    assert (accounts.name_by_token(first), accounts.name_by_token(second)) == ("", "ada")
    revoke_token(path, "ada")
    assert accounts.name_by_token(second) == accounts.name_by_token("") == ""
    third = new_token(path, "ada")
    add_user(path, "ada", "a new password")
    assert accounts.name_by_token(third) == ""
    with pytest.raises(UsersError, match="no user 'ben'"):
        new_token(path, "ben")


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
