"""What a caller asks for, checked: question, number of hits, filters, day."""

from __future__ import annotations

import calendar
import re
from dataclasses import dataclass
from datetime import date

from index.article import Filters
from qa.errors import QuestionError

LONGEST_QUESTION = 1_000  # characters; a page of text is a document, not a question
MOST_HITS = 100
_LONE = re.compile("[\ud800-\udfff]")  # halves of characters: of a command line not in UTF-8
_NOTHING_ASKED = re.compile(
    r"(?:(?:hi|hello|hey|good (?:morning|afternoon|evening|day)|greetings|thanks?|thank you|cheers"
    r"|ok(?:ay)?|bye|goodbye|yes|no|test)\b(?: there| all| everyone| you| a lot| so much)?\W*)+",
    re.IGNORECASE,
)
_DAY = re.compile(r"(\d{4})(?:-(\d{1,2}))?(?:-(\d{1,2}))?")


@dataclass(frozen=True, slots=True)
class Query:
    """A question and how it is to be searched for; `checked_query` makes it.

    Attributes:
        question: as it was typed, white space folded.
        k: how many hits are wanted at most, 1 to `MOST_HITS`.
        filters: which articles count.
        today: the day that "last week" in the question is counted from.
        dates: whether periods and sources named in the question count.
        known_on: the day of asking where a caller gave one: no later article is known then.
    """

    question: str
    k: int
    filters: Filters
    today: date
    dates: bool = True
    known_on: date | None = None


def checked_query(
    question: str,
    *,
    k: int,
    since: str | date | None = None,
    until: str | date | None = None,
    source: str | None = None,
    today: str | date | None = None,
    dates: bool = True,
) -> Query:
    """What a caller of `ask` or `retrieve` gave, as one value that can be searched for.

    Args:
        question: see `checked_question`.
        k: see `checked_hits`.
        since: see `filters_from`.
        until: likewise.
        source: likewise.
        today: see `today_from`.
        dates: see `Query`.

    Raises:
        QuestionError: one of them cannot be right; the message says which and what to do.
    """
    asked_on = today_from(today)
    return Query(
        checked_question(question),
        checked_hits(k),
        filters_from(since, until, source),
        asked_on,
        dates,
        # a clock may be wrong, and a paper be dated ahead: then all articles are known
        asked_on if today else None,
    )


def checked_question(question: str) -> str:
    """The question with its white space folded.

    Raises:
        QuestionError: it is empty, holds no word, asks nothing, or is too long.
    """
    folded = " ".join(_LONE.sub("\ufffd", question).split())
    if not folded:
        raise QuestionError("the question is empty; ask something, such as: who won the election?")
    if len(folded) > LONGEST_QUESTION:
        raise QuestionError(
            f"the question has {len(folded):,} characters ({len(folded.split()):,} words), at most "
            f"{LONGEST_QUESTION:,} can be read; ask one thing in a sentence or two"
        )
    if not re.search(r"\w", folded):
        raise QuestionError(f"the question {folded[:40]!r} holds no word; ask in words")
    if _NOTHING_ASKED.fullmatch(folded):
        raise QuestionError(f"{folded!r} asks nothing; ask what the articles may tell")
    return folded


def checked_hits(k: int) -> int:
    """A number of hits, 1 to `MOST_HITS`.

    Raises:
        QuestionError: it is outside that.
    """
    if not 1 <= k <= MOST_HITS:
        raise QuestionError(f"{k} hits were asked for; ask for 1 to {MOST_HITS}")
    return k


def filters_from(since: str | date | None, until: str | date | None, source: str | None) -> Filters:
    """Filters from what a caller gave.

    Args:
        since: first day, as a date or as `2021`, `2021-05` or `2021-05-13`.
        until: last day, likewise; a year or month means its last day.
        source: a source's name; empty means any.

    Raises:
        QuestionError: a day that is none, or an empty range.
    """
    first, last = _day(since, "since", last=False), _day(until, "until", last=True)
    if first and last and first > last:
        raise QuestionError(f"no day is since {first} and until {last}; swap or widen the dates")
    return Filters(first, last, (source or "").strip() or None)


def today_from(today: str | date | None) -> date:
    """The day a question is asked on: a date, or as `2021-05-13`; the real day unless given.

    Raises:
        QuestionError: it is not a day.
    """
    return _day(today, "today", last=True) or date.today()


def _day(value: str | date | None, name: str, *, last: bool) -> date | None:
    if value is None or isinstance(value, date):
        return value
    text = value.strip()
    if not text:
        return None
    match = _DAY.fullmatch(text)
    try:
        if not match:
            raise ValueError("not a day")
        year = int(match[1])
        month = int(match[2] or (12 if last else 1))
        return date(year, month, int(match[3] or (_days(year, month) if last else 1)))
    except ValueError as error:
        raise QuestionError(
            f"{name}={value!r} is not a day; write it as 2021-05-13, 2021-05 or 2021"
        ) from error


def _days(year: int, month: int) -> int:
    return calendar.monthrange(year, month)[1] if 1 <= month <= 12 else 1
