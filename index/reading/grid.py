"""Tables as sentences, one a row, so that a cell can be cited with the heads of its row and column.

| Party | Seats 2018 | Seats 2022 |
| Blue  | 12         | 18         |    ->    Party: Blue; Seats 2018: 12; Seats 2022: 18.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

MOST_ROWS: Final = 5_000
_MOST_COLUMNS: Final = 200
_MOST_CELLS: Final = 100_000
_HAS_DIGIT = re.compile(r"\d")
_NAME = re.compile(r"[^\w]{0,2}[^\W\d_]|%$|(?:19|20)\d\d$")  # of a column; years are too


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell as it is written.

    Attributes:
        text: its words on one line, "" when it is empty.
        head: it is marked as the head of a row or column.
        columns, rows: how many it spans, 1 or more.
    """

    text: str
    head: bool = False
    columns: int = 1
    rows: int = 1


def sentences_of(rows: Sequence[Sequence[Cell]]) -> list[str]:
    """A sentence for each row with the heads of its columns; a row without words gives none."""
    grid = _spread(rows)
    width = max(map(len, grid), default=0)
    heads = _heads(grid)
    names = [_joined(row[n].text for row in heads if n < len(row)) for n in range(width)]
    group = ""
    found = []
    for row in grid[len(heads) :]:
        texts = [cell.text for cell in row]
        words = list(dict.fromkeys(filter(None, texts)))
        if len(words) == 1 and len(row) == width > 1 and row[0].columns >= width:
            group = words[0].rstrip(":")  # a head over the rows that follow
        elif words:
            sentence = _sentence(row, names)
            found.append(f"{group} – {sentence}" if group else sentence)
    return found


def _spread(rows: Sequence[Sequence[Cell]]) -> list[list[Cell]]:
    """The rows with a cell in each column: one that spans several stands in all of them."""
    grid: list[list[Cell]] = []
    below: dict[int, tuple[Cell, int]] = {}  # by column: what reaches down, and for how many rows
    count = 0
    for cells in rows[:MOST_ROWS]:
        row: list[Cell] = []
        queue = iter(cells)
        cell = next(queue, None)
        while (cell or len(row) in below) and len(row) < _MOST_COLUMNS and count < _MOST_CELLS:
            count += 1
            if len(row) in below:
                reaching, left = below.pop(len(row))
                if left > 1:
                    below[len(row)] = (reaching, left - 1)
                row.append(reaching)
                continue
            assert cell
            for _ in range(min(cell.columns, _MOST_COLUMNS - len(row))):
                if cell.rows > 1:
                    below[len(row)] = (cell, cell.rows - 1)
                row.append(cell)
            cell = next(queue, None)
        grid.append(row)
    return grid


def _heads(grid: list[list[Cell]]) -> list[list[Cell]]:
    """The rows in front that hold the heads of columns."""
    marked = 0
    for row in grid:
        if not row or not all(cell.head or not cell.text for cell in row):
            break
        marked += 1
    if marked:
        return grid[:marked] if marked < len(grid) else []
    if len(grid) < 2 or any(cell.head for row in grid for cell in row):
        return []
    first = [cell.text for cell in grid[0]]
    below = [cell.text for row in grid[1:] for cell in row]
    named = all(_NAME.match(text) for text in first if text)
    return grid[:1] if named and len({*first}) == len(first) > 1 and _numbers(below) else []


def _numbers(texts: list[str]) -> bool:
    """Whether a good part of the cells are numbers, so that those above them are their names."""
    return 4 * sum(1 for text in texts if text and _HAS_DIGIT.match(text.lstrip("+-−£$€("))) > len(
        texts
    )


def _sentence(row: list[Cell], names: list[str]) -> str:
    parts: list[str] = []
    last: Cell | None = None
    for number, cell in enumerate(row):
        if not cell.text or cell is last:
            continue
        last = cell
        over = (names[n] for n in range(number, len(row)) if row[n] is cell)
        name = ", ".join(dict.fromkeys(filter(None, over)))  # of all the columns that it spans
        parts.append(f"{name}: {cell.text}" if name else cell.text)
    named = any(names)
    if not named and len(parts) == 2:
        text = f"{parts[0].rstrip(':')}: {parts[1]}"
    elif not names[0] and len(parts) > 1 and named:
        text = f"{parts[0]} – {'; '.join(parts[1:])}"
    else:
        text = "; ".join(parts)
    return text if text[-1:] in ".!?" else f"{text}."


def _joined(texts: Iterator[str]) -> str:
    """The heads above one column, from the top, each once."""
    return " ".join(dict.fromkeys(text.rstrip(":").strip() for text in texts if text))
