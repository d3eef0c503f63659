"""The hard facts of a text: its numbers, names and negations, each at its place.

What a sentence says about the world can be paraphrased, its numbers and names hardly. They are
found in plain English prose by their form, and by its tags where a capital may mean nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from qa.language.calendar import MONTHS, month_number
from qa.language.dates import day_in_words
from qa.language.numbers import FIGURES_PATTERN, read_number
from qa.language.words import STOP_WORDS, stem, tokens, without_marks

_FIGURED = re.compile(rf"{FIGURES_PATTERN}|[^\W\d_]+")  # the pieces of "10am", "212-metre"
_POSSESSIVE = re.compile(r"['’]s$|['’]$")
_UNHYPHENED = re.compile(r"[^-]+")
_SENTENCE_END = frozenset('.!?:;"“”')
_CLAUSE_END = frozenset(",;:()–—")
# said of anything, so neither missed nor looked for
_LOOSE = frozenset({"one", "first", "zero"})
# capitalised wherever they stand, and no names
_NO_NAMES = frozenset("i mr mrs ms dr sir lord lady president".split())
_NEGATORS = frozenset(
    "not no never none nobody nothing neither nor without cannot hardly barely".split()
)
_DENIALS = frozenset(
    "denied denies deny denying refused refuses refuse refusing failed fails fail failing"
    " rejected rejects reject rejecting".split()
)
# behind these "no" is an answer, or short for "number": "No, they left", "No. 7"
_NOT_OF_NO = frozenset(",.;:!?")
_MONTH_WORDS = frozenset(name.casefold() for name in MONTHS) - {"may"}
_MAY = "May"  # the key of the month: in small letters it is another word
_PROPER = frozenset({"NNP", "NNPS"})
# how a word is tagged that says of which people or party somebody is
_OF_A_GROUP = frozenset({"JJ", "NNPS", "NNS"})


@dataclass(frozen=True, slots=True)
class Fact:
    """A word or number at its place among the words of a text.

    Attributes:
        text: as it stands.
        word: in small letters, without accents, full stops and the ending of the possessive.
        key: what its kind is known by: the stem of a word, the value of a number.
        number: its value, None for a word.
        name: whether it is part of a proper name.
        group: whether that names a people, party or the like, or is an adjective.
        content: whether it says something: no stop word, no negation.
        negator: whether it turns what follows into its contrary.
        required: whether its absence elsewhere counts.
        apart: whether a comma or the like stands between it and the word before.
        month: of the day that an article is of, the key of its month; "" for all else.
    """

    text: str
    word: str
    key: str
    number: Decimal | None = None
    name: bool = False
    group: bool = False
    content: bool = True
    negator: bool = False
    required: bool = True
    apart: bool = False
    month: str = ""


def facts_of(text: str, tags: Mapping[int, str] | None = None, offset: int = 0) -> tuple[Fact, ...]:
    """The words and numbers of a text in order; `5 million` and `twenty-one` are one each.

    Args:
        text: what is read.
        tags: parts of speech by the place where a word begins: see `qa.checking.tags`. Without
            them the first word of a sentence is a name only if its form says so.
        offset: what to add to a place in the text for its place in `tags`.
    """
    tags = tags or {}
    pieces = list(_pieces(text))
    raw = [piece for piece, _ in pieces]
    found: list[Fact] = []
    fresh = True  # whether the next word begins a sentence
    apart = False
    place = 0
    while place < len(raw):
        part, start = pieces[place]
        read, length = read_number(raw, place), 1
        if read:
            value, length = read
            spoken = " ".join(raw[place : place + length])
            required = spoken.casefold() not in _LOOSE
            shown = format(value.normalize(), "f")
            found.append(Fact(spoken, shown, shown, value, required=required, apart=apart))
        elif part[0].isalnum():
            word = _word(raw, place, fresh, tags.get(offset + start, ""))
            found.append(replace(word, apart=apart))
        if part[0].isalnum():
            fresh = apart = False
        else:
            fresh = fresh or part in _SENTENCE_END
            apart = apart or part in _CLAUSE_END
        place += length
    return tuple(found)


def facts_of_date(day: date | None) -> tuple[Fact, ...]:
    """The year, month and day of a date, as a text would name them.

    The day alone is a small number like any other, so it tells what its month is.
    """
    found = facts_of(day_in_words(day))
    month = next((fact.key for fact in found if fact.number is None), "")
    return tuple(
        replace(fact, month=month) if day and fact.number == day.day else fact for fact in found
    )


def is_month(fact: Fact) -> bool:
    """Whether a word is the name of a month, or of a person who is called so."""
    return fact.key == _MAY or fact.word in _MONTH_WORDS


def is_of_month(facts: Sequence[Fact], place: int, month: str) -> bool:
    """Whether the name of a month is next to a number: `May 12`, `12 May`, `12th of May`."""
    before = facts[place - 1].key if place else ""
    after = [fact.key for fact in facts[place + 1 : place + 3]]
    return month in (before, *after[:1]) or after == ["of", month]


def initials_of(facts: tuple[Fact, ...]) -> frozenset[str]:
    """The abbreviations that the runs of names could have, in lower case: United Nations, un."""
    found: set[str] = set()
    run = ""
    for fact in (*facts, Fact("", "", "")):
        if fact.name:
            run += fact.text[0].casefold()
            continue
        if fact.word in ("of", "the", "and", "for"):
            continue
        found.update(run[start:] for start in range(len(run) - 1))
        run = ""
    return frozenset(found)


def _pieces(text: str) -> Iterator[tuple[str, int]]:
    """The words, numbers and marks of a text, each with where it begins; hyphens part words."""
    for token in tokens(text):
        pattern = _FIGURED if token.text[0].isdigit() else _UNHYPHENED
        for match in pattern.finditer(token.text):
            yield match.group(), token.start + match.start()


def _word(raw: Sequence[str], place: int, fresh: bool, tag: str) -> Fact:
    """The word at a place; `fresh` says that a sentence begins with it."""
    part, following = raw[place], raw[place + 1] if place + 1 < len(raw) else ""
    plain = _POSSESSIVE.sub("", part)
    low = without_marks(plain.casefold()).replace(".", "")
    negator = _negates(low, following.casefold())
    # the month, or a person of that name, and not what may be
    may = plain == _MAY and (not fresh or following[:1].isdigit() or tag in _PROPER)
    content = may or (not negator and low not in STOP_WORDS and len(low) > 1)
    capital = may or (part[0].isupper() and low not in STOP_WORDS and low not in _NO_NAMES)
    acronym = len(part) > 1 and part.replace(".", "").isupper()
    alone = not following[:1].isupper()
    named = may or (capital and (acronym or not fresh or not alone or tag in _PROPER))
    somebody = alone and place > 0 and raw[place - 1].casefold() in ("a", "an")  # "a Canadian"
    month = month_number(low) if capital else None
    low = MONTHS[month - 1].casefold() if month else low
    return Fact(
        part,
        _MAY if may else low,
        _MAY if may else stem(low),
        name=named and content,
        group=tag in _OF_A_GROUP or somebody,
        content=content,
        negator=negator,
    )


def _negates(low: str, following: str) -> bool:
    """Whether a word, before another or a mark, turns what follows into its contrary."""
    if low == "not":
        return following != "only"  # "not only" denies nothing
    if low == "no":
        return not following[:1].isdigit() and following not in _NOT_OF_NO
    return low in _NEGATORS or low in _DENIALS or low.endswith(("n't", "n’t"))
