"""Lines of the form `Label: value`, as databases put them around an article."""

from __future__ import annotations

import re
from collections.abc import Container
from typing import Final

from index.reading.months import english

_LABEL: Final = re.compile(r"[ \t]{0,8}([^\W\d_][\w /-]{1,30}?)[ \t]*:(?:[ \t]+(\S.*)|[ \t]*$)")
_MONTH: Final = r"[^\W\d_]{3,12}\.?"
# Without a comma it is none after any word: "Room 13 2021" is no day.
_DAY: Final = re.compile(
    rf"\b(?:{_MONTH} \d{{1,2}}(?:st|nd|rd|th)?, ?\d{{4}}"
    rf"|(?i:{english().pattern})\.? \d{{1,2}}(?:st|nd|rd|th)? \d{{4}}"
    rf"|\d{{1,2}}(?:\.|er|º|st|nd|rd|th)? (?:de |of )?{_MONTH},? (?:de )?\d{{4}}"
    r"|\d{4}[-/]\d{1,2}[-/]\d{1,2})\b"
)
# What stands before or after each article of an export, and nowhere else.
EXPORT_MARK: Final = re.compile(
    r"End of Document$|Load-Date:|Document [A-Z]{2}\w{12,}$|do[ck]ument \d+ (?:of|von|de|sur) \d+$"
    r"|\d+ (?:of|von|de|sur) \d+ do[ck]ument",
    re.IGNORECASE,
)
# What archives put below an article.
_TAIL: Final = re.compile(
    r"[ \t]*(?:(?:record number|index terms|dateline|section|page|edition|load-date|document id"
    r"|accession number|issn):.*|(?:copyright,?|©|\(c\))\W.{0,200})",
    re.IGNORECASE,
)
_STOP: Final = re.compile(r"(?<=\w\w)\.$")  # after a name, not after an initial


def label_of(line: str, among: Container[str]) -> tuple[str, str] | None:
    """The label of a line, in lower case, and the value; None for a line without one of these."""
    found = _LABEL.match(line)
    if not found or found[1].lower() not in among:
        return None
    return found[1].lower(), (found[2] or "").strip()


def day_in(line: str) -> str:
    """The whole date that a line has, such as `May 13, 2021`, or ""."""
    found = _DAY.search(line)
    return found[0] if found else ""


def filled(lines: list[str]) -> list[str]:
    """The lines that hold something, without the space around them."""
    return [stripped for line in lines if (stripped := line.strip())]


def paragraphs(lines: list[str]) -> str:
    """The text of lines; where empty lines part the paragraphs, they need not be indented."""
    parted = any(not line.strip() for line in lines[1:-1])
    return "\n".join(line.strip() if parted else line for line in lines)


def in_order(names: str) -> str:
    """`Specimen, Tom; Sample, Ann` as `Tom Specimen, Ann Sample`."""
    found = []
    for name in names.split(";"):
        name = _STOP.sub("", name.strip())
        last, comma, first = name.partition(",")
        found.append(f"{first.strip()} {last.strip()}" if comma else last)
    return ", ".join(filter(None, found))


def without_tail(lines: list[str]) -> list[str]:
    """The lines of an article without the labels and rights that an archive put below it."""
    end = len(lines)
    while end and (not lines[end - 1].strip() or _TAIL.fullmatch(lines[end - 1])):
        end -= 1
    return lines[:end]
