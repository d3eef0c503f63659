"""Normalising text, titles, ids and dates."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.reading.clean import (
    clean_id,
    clean_text,
    clean_url,
    headline_of,
    id_from_url,
    one_line,
    title_from_stem,
)

CONTROLS = [chr(n) for n in range(0x110000) if unicodedata.category(chr(n)) == "Cc"]
INVISIBLE = "\u00ad\u034f\u061c\u180e\u200b\u200c\u200d\u200e\u200f\u2060\u2064\ufeff"
LIGATURES = {"ﬀ": "ff", "ﬁ": "fi", "ﬂ": "fl", "ﬃ": "ffi", "ﬄ": "ffl", "ﬅ": "st", "ﬆ": "st"}
ANY_TEXT = st.text(st.characters(categories=None), max_size=80) | st.text(
    st.sampled_from(
        "a \u00a0\t\r\n\x0b\x0c\x85\0\x1b\u0301\u202e\u2028\ud800\udc00" + INVISIBLE + "ﬁﬅم\u093f👩"
    ),
    max_size=40,
)


@given(ANY_TEXT)
def test_cleaning_twice_changes_nothing_more(text: str) -> None:
    clean = clean_text(text)
    assert clean_text(clean) == clean
    assert unicodedata.is_normalized("NFC", clean)
    assert clean.encode().decode() == clean
    assert "\n\n\n" not in clean
    assert not any(
        unicodedata.category(c) == "Cc" for c in clean.replace("\n", "").replace("\t", "")
    )


@given(ANY_TEXT)
def test_words_survive_cleaning(text: str) -> None:
    clean = clean_text(text)
    kept = [c for c in text if c.isascii() and c.isalnum()]
    left = [c for c in unicodedata.normalize("NFD", clean) if c.isascii() and c.isalnum()]
    assert not any(letter in clean for letter in LIGATURES)
    composed = any(c not in LIGATURES and not c.isascii() for c in text)
    folded = "".join(LIGATURES.get(c, c) for c in text)
    assert composed or left == [c for c in folded if c.isascii() and c.isalnum()]
    assert len(left) >= len(kept)


@pytest.mark.parametrize(
    ("text", "clean"),
    [
        ("of\ufb01ce, \ufb00, \ufb02y, gri\ufb03n, ba\ufb04e, \ufb05op, \ufb06op",
         "office, ff, fly, griffin, baffle, stop, stop"),
        ("pen\u00adal\u00adty", "penalty"),
        ("a pen\u00ad\nalty of", "a penalty of"),
        ("in\u200baugu\u2060rated\ufeff", "inaugurated"),
        ("\ufeffStart", "Start"),
        ("co\u200dop\u200cerate\u200e", "cooperate"),
        ("می\u200cخواهم", "می\u200cخواهم"),  # a joiner that Persian is written with
        ("क्\u200dष", "क्\u200dष"),
        ("👩\u200d👩\u200d👧", "👩\u200d👩\u200d👧"),
        ("שלום\u200f (1)", "שלום\u200f (1)"),
        ("x² ½ № ﷺ", "x² ½ № ﷺ"),  # only ligatures of Latin letters
    ],
)  # fmt: skip
def test_letters_are_folded(text: str, clean: str) -> None:
    assert clean_text(text) == clean


@given(st.text(max_size=700))
def test_titles_and_ids_are_one_short_line(text: str) -> None:
    assert len(one_line(text)) <= 300
    assert one_line(one_line(text)) == one_line(text)
    assert len(clean_id(text)) <= 500
    assert clean_id(clean_id(text)) == clean_id(text)
    assert not set("\n\r\t") & set(clean_id(text))


def test_text_is_changed_only_as_promised() -> None:
    assert clean_text("  a  b \r\nc\t\r\r\r\rd\x00e\u202e \n") == "a  b\nc\n\nde"
    assert clean_text("page one\x0cpage two") == "page one\npage two"
    assert clean_text("cafe\u0301 “q” — x\ud83d") == "café “q” — x\ufffd"


def test_long_ids_that_begin_alike_stay_different() -> None:
    one, two = clean_id("x" * 600 + "1"), clean_id("x" * 600 + "2")
    assert one != two
    assert len(one) == len(two) == 500


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("https://www.Paper.org/World/Story-1/?utm_source=a&fbclid=b#c", "paper.org/World/Story-1"),
        ("http://paper.org:80/a?id=3&gclid=x&page=2", "paper.org/a?id=3&page=2"),
        ("https://user:secret@paper.org:8080/a", "paper.org:8080/a"),
        ("https://paper.org/?p=12", "paper.org?p=12"),
        ("https://paper.org/", ""),
        ("ftp://paper.org/a", ""),
        ("javascript:alert(1)", ""),
        ("https://[broken/a", ""),
        ("http://paper.org:port/a", ""),
        ("n/a", ""),
    ],
)
def test_ids_from_urls(url: str, expected: str) -> None:
    assert id_from_url(url) == expected


@given(st.text(max_size=60))
def test_any_url_gives_one_id(url: str) -> None:
    assert id_from_url("https://paper.org/" + url) == id_from_url("http://www.PAPER.org/" + url)


def test_only_web_addresses_are_kept() -> None:
    assert clean_url(" https://paper.org/a ") == "https://paper.org/a"
    assert clean_url("javascript:alert(1)") == clean_url("//paper.org") == clean_url("") == ""


@pytest.mark.parametrize(
    ("text", "headline"),
    [
        ("Rates rise again\n\nThe bank raised rates.", "Rates rise again"),
        ("The bank raised rates.\n\nMore.", ""),
        ("Rates rise again\nThe bank raised rates.", ""),
        ("Only one line", ""),
        ("x" * 121 + "\n\nMore.", ""),
    ],
)
def test_headlines(text: str, headline: str) -> None:
    assert headline_of(text) == headline


def test_titles_from_names() -> None:
    assert title_from_stem("2021-05-13_rate-rise") == "2021 05 13 rate rise"
    assert title_from_stem("--") == "--"
    assert title_from_stem("") == "Untitled"


def test_piles_of_combining_marks_are_cut() -> None:
    piled = "a" + "\u0301\u0316" * 200_000 + "b"
    clean = clean_text(piled)
    assert len(clean) < 110
    assert clean_text(clean) == clean
    assert unicodedata.is_normalized("NFC", clean)
    for before in range(0, 100, 7):  # wherever it begins
        assert len(clean_text("a" * before + "\u0316" * 300 + "b")) == before + 101
    for count in (90, 100, 101, 299, 300, 301):
        once = clean_text("x" * 300 + "\u0344" * count + "y")
        assert clean_text(once) == once
