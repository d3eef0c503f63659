"""Of the figures and dates of a sentence, which are of what was before and which of what it became.

"About 7%, up from 3% in 2020" is 7%, and not of 2020.
"""

from __future__ import annotations

import re
from datetime import date, timedelta

from qa.language.dates import find_dates
from qa.language.numbers import CARDINALS
from qa.language.quantities import Quantity, find_quantities
from qa.writing.forms.dating import date_of

_DAY = timedelta(days=1)
_NOW = re.compile(r"\b(?:now|currently|at present)\b", re.IGNORECASE)
_OLD = r"the|last|previous|earlier|old|record"
_THAN = (  # not of "more than 300 people", which are at least so many
    rf"(?:(?<!more )(?<!less )(?<!fewer )(?<!other )than|than(?= (?:{_OLD})\b))"
)
_FROM = rf"(?:from|{_THAN}|compared (?:to|with)|instead of|against)"
_SOME = rf"(?: (?:about|around|an?|some|nearly|almost|(?:more|less|fewer) than|{_OLD}))*"
_BEFORE = re.compile(rf"\b(?:{_FROM}|after){_SOME} $", re.IGNORECASE)
_BY = re.compile(  # what stands before a figure that is a difference
    r"\b(?:by|up|down|r[io]se[sn]?|rising|f[ae]ll(?:s|en|ing)?|gr[eo]w(?:s|n|ing)?"
    r"|(?:jump|drop|climb|soar|slip|dip)(?:s|p?ed|p?ing)?|slid|(?:in|de)creas(?:es?|ed|ing)"
    rf"|(?:declin|surg|plung)(?:es?|ed|ing)){_SOME} $",
    re.IGNORECASE,
)
_THEN = re.compile(  # what stands before the date of a figure that was, or of none that is told
    rf"\b(?:{_FROM}{_SOME} (?:\S*\d\S*(?<![,;])|{'|'.join(CARDINALS)})(?: (?!to\b)[^\W\d]+){{0,3}}"
    r" (?:in|on|of|last|early|late|mid)"
    r"|(?:than|compared (?:to|with))(?: in| on)?)[ -]$",
    re.IGNORECASE,
)


def that_is_now(text: str, figure: Quantity) -> Quantity | None:
    """A figure of a text, or where it is what was before, the one that it became; None if unclear.

    "About 7%, up from 3% in 2020" is 7% now.
    """
    if not _BEFORE.search(text, 0, figure.start):
        return figure
    new = [
        q
        for q in find_quantities(text)
        if (q.kind, q.unit) == (figure.kind, figure.unit)
        and not _BEFORE.search(text, 0, q.start)
        and not _BY.search(text, 0, q.start)
    ]
    return new[0] if len(new) == 1 else None


def time_told(text: str, published: date | None) -> tuple[date, date] | None:
    """First and last day of when what a sentence tells was so; None for unknown, or still ahead.

    Args:
        text: the sentence.
        published: the day of its article, its time where the sentence names no other.
    """
    text = _without_former_dates(text, published)
    named = None if _NOW.search(text) else date_of(text, published)
    if not published or (named and named[0] <= published):
        return named
    return None if named and named[0] - published > _DAY else (published, published)


def _without_former_dates(text: str, published: date | None) -> str:
    """A text with blanks for the dates of what was before: "from 3% in 2020"."""
    for named in find_dates(text, published or date.max):
        if _THEN.search(text, 0, named.start):
            text = text[: named.start] + " " * (named.end - named.start) + text[named.end :]
    return text
