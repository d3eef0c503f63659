"""The span reader: its arithmetic against an oracle, and the real models."""

from __future__ import annotations

from itertools import product
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.errors import ModelError
from qa.writing import span_reader
from qa.writing.span_reader import LONGEST_PAIR, SpanScores, load_reader

HARBOUR = (
    "Harbour opens",
    "The new harbour of Lindenau opened on 12 March. Building it cost 40 million euros. "
    "Mayor Ilse Brandt cut the ribbon, and 3,000 people came to see the first ship, the Aurora.",
)
RECIPE = ("Soup", "Boil the leeks for ten minutes. Add salt, pepper and a spoon of cream.")


@pytest.mark.parametrize(
    ("question", "answer"),
    [
        ("How much did the harbour cost?", "40 million euros"),
        ("When did the harbour of Lindenau open?", "12 March"),
        ("What is the name of the first ship?", "Aurora"),
        ("How many people came?", "3,000"),
    ],
)
def test_the_answer_is_found(question: str, answer: str) -> None:
    harbour, recipe = load_reader().read(question, [HARBOUR, RECIPE])
    found = harbour.best()
    assert found
    assert answer in HARBOUR[1][found.start : found.end]
    assert found.end - found.start < len(answer) + 20
    elsewhere = recipe.best()
    assert elsewhere
    assert elsewhere.margin < found.margin


def test_a_passage_is_read_alike_in_any_company() -> None:
    question = "Who cut the ribbon?"
    [alone] = load_reader().read(question, [HARBOUR])
    _, among = load_reader().read(question, [RECIPE, HARBOUR])
    assert alone.best() == among.best()


def test_only_what_is_allowed_is_found() -> None:
    [reading] = load_reader().read("Who cut the ribbon?", [HARBOUR])
    end = HARBOUR[1].index(" Building")
    found = reading.best(0, end)
    assert found
    assert found.end <= end
    assert reading.best(3, 3) is None


def test_nothing_to_read() -> None:
    assert load_reader().read("Who?", []) == []
    [empty] = load_reader().read("Who?", [("Title", "")])
    assert empty.best() is None


def test_too_much_to_read() -> None:
    [reading] = load_reader().read("谁" * 1000, [("", "word " * 1000)])
    assert len(reading.pieces) < LONGEST_PAIR
    assert reading.best()


@given(st.data())
def test_the_best_span_is_the_best(data: st.DataObject) -> None:
    words = data.draw(st.lists(st.text("abc", min_size=1, max_size=4), min_size=1, max_size=30))
    text = " ".join(words)
    begins = [sum(len(w) + 1 for w in words[:i]) for i in range(len(words))]
    pieces = np.array([(b, b + len(w)) for b, w in zip(begins, words, strict=True)])
    logits = st.lists(st.integers(-99, 99), min_size=len(words), max_size=len(words))
    starts, ends = (np.array(data.draw(logits), dtype=np.float32) for _ in range(2))
    low, high = sorted(data.draw(st.tuples(*[st.integers(0, len(text))] * 2)))
    found = SpanScores(text, pieces, starts, ends, null=7.0).best(low, high)
    margins = [
        float(starts[i] + ends[j]) - 7.0
        for i, j in product(range(len(words)), repeat=2)
        if i <= j < i + 20 and pieces[i, 0] >= low and pieces[j, 1] <= high
    ]
    if not margins:
        assert found is None
    else:
        assert found
        assert found.margin == max(margins)
        assert low <= found.start < found.end <= high
        assert found.start in pieces[:, 0]
        assert found.end in pieces[:, 1]


def test_cut_words_are_completed() -> None:
    reading = SpanScores(
        "He played brilliantly.",
        np.array([(0, 2), (3, 9), (10, 15), (15, 21), (21, 22)]),
        np.array([0, 0, 0, 9, 0], dtype=np.float32),
        np.array([0, 0, 0, 9, 0], dtype=np.float32),
        null=0.0,
    )
    found = reading.best()
    assert found
    assert reading.text[found.start : found.end] == "brilliantly"


def test_an_altered_model_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    load = span_reader.load_reader.__wrapped__
    monkeypatch.setattr(span_reader, "_OWN_LAYERS", tmp_path / "reader.onnx")
    with pytest.raises(ModelError, match=r"cannot be read .*install the program again"):
        load()
    (tmp_path / "reader.onnx").write_bytes(b"other")
    with pytest.raises(ModelError, match="is not the one this program was made for"):
        load()
