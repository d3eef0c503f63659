"""Whether two sentences with a figure each say the same but for the figure.

Precision goes before recall. The figures of two reports are easily of different things: of another
day, place or group, a part and a whole, a change and a state. The reader judges it: each sentence,
with the other's figure put in, has to be carried by the other. What it cannot see in two sentences
alone is looked for first: that what or when one is about stands elsewhere, years that differ, a
part and its whole, a change.
"""

from __future__ import annotations

import re

from qa.evidence.reader import Checker
from qa.language.quantities import Quantity
from qa.language.words import STOP_WORDS, stem, words

_CARRIED, _PARTS_CARRIED = 0.52, 0.12  # probabilities, of both ways on average
_SHARED = 2  # stems of words that both must have beside the figures
_YEAR = re.compile(r"\b(?:19|20)\d\d\b")
_COMMA = re.compile(r"[,;:]\s+")
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


def same_matter(one: str, other: str, mine: Quantity, yours: Quantity, checker: Checker) -> bool:
    """Whether two sentences say the same but for a figure of each, given with its sentence."""
    left, right = _without(one, mine), _without(other, yours)
    return (
        not _ELSEWHERE.search(one)
        and not _ELSEWHERE.search(other)
        and set(_YEAR.findall(left)) == set(_YEAR.findall(right))
        and len(_content(left) & _content(right)) >= _SHARED
        and _same_sort(one, other, mine, yours)
        and _carried_both(one, other, mine, yours, checker)
    )


def _carried_both(one: str, other: str, mine: Quantity, yours: Quantity, checker: Checker) -> bool:
    """Whether the sentences carry each other, and the parts of them that hold the figures.

    "40 are dead, dozens missing" as a whole seems to carry "40 are missing, dozens dead".
    """
    said, theirs = one[mine.start : mine.end], other[yours.start : yours.end]
    parts = _part(one, mine), _part(other, yours)
    return (
        _carried(one, other, said, theirs, checker) >= _CARRIED
        and _carried(*parts, said, theirs, checker) >= _PARTS_CARRIED
    )


def _carried(one: str, other: str, said: str, theirs: str, checker: Checker) -> float:
    """How probably each text carries the other with its own figure put in, on average."""
    pairs = ((other.replace(theirs, said, 1), one), (one.replace(said, theirs, 1), other))
    return sum(checker.entail(claim, [text])[0].supports for claim, text in pairs) / len(pairs)


def _part(text: str, figure: Quantity) -> str:
    """The part between commas that a figure stands in; the whole where that says little."""
    start = max((m.end() for m in _COMMA.finditer(text, 0, figure.start)), default=0)
    found = _COMMA.search(text, figure.end)
    part = text[start : found.start() if found else len(text)]
    return part if len(_content(part)) >= _SHARED else text


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


def _content(text: str) -> set[str]:
    return {stem(word) for word in words(text) if word not in STOP_WORDS and word[0].isalpha()}
