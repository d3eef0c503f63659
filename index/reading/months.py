"""The names of months, as news in the common languages write them.

English is known here, which is all that most archives need; the names of the other languages are
those of Babel (Unicode's CLDR), loaded when the first date comes that English does not explain.
"""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Final

_ENGLISH: Final = (
    "january february march april may june july august september october november december".split()
)
_LANGUAGES: Final = (
    "de fr es it pt nl sv da nb fi is pl cs sk hu ro bg hr sr sl uk ru el tr ar fa he hi bn ur th"
    " id ms vi ca gl eu lt lv et sq ga cy sw af az kk ka hy mk be".split()
)
# Short forms of the papers, and names that CLDR has in other months' order or not at all.
_OTHERS: Final = (
    "sept=9 märz=3 mrz=3 jänner=1 feber=2 janv=1 févr=2 avr=4 juil=7 déc=12 set=9 setiembre=9"
    " mrt=3 янв=1 фев=2 апр=4 авг=8 сен=9 сент=9 окт=10 ноя=11 дек=12 maj=5"
    " كانون_الثاني=1 شباط=2 آذار=3 نيسان=4 أيار=5 حزيران=6 تموز=7 آب=8 أيلول=9"
    " تشرين_الأول=10 تشرين_الثاني=11 كانون_الأول=12".split()
)
_MARKS = re.compile("[\u0300-\u036f]")


@dataclass(frozen=True, slots=True, eq=False)
class Months:
    """Names of months.

    Attributes:
        numbers: 1 to 12 by the name, as `folded` gives it.
        pattern: what matches any of them in a folded text.
    """

    numbers: Mapping[str, int]
    pattern: str


def folded(text: str) -> str:
    """Text in one case and without accents, as names of months are compared."""
    if text.isascii():
        return text.lower()
    plain = unicodedata.normalize("NFKD", text).casefold()
    return unicodedata.normalize("NFC", _MARKS.sub("", plain))


@cache
def english() -> Months:
    """The English months, in full and short."""
    names = {name: n for n, name in enumerate(_ENGLISH, 1)}
    return _months({**{name[:3]: n for name, n in names.items()}, **names, "sept": 9}.items())


@cache
def of_all_languages() -> Months:
    """The months of some fifty languages; a name that means two of them is left out."""
    from babel import Locale  # with their data, half a second

    found = [(name, number) for name, number in english().numbers.items()]
    for language in _LANGUAGES:
        for kinds in Locale(language).months.values():
            for width in ("wide", "abbreviated"):
                found += [(name, number) for number, name in kinds[width].items()]
    found += [
        (name.replace("_", " "), int(n)) for name, _, n in (o.partition("=") for o in _OTHERS)
    ]
    return _months(found)


def _months(found: Iterable[tuple[str, int]]) -> Months:
    meanings: dict[str, set[int]] = defaultdict(set)
    for name, number in found:
        meanings[folded(name).rstrip(".").strip()].add(number)
    clear = {
        name: numbers.copy().pop()
        for name, numbers in meanings.items()
        if len(numbers) == 1 and len(name) > 1 and not name.isdecimal()
    }
    longest_first = sorted(clear, key=len, reverse=True)
    return Months(clear, "|".join(map(re.escape, longest_first)))
