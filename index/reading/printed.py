"""The lines of printed pages to one text: without running heads, in whole paragraphs.

Standard library only. A running head or foot is a line at the edge of a page that other pages have
there too, but for its numbers; or one that shows by itself what it is, as browsers print them: the
time and the title, the address and the page. Lines at both ends are looked at, as a file may draw
its heads after the text.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import accumulate, pairwise
from typing import Final

from index.lines import BYLINE
from index.reading.exports.labels import EXPORT_MARK
from index.reading.unwrap import Said, join_lines

_EDGE: Final = 4  # lines from either end of a page that may run
_NEIGHBOURS: Final = 12  # lines on either side that show how wide a column is
_SHORT: Final = 50  # characters of a head that other pages do not have
_COLUMN: Final = 30  # characters; narrower is no column, but a few short lines
_SURELY_FULL: Final = 0.97
_FULL: Final = 0.85  # of that width: letters of a printed page differ in theirs

_YEARS: Final = range(1800, 2101)
_DIGITS: Final = re.compile(r"\d+")
_DAY: Final = r"(?:\d{1,4}[/.-]\d{1,2}[/.-]\d{1,4}|\d{1,2}\.? \w{3,9} \d{4}|\w{3,9} \d{1,2}, \d{4})"
_PRINTED: Final = re.compile(  # 5/14/21, 10:22 AM
    rf"{_DAY},? (?:at )?\d{{1,2}}[:.]\d{{2}}(?:[:.]\d{{2}})?(?: ?[AP]\.?M\.?)?(?:\W|$)"
    r"|(?:https?|[fﬁ]i?le)://\S+(?: *\d+ ?(?:/|of) ?\d+)?$",  # an address, its page
    re.IGNORECASE,
)
_PAGE: Final = re.compile(
    r"\W*(?:page|p\.|seite|s\.|página|pagina|стр\.)\s*(\d{1,4})(?:\s*(?:/|of|von|de|di|из)\s*\d{1,4})?\W*"
    r"|\W*(\d{1,4})\s*(?:/|of|von|sur|de|di|из)\s*\d{1,4}\W*"
    r"|\W*(\d{1,4})\W*",
    re.IGNORECASE,
)
_BYLINE: Final = re.compile(r"(?:by|von|par|por)\s|.*\d", re.IGNORECASE)
_STOP: Final = re.compile(r"[.!?:。！？؟।][\"'”’»)\]」』]*$")


def text_of_pages(pages: Sequence[str], title: str = "") -> str:
    """The text of printed pages, an empty line between paragraphs.

    A sentence that goes over the end of a page is one. Words cut at line ends are made whole.

    Args:
        pages: the lines of each page.
        title: the title that the document names; "" when it names none.
    """
    lines = [[line.strip() for line in page.split("\n")] for page in pages]
    kept = without_running_lines([[line for line in page if line] for page in lines], title)
    said = Said("\n".join(pages))
    flat = [line for page in kept for line in page]
    firsts = set(accumulate(map(len, kept)))
    paragraphs: list[str] = flat[:1]
    for at, (pair, width) in enumerate(zip(pairwise(flat), _widths(flat), strict=False), 1):
        line, following = pair
        # The next page may begin with another text's title, however full the last line is.
        stops = at in firsts and _STOP.search(line) and not following[0].islower()
        alone = BYLINE.match(following) or EXPORT_MARK.match(following)
        if not (stops or alone) and _goes_on(line, following, width):
            paragraphs[-1] = join_lines(paragraphs[-1], following, said)
        else:
            paragraphs.append(following)
    return "\n\n".join(paragraphs)


def without_running_lines(pages: Sequence[Sequence[str]], title: str = "") -> list[list[str]]:
    """The lines of each page without running heads, running feet and page numbers."""
    often = max(2, 0.4 * len(pages))  # heads of left and right pages may differ
    heads, feet = (
        {
            shape
            for shape, count in Counter(
                shape for page in pages for shape in {_shape(line) for line in edge(page)}
            ).items()
            if count >= often
        }
        for edge in (_top, _bottom)
    )
    numbers = _numbers(pages)
    kept = []
    for number, page in enumerate(pages):
        lines = list(page)
        if number == 0:  # what stands around the number of the first page may be the title
            top = [line for line in _top(lines) if not _is_page(line, number, numbers)]
            lines[:_EDGE] = top
        keeps_first = not title and number == 0 and bool(lines) and _is_title(lines[0], lines[1:])
        if not keeps_first:
            del lines[: _running(_top(lines), heads, number, numbers)]
        if foot := _running(_bottom(lines)[::-1], feet, number, numbers):
            del lines[-foot:]
        kept.append(lines)
    return kept


def _running(edge: Sequence[str], shapes: set[str], number: int, numbers: set[int]) -> int:
    """How many lines run, counted from the outermost.

    A short line outside of a page number runs too: heads name the day, or each page's subject.
    """
    count = 0
    for at, line in enumerate(edge):
        if _is_page(line, number, numbers):
            count = at + 1
        elif at == count and _runs(line, shapes, number, numbers):
            count += 1
        elif len(line) > _SHORT or _STOP.search(line):
            break
    return count


def _is_page(line: str, number: int, numbers: set[int]) -> bool:
    """Whether a line is a page's number."""
    paged = _PAGE.fullmatch(line)
    return bool(paged) and _runs(line, set(), number, numbers)


