"""Questions with the passages that stand beside their own, to be told apart."""

from __future__ import annotations

import random
from dataclasses import replace

import numpy as np
import torch
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.bench.training.batches import LENGTHS, RIVALS, TOKENS, batched_rivals, padded
from tests.bench.training.corpus import Article, whole_passages
from tests.bench.training.items import Item
from tests.bench.training.losses import loss_of
from tests.bench.training.rivals import rivals
from tests.bench.training.rows import Reading

ASKED = Reading(
    "Who built the harbour at Lom?",
    "Harbours",
    "The harbour at Lom was built by Anna Berg.",
    ((32, 41),),
    "a",
    "made",
)
BESIDE = tuple(f"The harbour at {place} cost the town a fortune." for place in ("Tver", "Mo", "Ys"))
OTHERS = (
    "Anna Berg also built the harbour at Skarn.",  # holds the answer
    "The harbour at Lom was built by Anne Berg.",  # nearly the same text
    "Nothing of that stands here.",
    *BESIDE,
)
SURE = 20.0  # a logit


def passage(text: str) -> Reading:
    return Reading("", "", text, (), "b", "news")


def test_rivals_are_found_by_words_and_do_not_answer() -> None:
    pool = [passage(ASKED.text), *map(passage, OTHERS)]
    [group] = rivals([ASKED], pool, random.Random(1))
    assert group[0] == ASKED
    assert {row.text for row in group[1:]} == set(BESIDE)
    assert all(not row.spans and row.question == ASKED.question for row in group[1:])


def test_a_question_with_too_few_rivals_is_left_out() -> None:
    pool = [passage(ASKED.text), *map(passage, BESIDE[1:])]
    assert not list(rivals([ASKED], pool, random.Random(1)))


@settings(max_examples=30)
@given(
    st.lists(st.lists(st.integers(1, LENGTHS[-1]), min_size=RIVALS, max_size=RIVALS), max_size=60),
    st.integers(0, 99),
)
def test_groups_stay_together_and_fit(groups: list[list[int]], seed: int) -> None:
    made = [
        [
            Item("choose", np.full(length, n, np.int32), np.zeros(length, np.int8))
            for length in group
        ]
        for n, group in enumerate(groups)
    ]
    for batch in batched_rivals(made, random.Random(seed)):
        numbers = [int(item.ids[0]) for item in batch]
        assert len(batch) % RIVALS == 0
        for start in range(0, len(batch), RIVALS):
            assert len(set(numbers[start : start + RIVALS])) == 1
        assert len(batch) * padded(max(len(item.ids) for item in batch)) <= TOKENS


def test_the_passage_that_answers_is_to_be_chosen() -> None:
    tokens, length = 10, 64
    item = Item("choose", np.zeros(tokens, np.int32), np.zeros(tokens, np.int8), inside=(3, 8))
    group = [replace(item, spans=((5, 5),)), *[item] * (RIVALS - 1)]

    def cost(sure_of: int) -> float:
        spans, verdict = torch.zeros(RIVALS, length, 4), torch.zeros(RIVALS, 4)
        spans[sure_of, 5, :2] = verdict[sure_of, 0] = SURE

        def net(*_: object) -> tuple[torch.Tensor, ...]:
            return spans, torch.zeros(RIVALS), verdict

        _, parts = loss_of(net, net, group, "cpu")  # type: ignore[arg-type]
        return float(parts["choose"])

    assert cost(0) < 0.1
    assert cost(2) > 1


@given(st.lists(st.text("ab .", max_size=400), max_size=12))
def test_nothing_of_an_article_is_left_out(paragraphs: list[str]) -> None:
    text = "\n".join(paragraphs)
    joined = "\n".join(passage.text for passage in whole_passages(Article("a", "", text)))
    assert joined.split() == text.split()
