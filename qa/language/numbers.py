"""Numbers as English texts write them, in words and in figures."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from decimal import Decimal

_SMALL = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen"
    " sixteen seventeen eighteen nineteen"
).split()
_TENS = "twenty thirty forty fifty sixty seventy eighty ninety".split()
_SMALL_ORDINALS = (
    "zeroth first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth"
    " thirteenth fourteenth fifteenth sixteenth seventeenth eighteenth nineteenth"
).split()

CARDINALS = {word: n for n, word in enumerate(_SMALL)}
CARDINALS |= {word: 10 * n for n, word in enumerate(_TENS, start=2)}
ORDINALS = {word: n for n, word in enumerate(_SMALL_ORDINALS)}
ORDINALS |= {f"{word[:-1]}ieth": 10 * n for n, word in enumerate(_TENS, start=2)}
SCALES = {
    "dozen": 12,
    "hundred": 100,
    "thousand": 10**3,
    "million": 10**6,
    "billion": 10**9,
    "trillion": 10**12,
}
SHORT_SCALES = {"k": 10**3, "m": 10**6, "mn": 10**6, "bn": 10**9, "tn": 10**12}

_BELOW_100 = CARDINALS | ORDINALS
_BARE = frozenset(("dozen", "hundred", "thousand"))  # a number without one before them
# "5 m" are metres, "5 bn" is a number
_APART = SCALES | {short: value for short, value in SHORT_SCALES.items() if len(short) > 1}
# for regular expressions: figures with what may be written right behind them
FIGURES_PATTERN = rf"(\d[\d,]*(?:\.\d+)?)((?:st|nd|rd|th|s|{'|'.join(SHORT_SCALES)})\b)?"
_FIGURES = re.compile(FIGURES_PATTERN, re.ASCII)
_LONGEST = 30  # digits; longer ones are no quantities


def read_number(parts: Sequence[str], place: int = 0) -> tuple[Decimal, int] | None:
    """The number that begins at a place among the words of a text.

    Args:
        parts: words and figures in order, hyphenated ones apart: "twenty", "one"; "3.5", "bn";
            "5m", "1,200", "3rd" and "1990s" are one each.
        place: where it begins.

    Returns:
        Its value, and how many parts it takes; None where no number begins. "Two hundred and fifty
        thousand" is one number, "one hundred and two hundred" are two.
    """
    words = [part.casefold() for part in parts[place : place + 12]]  # longer ones are not written
    if figures := _figures(words):
        return _scaled(figures, words, 1)
    if words[:1] in (["a"], ["an"]) and words[1:2] and words[1] in SCALES:
        return _spoken(["one", *words[1:]])
    if words and words[0] in _BARE:
        value, used = _spoken(["one", *words]) or (Decimal(0), 1)
        return value, used - 1
    return _spoken(words)


def _figures(words: Sequence[str]) -> Decimal | None:
    match = _FIGURES.fullmatch(words[0]) if words else None
    if not match or len(match[1]) > _LONGEST:
        return None
    return Decimal(match[1].replace(",", "")) * SHORT_SCALES.get(match[2] or "", 1)


def _scaled(value: Decimal, words: Sequence[str], used: int) -> tuple[Decimal, int]:
    while used < len(words) and words[used] in _APART:
        value, used = value * _APART[words[used]], used + 1
    return value, used


def _spoken(words: Sequence[str]) -> tuple[Decimal, int] | None:
    """A number in words: groups such as "two hundred and fifty", each with a smaller scale."""
    total, used, least = 0, 0, math.inf
    while group := _group(words, used, joined=used > 0):
        value, end = group
        scale = 1
        while end < len(words) and _APART.get(words[end], 0) >= 10**3:
            scale, end = scale * _APART[words[end]], end + 1
        if value * scale >= least:
            break
        total, used, least = total + value * scale, end, scale
        if scale == 1:
            break
    return (Decimal(total), used) if used else None


def _group(words: Sequence[str], place: int, joined: bool) -> tuple[int, int] | None:
    """A number below a thousand, or of dozens, that begins at a place; and where it ends."""
    if joined and words[place : place + 1] == ["and"]:
        place += 1
    found = _below_100(words, place)
    if not found:
        return None
    value, end = found
    if words[end : end + 1] == ["dozen"]:
        return value * 12, end + 1
    if words[end : end + 1] != ["hundred"]:
        return value, end
    value, end = value * 100, end + 1
    rest = _below_100(words, end + (words[end : end + 1] == ["and"]))
    if rest and words[rest[1] : rest[1] + 1] not in (["hundred"], ["dozen"]):
        value, end = value + rest[0], rest[1]
    return value, end


def _below_100(words: Sequence[str], place: int) -> tuple[int, int] | None:
    value = _BELOW_100.get(words[place]) if place < len(words) else None
    if value is None:
        return None
    unit = _BELOW_100.get(words[place + 1], 0) if place + 1 < len(words) else 0
    if words[place] in _TENS and 0 < unit < 10:
        return value + unit, place + 2
    return value, place + 1
