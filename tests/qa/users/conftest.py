"""Passwords are hashed quickly, but where it matters how long that takes."""

from __future__ import annotations

import pytest

from qa.users import passwords

COST = dict(passwords._COST)


@pytest.fixture(autouse=True)
def hashed_quickly(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every test here."""
    monkeypatch.setattr(passwords, "_COST", COST | {"n": 2})


@pytest.fixture
def hashed_in_full(hashed_quickly: None, monkeypatch: pytest.MonkeyPatch) -> None:
    """As they are outside of tests."""
    monkeypatch.setattr(passwords, "_COST", COST)
