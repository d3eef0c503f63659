"""The reader: its arithmetic against an oracle, and the real model."""

from __future__ import annotations

from itertools import pairwise, product
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from index.errors import ModelError
from qa.evidence import reader
from qa.evidence.reader import LONGEST_PAIR, load_reader
from qa.evidence.scores import PassageScores

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
        ("Who cut the ribbon?", "Brandt"),
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
    assert recipe.answers < harbour.answers
    assert recipe.relevance < harbour.relevance


@pytest.mark.parametrize(
    ("asked", "not_told"),
    [
        ("How much did the harbour cost?", "How much did the first ship cost?"),
        ("Who cut the ribbon?", "Who is the wife of Ilse Brandt?"),
        ("When did the harbour of Lindenau open?", "When was Ilse Brandt born?"),
        ("How many people came?", "How many people work in the harbour?"),
    ],
)
def test_what_is_not_told_counts_less(asked: str, not_told: str) -> None:
    [told], [other] = load_reader().read(asked, [HARBOUR]), load_reader().read(not_told, [HARBOUR])
    assert other.answers < told.answers


def test_the_sentence_that_tells_is_worth_most() -> None:
    [scores] = load_reader().read("How much did the harbour cost?", [HARBOUR])
    first, second = HARBOUR[1].index(" Building"), HARBOUR[1].index(" Mayor")
    assert scores.mass(first + 1, second) > scores.mass(0, first)


@pytest.mark.parametrize(
    ("claim", "label"),
    [
        ("Ilse Brandt cut the ribbon.", "supports"),
        ("The harbour opened in March.", "supports"),
        ("The harbour cost 90 million euros.", "contradicts"),
        ("The harbour of Lindenau closed on 12 March.", "contradicts"),
    ],
)
def test_a_claim_is_carried_or_contradicted(claim: str, label: str) -> None:
    [found] = load_reader().entail(claim, [HARBOUR[1]])
    shares = {
        "supports": found.supports,
        "contradicts": found.contradicts,
        "neither": found.neither,
    }
    assert max(shares, key=lambda name: shares[name]) == label
    assert sum(shares.values()) == pytest.approx(1)


def test_a_passage_is_read_alike_in_any_company() -> None:
    question = "Who cut the ribbon?"
    [alone] = load_reader().read(question, [HARBOUR])
    _, among = load_reader().read(question, [RECIPE, HARBOUR])
    assert alone.best() == among.best()
    assert alone.answers == among.answers


def test_only_what_is_allowed_is_found() -> None:
    [scores] = load_reader().read("Who cut the ribbon?", [HARBOUR])
    end = HARBOUR[1].index(" Building")
    found = scores.best(0, end)
    assert found
    assert found.end <= end
    assert scores.best(3, 3) is None
    assert scores.mass(3, 3) == -np.inf


def test_nothing_to_read() -> None:
    assert load_reader().read("Who?", []) == []
    assert load_reader().score("Who?", []) == []
    [empty] = load_reader().read("Who?", [("Title", "")])
    assert empty.best() is None


def test_too_much_to_read() -> None:
    [scores] = load_reader().read("谁" * 1000, [("", "word " * 1000)])
    assert len(scores.pieces) < LONGEST_PAIR
    assert scores.best()


@st.composite
def passages(draw: st.DrawFn) -> tuple[list[str], str, NDArray[np.int64]]:
    """Words, the text that they make, and the characters of each."""
    words = draw(st.lists(st.text("abc", min_size=1, max_size=4), min_size=1, max_size=30))
    begins = [sum(len(w) + 1 for w in words[:i]) for i in range(len(words))]
    pieces = np.array([(b, b + len(w)) for b, w in zip(begins, words, strict=True)])
    return words, " ".join(words), pieces


@given(st.data())
def test_the_best_span_is_the_best(data: st.DataObject) -> None:
    words, text, pieces = data.draw(passages())
    logits = st.lists(st.integers(-99, 99), min_size=len(words), max_size=len(words))
    tokens = np.array([data.draw(logits) for _ in range(4)], dtype=np.float32).T
    low, high = sorted(data.draw(st.tuples(*[st.integers(0, len(text))] * 2)))
    scores = PassageScores(text, pieces, tokens, null=7.0, answers=0.0, relevance=0.0)
    margins = [
        float(tokens[i, 0] + tokens[j, 1]) - 7.0
        for i, j in product(range(len(words)), repeat=2)
        if i <= j < i + 25 and pieces[i, 0] >= low and pieces[j, 1] <= high
    ]
    found = scores.best(low, high)
    if not margins:
        assert found is None
        return
    assert found
    assert found.margin == max(margins)
    assert low <= found.start < found.end <= high
    assert found.start in pieces[:, 0]
    assert found.end in pieces[:, 1]
    assert scores.mass(low, high) == pytest.approx(np.logaddexp.reduce(margins), abs=1e-3)


@given(st.data())
def test_things_are_runs_of_likely_words(data: st.DataObject) -> None:
    words, text, pieces = data.draw(passages())
    likely = data.draw(st.lists(st.booleans(), min_size=len(words), max_size=len(words)))
    tokens = np.zeros((len(words), 4), dtype=np.float32)
    tokens[:, 3] = np.where(likely, 2.0, -2.0)
    low, high = sorted(data.draw(st.tuples(*[st.integers(0, len(text))] * 2)))
    scores = PassageScores(text, pieces, tokens, null=0.0, answers=0.0, relevance=0.0)

    things = scores.things(low, high)

    marked = [
        word
        for word, piece, is_one in zip(words, pieces, likely, strict=True)
        if is_one and low <= piece[0] and piece[1] <= high
    ]
    assert " ".join(text[t.start : t.end] for t in things).split() == marked
    assert all(one.end + 1 < other.start for one, other in pairwise(things))
    assert all(thing.margin == 2.0 for thing in things)


def test_cut_words_are_completed() -> None:
    tokens = np.array([(0, 0, 0, 0)] * 3 + [(9, 9, 0, 9), (0, 0, 0, 0)], dtype=np.float32)
    scores = PassageScores(
        "He played brilliantly.",
        np.array([(0, 2), (3, 9), (10, 15), (15, 21), (21, 22)]),
        tokens,
        null=0.0,
        answers=0.0,
        relevance=0.0,
    )
    found = scores.best()
    assert found
    assert scores.text[found.start : found.end] == "brilliantly"
    [thing] = scores.things()
    assert scores.text[thing.start : thing.end] == "brilliantly"


def test_an_altered_model_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    load = reader.load_reader.__wrapped__
    monkeypatch.setattr(reader, "_WEIGHTS", tmp_path / "reader.onnx")
    with pytest.raises(ModelError, match=r"cannot be read .*install the program again"):
        load()
    (tmp_path / "reader.onnx").write_bytes(b"other")
    with pytest.raises(ModelError, match="is not the one this program was made for"):
        load()
