"""Items to batches: one form a batch, items of like length together."""

from __future__ import annotations

import random
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from itertools import chain

from tests.bench.training.items import LONGEST, Form, Item

TOKENS = 4096  # a batch
RIVALS = 4  # passages of a question that are read in one batch, to be told apart
LENGTHS = (64, 128, 192, LONGEST)  # few shapes: with many, torch's memory grew to 9 GB

Batch = list[Item]
Batches = dict[Form, list[Batch]]


def batched(items: Sequence[Item], chance: random.Random) -> list[Batch]:
    """Shuffled batches of `TOKENS` tokens, padding counted, each of one length class.

    What does not fill a batch is left out, unless it is all of its class.
    """
    return _batched([[item] for item in items], 1, chance)


def batched_rivals(groups: Sequence[Batch], chance: random.Random) -> list[Batch]:
    """The same of groups of `RIVALS` items each, which stay together, in the order they have."""
    return _batched(groups, RIVALS, chance)


def _batched(groups: Sequence[Batch], each: int, chance: random.Random) -> list[Batch]:
    """The same of groups of so many items each."""
    classes: dict[int, list[Batch]] = defaultdict(list)
    for group in groups:
        classes[padded(max(len(item.ids) for item in group))].append(group)
    batches = []
    for length, members in classes.items():
        chance.shuffle(members)
        size = TOKENS // length // each
        starts = range(0, max(len(members) - size + 1, 1), size)
        batches += [list(chain.from_iterable(members[at : at + size])) for at in starts]
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
