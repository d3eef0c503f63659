"""One process reads the pages of all these tests; each fetch would start one of its own."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import nullcontext

import pytest

from index.reading.guard import Guard


@pytest.fixture(scope="module")
def reading() -> Iterator[Guard]:
    """The process."""
    with Guard() as guard:
        yield guard


@pytest.fixture(autouse=True)
def read_by_one(reading: Guard, monkeypatch: pytest.MonkeyPatch) -> None:
    """Have every fetch use it."""
    monkeypatch.setattr("index.fetching.web_article.Guard", lambda: nullcontext(reading))
