"""The hard facts of a text: its numbers, names and negations, each at its place. Pure.

What a sentence says about the world can be paraphrased, its numbers and names hardly. This module
finds them in plain English prose by their form; it knows nothing of what supports what.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from qa.language.words import STOP_WORDS, stem

_TOKEN = re.compile(
    r"\d[\d,]*(?:\.\d+)?(?:(?:st|nd|rd|th|s)\b)?|(?:[^\W\d_]\.){2,}|[^\W\d_]+(?:['’][^\W\d_]+)*|[.!?:;\"“”]"
)
_POSSESSIVE = re.compile(r"['’]s$|['’]$")
_ENDINGS = re.compile(r"(?:ians?|ans?|ese|ish|ia|ns?|ies|es|s|a|y|e)$")  # Italy, Italian; China
_SENTENCE_END = frozenset('.!?:;"“”')

_UNITS = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen"
    " fifteen sixteen seventeen eighteen nineteen"
).split()
_TENS = "twenty thirty forty fifty sixty seventy eighty ninety".split()
_ORDINALS = (
    "zeroth first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth"
).split()
_WORD_VALUES = {
    **{word: Decimal(value) for value, word in enumerate(_UNITS)},
    **{word: Decimal(value) for value, word in enumerate(_ORDINALS)},
    **{word: Decimal(10 * place) for place, word in enumerate(_TENS, start=2)},
    "dozen": Decimal(12),
    "hundred": Decimal(100),
    "thousand": Decimal(1000),
    "twice": Decimal(2),
}
_SCALES = {
    "hundred": Decimal(100),
    "thousand": Decimal(1000),
    "k": Decimal(1000),
    "million": Decimal(10**6),
    "mn": Decimal(10**6),
    "m": Decimal(10**6),
    "billion": Decimal(10**9),
    "bn": Decimal(10**9),
    "trillion": Decimal(10**12),
    "tn": Decimal(10**12),
}
# said of anything, so neither missed nor looked for
_LOOSE = frozenset({"one", "first", "zero", "once", "twice", "k", "m"})

MONTHS = (
    "January February March April May June July August September October November December"
).split()
_MONTH_OF = {month[:3].casefold(): month.casefold() for month in MONTHS}
# capitalised wherever they stand, and no names
_NO_NAMES = frozenset("i mr mrs ms dr sir lord lady president".split())
_NEGATORS = frozenset(
    "not no never none nobody nothing neither nor without cannot hardly barely".split()
)
_DENIALS = frozenset(
    "denied denies deny denying refused refuses refuse refusing failed fails fail failing"
    " rejected rejects reject rejecting".split()
)


@dataclass(frozen=True, slots=True)
class Token:
    """A word or number at its place among the words of a text.

    Attributes:
        text: as it stands.
        key: what it is compared by: the stem of a word, the value of a number.
        number: its value, None for a word.
        name: whether it is part of a proper name.
        content: whether it says something: no stop word, no negation.
        negator: whether it turns what follows into its contrary.
        required: whether its absence elsewhere counts.
    """

    text: str
    key: str
    number: Decimal | None = None
    name: bool = False
    content: bool = True
    negator: bool = False
    required: bool = True


def tokens_of(text: str) -> tuple[Token, ...]:
    """The words and numbers of a text in order; `5 million` and `twenty-one` are one each."""
    raw = _TOKEN.findall(text)
    found: list[Token] = []
    fresh = True  # whether the next word begins a sentence
    place = 0
    while place < len(raw):
        part = raw[place]
        if part in _SENTENCE_END:
            fresh, place = True, place + 1
            continue
        value, length = _number_at(raw, place)
        if value is not None:
            spoken = " ".join(raw[place : place + length])
            required = spoken.casefold() not in _LOOSE
            found.append(Token(spoken, _shown(value), value, required=required))
        else:
            following = raw[place + 1] if place + 1 < len(raw) else ""
            found.append(_word(part, fresh, following))
        fresh, place = False, place + length
    return tuple(found)


def tokens_of_date(day: date | None) -> tuple[Token, ...]:
    """The year, month and day of a date, as a text would name them."""
    return tokens_of(f"x {day.day} {MONTHS[day.month - 1]} {day.year}")[1:] if day else ()


def initials_of(tokens: tuple[Token, ...]) -> frozenset[str]:
    """The abbreviations that the runs of names could have, in lower case: United Nations, un."""
    found: set[str] = set()
    run = ""
    for token in (*tokens, Token("", "")):
        if token.name:
            run += token.text[0].casefold()
            continue
        if token.text.casefold() in ("of", "the", "and", "for"):
            continue
        found.update(run[start:] for start in range(len(run) - 1))
        run = ""
    return frozenset(found)


def same_name(one: str, other: str) -> bool:
    """Whether two words are one name: Canada, Canadian, Canada's."""
    first, second = _plain(one), _plain(other)
    if first == second:
        return True
    roots = _ENDINGS.sub("", first), _ENDINGS.sub("", second)
    return roots[0] == roots[1] and len(roots[0]) >= 3


def _word(part: str, fresh: bool, following: str) -> Token:
    low = _plain(part)
    only = low == "not" and following.casefold() == "only"  # "not only" denies nothing
    negator = not only and (low in _NEGATORS or low in _DENIALS or low.endswith(("n't", "n’t")))
    content = not negator and low not in STOP_WORDS and len(low) > 1
    capital = part[0].isupper() and low not in STOP_WORDS and low not in _NO_NAMES
    acronym = len(part) > 1 and part.replace(".", "").isupper()
    named = capital and (acronym or not fresh or following[:1].isupper())
    key = _MONTH_OF.get(low[:3], low) if capital and _is_month(low) else low
    return Token(part, stem(key), None, named and content, content, negator)


def _is_month(low: str) -> bool:
    full = _MONTH_OF.get(low[:3], "")
    return bool(full) and (low == full or low in (full[:3], "sept"))


def _plain(part: str) -> str:
    low = _POSSESSIVE.sub("", part.casefold())
    return low.replace(".", "") if "." in low else low


def _number_at(raw: list[str], place: int) -> tuple[Decimal | None, int]:
    """The value of the number that starts at a place, None for a word; and its length in parts."""
    part = raw[place].casefold()
    length = 1
    if part[0].isdigit() and part[0].isascii():
        value = _digits(part)
    elif part in _WORD_VALUES:
        value = _WORD_VALUES[part]
        after = raw[place + 1].casefold() if place + 1 < len(raw) else ""
        if part in _TENS and Decimal(0) < _WORD_VALUES.get(after, Decimal(0)) < 10:
            value, length = value + _WORD_VALUES[after], 2
    else:
        return None, 1
    if value is None:
        return None, 1
    while place + length < len(raw) and (scale := _SCALES.get(raw[place + length].casefold())):
        value, length = value * scale, length + 1
    return value, length


def _digits(part: str) -> Decimal | None:
    plain = part.replace(",", "").rstrip("stndrh")
    return Decimal(plain) if plain.isascii() and len(plain) <= 30 else None


def _shown(value: Decimal) -> str:
    return format(value.normalize(), "f")
