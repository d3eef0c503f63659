"""Places to keep chats in: a file, and a database of a PostgreSQL server."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from qa.chats.store import ChatStore
from tests.postgres import Postgres
from tests.qa.chats.places import Place


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.slow)])
def place(request: pytest.FixtureRequest, tmp_path: Path) -> Place:
    """An empty place for chats, of each kind."""
    if request.param == "sqlite":
        return Place(tmp_path)
    server: Postgres = request.getfixturevalue("postgres")
    return Place(tmp_path, server.address(server.new_database()))


@pytest.fixture
def chats(place: Place) -> Iterator[ChatStore]:
    """Chats that are empty yet, in each kind of place."""
    with place.store() as store:
        yield store
