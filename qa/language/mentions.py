"""Where a text holds given words next to each other, whatever their accents.

Words with a capital are names and must have theirs; short words all in capitals, such as "US", must
stand as they are; others may be in the plural.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from index.scripts import has_pairs, mark_ranges
from qa.language.words import marked_word, without_marks, words

_APART = r"[^\w\n]{1,3}"  # a space, a hyphen, an apostrophe, a comma with its space
_ACRONYM = 3  # letters


@dataclass(frozen=True, slots=True)
class Mention:
    """Words to be found next to each other, at least one.

    Attributes:
        phrase: the words as they were given.
    """

    phrase: str

    @property
    def words(self) -> tuple[str, ...]:
        """The words in small letters, as the word index holds them."""
        return tuple(words(self.phrase))

    def find(self, text: str) -> list[tuple[int, int]]:
        """Start and end of each place where a text holds the words."""
        return [match.span() for match in self._pattern().finditer(folded(text))]

    def _pattern(self) -> re.Pattern[str]:
        found = marked_word().findall(folded(self.phrase))
        # where no spaces are written, a word may begin and end within a run of letters
        begins = "" if has_pairs(found[0][:1]) else r"(?<!\w)"
        ends = "" if has_pairs(found[-1][-1:]) else rf"(?![\w{mark_ranges()}])"
        return re.compile(f"{begins}{_APART.join(map(_as_pattern, found))}{ends}")


def folded(text: str) -> str:
    """A text of the same length without the accents of its letters."""
    if text.isascii():
        return text
    for char in {char for char in text if not char.isascii() and char.isalpha()}:
        if len(plain := without_marks(char)) == 1 and plain.isalpha():
            text = text.replace(char, plain)
    return text


def _as_pattern(word: str) -> str:
    if not word[0].isupper():
        root = word[:-1] if len(word) > _ACRONYM and word.endswith("s") else word
        return rf"(?i:{re.escape(root)}(?:e?s)?)" if word[-1].isalpha() else re.escape(word)
    if word.isupper() and len(word) <= _ACRONYM:
        return re.escape(word)
    return rf"{re.escape(word[0])}(?i:{re.escape(word[1:])})"
