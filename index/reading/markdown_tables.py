"""Tables of Markdown, made into sentences."""

from __future__ import annotations

import re
from typing import Final

from index.reading.grid import MOST_ROWS, Cell, sentences_of

_DELIMITERS = re.compile(r"[ \t]*\|?[ \t]*:?-+:?[ \t]*(?:\|[ \t]*:?-+:?[ \t]*)*\|?[ \t]*")
_CELL_END = re.compile(r"(?<!\\)\|")
_MOST_LINE_CHARS: Final = 20_000


def tables_as_sentences(lines: list[str]) -> list[str]:
    """The lines of a text with each table in them as a sentence a row."""
    done: list[str] = []
    number = 0
    while number < len(lines):
        end = _table_end(lines, number)
        if end:
            heads = [Cell(cell.text, head=True) for cell in _cells(lines[number])]
            rows = [_cells(line) for line in lines[number + 2 : end]]
            done += [""] if done and done[-1].strip() else []
            done += sentences_of([heads, *rows])
            done += [""] if end < len(lines) and lines[end].strip() else []
            number = end
        else:
            done.append(lines[number])
            number += 1
    return done


def _table_end(lines: list[str], start: int) -> int:
    """The number of the line after the table that begins here; 0 where none does."""
    if start + 2 >= len(lines) or "|" not in lines[start]:
        return 0
    marks = lines[start + 1]
    if "-" not in marks or "|" not in marks or len(marks) > _MOST_LINE_CHARS:
        return 0
    if not _DELIMITERS.fullmatch(marks) or len(_cells(lines[start])) != len(_cells(marks)):
        return 0
    end = start + 2
    while end < len(lines) and "|" in lines[end] and end - start < MOST_ROWS:
        end += 1
    return end if end > start + 2 else 0


def _cells(line: str) -> list[Cell]:
    parts = _CELL_END.split(line.strip())
    if parts and not parts[0]:
        parts = parts[1:]
    if parts and not parts[-1].strip():
        parts = parts[:-1]
    return [Cell(" ".join(part.replace("\\|", "|").split())) for part in parts]
