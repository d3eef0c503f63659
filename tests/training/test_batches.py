from __future__ import annotations

import random
from itertools import islice

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.bench.training.batches import LENGTHS, TOKENS, Batches, batched, endless, padded
from tests.bench.training.items import Form, Item

SEEDS = st.integers(0, 99)
SHARES: dict[Form, float] = {"read": 0.7, "check": 0.2, "teach": 0.1}


def item(form: Form, length: int) -> Item:
    return Item(form, np.zeros(length, np.int32), np.zeros(length, np.int8))


@settings(max_examples=30)
@given(st.lists(st.integers(1, LENGTHS[-1]), max_size=300), SEEDS)
def test_a_batch_has_one_length_class_and_fits(lengths: list[int], seed: int) -> None:
    batches = batched([item("read", length) for length in lengths], random.Random(seed))
    for batch in batches:
        classes = {padded(len(member.ids)) for member in batch}
        assert len(classes) == 1
        assert len(batch) * classes.pop() <= TOKENS
    assert {padded(len(m.ids)) for batch in batches for m in batch} == set(map(padded, lengths))


def test_the_stream_has_one_form_a_batch_and_is_the_same_again() -> None:
    forms: tuple[Form, ...] = ("read", "check", "teach")
    batches: Batches = {
        form: batched([item(form, 60) for _ in range(200)], random.Random(1)) for form in forms
    }
    one, other = (list(islice(endless(batches, SHARES, 7), 200)) for _ in range(2))
    assert all(len({member.form for member in batch}) == 1 for batch in one)
    assert {batch[0].form for batch in one} == set(forms)
    assert [id(batch) for batch in one] == [id(batch) for batch in other]


def test_a_form_without_rows_is_passed_over() -> None:
    batches: Batches = {"read": [], "check": [[item("check", 9)]], "teach": []}
    assert [b[0].form for b in islice(endless(batches, SHARES, 1), 5)] == ["check"] * 5
    assert list(endless({"read": []}, SHARES, 1)) == []
