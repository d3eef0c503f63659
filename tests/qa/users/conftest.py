"""Places for users. Passwords are hashed quickly, but where it matters how long that takes."""

from __future__ import annotations

from pathlib import Path

import pytest

from qa.database.address import address_of
from qa.users import passwords
from qa.users.place import UsersPlace
from tests.postgres import Postgres

COST = dict(passwords._COST)


@pytest.fixture(autouse=True)
def hashed_quickly(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every test here."""
    monkeypatch.setattr(passwords, "_COST", COST | {"n": 2})


@pytest.fixture
def hashed_in_full(hashed_quickly: None, monkeypatch: pytest.MonkeyPatch) -> None:
    """As they are outside of tests."""
    monkeypatch.setattr(passwords, "_COST", COST)


@pytest.fixture(params=["file", pytest.param("postgresql", marks=pytest.mark.slow)])
def place(request: pytest.FixtureRequest, tmp_path: Path) -> UsersPlace:
    """An empty place for users, of each kind."""
    if request.param == "file":
        return tmp_path / "users.json"
    server: Postgres = request.getfixturevalue("postgres")
    return address_of(server.address(server.new_database()))
