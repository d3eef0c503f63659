"""Reading JSON from outside: each value is of the type expected, or refused."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any, TypeVar

from qa.errors import ChatBroken

Kind = TypeVar("Kind")

_MOST = 1_000  # citations, hits, copies, … of a reply


def value(values: object, name: str, kind: type[Kind]) -> Kind:
    """A value by its name.

    Raises:
        ChatBroken: it is not there, or of another type; whole numbers count as float.
    """
    held = values.get(name) if isinstance(values, Mapping) else None
    if kind is float and isinstance(held, int) and not isinstance(held, bool):
        held = float(held)
    if not isinstance(held, kind) or (kind is int and isinstance(held, bool)):
        raise ChatBroken(f'"{name}" is {held!r:.40}, not of type {kind.__name__}')
    return held


def each(values: object, name: str, most: int = _MOST) -> list[Any]:
    """A list by its name; raises as `value` does, and when it has too many parts."""
    held: list[Any] = value(values, name, list)
    if len(held) > most:
        raise ChatBroken(f'"{name}" has {len(held):,} parts; there may be {most:,}')
    return held


def all_of(values: object, name: str, kind: type[Kind]) -> tuple[Kind, ...]:
    """A list by its name, of which every part is of one type; raises as `each` does."""
    return tuple(value({name: held}, name, kind) for held in each(values, name))


def maybe(values: object, name: str, kind: type[Kind]) -> Kind | None:
    """A value by its name, None where it is null or not there; raises as `value` does."""
    held = values.get(name) if isinstance(values, Mapping) else None
    return None if held is None else value(values, name, kind)


def day_of(values: object, name: str) -> date | None:
    """A day by its name, None where it is null; raises as `value` does."""
    held = maybe(values, name, str)
    try:
        return date.fromisoformat(held) if held is not None else None
    except ValueError:
        raise ChatBroken(f'"{name}" is {held!r:.40}, not a day such as 2021-05-13') from None
