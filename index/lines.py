"""The lines of a text in blocks, and how each ends and the next begins.

Standard library only.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from index.scripts import is_closed_up

WIDTHS: Final = range(20, 181)  # of lines that a program breaks; longer ones are paragraphs
_MOST_LINES: Final = 2_000  # of a block that are weighed together
_TAIL: Final = 12  # characters of a line that show how it ends
_STOP_AT_END: Final = re.compile(r"[.:!?…。：！？؟۔।](?:[\"'”’»)\]」』]|\[\d+\])*$")
HYPHEN_AT_END: Final = re.compile(r"[^\W\d_][-\u2010\u00ad]$")
# Who wrote it, in a line of its own: within a sentence the first word would be a small one.
BYLINE: Final = re.compile(
    r"(?:By|Von|Par|Por|Door) (?:(?:[^\W\d_a-z][\w.'’-]*|and|und|et|y|en|de|van|von) ?){2,8}"
    r"(?:,[^.]{0,60})?$"
)
_BULLET: Final = re.compile(r"(?:[-*+•‣▪◦·–—]|\(?\d{1,2}[.)]|\(?[a-z][.)])\s|>|\|")
_CELLS: Final = re.compile(r"\t|\|.*\||\S {3,}\S")


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a text.

    Attributes:
        start: where its words begin.
        end: where its line end stands.
        words: what is written in it.
        indent: the width of the white space before them.
    """

    start: int
    end: int
    words: str
    indent: int

    @property
    def tail(self) -> str:
        """How it ends."""
        return self.words[-_TAIL:]

    @property
    def stops(self) -> bool:
        """Whether it ends as a sentence does."""
        return bool(_STOP_AT_END.search(self.tail))

    @property
    def width(self) -> int:
        """How many characters wide it is."""
        return self.indent + len(self.words)


@dataclass(frozen=True, slots=True)
class Break:
    """The end of a line and how the next begins.

    Attributes:
        need: how wide the line would be with the next word.
    """

    line: Line
    following: Line
    need: int

    @classmethod
    def between(cls, line: Line, following: Line) -> Break:
        """The break between two lines."""
        last, first = line.words[-1:], following.words[:1]
        if is_closed_up(last) and is_closed_up(first):
            return cls(line, following, line.width + 1)
        gap = 0 if HYPHEN_AT_END.search(line.tail) else 1
        word = following.words.partition(" ")[0]
        return cls(line, following, line.width + gap + len(word))

    def is_full(self, width: float, slack: float) -> bool:
        """Whether the next word would not have fitted, but for a share of the width."""
        return self.need > width * (1 - slack)

    @property
    def case(self) -> int:
        """1 when the next line begins with a small letter, -1 with a capital, else 0."""
        left, right = self.line.words, self.following.words
        if left[-3:-1].isupper() and left[-1] == "-":  # a word in capitals, broken
            left, right = left[-3:], right[:2]
        if left.isupper() and right.isupper():
            return 0
        first = self.following.words[:1]
        return first.islower() - first.isupper()


def blocks_of(text: str) -> Iterator[list[Line]]:
    """Lines in a row that are worth weighing: few of them are paragraphs, or rows of a table."""
    lines: list[tuple[int, str]] = []
    start = long = 0
    for line in [*text.split("\n"), ""]:
        if line and not line.isspace() and len(lines) < _MOST_LINES:
            lines.append((start, line))
            long += len(line) > WIDTHS[-1]
        else:
            if len(lines) > 1 and 4 * long <= len(lines) and 2 * _rows(lines) <= len(lines):
                yield [_line(*each) for each in lines]
            lines, long = [], 0
        start += len(line) + 1


def _rows(lines: Sequence[tuple[int, str]]) -> int:
    return sum(bool(_CELLS.search(line.strip())) for _, line in lines)


def _line(start: int, line: str) -> Line:
    words = line.strip()
    before = line[: len(line) - len(line.lstrip())]
    return Line(start + len(before), start + len(line), words, len(before.expandtabs()))


def breaks_of(block: Sequence[Line]) -> list[Break]:
    """The line ends of a block that may wrap: not those before or after a row or a list's item."""
    items = _items(block)
    indent = None if items else _first_indent(block)
    found = []
    for line, following in pairwise(block):
        if "\t" in line.words or "\t" in following.words or following.start in items:
            continue
        if following.indent == indent or BYLINE.match(following.words):
            continue
        found.append(Break.between(line, following))
    return found


def _items(block: Sequence[Line]) -> set[int]:
    """Where items of a list begin; a dash or a number may begin a line of prose as well."""
    listed = [line.start for line in block if _BULLET.match(line.words)]
    if 4 * len(listed) >= len(block) and len(listed) > 1:
        return set(listed)
    stopped = {b.start for a, b in pairwise(block) if a.stops}
    return stopped.intersection(listed)


def _first_indent(block: Sequence[Line]) -> int | None:
    """How far the first lines of paragraphs are indented; None where that does not tell them.

    Either they stand further in than the others, or the others do: lines before them end in stops.
    """
    before: dict[int, list[bool]] = {block[0].indent: []}
    for line, following in pairwise(block):
        before.setdefault(following.indent, []).append(line.stops)
    if len(before) == 1:
        return None
    stopped = {indent: sum(each) / len(each) for indent, each in before.items() if each}
    first = max(stopped, key=lambda indent: (stopped[indent], indent))
    return first if stopped[first] > 0.5 else None
