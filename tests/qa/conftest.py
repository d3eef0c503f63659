"""A real PostgreSQL server, started once a test run where one is asked for."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.postgres import PASSWORD, Postgres, programs, running


@pytest.fixture(scope="session")
def server() -> Iterator[Postgres]:
    """A server of the system's packages."""
    if programs() is None:
        pytest.skip("PostgreSQL is not installed: apt-get install postgresql")
    with running() as found:
        yield found


@pytest.fixture
def postgres(server: Postgres, monkeypatch: pytest.MonkeyPatch) -> Postgres:
    """The server, with its password where libpq looks for it."""
    pytest.importorskip("psycopg", reason="the driver is not installed: .[postgresql]")
    monkeypatch.setenv("PGPASSWORD", PASSWORD)
    return server
