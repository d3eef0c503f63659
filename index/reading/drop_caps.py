"""Large letters that begin a paragraph on a printed page, put back in front of their words.

A program draws such a letter by itself: it stands alone, often above the title. Standard library.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

from index.reading.unwrap import is_known

_LETTER: Final = re.compile(r"\s*([\"'“‘«„¡¿]?[^\W\d_a-z])\s*")
_WORD: Final = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")
_LARGE: Final = 1.6  # times the size of the text
_REACH: Final = 1.6  # letter sizes to the right within which its words begin
_BELOW: Final = 0.15  # letter sizes below its own line: how far off the words' line may lie
_SAME_LINE: Final = 1.0  # points
_ALONE: Final = "AIOYÀEÈ"  # letters that are words in English, French, Italian or Spanish


@dataclass(frozen=True, slots=True)
class Drawn:
    """A piece of a page's text, in points from the lower left corner; `size` is that of letters."""

    text: str
    x: float
    y: float
    size: float


def with_drop_caps(pieces: Sequence[Drawn]) -> str:
    """The text of a page, its large letters at the words that they begin.

    Args:
        pieces: all of the text, in the order in which it was drawn.
    """
    placed = list(pieces)
    usual = _usual_size(placed)
    for at, piece in enumerate(pieces):
        letter = _LETTER.fullmatch(piece.text)
        if not letter or not usual or piece.size < _LARGE * usual:
            continue
        follows = _beside(placed, piece)
        whole = "" if follows is None else _joined(letter[1], placed[follows].text.lstrip())
        if follows is not None and whole:
            placed[follows] = replace(placed[follows], text=whole)
            placed[at] = replace(piece, text="")
    return "".join(piece.text for piece in placed)


def _usual_size(pieces: Sequence[Drawn]) -> float:
    sizes: Counter[float] = Counter()
    for piece in pieces:
        sizes[round(piece.size, 1)] += len(piece.text.strip())
    return sizes.most_common(1)[0][0] if sizes else 0


def _beside(pieces: Sequence[Drawn], letter: Drawn) -> int | None:
    """Where the words are that begin at the right of a letter, in the highest line there."""
    beside = [
        at
        for at, piece in enumerate(pieces)
        if piece.text.strip()
        and piece.size * _LARGE <= letter.size
        and 0 < piece.x - letter.x <= _REACH * letter.size
        and -_BELOW * letter.size <= piece.y - letter.y < letter.size
    ]
    if not beside:
        return None
    top = max(pieces[at].y for at in beside)
    line = [at for at in beside if top - pieces[at].y <= _SAME_LINE]
    return min(line, key=lambda at: pieces[at].x)


def _joined(letter: str, words: str) -> str:
    """A letter and what it begins: `After`, `A council`; "" where it does not begin these words."""
    word = _WORD.match(words)
    if not word or (word[0].istitle() and len(word[0]) > 1):
        return ""
    rest = word[0].casefold()
    apart = is_known(rest) and not is_known(letter[-1].casefold() + rest)
    if apart and letter[-1] in _ALONE:
        return f"{letter} {words}"
    return "" if apart and word[0].isupper() else letter + words
