"""Which line ends of a text were put there by a program, to keep lines to a width.

A program that wraps breaks a line where the next word would not have fitted: the lines are full.
Writers break verses, lists and headings where they like: lines are of any length, begin with
capitals and end with marks. Each break is weighed by these signs, with the logarithms of how much
more often they are met in one kind of text than in the other, and a block of lines is taken for
wrapped, or not, by the sum.

Standard library only. Widths count characters, so that text set in letters of different widths,
as in a PDF, is told with more slack.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from math import log
from typing import Final

from index.lines import HYPHEN_AT_END, WIDTHS, Break, blocks_of, breaks_of

_SHORT: Final = 25  # a line alone that is shorter is not full, whatever follows it
_WIDE: Final = 60  # hardly a verse is as wide
_ENOUGH: Final = 4  # line ends from which something can be told
# sums of weights: of a block that is wrapped, of a text that surely is, and what is added to those
# of its blocks that have its width
_LEAST: Final = 1.0
_CERTAIN: Final = 5.0
_LIKE_OTHERS: Final = 2.0

_LINES: Final = re.compile(r"[^\n]\n[^\n]")
_MARK_AT_END: Final = re.compile(r"[.,;:!?…。，、；：！？؟،۔।](?:[\"'”’»)\]」』]|\[\d+\])*$")
_PARTICLE_AT_END: Final = re.compile(r"(?:^|\s)[^\W\d_][^\W\d_A-Z]{0,2}$")  # "of", "The", "и"


@dataclass(frozen=True, slots=True)
class Signs:
    """How wrapped text is told.

    Attributes:
        slack: the share of the width that a full line may lack.
        expected: what is added to every sum, where text is known to be wrapped.
    """

    slack: float = 0.1
    expected: float = 0.0


_TYPED: Final = Signs()


@dataclass(frozen=True, slots=True)
class Block:
    """Lines that follow each other without an empty one, some of them wrapped.

    Attributes:
        start, end: `text[start:end]`, from the first line's words to the last line's end.
        wraps: where the line ends stand that only wrap, in order; no other line end of the block
            is inside a paragraph.
    """

    start: int
    end: int
    wraps: tuple[int, ...]


def wrapped_blocks(text: str, signs: Signs = _TYPED) -> list[Block]:
    """The blocks of a text in which line ends wrap, in order.

    Args:
        text: with LF at line ends.
        signs: how wrapped text is told.
    """
    if not _LINES.search(text):
        return []
    blocks = list(blocks_of(text))
    breaks = [breaks_of(block) for block in blocks]
    common = _common_width(breaks, signs)
    found = []
    for block, own in zip(blocks, breaks, strict=True):
        width = _width_of(own, common, signs)
        wraps = tuple(b.line.end for b in own if _joins(b, width, signs)) if width else ()
        if wraps:
            found.append(Block(block[0].start, block[-1].end, wraps))
    return found


def _common_width(breaks: Sequence[Sequence[Break]], signs: Signs) -> int:
    """The width that the blocks of a text were wrapped to; 0 where there is no telling."""
    every = [one for own in breaks for one in own]
    if len(every) < _ENOUGH:
        return 0
    width = _best_width(every, signs)
    return width if width in WIDTHS and _weight(every, width, signs) > _CERTAIN else 0


def _best_width(breaks: Sequence[Break], signs: Signs) -> int:
    """The width at which most lines are as full as they can be, the least such."""
    widths = sorted(one.line.width for one in breaks)
    if signs.slack > _TYPED.slack:  # letters are not of one width: no line is just full
        return widths[len(widths) * 9 // 10]
    steps: Counter[int] = Counter()
    for one in breaks:
        steps[one.line.width] += 1
        steps[one.need] -= 1
    full, best, most = 0, 0, -1
    for width in sorted(steps):
        full += steps[width]
        if full > most:
            best, most = width, full
    return best


def _width_of(breaks: Sequence[Break], common: int, signs: Signs) -> int:
    """The width that a block was wrapped to, 0 where it was not."""
    if not breaks:
        return 0
    like_others = common and any(one.is_full(common, signs.slack) for one in breaks)
    if like_others and _weight(breaks, common, signs) + _LIKE_OTHERS > _LEAST:
        return common
    width = _best_width(breaks, signs)
    if len(breaks) == 1:
        width = max(width, breaks[0].following.width)
    if width not in WIDTHS or (len(breaks) == 1 and breaks[0].line.width < _SHORT):
        return 0
    cases = [one.case for one in breaks]
    if cases.count(-1) >= _ENOUGH and 1 not in cases:  # verses, or names
        return 0
    fitted = _of_full(breaks, width)  # the width was chosen to suit one of the lines
    return width if _weight(breaks, width, signs) - fitted > _LEAST else 0


def _weight(breaks: Sequence[Break], width: int, signs: Signs) -> float:
    full = _of_full(breaks, width)
    return signs.expected + sum(_of_one(one, width, full, signs) for one in breaks)


def _of_full(breaks: Sequence[Break], width: int) -> float:
    """What a full line weighs: the shorter the words, the less likely it is full by chance."""
    word = sum(one.need - one.line.width for one in breaks) / len(breaks)
    return log(0.95 / min(0.5, word / (0.6 * width)))


def _of_one(one: Break, width: int, full: float, signs: Signs) -> float:
    if one.line.width > width * 1.05:
        found = -2.6
    elif one.is_full(width, signs.slack):
        found = full if one.line.width <= width and one.is_full(width, 0) else 0.3
    elif one.line.stops:
        return 0.0  # a paragraph may end here, in any text
    else:
        found = -2.6
    if HYPHEN_AT_END.search(one.line.tail) and one.case >= 0:
        return found + 2.0
    unmarked = 1.2 if width >= _WIDE else 0.8
    found += -1.3 if _MARK_AT_END.search(one.line.tail) else unmarked
    if _PARTICLE_AT_END.search(one.line.tail):
        found += 1.5
    return found + (0.0, 1.0, -1.4)[one.case]


def _joins(one: Break, width: int, signs: Signs) -> bool:
    """Whether a line end of a wrapped block only wraps."""
    if one.line.stops and one.case <= 0:
        return one.is_full(width, 0)
    return one.is_full(width, signs.slack) or (one.case > 0 and not one.line.stops)
