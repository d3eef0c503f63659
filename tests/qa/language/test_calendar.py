from __future__ import annotations

import re

import pytest

from qa.language.calendar import MONTH_PATTERN, MONTHS, month_number


@pytest.mark.parametrize("month", MONTHS)
def test_a_month_is_known_in_full_and_in_short(month: str) -> None:
    number = MONTHS.index(month) + 1
    for written in (month, month.upper(), month[:3], f"{month[:3]}.", month[:3].casefold()):
        assert month_number(written) == number
        assert re.fullmatch(MONTH_PATTERN, written.removesuffix("."), re.IGNORECASE)


@pytest.mark.parametrize(
    ("word", "number"), [("Sept", 9), ("Sept.", 9), ("Marc", None), ("", None)]
)
def test_other_short_forms_are_known_only_where_they_are_used(
    word: str, number: int | None
) -> None:
    assert month_number(word) == number
