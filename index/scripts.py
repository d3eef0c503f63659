"""Which script letters are of, and words where no spaces are written between them.

Standard library only. Chinese, Japanese, Thai and their neighbours are written without spaces,
and Korean hangs its particles on the words: there, pairs of letters stand for words, as in most
search engines. They need no dictionary, and names that no dictionary has are found too.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache
from itertools import pairwise
from typing import Final

# Han with its marks of repetition, kana, bopomofo, and the Han letters beyond the first plane
_HAN_KANA: Final = (
    "\u3005-\u3007\u3041-\u309f\u30a1-\u30fa\u30fc-\u30ff\u3105-\u312f\u31f0-\u31ff\u3400-\u4dbf"
    "\u4e00-\u9fff\uf900-\ufaff\uff66-\uff9f\U00020000-\U0003ffff"
)
# Thai, Lao, Myanmar, Khmer, Tai Tham, each with its vowel and tone signs, without digits
_SOUTH_EAST: Final = (
    "\u0e01-\u0e3a\u0e40-\u0e4e\u0e81-\u0ebd\u0ec0-\u0ece\u0edc-\u0edf\u1000-\u103f\u1050-\u108f"
    "\u1780-\u17d3\u1a20-\u1a7c"
)
_HANGUL: Final = "\uac00-\ud7a3"
_RUN: Final = re.compile(f"[{_HAN_KANA}]+|[{_SOUTH_EAST}]+|[{_HANGUL}]+")
_ASCII: Final = bytes(range(128))
# letters and marks set as wide as a square, next to which a broken line needs no space
_CLOSED_UP: Final = re.compile(f"[{_HAN_KANA}{_SOUTH_EAST}\u3001-\u301f\uff01-\uff5e]")


def has_pairs(text: str) -> bool:
    """Whether a text holds letters that are found by their pairs."""
    return not text.isascii() and bool(_RUN.search(beyond_ascii(text)))


def beyond_ascii(text: str) -> str:
    """The letters and signs of a text that are not ASCII: few, in most texts, and soon found."""
    held = text.encode("utf-8", "surrogatepass").translate(None, _ASCII)
    return held.decode("utf-8", "surrogatepass")


def is_closed_up(char: str) -> bool:
    """Whether a letter or mark stands next to others of its script without a space."""
    return bool(_CLOSED_UP.match(char))


def in_pairs(text: str, *, alone: bool = False) -> str:
    """A text with every run of such a script as its pairs of letters, spaces between them.

    `林登市` becomes ` 林登 登市 `; a run of one letter stays as it is, and tone marks go. What is
    written with spaces is left alone.

    Args:
        text: in composed form (NFC).
        alone: give every letter by itself, too, so that a word of one letter is found.
    """
    if not has_pairs(text):
        return text
    return _RUN.sub(lambda run: f" {' '.join(_words_of(run[0], alone))} ", text)


def _words_of(run: str, alone: bool) -> list[str]:
    letters = [letter for letter in run if not unicodedata.combining(letter)]
    pairs = [left + right for left, right in pairwise(letters)]
    return [*pairs, *letters] if alone or not pairs else pairs


@cache
def mark_ranges() -> str:
    """The marks that belong to letters before them, vowel signs among them, for a class `[…]`.

    Those of the scripts in use; letters beyond the first plane have none here.
    """
    near = (*range(0x300, 0x1E00), *range(0x20D0, 0x2100), *range(0x3099, 0x309B))
    within = (*near, *range(0xA66F, 0xAC00), *range(0xFB1E, 0xFB1F))
    marks = [n for n in within if unicodedata.category(chr(n))[0] == "M"]
    breaks = [0, *(i for i in range(1, len(marks)) if marks[i] != marks[i - 1] + 1), len(marks)]
    return "".join(f"{chr(marks[a])}-{chr(marks[b - 1])}" for a, b in pairwise(breaks))
