"""The words of a text: as the index holds them, as a reader sees them, and their stems."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

import Stemmer

from index.scripts import in_pairs, mark_ranges

# abbreviations with full stops stay one word, so that "U.S." is not the letters u and s
_ABBREVIATION = r"(?:[^\W\d_]\.){2,}"
# as in the word index, which parts at hyphens, apostrophes and the marks within numbers
_WORD = re.compile(rf"{_ABBREVIATION}|[^\W_]+")
# and with the marks that belong to letters, as vowel signs in Thai and Hindi
_MARKED_WORD = rf"{_ABBREVIATION}|(?:[^\W_]|[{{marks}}])+"
# with inner apostrophes, hyphens and the marks within numbers; or one mark
_TOKEN = re.compile(rf"{_ABBREVIATION}|\d+(?:[.,]\d+)+\w*|\w+(?:[-’']\w+)*|[^\w\s]")
# without a cache of its own, which threads would share unguarded
_STEMMER = Stemmer.Stemmer("english", 0)
_STEMS = 50_000  # a question's articles hold a few thousand different words

STOP_WORDS = frozenset(
    "a about after all also am an and any are as at be because been before being between both but"
    " by can could did do does doing done during each either else ever every for from further had"
    " has have having he her here hers him his how i if in into is it its itself just like may me"
    " might more most much must my no nor not of off on once only or other our out over own please"
    " same shall she should so some such tell than that the their them then there these they this"
    " those through to too under until up upon very was we were what when where which while who"
    " whom whose why will with would you your s t d ll m re ve".split()
)


@dataclass(frozen=True, slots=True)
class Token:
    """A word or a mark of a text, and where it begins."""

    text: str
    start: int


def tokens(text: str) -> list[Token]:
    """The words and marks of a text, in order."""
    return [Token(match.group(), match.start()) for match in _TOKEN.finditer(text)]


def words(text: str) -> list[str]:
    """All words of a text in lower case, in order, punctuation left out.

    Where no spaces are written between words, pairs of letters stand for them.
    """
    if text.isascii():
        return [word.casefold() for word in _WORD.findall(text)]
    composed = in_pairs(unicodedata.normalize("NFC", text))
    return [word.casefold() for word in marked_word().findall(composed)]


@lru_cache(1)
def marked_word() -> re.Pattern[str]:
    """A word with the marks that belong to its letters, in any script; "U.S." is one."""
    return re.compile(_MARKED_WORD.replace("{marks}", mark_ranges()))


def search_words(question: str) -> list[str]:
    """The distinct words to search for: no stop words, unless there is nothing else."""
    found = list(dict.fromkeys(words(question)))
    return [word for word in found if word not in STOP_WORDS] or found


def without_marks(text: str) -> str:
    """A text without the accents and other marks on its letters."""
    if text.isascii():
        return text
    apart = unicodedata.normalize("NFKD", text)
    return "".join(char for char in apart if not unicodedata.combining(char))


@lru_cache(_STEMS)
def stem(word: str) -> str:
    """The stem of an English word in small letters, such as "elect" of "elections".

    For words; names are compared whole.
    """
    stemmed: str = _STEMMER.stemWord(word)
    return stemmed
