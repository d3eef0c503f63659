"""Checking a whole index: every hash, count and offset. Reads only."""

from __future__ import annotations

from index.building.stores import store_of
from index.place import Place


def verify(place: Place) -> list[str]:
    """Check the live generation.

    Args:
        place: where the index is.

    Returns:
        What is wrong, a line each; empty when all is sound.

    Raises:
        IndexMissing: there is no index.
        IndexBroken: it is so damaged that it cannot be opened, or it cannot be reached.
    """
    return store_of(place).verify()
