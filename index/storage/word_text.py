"""What a text is indexed and searched as: letters without their marks, pairs where no spaces are.

Standard library only. A change here makes another `ANALYSIS` of the word index.
"""

from __future__ import annotations

import unicodedata
from typing import Final

from index.scripts import beyond_ascii, in_pairs

_KANA_MARKS: Final = "\u3099\u309a"  # which make another letter, not the same with an accent
_STRETCH: Final = "\u0640"  # between Arabic letters, for a wider word


def indexed_text(text: str) -> str:
    """A text as its words are indexed."""
    return in_pairs(_plain(text), alone=True)


def searched_text(word: str) -> str:
    """A word as it is looked for."""
    return in_pairs(_plain(word))


def without_marks(text: str, but: str = "") -> str:
    """A text taken apart into letters and marks, without the marks, but for some."""
    if text.isascii() or _is_plain("".join(set(beyond_ascii(text)))):
        return text
    apart = unicodedata.normalize("NFKD", text)
    for mark in filter(unicodedata.combining, set(apart)):  # few letters differ, most are ASCII
        if mark not in but:
            apart = apart.replace(mark, "")
    return apart


def _is_plain(letters: str) -> bool:
    """Whether none of these is a mark, or made of parts: quotation marks and dashes are all."""
    return unicodedata.is_normalized("NFKD", letters) and not any(
        map(unicodedata.combining, letters)
    )


def _plain(text: str) -> str:
    """A text without the marks on its letters; kana and Hangul, made of parts, whole again."""
    if text.isascii():
        return text
    apart = without_marks(text, but=_KANA_MARKS)
    return unicodedata.normalize("NFC", apart).replace(_STRETCH, "")
