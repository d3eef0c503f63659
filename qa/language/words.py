"""The words of a question that are worth searching for. Standard library only; pure."""

from __future__ import annotations

import re

# abbreviations with full stops stay one word, so that "U.S." is not the letters u and s
_WORD = re.compile(r"(?:[^\W\d_]\.){2,}|[^\W_]+")

STOP_WORDS = frozenset(
    "a about after all also am an and any are as at be because been before being between both but"
    " by can could did do does doing done during each either else ever every for from further had"
    " has have having he her here hers him his how i if in into is it its itself just like may me"
    " might more most much must my no nor not of off on once only or other our out over own please"
    " same shall she should so some such tell than that the their them then there these they this"
    " those through to too under until up upon very was we were what when where which while who"
    " whom whose why will with would you your s t d ll m re ve".split()
)


def words(text: str) -> list[str]:
    """All words of a text in lower case, in order, punctuation left out."""
    return [word.casefold() for word in _WORD.findall(text)]


def search_words(question: str) -> list[str]:
    """The distinct words to search for: no stop words, unless there is nothing else."""
    found = list(dict.fromkeys(words(question)))
    return [word for word in found if word not in STOP_WORDS] or found


def stem(word: str) -> str:
    """The first six letters: for matching a question's words it does as well as a stemmer."""
    return word[:6]
