from __future__ import annotations

import random

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.bench.training.near_misses import by_exchange, of_other_passages, off_topic
from tests.bench.training.rows import Reading

NAMES = st.sampled_from(["Anna Berg", "Lake Toro", "Mr Okafor", "Paris", "Hill & Sons", "Zagreb"])
NUMBERS = st.sampled_from(["7", "42", "1,300", "1987", "2016", "3.5"])
SEEDS = st.integers(0, 99)


@st.composite
def row_of_news(draw: st.DrawFn) -> Reading:
    """Who opened what where and when, asked of one of three stories."""
    who, place = draw(NAMES), draw(NAMES)
    many, year = draw(NUMBERS), draw(NUMBERS)
    text = f"In {year} the harbour at {place} was opened by {who} before {many} guests."
    answer = draw(st.sampled_from([who, many, year]))
    start = text.index(answer)
    question = f"What is told of the harbour opened at {draw(NAMES)} in {draw(NUMBERS)}?"
    group = draw(st.sampled_from("abc"))
    return Reading(question, "", text, ((start, start + len(answer)),), group, "made")


@settings(max_examples=30)
@given(st.lists(row_of_news(), min_size=2, max_size=6), SEEDS)
def test_another_passage_is_of_the_same_document_and_lacks_the_answer(
    rows: list[Reading], seed: int
) -> None:
    for miss in of_other_passages(rows, random.Random(seed)):
        assert not miss.spans
        assert any(row.text == miss.text and row.group == miss.group for row in rows)
        asked = [row for row in rows if (row.question, row.group) == (miss.question, miss.group)]
        assert any(
            all(row.text[a:b].casefold() not in miss.text.casefold() for a, b in row.spans)
            for row in asked
        )


@settings(max_examples=30)
@given(st.lists(row_of_news(), min_size=2, max_size=6), SEEDS)
def test_an_exchanged_question_is_another_on_the_same_passage(
    rows: list[Reading], seed: int
) -> None:
    for miss in by_exchange(rows, random.Random(seed)):
        assert not miss.spans
        origins = [row for row in rows if row.text == miss.text]
        assert origins
        assert any(row.question != miss.question for row in origins)


def test_the_closest_passage_without_the_answer_is_taken() -> None:
    def row(text: str, answer: str) -> Reading:
        start = text.index(answer)
        span = (start, start + len(answer))
        return Reading("How long is the new bridge?", "", text, (span,), "bridge", "made")

    rows = [
        row("The new bridge is 90 metres long.", "90 metres"),
        row("The new bridge is red, a long way off.", "red"),
        row("Nobody knows. 90 metres of the new long bridge fell.", "Nobody"),
    ]
    first = next(of_other_passages(rows, random.Random(1)))
    assert first.text == rows[1].text


def test_a_year_is_exchanged_for_a_year() -> None:
    text = "In 1987 the harbour was opened by Anna Berg."
    span = (text.index("Anna"), len(text) - 1)
    rows = [
        Reading("Who opened the harbour in 1987?", "", text, (span,), "a", "made"),
        Reading("Who closed it in 2016?", "", text, (), "a", "made"),
    ]
    found = {miss.question for seed in range(9) for miss in by_exchange(rows, random.Random(seed))}
    assert found == {"Who opened the harbour in 2016?"}


def test_a_question_off_topic_goes_to_another_document_without_its_answer() -> None:
    def row(text: str, answer: str, group: str) -> Reading:
        start = text.index(answer)
        span = (start, start + len(answer))
        return Reading("How long is the new bridge?", "", text, (span,), group, "made")

    rows = [
        row("The new bridge is 90 metres long.", "90 metres", "a"),
        row("The new bridge is red.", "red", "a"),
        row("A bridge of 90 metres opened.", "opened", "b"),
        row("A long queue for the new film.", "queue", "c"),
    ]
    found = {
        miss.text for seed in range(9) for miss in off_topic(rows[:1], rows, random.Random(seed))
    }
    assert found == {rows[3].text}
