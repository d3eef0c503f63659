"""What a sentence enumerates around a place in it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qa.writing.forms.enumeration import things_around


def things(text: str, place: str) -> list[str]:
    start = text.index(place)
    return [text[a:b] for a, b in things_around(text, start, start + len(place))]


@pytest.mark.parametrize(
    ("text", "place", "found"),
    [
        ("The prize was shared by Ada Lind, Bo Hart and Cy Dahl of the Bank.", "Bo Hart",
         ["Ada Lind", "Bo Hart", "Cy Dahl of the Bank"]),
        ("Ada Lind won the sprint and Bo Hart won the marathon.", "Ada Lind",
         ["Ada Lind", "Bo Hart"]),
        ("OSLO, May 3 (Wire) - Norway, Peru and the Ivory Coast sent ships.", "Peru",
         ["Norway", "Peru", "Ivory Coast"]),
        ("It sails to Oslo, Bergen and Turku, but not to Riga.", "Bergen",
         ["Oslo", "Bergen", "Turku"]),
        ("The largest sources were Canada (40%), Saudi Arabia (11%) and Mexico (8%).",
         "Saudi Arabia", ["Canada", "Saudi Arabia", "Mexico"]),
        ("It will close mills in Ohio, Texas and South Dakota by 2030.", "Ohio, Texas",
         ["Ohio", "Texas", "South Dakota"]),
        ("He owns a farm by the sea.", "farm by the sea", ["farm"]),
        ("In Georgia, Emory University announced it.", "Emory University", ["Emory University"]),
        ("Fenrir, a cat from Michigan, is the tallest.", "Fenrir", ["Fenrir"]),
        ("Norway and Peru, the last two hosts of the Cup, joined.", "Norway and Peru",
         ["Norway", "Peru"]),
        ("Strong winds and a sandstorm were blamed.", "Strong winds and a sandstorm",
         ["Strong winds", "sandstorm"]),
        ("Like the others, Leech is Black.", "Leech is Black", []),
    ],
)  # fmt: skip
def test_things_are_told_apart(text: str, place: str, found: list[str]) -> None:
    assert things(text, place) == found


@given(
    st.text(alphabet="Ab ,.’“”–-or&nd;is\n", max_size=60), st.integers(0, 60), st.integers(0, 60)
)
def test_things_lie_in_order_within_the_sentence(text: str, one: int, other: int) -> None:
    start, end = sorted((min(one, len(text)), min(other, len(text))))
    found = things_around(text, start, end)
    assert all(0 <= a < b <= len(text) for a, b in found)
    assert found == sorted(found)
