from __future__ import annotations

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tokenizers import Tokenizer
from tokenizers.models import WordLevel
from tokenizers.pre_tokenizers import Whitespace
from tokenizers.processors import TemplateProcessing

from tests.bench.training.items import LONGEST, Itemizer, Places, sentence, window
from tests.bench.training.marked import Marked
from tests.bench.training.rows import Claim, Reading, front

SEEDS = st.integers(0, 99)


@pytest.fixture(scope="module")
def tokenizer() -> Tokenizer:
    """Every word the same token: only places matter here."""
    made = Tokenizer(WordLevel({"[UNK]": 0, "[CLS]": 1, "[SEP]": 2}, unk_token="[UNK]"))
    made.pre_tokenizer = Whitespace()
    made.post_processor = TemplateProcessing(
        single="[CLS] $A [SEP]",
        pair="[CLS] $A [SEP] $B:1 [SEP]:1",
        special_tokens=[("[CLS]", 1), ("[SEP]", 2)],
    )
    return made


@st.composite
def numbered_words(draw: st.DrawFn) -> tuple[Reading, list[tuple[int, int]]]:
    """A passage of different words, some of them answers; and the characters of each word."""
    words = [f"w{number}" for number in range(draw(st.integers(1, 600)))]
    text = " ".join(words)
    pieces: list[tuple[int, int]] = []
    for word in words:
        start = pieces[-1][1] + 1 if pieces else 0
        pieces.append((start, start + len(word)))
    ends = st.tuples(st.integers(0, len(words) - 1), st.integers(0, 20))
    spans = [
        (pieces[first][0], pieces[min(first + more, len(words) - 1)][1])
        for first, more in draw(st.lists(ends, max_size=3))
    ]
    return Reading("what is it", "A Title", text, tuple(spans), "g", "made"), pieces


@settings(max_examples=30)
@given(numbered_words(), st.integers(-3, 300), SEEDS)
def test_a_window_keeps_spans_exact(
    made: tuple[Reading, list[tuple[int, int]]], room: int, seed: int
) -> None:
    row, pieces = made
    cut = window(row, pieces, room, random.Random(seed))
    if cut is None:
        assert room < 1 or row.spans
        return
    text, spans = cut
    assert text in row.text
    assert len(text.split()) <= room
    assert bool(spans) == bool(row.spans)
    assert {text[a:b] for a, b in spans} <= {row.text[a:b] for a, b in row.spans}


@settings(max_examples=30)
@given(made=numbered_words(), seed=SEEDS)
def test_an_item_marks_the_words_that_answer(
    tokenizer: Tokenizer, made: tuple[Reading, list[tuple[int, int]]], seed: int
) -> None:
    row, _ = made
    item = Itemizer(tokenizer, random.Random(seed)).reading(row)
    assert item is not None
    assert item.form == "read"
    assert len(item.ids) == len(item.kinds) <= LONGEST
    assert bool(item.spans) == bool(row.spans)
    for first, last in (*item.spans, *item.evidence):
        assert item.inside[0] <= first <= last <= item.inside[1]
    lengths = {len(row.text[a:b].split()) for a, b in row.spans}
    assert {last - first + 1 for first, last in item.spans} <= lengths


def test_places_leave_the_title_out(tokenizer: Tokenizer) -> None:
    pair = tokenizer.encode("what", front("Lake Toro") + "It is deep")
    places = Places.of(pair, "Lake Toro")
    assert places.characters.tolist() == [[0, 2], [3, 5], [6, 10]]
    found = places.covering(6, 10)
    assert found is not None
    assert pair.offsets[found[0]] == (len("Lake Toro. ") + 6, len("Lake Toro. ") + 10)
    assert places.covering(20, 30) is None


def test_a_question_without_room_for_a_passage_makes_no_item(tokenizer: Tokenizer) -> None:
    row = Reading("why " * 300, "", "Because.", ((0, 7),), "g", "made")
    assert Itemizer(tokenizer, random.Random(1)).reading(row) is None


def test_a_long_claim_is_cut(tokenizer: Tokenizer) -> None:
    item = Itemizer(tokenizer, random.Random(1)).claim(Claim("so", "it is " * 200, 1, "made"))
    assert (item.form, item.label, len(item.ids)) == ("check", 1, LONGEST)


def test_the_sentence_around_a_span() -> None:
    text = "One came. Two went there! Three"
    start = text.index("went")
    assert text[slice(*sentence(text, start, start + 4))].strip() == "Two went there!"


def test_a_marked_sentence_is_marked_in_its_tokens(tokenizer: Tokenizer) -> None:
    text = "one two three . four five six ."
    row = Marked("A Title", text, ((text.index("four"), len(text)),))
    item = Itemizer(tokenizer, random.Random(1)).marking(row)
    assert item
    assert item.form == "mark"
    [(first, last)] = item.evidence
    assert (last - first, last) == (3, item.inside[1])
    assert Itemizer(tokenizer, random.Random(1)).marking(Marked("", "w " * 300, ())) is None
