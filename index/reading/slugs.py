"""Slugs: the names by which a newsroom calls a story, where a title should stand. Standard library.

BC-EU--Ukraine, 3rd Ld-Writethru     of a news agency
council-approves-new-library         of a content management system
"""

from __future__ import annotations

import re
from typing import Final

from index.lines import BYLINE
from index.reading.clean import headline_of, one_line

_WIRE: Final = re.compile(
    r"(?:BC|AM|PM)-{1,2}[A-Z]\w*-{1,2}\w.*|[A-Z]{2,3}-[A-Z]{2,4}--\w.*|.{1,60}, Bjt\b.*"
    r"|(?i:.*\bwrite-?thru\b.*|.*\d(?:st|nd|rd|th) ?Ld\b.*)"
)
_DASHED: Final = re.compile(r"(?=.*[a-z])[^\W_A-Z]+(?:-[^\W_A-Z]+){2,}")
_OF_AGENCY: Final = re.compile(
    r"^(?:BC|AM|PM|AP)-+|,.*|\s+\d?(?:st|nd|rd|th)? ?Ld\b.*|\s+Write-?thru\b.*", re.IGNORECASE
)
_DASHES: Final = re.compile(r"[-_\s]+")
_MOST_CHARS: Final = 80
_HEADLINE_CHARS: Final = range(10, 121)
_NO_HEADLINE: Final = re.compile(
    r"Eds?(?:itors)?:|.*\.[\"'”’»)]*$|.{0,60}\s[-–—]{1,2}\s|[\d\W]+$|.*\b\d{4}\b.{0,12}$",
    re.IGNORECASE,
)


def is_slug(line: str) -> bool:
    """Whether a line is a slug."""
    if len(line) > _MOST_CHARS:
        return False
    return bool(_DASHED.fullmatch(line) or _WIRE.fullmatch(line))


def title_of(given: str, text: str) -> str:
    """The title of an article: the one given, else its headline; "" when it has none.

    In place of a slug that begins a text stands the headline below it; else the slug's words.

    Args:
        given: what its file says; "" when it says nothing.
        text: its text, cleaned.
    """
    given = one_line(given)
    first, _, rest = text.partition("\n")
    if given and not is_slug(given):
        return given
    if not given and not is_slug(first):
        return headline_of(text)
    if given and not is_slug(first):  # what stands first may be a name, or a place
        return _words_of(given)
    return _headline_below(rest) or _words_of(given or first)


def _headline_below(text: str) -> str:
    line = one_line(text.lstrip("\n").partition("\n")[0], _HEADLINE_CHARS[-1] + 1)
    if len(line) not in _HEADLINE_CHARS or BYLINE.match(line) or _NO_HEADLINE.match(line):
        return ""
    return line


def _words_of(slug: str) -> str:
    """`EU Ukraine` of BC-EU--Ukraine, 3rd Ld-Writethru."""
    words = slug if _DASHED.fullmatch(slug) else _OF_AGENCY.sub("", slug)
    return _DASHES.sub(" ", words or slug).strip()
