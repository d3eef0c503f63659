"""Items to batches: one form a batch, items of like length together."""

from __future__ import annotations

import random
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence

from tests.bench.training.items import LONGEST, Form, Item

TOKENS = 4096  # a batch
LENGTHS = (64, 128, 192, LONGEST)  # few shapes: with many, torch's memory grew to 9 GB

Batch = list[Item]
Batches = dict[Form, list[Batch]]


def batched(items: Sequence[Item], chance: random.Random) -> list[Batch]:
    """Shuffled batches of `TOKENS` tokens, padding counted, each of one length class.

    What does not fill a batch is left out, unless it is all of its class.
    """
    classes: dict[int, list[Item]] = defaultdict(list)
    for item in items:
        classes[padded(len(item.ids))].append(item)
    batches = []
    for length, members in classes.items():
        chance.shuffle(members)
        size = TOKENS // length
        starts = range(0, max(len(members) - size + 1, 1), size)
        batches += [members[start : start + size] for start in starts]
    chance.shuffle(batches)
    return batches


def padded(length: int) -> int:
    """The length that a sequence of 1 to `LONGEST` tokens is padded to."""
    return next(size for size in LENGTHS if length <= size)


def endless(batches: Batches, shares: Mapping[Form, float], seed: int) -> Iterator[Batch]:
    """Batches for ever, forms by their shares of the steps (not 0); the same for the same seed."""
    chance = random.Random(seed)
    own: Batches = {form: list(batches[form]) for form in shares if batches.get(form)}
    places = dict.fromkeys(own, 0)
    while own:
        [form] = chance.choices(list(own), [shares[form] for form in own])
        if places[form] == len(own[form]):
            places[form] = 0
            chance.shuffle(own[form])
        yield own[form][places[form]]
        places[form] += 1
