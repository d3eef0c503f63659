"""Tables as sentences, one a row."""

from __future__ import annotations

import pytest

from index.reading.grid import Cell, sentences_of
from index.reading.markdown_tables import tables_as_sentences
from index.reading.note_marks import without_note_marks


def cells(*rows: str) -> list[list[Cell]]:
    """Rows of cells apart by `|`; one that begins with `!` is a head."""
    return [[Cell(c.lstrip("!"), c.startswith("!")) for c in row.split("|")] for row in rows]


@pytest.mark.parametrize(
    ("rows", "sentences"),
    [
        (["!Party|!For", "Blue|15", "Red|0"], ["Party: Blue; For: 15.", "Party: Red; For: 0."]),
        (["Party|Top 5|2018", "Blue|15|3"], ["Party: Blue; Top 5: 15; 2018: 3."]),
        (["!|!Seats|!Votes", "Blue|18|9,412"], ["Blue – Seats: 18; Votes: 9,412."]),
        (["!Population|12,345", "!Mayor:|Otto"], ["Population: 12,345.", "Mayor: Otto."]),
        (["Population|12,345", "Mayor|Otto"], ["Population: 12,345.", "Mayor: Otto."]),
        (["!Party|!For", "|", "Blue|"], ["Party: Blue."]),
        (["!Party|!Said", "Blue|Never!"], ["Party: Blue; Said: Never!"]),
        ([], []),
        (["!Only|!heads"], ["Only: heads."]),
    ],
)
def test_rows(rows: list[str], sentences: list[str]) -> None:
    assert sentences_of(cells(*rows)) == sentences


def test_cells_over_several_rows_and_columns() -> None:
    rows = [
        [Cell("", True), Cell("2018", True, columns=2), Cell("2022", True)],
        [Cell("North", columns=4)],
        [Cell("Blue", rows=2), Cell("1"), Cell("2"), Cell("3")],
        [Cell("4"), Cell("5", columns=2)],
    ]
    assert sentences_of(rows) == [
        "North – Blue – 2018: 1; 2018: 2; 2022: 3.",
        "North – Blue – 2018: 4; 2018, 2022: 5.",
    ]
    huge = [[Cell("x", columns=10**9, rows=10**9), Cell("y")], [Cell("z", rows=10**9)]] * 3_000
    assert len(sentences_of(huge)) <= 6_000


def test_tables_of_markdown() -> None:
    text = "Before\n| Party | Seats \\| share |\n|:--|--:|\n| **Blue** | 18 |\n|Red\n\nA | b\nno"
    assert tables_as_sentences(text.split("\n")) == [
        "Before", "", "Party: **Blue**; Seats | share: 18.", "Party: Red.", "", "A | b", "no",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("note", "words"),
    [
        ("Linden ==approved 21 to 9==. a == b == c", "Linden approved 21 to 9. a == b == c"),
        ("See [[Mill plan|the plan]], [[Tom]] and [[A#B]], [[A#^b1]].",
         "See the plan, Tom and A > B, A."),
        ("![[library.png]]%% check this %% It closed.[^1] ^block-id", " It closed."),
        ("> [!quote]- Ruth Proof\n> > It opens.", "Ruth Proof\nIt opens."),
        ("One.^[A note.]\n\n[^1]: Linden Post\n    archive\n\nTwo.", "One.\n\n\nTwo."),
        ("%%\nhidden\n%%\nseen", "seen"),
        ("%%\nseen", "seen"),
        ("2^10 > 5", "2^10 > 5"),
    ],
)  # fmt: skip
def test_marks_of_notes(note: str, words: str) -> None:
    assert "\n".join(without_note_marks(note.split("\n"))) == words
