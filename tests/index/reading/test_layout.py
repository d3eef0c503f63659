"""Texts laid out for the eye: columns, empty lines between lines, letters by HTML's names."""

from __future__ import annotations

import json
import textwrap
from itertools import zip_longest
from pathlib import Path

import pytest

from index.reading.fragment import unescaped
from index.reading.layout import laid_out_plainly, single_spaced
from tests.index.reading.samples import only, write

FERRY = (
    "The ferry to the islands stopped on Friday, as its owner could not pay for fuel any longer."
    " Some hundred people were left on the quay, among them a school class and two doctors. The"
    " harbour master opened a hall for them, and bakers brought bread through the night."
)
MUSEUM = (
    "A museum of clocks opens in the former customs house next spring, with four hundred pieces on"
    " show. Most of them were collected by a teacher who repaired them in his kitchen. He wants to"
    " hear them strike together at noon, which the neighbours have not been asked about."
)
RAIN = (
    "Rain is likely in the north until Sunday, while the south stays dry and rather warm for the"
    " season. On the coast winds may reach eighty kilometres an hour, so the beaches are closed."
)


def beside(*texts: str, width: int = 30, gap: int = 4) -> str:
    columns = [textwrap.wrap(text, width) for text in texts]
    rows = zip_longest(*columns, fillvalue="")
    return "\n".join("".join(one.ljust(width + gap) for one in row).rstrip() for row in rows)


def read(folder: Path, text: str) -> str:
    return only(write(folder / "a.txt", text)).text


@pytest.mark.parametrize("width", [24, 30, 38, 50])
@pytest.mark.parametrize("gap", [2, 3, 8])
def test_columns_are_read_one_after_another(tmp_path: Path, width: int, gap: int) -> None:
    text = "    " * (gap == 8) + beside(FERRY, MUSEUM, width=width, gap=gap)
    assert read(tmp_path, text) == f"{FERRY}\n\n{MUSEUM}"


def test_three_columns_and_an_article_that_goes_on_in_the_next(tmp_path: Path) -> None:
    assert read(tmp_path, beside(FERRY, MUSEUM, RAIN, width=26)) == f"{FERRY}\n\n{MUSEUM}\n\n{RAIN}"
    lines = textwrap.wrap(FERRY, 30)
    halves = (" ".join(lines[:5]), " ".join(lines[5:]))
    assert read(tmp_path, beside(*halves)) == FERRY


def test_a_heading_over_columns_and_pages_of_them(tmp_path: Path) -> None:
    heading = "THE HARBOUR POST, LATE EDITION, FOR ALL THE ISLANDS"
    text = f"{heading}\n\n{beside(FERRY, MUSEUM)}"
    assert read(tmp_path, text) == f"{heading}\n\n{FERRY}\n\n{MUSEUM}"
    pages = f"{beside(FERRY, MUSEUM)}\n\x0c{beside(RAIN, FERRY, width=34)}"
    assert read(tmp_path, pages) == f"{FERRY}\n\n{MUSEUM}\n\n{RAIN}\n\n{FERRY}"


def test_paragraphs_of_columns_stay_apart(tmp_path: Path) -> None:
    upper, lower = beside(FERRY, MUSEUM), beside(RAIN, RAIN)
    assert read(tmp_path, f"{upper}\n\n{lower}").split("\n\n") == [FERRY, RAIN, MUSEUM, RAIN]


@pytest.mark.parametrize(
    "text",
    [
        "Town        People     Mayor\nSand Point  1,200      Ann Poe\nOld Ferry   14,000     Tom"
        "\nLindholm    900        Eva Ros\nKirkby      22,100     Jo Marsh",
        "tide        the sea as it rises and\n            falls twice a day\n"
        "quay        a wall beside which ships\n            are made fast",
        "def f(a):       # first of all\n    return a    # and then back\n\ng = f(2)        # two"
        "\nprint(g)        # shown here",
        "Shall I compare thee\n   to a summer's day\nThou art more lovely\n   and more temperate",
        FERRY, "\n".join(textwrap.wrap(FERRY, 60)),
        "A. Yes.        B. No.\nA. Maybe.      B. Never.\nA. Always.     B. Often.",
    ],
)  # fmt: skip
def test_other_texts_stay(text: str) -> None:
    assert laid_out_plainly(text) == text


@pytest.mark.parametrize("width", [45, 60, 72, 90])
@pytest.mark.parametrize("newline", ["\n", "\r\n"])
def test_double_spaced_lines_are_whole_sentences(tmp_path: Path, width: int, newline: str) -> None:
    lines = [*textwrap.wrap(FERRY, width), *textwrap.wrap(MUSEUM, width)]
    wanted = f"{FERRY} {MUSEUM}"
    assert read(tmp_path, f"{newline * 2}".join(lines)).replace("\n\n", " ") == wanted
    three = f"{newline * 3}".join(
        f"{newline * 2}".join(textwrap.wrap(text, width)) for text in (FERRY, MUSEUM, RAIN)
    )
    assert read(tmp_path, three) == f"{FERRY}\n\n{MUSEUM}\n\n{RAIN}"


@pytest.mark.parametrize(
    "text",
    [
        "\n\n".join([FERRY, MUSEUM, RAIN] * 3),
        "\n\n".join(["The quay was empty.", "Nobody came.", "At noon it rained.", "Then the ferry"
                     " blew its horn.", "It was late.", "People waved."]),
        "\n\n".join(["O sea", "so wide", "I stood", "and cried", "to thee", "who hide"]),
        "\n\n".join(f"- item {n} of the list" for n in range(8)),
    ],
)  # fmt: skip
def test_paragraphs_of_one_line_stay(text: str) -> None:
    assert single_spaced(text) == text


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("Fish &amp; chips", "Fish & chips"),
        ("It&#8217;s &ldquo;open&rdquo; &#x2013; for &pound;5.", "It’s “open” – for £5."),
        ("Twice &amp;#8217;so&amp;#8217;", "Twice ’so’"),
        ("Caf&eacute;&nbsp;Central", "Café\u00a0Central"),
        ("1 &lt; 2", "1 < 2"),
        ("R&D and &amp; so on", None),
        ("Write &amp; for an ampersand in HTML", None),
        ("Use <b>&nbsp;</b> here", None),
        ("AT&T; fine", None),
        ("a & b; c", None),
        ("no letters by name", None),
    ],
)
def test_letters_by_their_names(text: str, read: str | None) -> None:
    assert unescaped(text) == (text if read is None else read)


def test_letters_by_their_names_in_files(tmp_path: Path) -> None:
    assert only(write(tmp_path / "a.txt", "Fish &amp; chips.")).text == "Fish & chips."
    held = json.dumps({"title": "Fish &amp; chips", "text": "The mayor&#39;s fish &amp; chips."})
    article = only(write(tmp_path / "b" / "a.json", held))
    assert (article.title, article.text) == ("Fish & chips", "The mayor's fish & chips.")
