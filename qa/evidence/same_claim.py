"""Whether two sentences with a figure each say the same but for the figure. Rules on words.

Precision goes before recall. The figures of two reports are easily of different things: of another
day, place or group, a part and a whole, a change and a state. Each rule here is one such way; all
were found on pairs of sentences of news articles, and know English only.
"""

from __future__ import annotations

import re

from qa.language.calendar import WEEKDAYS
from qa.language.numbers import CARDINALS, ORDINALS
from qa.language.quantities import Quantity
from qa.language.words import STOP_WORDS, stem, words

_SHARED = 0.7  # the share of the shorter sentence's words that the other must hold
_SHARED_OF_LONGER = 0.6  # likewise, of the longer one's
_FEWEST = 4  # words that each must have
_NAMELESS = 5  # words that they must share where they share no name
_BEFORE, _AFTER = 3, 4  # words around a figure that say of what it is
_NAME = re.compile(r"(?<!^)(?<![.!?“\"‘'] )\b[A-Z][\w’'-]+")
_NUMBER = re.compile(rf"\d+(?:[.,]\d+)*|\b(?:{'|'.join(CARDINALS | ORDINALS)})\b")
_YEAR = re.compile(r"(?:19|20)\d\d")
_NO_SUBJECT = STOP_WORDS.union(CARDINALS, ORDINALS, ("almost", "least"))
# what or when it is about stands elsewhere
_ELSEWHERE = re.compile(
    r"^\W*(?:it|he|she|they|that|this|these|those|its|his|her|their)\b|\bthese\b|\bago\b"
    r"|\b(?:last|previous) (?:week|month|year|quarter)\b",
    re.IGNORECASE,
)
_CHANGE = re.compile(
    r"\b(?:up|down|rose|ris(?:e|ing)|fell|fall(?:ing)?|los[te]|gain(?:s|ed)?|slid|slides?"
    r"|(?:jump|drop|climb|soar)(?:s|p?ed)?|(?:in|de)creas(?:es?|ed|ing)|declin(?:es?|ed)"
    r"|surge[ds]?|plunge[ds]?|higher|lower|more|less|gr[eo]w|growth)\b",
    re.IGNORECASE,
)
_TOTAL = re.compile(r"\bof (?:the|its|their|all)\b[^,.;]{0,20}$")  # "49 of the state's 67"
_NEW = re.compile(r"\s*new\b")  # "36 new cases": of a day


def same_matter(one: str, other: str, mine: Quantity, yours: Quantity) -> bool:
    """Whether two sentences say the same but for a figure of each, given with its sentence."""
    left, right = _without(one, mine), _without(other, yours)
    return (
        not _ELSEWHERE.search(one)
        and not _ELSEWHERE.search(other)
        and _same_words(left, right)
        and _same_numbers(left, right)
        and _same_subject(one, other, mine, yours)
        and _same_sort(one, other, mine, yours)
        and bool(_company(one, mine) & _company(other, yours))
    )


def _same_words(left: str, right: str) -> bool:
    """Whether names and most other words agree."""
    names, their_names = _names(left), _names(right)
    same = names & their_names
    if bool(names) != bool(their_names) or 2 * len(same) < max(len(names), len(their_names)):
        return False
    ours, theirs = _content(left), _content(right)
    fewer, more = sorted((len(ours), len(theirs)))
    shared = len(ours & theirs)
    enough = fewer >= _FEWEST and (bool(same) or shared >= _NAMELESS)
    return enough and shared >= _SHARED * fewer and shared >= _SHARED_OF_LONGER * more


def _same_numbers(left: str, right: str) -> bool:
    """Whether the other numbers of one are in the other, and the years are the same.

    "The first season" is not "the tenth", and a weekend of three days not one of four.
    """
    ours, theirs = _numbers(left), _numbers(right)
    years = [{n for n in found if _YEAR.fullmatch(n)} for found in (ours, theirs)]
    return years[0] == years[1] and (not ours or not theirs or ours <= theirs or theirs <= ours)


def _same_subject(one: str, other: str, mine: Quantity, yours: Quantity) -> bool:
    """Whether the sentences do not begin with two different things."""
    ours, theirs = _first(one, mine), _first(other, yours)
    return not (ours and theirs and ours not in _content(other) and theirs not in _content(one))


def _same_sort(one: str, other: str, mine: Quantity, yours: Quantity) -> bool:
    """Whether the figures are not a part and a whole, of a day, a change, or merely swapped."""
    if mine.kind == "percent" and (_CHANGE.search(one) or _CHANGE.search(other)):
        return False
    if _NEW.match(one, mine.end) or _NEW.match(other, yours.end):
        return False
    if bool(_TOTAL.search(one[: mine.start])) != bool(_TOTAL.search(other[: yours.start])):
        return False
    said, theirs = one[mine.start : mine.end], other[yours.start : yours.end]
    return said.casefold() not in _without(other, yours).casefold() and (
        theirs.casefold() not in _without(one, mine).casefold()
    )


def _without(text: str, figure: Quantity) -> str:
    return f"{text[: figure.start]} {text[figure.end :]}"


def _names(text: str) -> set[str]:
    found = {name.removesuffix("'s").removesuffix("’s") for name in _NAME.findall(text)}
    return found.difference(WEEKDAYS)


def _stems(text: str) -> list[str]:
    return [stem(word) for word in words(text) if word not in STOP_WORDS and word[0].isalpha()]


def _content(text: str) -> set[str]:
    return set(_stems(text))


def _numbers(text: str) -> set[str]:
    return set(_NUMBER.findall(text.casefold()))


def _first(text: str, figure: Quantity) -> str:
    """The stem of a sentence's first word; "" where it is none that could be a subject."""
    first = next(iter(words(text)), "")
    plain = not first or first in _NO_SUBJECT or first.endswith("ly") or not first[0].isalpha()
    return "" if plain or not text[: figure.start].strip("“\"‘' ") else stem(first)


def _company(text: str, figure: Quantity) -> set[str]:
    """The stems of the words around a figure, without those of what it counts."""
    around = _stems(text[: figure.start])[-_BEFORE:] + _stems(text[figure.end :])[:_AFTER]
    return set(around) - {stem(word) for word in words(figure.unit)}
