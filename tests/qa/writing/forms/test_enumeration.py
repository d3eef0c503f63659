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
        (
            "The three partners are racing driver Ada Lind, bank head Bo Hart and former minister"
            " Cy Dahl.",
            "racing driver Ada Lind",
            ["Ada Lind", "Bo Hart", "Cy Dahl"],
        ),
        (
            "In a memo she wrote that the Ash Open, The Birch Cup, WGC - Cedar and Dale Trophy"
            " would have millions added.",
            "Dale Trophy",
            ["Ash Open", "The Birch Cup", "WGC - Cedar", "Dale Trophy"],
        ),
        ("In Georgia, Emory University announced it.", "Emory University", ["Emory University"]),
        ("Fenrir, a cat from Michigan, is the tallest.", "Fenrir", ["Fenrir"]),
        ("Norway and Peru, the last two hosts of the Cup, joined.", "Norway and Peru",
         ["Norway", "Peru"]),
        ("Strong winds and a sandstorm were blamed.", "Strong winds and a sandstorm",
         ["Strong winds", "a sandstorm"]),
        ("They glued themselves to Ann Bell’s “The Mill” at the Hall, and to Joe Fox’s “The Hay”"
         " upstairs.", "Ann Bell’s", ["Ann Bell’s “The Mill”", "Joe Fox’s “The Hay”"]),
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
