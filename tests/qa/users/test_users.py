"""Who may log in."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from qa.errors import UsersError
from qa.users.users import add_user, authenticator, may_enter, remove_user, user_names

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


def test_guessing_is_slow(tmp_path: Path) -> None:
    path = tmp_path / "users.json"
    add_user(path, "ada", PASSWORD)
    enter = authenticator(path)
    assert not any(enter("ada", f"guess number {n}") for n in range(10))
    assert not enter("ada", PASSWORD)
    assert authenticator(path)("ada", PASSWORD)


def test_the_file_holds_no_password_and_is_nobody_elses(tmp_path: Path) -> None:
    path = tmp_path / "users.json"
    add_user(path, "ada", PASSWORD)
    first = path.read_text()
    assert PASSWORD not in first
    assert path.stat().st_mode & 0o077 == 0
    add_user(path, "ada", PASSWORD)
    assert path.read_text() != first  # salted anew
    assert [entry.name for entry in tmp_path.iterdir()] == ["users.json"]


@pytest.mark.parametrize(
    ("name", "password", "says"),
    [("", PASSWORD, "no name"), ("a b", PASSWORD, "no name"), ("ada", "short", "at least 10")],
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
