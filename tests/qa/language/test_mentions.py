from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qa.language.mentions import Mention, folded


@pytest.mark.parametrize(
    ("phrase", "text", "held"),
    [
        ("Ever Given", "The Ever Given ran aground. Ever Given’s owner paid.", 2),
        ("Ever Given", "If he had ever given up", 0),
        ("giant pumpkin", "Giant pumpkins and a giant-pumpkin farm", 2),
        ("giant pumpkins", "a giant pumpkin", 1),
        ("Banks", "the banks of the canal", 0),
        ("US", "The US told us", 1),
        ("Turkiye", "in Türkiye", 1),
        ("cat", "concatenate", 0),
        ("5G", "the 5G mast", 1),
        ("林登市", "今天林登市的船", 1),
        ("दिल्ली", "नई दिल्ली में", 1),
        ("दिल", "नई दिल्ली में", 0),
        ("ͺ", "a lone ͺ of Greek", 1),  # a letter that is a mark on a space
    ],
)
def test_words_next_to_each_other(phrase: str, text: str, held: int) -> None:
    found = Mention(phrase).find(text)
    assert len(found) == held
    assert all(0 <= start < end <= len(text) for start, end in found)


@given(st.text())
def test_folding_keeps_places(text: str) -> None:
    assert len(folded(text)) == len(text)


@given(
    st.text(max_size=20),
    st.text(alphabet="abcé ", max_size=20).map(lambda said: " ".join(said.split())),
)
def test_words_are_found_where_they_were_put(before: str, phrase: str) -> None:
    mention = Mention(phrase)
    if mention.words:
        text = f"{before} {phrase} ."
        assert any(start > len(before) for start, _ in mention.find(text))
