from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qa.short import short_answer, short_span
from qa.spans import Kind, asked_kind, spans
from qa.write import Draft, ExtractiveWriter
from tests.qa.test_write import scored


@pytest.mark.parametrize(
    ("question", "kind"),
    [
        ("Who opened the bridge?", Kind.NAME),
        ("Which country won?", Kind.NAME),
        ("Where did they meet?", Kind.NAME),
        ("When did it open?", Kind.DATE),
        ("In what year did it open?", Kind.DATE),
        ("How many people came?", Kind.NUMBER),
        ("What percentage voted?", Kind.NUMBER),
        ("Why did it close?", None),
        ("Did it close?", None),
    ],
)
def test_what_a_question_asks_for(question: str, kind: Kind | None) -> None:
    assert asked_kind(question) is kind


@pytest.mark.parametrize(
    ("kind", "text", "found"),
    [
        (Kind.DATE, "It opened on 12 May 2021 and shut by Friday.", ["12 May 2021", "Friday"]),
        (Kind.DATE, "Built in the 19th century, rebuilt from 1962.", ["19th century", "1962"]),
        (Kind.NUMBER, "Some 1.2 million, or 12%, paid $35 in 1999.", ["1.2 million", "12%", "$35"]),
        (Kind.NUMBER, "Twenty-one ships and three boats left.", ["Twenty-one", "three"]),
        (Kind.NAME, "Then Ana Torres met the Bank of Norway.", ["Ana Torres", "Bank of Norway"]),
    ],
)  # fmt: skip
def test_spans_of_a_kind(kind: Kind, text: str, found: list[str]) -> None:
    assert [text[span.start : span.end] for span in spans(text, kind)] == found


@pytest.mark.parametrize(
    ("question", "sentence", "short"),
    [
        ("Who opened the bridge?", "On Monday Ana Torres opened the bridge.", "Ana Torres"),
        ("When did Ana Torres open it?", "Ana Torres opened it on 12 May 2021.", "12 May 2021"),
        ("How many ships were waiting?", "At least 369 ships were waiting on 3 May.", "369"),
        ("Who is Ana Torres?", "Ana Torres is a mayor.", None),
        ("Why did it close?", "It closed on 3 May.", None),
    ],
)
def test_the_short_answer(question: str, sentence: str, short: str | None) -> None:
    found = short_span(question, sentence)
    assert (sentence[slice(*found)] if found else None) == short


def test_the_short_answer_is_a_citation_within_the_first_quote() -> None:
    sentence = scored("At least 369 ships were waiting.", 4.0)
    draft = ExtractiveWriter().write("", [sentence])
    assert isinstance(draft, Draft)
    short = short_answer("How many ships were waiting?", draft)
    assert short is not None
    assert (short.number, short.quote) == (1, "369")
    assert short.article is draft.citations[0].article


@given(st.text(max_size=300), st.sampled_from(Kind))
def test_spans_lie_in_the_text_in_order(text: str, kind: Kind) -> None:
    found = spans(text, kind)
    assert all(0 <= span.start < span.end <= len(text) for span in found)
    assert all(a.end <= b.start for a, b in pairwise(found))
