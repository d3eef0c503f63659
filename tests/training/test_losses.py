"""What a batch costs, of networks whose outputs are given."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import torch

from tests.bench.training.items import Item
from tests.bench.training.losses import loss_of

TOKENS, PADDED = 10, 64
SURE = 20.0  # a logit


# a question of three tokens with a passage of six
ITEM = Item("read", np.zeros(TOKENS, np.int32), np.zeros(TOKENS, np.int8), inside=(3, 8))


def parts(
    item: Item, first_and_last: int, answers: float, things: Sequence[int] = ()
) -> dict[str, float]:
    """The losses where the network is sure of one token, first and last at once, and of things."""
    spans = torch.zeros(1, PADDED, 4)
    spans[0, first_and_last, :2] = SURE
    spans[0, :, 3] = -SURE
    spans[0, list(things), 3] = SURE
    verdict = torch.tensor([[answers, 0.0, 0.0, 0.0]])

    def net(*_: object) -> tuple[torch.Tensor, ...]:
        return spans, torch.zeros(1), verdict

    _, losses = loss_of(net, net, [item], "cpu")  # type: ignore[arg-type]
    return {name: float(loss) for name, loss in losses.items()}


def test_a_span_is_right_where_it_stands_and_nowhere_else() -> None:
    told = replace(ITEM, spans=((5, 5),), evidence=((4, 6),))
    assert parts(told, 5, SURE)["span"] < 0.1
    assert parts(told, 7, SURE)["span"] > 1
    assert parts(told, 0, -SURE)["answers"] > 1


def test_no_span_is_right_where_nothing_answers() -> None:
    assert parts(ITEM, 0, -SURE)["span"] < 0.1
    assert parts(ITEM, 5, SURE)["span"] > 1


def test_any_words_may_settle_a_question_of_yes_or_no() -> None:
    settled = replace(ITEM, settled=True)
    assert parts(settled, 4, SURE)["span"] < 0.1
    assert parts(settled, 8, SURE)["span"] < 0.1
    assert parts(settled, 0, -SURE)["span"] > 1
    assert parts(settled, 4, SURE)["answers"] < 0.1
    assert parts(settled, 4, SURE)["evidence"] == 0  # where it is, is not known


def test_all_of_several_things_are_to_be_found_and_no_other() -> None:
    listed = replace(ITEM, spans=((3, 4), (7, 7)), listed=True)
    assert parts(listed, 3, SURE, [3, 4, 7])["things"] < 0.1
    assert parts(listed, 3, SURE, [3, 4])["things"] > 1
    assert parts(listed, 3, SURE, [3, 4, 5, 7])["things"] > 1
    assert parts(replace(ITEM, listed=True), 0, -SURE, [5])["things"] > 1


def test_whether_the_same_words_elsewhere_are_a_thing_is_not_known() -> None:
    listed = replace(ITEM, spans=((3, 3),), again=((6, 7),), listed=True)
    assert parts(listed, 3, SURE, [3])["things"] < 0.1
    assert parts(listed, 3, SURE, [3, 6, 7])["things"] < 0.1


def test_an_answer_that_is_a_clause_is_no_thing() -> None:
    long = replace(ITEM, inside=(3, 40), spans=((3, 30),))
    assert parts(long, 3, SURE)["things"] == 0
    assert parts(replace(long, listed=True), 3, SURE)["things"] > 1


def test_of_a_marked_piece_only_its_sentences_count() -> None:
    marked = replace(ITEM, form="mark", evidence=((4, 6),))
    spans = torch.zeros(1, PADDED, 4)
    spans[0, :, 2] = -SURE
    spans[0, 4:7, 2] = SURE

    def net(*_: object) -> tuple[torch.Tensor, ...]:
        return spans, torch.zeros(1), torch.zeros(1, 4)

    loss, told = loss_of(net, net, [marked], "cpu")  # type: ignore[arg-type]
    assert list(told) == ["mark"]
    assert float(loss) < 0.1
    spans[0, 8, 2] = SURE
    assert float(loss_of(net, net, [marked], "cpu")[0]) > 1  # type: ignore[arg-type]
