"""Large letters that begin a paragraph on a printed page."""

from __future__ import annotations

from pathlib import Path

import pytest

from index.reading.drop_caps import Drawn, with_drop_caps
from tests.index.reading.samples import only, pdf, write

pytestmark = pytest.mark.usefixtures("in_this_process")

TITLE = Drawn("Ferry line to close", 72, 740, 24)
BREAK = Drawn("\n", 72, 700, 12)


def lines(words: str, x: float = 100) -> list[Drawn]:
    """Two lines at the right of a large letter, the second at its foot, and more below."""
    return [
        Drawn(words, x, 700, 12), BREAK,
        Drawn("and others were paid by the end of August at the latest.", x, 682, 12), BREAK,
        Drawn("The unions had asked for more, and none of them was heard.", 72, 664, 12),
    ]  # fmt: skip


def letter(text: str, x: float = 72, size: float = 40) -> list[Drawn]:
    return [Drawn(text, x, 680, size), BREAK]


@pytest.mark.parametrize(
    ("large", "words", "whole"),
    [
        ("T", "he president said so,", "The president said so,"),
        ("T", " he president said so,", "The president said so,"),
        ("“T", "he end,” they said,", "“The end,” they said,"),
        ("L", "INDEN has decided,", "LINDEN has decided,"),
        ("T", "HE PRESIDENT said so,", "THE PRESIDENT said so,"),
        ("É", "lise was elected,", "Élise was elected,"),
        ("A", "fter the vote they left,", "After the vote they left,"),
        ("A", "council of nine decided,", "A council of nine decided,"),
        ("I", "n Linden nine were heard,", "In Linden nine were heard,"),
        ("I", "was there when they came,", "I was there when they came,"),
    ],
)
@pytest.mark.parametrize("first", [True, False], ids=["drawn first", "drawn last"])
def test_a_large_letter_begins_its_paragraph(
    large: str, words: str, whole: str, first: bool
) -> None:
    around = [TITLE, BREAK, *lines(words)]
    pieces = [*letter(large), *around] if first else [*around, BREAK, *letter(large)]
    text = with_drop_caps(pieces)
    assert whole in text.split("\n")
    assert len(text) - text.count("\n") == len("".join(p.text for p in around)) - around.count(
        BREAK
    ) + len(large) + whole.startswith(f"{large} ") - words.startswith(" ")


@pytest.mark.parametrize(
    "pieces",
    [
        [TITLE, BREAK, *lines("he president said so,")],
        [*letter("T", size=13), TITLE, *lines("he president said so,")],
        [*letter("TV"), TITLE, *lines("he president said so,")],
        [*letter("7"), TITLE, *lines("days are left, they said,")],
        [*letter("T"), TITLE, *lines("he president said so,", x=300)],
        [*letter("T", x=110), TITLE, *lines("he president said so,")],
        [*letter("B"), TITLE, *lines("Section of the paper, Friday")],
        [*letter("B"), TITLE, *lines("SECTION OF THE PAPER")],
        [Drawn("A", 72, 740, 24), Drawn("B", 90, 740, 24), *lines("he president said so,", x=72)],
        [],
    ],
    ids=(
        "none;hardly larger;two letters;a number;far;at the right;a section;in capitals;a title"
        ";nothing"
    ).split(";"),
)
def test_other_letters_stay_where_they_are(pieces: list[Drawn]) -> None:
    assert with_drop_caps(pieces) == "".join(piece.text for piece in pieces)


def test_a_pdf_with_a_large_letter(tmp_path: Path) -> None:
    page = (
        "Ferry line to close) Tj ET BT /F1 40 Tf 72 640 Td (T) Tj ET BT /F1 12 Tf 14 TL 100 660 Td "
        "(he president of Linden said that the ferry would\nstop on 30 June after forty years."
    )
    article = only(write(tmp_path / "a.pdf", pdf(page)))
    assert article.title == "Ferry line to close"
    assert article.text == (
        "Ferry line to close\n\nThe president of Linden said that the ferry would stop on 30 June "
        "after forty years."
    )
