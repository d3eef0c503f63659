"""How a text was laid out for the eye, undone: columns side by side, an empty line after each line.

The council voted on     The new library         The council voted on
Monday to close the      will open in June,  ->  Monday to close the
old bridge.              after two years.        old bridge. …

Standard library only. What is no prose, such as a table, stays as it is.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import groupby, pairwise
from typing import Final

from index.reading.clean import lf_lines
from index.wrapping import wrapped_blocks

_PAGE_END: Final = "\x0c"
_RIGHT: Final = re.compile(r"(?<=\S) {2,}(?=\S)")
_FEWEST_LINES: Final = 4  # with words in both columns
_BOTH: Final = 0.6  # of the lines: in a list of terms one side is mostly empty
_LEAST_WIDTH: Final = 16  # characters of a column, on average
_LEAST_WORDS: Final = 2.5
_GOES_ON: Final = 0.4  # of the lines begin with a small letter: prose
_MOST_COLUMNS: Final = 4
_MOST_LINES: Final = 20_000
_STOP_AT_END: Final = re.compile(r"[.!?:…][\"'”’»)\]]*$")
_FEWEST_SPACED: Final = 5  # lines
_WRAPPED: Final = 0.5  # of the line ends only wrap


def laid_out_plainly(text: str) -> str:
    """The text in the order in which it is read, an empty line only between paragraphs."""
    if "   " in text:
        text = "\n\n".join(_columns_apart(lf_lines(page)) for page in text.split(_PAGE_END))
    return single_spaced(text)


def single_spaced(text: str) -> str:
    """A wrapped text in which each line is followed by an empty one, without these."""
    plain = lf_lines(text)
    runs = [(empty, len(list(run))) for empty, run in groupby(
        plain.strip().split("\n"), lambda line: not line.strip())]  # fmt: skip
    lines = [count for empty, count in runs if not empty]
    gaps = [count for empty, count in runs if empty]
    if len(lines) < _FEWEST_SPACED or max(lines) > 1 or max(gaps) > 3:
        return text
    found = plain.strip()
    if min(gaps) < max(gaps):  # more than one between paragraphs
        found = re.sub(r"\n[ \t]*\n[ \t]*\n\s*", "\x00", found)
    found = re.sub(r"\n[ \t]*\n", "\n", found).replace("\x00", "\n\n")
    wraps = sum(len(block.wraps) for block in wrapped_blocks(found))
    return found if wraps >= _WRAPPED * len(gaps) else text


def _columns_apart(page: str, most: int = _MOST_COLUMNS) -> str:
    lines = page.split("\n")
    if len(lines) > _MOST_LINES or most < 2:
        return page
    lines = [line.expandtabs() for line in lines]
    starts = Counter(gap.end() for line in lines for gap in _RIGHT.finditer(line))
    for start, count in sorted(starts.items(), key=lambda item: (-item[1], item[0])):
        if count < _FEWEST_LINES:
            break
        parts = list(_regions(lines, start))
        if any(apart for apart, _ in parts):
            return "\n".join(
                _one_after_another(region, start, most) if apart else "\n".join(region)
                for apart, region in parts
            )
    return page


def _regions(lines: Sequence[str], start: int) -> Iterator[tuple[bool, list[str]]]:
    """The lines in runs, and whether those of a run stand in two columns, parted at `start`."""
    for open_, run in groupby(lines, lambda line: not line[max(0, start - 2) : start].strip()):
        region = list(run)
        yield open_ and _are_columns(region, start), region


def _are_columns(region: Sequence[str], start: int) -> bool:
    left = [line[:start].strip() for line in region]
    right = [line[start:].rstrip() for line in region]
    filled = [one for one in zip(left, right, strict=True) if any(one)]
    both = [one for one in filled if all(one)]
    if len(both) < _FEWEST_LINES or len(both) < _BOTH * len(filled):
        return False
    if any(words.startswith(" ") for words in right if words):
        indented = sum(words.startswith(" ") for words in right)
        if 3 * indented > len(both):  # nothing begins there
            return False
    return all(_is_prose([one[side] for one in both], column) for side, column in (
        (0, left), (1, right)))  # fmt: skip


def _is_prose(filled: Sequence[str], column: Sequence[str]) -> bool:
    """Whether the lines of a column are wrapped sentences, not the cells of a table."""
    chars = sum(map(len, filled)) / len(filled)
    words = sum(len(words.split()) for words in filled) / len(filled)
    following = [b.strip() for a, b in pairwise(column) if a.strip() and b.strip()]
    going_on = sum(words[0].islower() for words in following)
    return (
        chars >= _LEAST_WIDTH
        and words >= _LEAST_WORDS
        and going_on >= _GOES_ON * len(following) > 0
    )


def _one_after_another(region: Sequence[str], start: int, most: int) -> str:
    left = "\n".join(line[:start].rstrip() for line in region).strip("\n")
    right = "\n".join(line[start:].rstrip() for line in region).strip("\n")
    left, right = (_columns_apart(side, most - 1) for side in (left, right))
    last = left.rstrip().rpartition("\n")[2]
    gap = "\n\n" if _STOP_AT_END.search(last) else "\n"
    return f"\n{left}{gap}{right}\n"
