"""Rows drawn from those that there are: by chance, or those that were written last."""

from __future__ import annotations

import random
from collections.abc import Sequence
from typing import TypeVar

from tests.bench.training.amounts import Amounts
from tests.bench.training.rows import Claim, Reading, part

Row = TypeVar("Row", Reading, Claim)


def some(rows: Sequence[Row], most: int, share: float, chance: random.Random) -> list[Row]:
    """A share of at most so many rows, by chance."""
    return chance.sample(rows, min(len(rows), part(most, share)))


def own_of(
    rows: Sequence[Row], most: int, amounts: Amounts, share: float, chance: random.Random
) -> list[Row]:
    """So many at most of the rows that were written: the newest, or some by chance."""
    if amounts.newest:
        return list(rows[len(rows) - min(len(rows), part(most, share)) :])
    return some(rows, most, share, chance)
