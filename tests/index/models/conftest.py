"""The models themselves are tested here: they compute everything anew."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.remembered import Memory


@pytest.fixture(autouse=True)
def models_forgotten(models_remembered: Memory) -> Iterator[None]:
    """Every test here."""
    models_remembered.off = True
    yield
    models_remembered.off = False
