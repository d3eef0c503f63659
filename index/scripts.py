"""Which script letters are of: whether words are written with spaces between them.

Standard library only.
"""

from __future__ import annotations

import re
from itertools import pairwise
from typing import Final

# Han with its marks of repetition, kana, bopomofo, and the Han letters beyond the first plane
_HAN_KANA: Final = "々〆〇぀-ヿㄅ-ㄯㇰ-ㇿ㐀-䶿一-鿿豈-﫿ｦ-ﾟ\U00020000-\U0003ffff"
# Thai, Lao, Myanmar, Khmer, Tai Tham
_SOUTH_EAST: Final = "ก-ฺเ-๎ກ-ໟက-၉ၐ-႟ក-៓ᨠ-᩼"
_UNSPACED: Final = re.compile(f"[{_HAN_KANA}]+|[{_SOUTH_EAST}]+")
# letters and marks set as wide as a square, next to which a broken line needs no space
_CLOSED_UP: Final = re.compile(f"[{_HAN_KANA}{_SOUTH_EAST}、-】〔-〟！-～]")


def is_unspaced(text: str) -> bool:
    """Whether some letters of a text are of a script that writes no spaces between words."""
    return not text.isascii() and bool(_UNSPACED.search(text))


def is_closed_up(char: str) -> bool:
    """Whether a letter or mark stands next to others of its script without a space."""
    return bool(_CLOSED_UP.match(char))


def in_bigrams(text: str) -> str:
    """A text with every run of unspaced script as its pairs of letters, spaces between them.

    `林登市` becomes ` 林登 登市 `; a run of one letter stays as it is. What is written with spaces
    is left alone.
    """
    return _UNSPACED.sub(_pairs, text) if is_unspaced(text) else text


def _pairs(run: re.Match[str]) -> str:
    letters = run[0]
    pairs = [left + right for left, right in pairwise(letters)]
    return f" {' '.join(pairs or [letters])} "
