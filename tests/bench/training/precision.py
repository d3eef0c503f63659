"""In what numbers products are taken: bfloat16 where the machine is faster with them."""

from __future__ import annotations

import time
from collections.abc import Callable
from contextlib import AbstractContextManager
from functools import cache

import torch

_ROWS, _WIDTH, _TIMES = 256, 384, 3  # of a product that is tried


def fast(device: str) -> AbstractContextManager[object]:
    """A context in which products are taken in the faster kind of numbers."""
    return torch.autocast(device, torch.bfloat16, enabled=_pays(device))


@cache
def _pays(device: str) -> bool:
    """Whether bfloat16 is faster; processors without it were 60 times as slow with it."""
    if device != "cpu":
        return True
    rows, weights = torch.randn(_ROWS, _WIDTH), torch.randn(_WIDTH, _WIDTH)
    small = rows.bfloat16(), weights.bfloat16()
    return _seconds(lambda: small[0] @ small[1]) < _seconds(lambda: rows @ weights)


def _seconds(product: Callable[[], object]) -> float:
    """The shortest of some tries, so that other work does not count."""
    tries = []
    for _ in range(_TIMES):
        began = time.perf_counter()
        product()
        tries.append(time.perf_counter() - began)
    return min(tries)
