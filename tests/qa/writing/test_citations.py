from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qa.answer import Citation
from qa.writing.citations import Citations
from tests.conftest import article

texts = st.text(min_size=1).filter(str.strip)


@given(texts, st.data())
def test_every_citation_is_exact(text: str, data: st.DataObject) -> None:
    cited = article(text)
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))
    citations = Citations()
    assert citations.cite(cited, start, end) == 1
    (citation,) = citations.all()
    assert cited.text[citation.start : citation.end] == citation.quote == text[start:end]


@given(texts, st.integers(-5, 50), st.integers(-5, 50), st.text(max_size=3))
def test_a_citation_that_is_not_exact_cannot_be_made(
    text: str, start: int, end: int, quote: str
) -> None:
    cited = article(text)
    if quote and text[start:end] == quote:
        return
    with pytest.raises(ValueError, match="does not say"):
        Citation(1, cited, start, end, quote)


def test_numbers_follow_first_use_and_the_same_place_keeps_its_number() -> None:
    one, two = article("One two three.", "one"), article("One two three.", "two")
    citations = Citations()
    assert [
        citations.cite(two, 0, 3),
        citations.cite(one, 0, 3),
        citations.cite(two, 0, 3),
        citations.cite(two, 4, 7),
    ] == [1, 2, 1, 3]
    assert [c.number for c in citations.all()] == [1, 2, 3]


def test_an_empty_place_cannot_be_cited() -> None:
    with pytest.raises(ValueError, match="does not say"):
        Citations().cite(article("Text."), 5, 9)
