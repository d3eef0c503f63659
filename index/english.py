"""Whether a text is in English, as far as its commonest words tell.

Standard library only.
"""

from __future__ import annotations

import re
from typing import Final

from index.scripts import beyond_ascii

_LOOKED_AT: Final = 2_000  # characters: some hundred words
_WORD: Final = re.compile(r"[^\W\d_]+")
_LATIN_ENDS: Final = "\u0250"
# words without which English is hardly written, and that other languages do not have
_COMMON: Final = frozenset(
    "the of and to is that for was with as are by at from have has it his her its but not be been"
    " were which they this their who will would he she said".split()
)
_FEWEST_WORDS: Final = 20
_LEAST_COMMON: Final = 0.1  # of all words: English has a third, lists and tables less


def is_english(text: str) -> bool:
    """Whether a text is in English, or too short to tell."""
    sample = text[:_LOOKED_AT]
    if in_other_script(sample):
        return False
    words = _WORD.findall(sample.lower())
    common = sum(word in _COMMON for word in words)
    return len(words) < _FEWEST_WORDS or common >= _LEAST_COMMON * len(words)


def in_other_script(text: str) -> bool:
    """Whether most letters of a text are not Latin ones."""
    others = sum(char >= _LATIN_ENDS and char.isalpha() for char in beyond_ascii(text))
    return others > 0 and 2 * others > sum(map(str.isalpha, text))


def knows_only_english(encoder: str) -> bool:
    """Whether an encoder's name says that it was trained on English, as in `bge-small-en-v1.5`."""
    return bool(re.search(r"(?:^|[-_/])(?:en|eng|english)(?:[-_.]|$)", encoder.lower()))
