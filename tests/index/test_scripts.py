"""Scripts without spaces as pairs of letters."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.scripts import has_pairs, in_pairs, is_closed_up
from qa.language.words import words


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("林登市", ["林登", "登市"]),
        ("水", ["水"]),
        ("iPhone手机壳 15", ["iphone", "手机", "机壳", "15"]),
        ("ガードレール・カー", ["ガー", "ード", "ドレ", "レー", "ール", "カー"]),
        ("เมื่อวาน", ["เม", "มื", "ือ", "อว", "วา", "าน"]),
        ("도서관이 열렸다", ["도서", "서관", "관이", "열렸", "렸다"]),
        ("हिन्दी में", ["हिन्दी", "में"]),
        ("in Café Müller, U.S.", ["in", "café", "müller", "u.s."]),
        ("مكتبة الجديدة", ["مكتبة", "الجديدة"]),
    ],
)
def test_words_of_a_text(text: str, found: list[str]) -> None:
    assert words(text) == found


def test_letters_alone_are_given_where_asked_for() -> None:
    assert in_pairs("a 林登市 b", alone=True).split() == "a 林登 登市 林 登 市 b".split()
    assert is_closed_up("林")
    assert not is_closed_up("도")


@given(st.text(max_size=40) | st.text("林登สะื่도a .", max_size=20))
def test_other_scripts_are_left_alone(text: str) -> None:
    assert in_pairs(text) == text or has_pairs(text)
    assert set(in_pairs(text, alone=True)) <= {*text, " "}
