"""The first of each kind of things, in their order."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable
from typing import TypeVar

Thing = TypeVar("Thing")


def first_of_each(things: Iterable[Thing], kind: Callable[[Thing], Hashable]) -> list[Thing]:
    """The first thing of each kind, in the order given."""
    first: dict[Hashable, Thing] = {}
    for thing in things:
        first.setdefault(kind(thing), thing)
    return list(first.values())
