from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from qa.language.numbers import CARDINALS, ORDINALS, SCALES, read_number


@pytest.mark.parametrize(
    ("text", "value", "used"),
    [
        ("seven", 7, 1),
        ("ninety nine balloons", 99, 2),
        ("twenty first", 21, 2),
        ("thirteenth", 13, 1),
        ("fortieth", 40, 1),
        ("hundred", 100, 1),
        ("a hundred and one", 101, 4),
        ("two hundred and fifty thousand people", 250_000, 5),
        ("one million two hundred thousand", 1_200_000, 5),
        ("three thousand five hundred", 3_500, 4),
        ("two dozen eggs", 24, 2),
        ("a dozen", 12, 2),
        ("one hundred and two hundred", 100, 2),
        ("three and four", 3, 1),
        ("1,200", 1_200, 1),
        ("3rd", 3, 1),
        ("1990s", 1990, 1),
        ("5m", 5_000_000, 1),
        ("5 m", 5, 1),
        ("1.5 bn", 1_500_000_000, 2),
        ("9 hundred thousand", 900_000, 3),
    ],
)
def test_a_number_is_read_whole_and_no_further(text: str, value: int, used: int) -> None:
    assert read_number(text.split()) == (Decimal(value), used)


@pytest.mark.parametrize("text", ["", "a man", "and five", "weather", "million-pound", "9" * 40])
def test_other_words_begin_no_number(text: str) -> None:
    assert read_number(text.split()) is None


@given(st.integers(0, 99), st.integers(1, 9), st.sampled_from(["thousand", "million", "billion"]))
def test_what_is_put_together_is_read_as_one(rest: int, hundreds: int, scale: str) -> None:
    names = {value: word for word, value in CARDINALS.items()}
    spoken = names.get(rest) or f"{names[rest // 10 * 10]} {names[rest % 10]}"
    words = f"{names[hundreds]} hundred and {spoken} {scale}".split()
    value = Decimal((hundreds * 100 + rest) * SCALES[scale])
    assert read_number(words) == (value, len(words))


@given(st.lists(st.sampled_from([*CARDINALS, *ORDINALS, *SCALES, "a", "and", "7", "x"])))
@example(["thousand", "trillion"])
@example(["a", "trillion", "billion"])
def test_any_words_can_be_read_from_any_place(words: list[str]) -> None:
    for place in range(len(words) + 1):
        read = read_number(words, place)
        assert read is None or (read[0] >= 0 and 1 <= read[1] <= len(words) - place)