def _top(page: Sequence[str]) -> Sequence[str]:
    return page[:_EDGE]


def _bottom(page: Sequence[str]) -> Sequence[str]:
    return page[-_EDGE:]


def _runs(line: str, running: set[str], number: int, numbers: set[int]) -> bool:
    """Whether a line at the edge of a page runs; `numbers` are what bare page numbers differ by.

    Where an export has an article a page, what ends each of them never runs.
    """
    if EXPORT_MARK.match(line):
        return False
    paged = _PAGE.fullmatch(line)
    if paged and paged[3]:
        return int(paged[3]) - number in numbers
    return bool(paged or _PRINTED.match(line)) or _shape(line) in running


def _shape(line: str) -> str:
    """A line but for its numbers."""
    return " ".join(_DIGITS.sub("#", line).split()).casefold()


def _numbers(pages: Sequence[Sequence[str]]) -> set[int]:
    """By how much bare numbers at the edges of pages differ from the count of pages, if they agree.

    A lone page is the first.
    """
    found = Counter(
        int(match[3]) - number
        for number, page in enumerate(pages)
        for line in {*_top(page), *_bottom(page)}
        if (match := _PAGE.fullmatch(line)) and match[3]
    )
    return {
        n
        for n, count in found.items()
        if count > (2 if n in _YEARS else 1) or (len(pages) == 1 and n == 1)
    }


def _is_title(line: str, below: Sequence[str]) -> bool:
    """Whether a running head is the title where it stands first: none follows it."""
    following = below[0] if below else ""
    headline = following and len(following) < 120 and not _STOP.search(following)
    return not (line in below or _DIGITS.search(line)) and not (
        headline and not _BYLINE.match(following)
    )


def _widths(lines: Sequence[str]) -> Iterator[int]:
    """How wide the column is around each line: as nine in ten lines there are."""
    lengths = [len(line) for line in lines]
    for at in range(len(lines)):
        around = sorted(lengths[max(0, at - _NEIGHBOURS) : at + _NEIGHBOURS + 1])
        yield around[len(around) * 9 // 10]


def _goes_on(line: str, following: str, width: int) -> bool:
    """Whether a line goes on in the next: its first word had no room, or is no beginning."""
    need = len(line) + 1 + len(following.partition(" ")[0])
    if _STOP.search(line):  # perhaps of an abbreviation, in the midst of a paragraph
        return width >= _COLUMN and need > _SURELY_FULL * width
    return following[0].islower() or need > _FULL * width
