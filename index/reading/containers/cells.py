"""Tables of office documents: a sentence a row, with the heads of its columns."""

from __future__ import annotations

import re
from collections.abc import Sequence
from html import escape, unescape
from typing import Final

from index.reading.grid import Cell, sentences_of

_MARKS: Final = re.compile(r"<[^<>]*>")
_LONGEST_CELL: Final = (
    500  # characters; a longer one is a column of a page, in a table for its looks
)


def cell_of(html: str, *, head: bool = False, columns: int = 1) -> tuple[str, Cell]:
    """A cell of what stands in it, as HTML and as words."""
    words = " ".join(unescape(_MARKS.sub(" ", html)).split())
    return html, Cell(words, head=head, columns=max(1, columns))


def table_html(rows: Sequence[Sequence[tuple[str, Cell]]]) -> str:
    """A table as paragraphs: its rows as sentences, or what is in it where it only lays out."""
    cells = [cell for row in rows for _, cell in row]
    lays_out = max(map(len, rows), default=0) < 2
    if lays_out or any(len(cell.text) > _LONGEST_CELL for cell in cells):
        return "".join(html for row in rows for html, _ in row)
    said = sentences_of([[cell for _, cell in row] for row in rows])
    return "".join(f"<p>{escape(sentence, quote=False)}</p>" for sentence in said)


def number(value: str) -> int:
    """A number that a document gives, 1 where it is none."""
    return int(value) if value.isascii() and value.isdigit() and len(value) < 4 else 1
