"""Periods and sources named in a question, and what they mean for the search.

Precision goes before recall: a year or a month counts only behind a word such as "in" or "since",
never as part of a name such as "the 2012 Olympics", and what lies in the future is no period.
Standard library only.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any, Literal

from index.article import Filters
from qa.language.dates import NamedDate, day_in_words, find_dates
from qa.question.sources import sources_in

_DAY = timedelta(days=1)  # also how far papers' dates differ with their clocks
_SHORT = 62  # days: longer spans are those of events, not of the reports about them
_RECENT = timedelta(days=30)  # that "recently" reaches back
_MOST_BOOSTS = 4  # each costs two searches
_AFTER_A_DAY = timedelta(days=7)  # that papers still report what happened on a day
_AFTER_A_MONTH = timedelta(days=31)  # likewise, in a month or a year


@dataclass(frozen=True, slots=True)
class Period:
    """Days of publication that a question is about, both ends included.

    Attributes:
        words: the words of the question that say so.
        since: the first day; None for any.
        until: the last day; None for any.
        use: "filter" where the question asks for what has just been reported, such as "last week";
            "boost" where it names the time of an event, of which later articles may tell as well.
    """

    words: str
    since: date | None
    until: date | None
    use: Literal["filter", "boost"]

    def days(self, today: date) -> tuple[date | None, date | None]:
        """The very days that its words name, both included: reports of them may come later."""
        dates = find_dates(self.words, today)
        if not dates or self.since is None:
            return self.since, self.until
        if len(dates) == 1 and _GOES_ON.match(self.words):
            return self.since, None
        return (self.since + _DAY if len(dates) > 1 else dates[0].first), dates[-1].last

    def as_json(self) -> dict[str, str | None]:
        """The period as plain values, days as 2021-05-13."""
        since, until = self.since, self.until
        return {
            "words": self.words,
            "since": since.isoformat() if since else None,
            "until": until.isoformat() if until else None,
            "use": self.use,
        }

    @property
    def filters(self) -> Filters:
        """Articles published in the period."""
        return Filters(self.since, self.until)


@dataclass(frozen=True, slots=True)
class Named:
    """What a question names beside its subject.

    Attributes:
        periods: in the order they stand.
        sources: names of sources as the index writes them, in the order they stand.
        dropped: whether the period should have been a filter, but no article was left.
    """

    periods: tuple[Period, ...] = ()
    sources: tuple[str, ...] = ()
    dropped: bool = False

    def only_raising(self) -> Named:
        """The same where no period filters: each raises its articles."""
        return replace(self, periods=tuple(replace(one, use="boost") for one in self.periods))

    def narrowed(self, given: Filters) -> Filters:
        """The given filters, or the question's own period where it is one and no day is given."""
        asked = [period for period in self.periods if period.use == "filter"]
        if len(asked) != 1 or given.since or given.until:
            return given
        return Filters(asked[0].since, asked[0].until, given.source)

    @property
    def note(self) -> str:
        """What was made of it, for the reader; "" when nothing was named."""
        notes = []
        for period in self.periods:
            days = f"published {_span(period)} (“{period.words}”)"
            if period.use == "boost":
                notes.append(f"Articles {days} come first.")
            elif self.dropped:
                notes.append(f"No article was {days}: all dates were searched.")
            else:
                notes.append(f"Only articles {days} were searched.")
        if self.sources:
            notes.append(f"Articles of {' and '.join(self.sources)} come first.")
        return " ".join(notes)

    def as_json(self) -> dict[str, Any]:
        """What was understood as plain values, days as 2021-05-13."""
        return {
            "periods": [period.as_json() for period in self.periods],
            "sources": list(self.sources),
            "dropped": self.dropped,
            "note": self.note,
        }

    def boosts(self, given: Filters) -> list[Filters]:
        """What to search in once more: each period and source, within the given filters."""
        periods = [passing_both(period.filters, given) for period in self.periods]
        sources = [Filters(given.since, given.until, source) for source in self.sources]
        boosts = [*periods, *([] if given.source else sources)]
        return [boost for boost in dict.fromkeys(boosts) if boost != given][:_MOST_BOOSTS]


NOTHING_NAMED = Named()


def named_in(question: str, today: date, sources: Iterable[str] = ()) -> Named:
    """What a question says about when and by whom.

    Args:
        question: in words.
        today: the day it is asked on.
        sources: those that the index holds.
    """
    return Named(periods_in(question, today), sources_in(question, sources))


def periods_in(question: str, today: date) -> tuple[Period, ...]:
    """The periods a question names, in the order they stand; see `named_in`."""
    found: list[Period] = []
    dates = find_dates(question, today)
    place = 0
    while place < len(dates):
        one = dates[place]
        other = _other_end(question, one, dates[place + 1 : place + 2])
        place += 2 if other else 1
        if other and other.has_year and not one.has_year:
            one = find_dates(question[: one.end], today, other.first.year)[-1]
        if other and other.first < one.first and not one.has_year:  # "from December to January"
            years = (other.first.year, other.first.year - 1)
            again = (find_dates(question[: one.end], today, year)[-1] for year in years)
            one = next((early for early in again if early.first <= other.first), one)
        relation = _relation(question, one)
        if relation is None:
            continue
        start, end = relation[1], (other or one).end
        if relation[0] == "since" and (onwards := _ONWARDS.match(question, end)):
            end = onwards.end()
        period = _period(question[start:end], relation[0], one, other, today)
        if period:
            found.append(period)
    if not found and (recent := _RECENTLY.search(question)):
        found.append(Period(recent[0], today - _RECENT, today, "boost"))
    return tuple(found)


_FREE = frozenset(("day", "part", "season", "today", "this", "past", "ago"))
_FILTERS = frozenset(("today", "this", "past", "ago", "weekday"))
_OPEN = {"since": "since", "after": "after", "before": "before", "until": "until"}
_OPEN |= {"till": "until", "by": "until"}
_GOES_ON = re.compile(r"since|after|from\b.*\bon(?:wards?)?$", re.IGNORECASE)
_ONWARDS = re.compile(r"\s+on(?:wards?\b|\b(?!\s+\w))", re.IGNORECASE)  # "from May onwards"
_BEFORE_DATE = re.compile(
    r"\b(?:(?P<open>since|from|after|before|until|till|by)|in|on|during|throughout|around|of|for"
    r"|between|over|last|within)\s+(?:the\s+)?(?:years?\s+|month\s+of\s+)?$",
    re.IGNORECASE,
)
_EVENT_BEFORE_DATE = re.compile(
    r"\b(?P<open>since|after|before|until)\s+(?:[\w'’-]+\s+){1,6}(?:of|on|in)\s+(?:the\s+)?$",
    re.IGNORECASE,
)
_JOINT = re.compile(
    r"\s*(?:and|to|until|till|through|[-–—])\s*(?:the\s+)?(?:early\s+)?", re.IGNORECASE
)
_COUNTED_BACK = ("today", "yesterday", "this", "last", "past")
_BETWEEN = re.compile(r"\b(?:between|from)\s+(?:the\s+)?$", re.IGNORECASE)
# behind a year: "in 2012 Olympics" and "by 1900 votes" name no year
_NAME_OR_COUNT = re.compile(r"\s+(?:(?!I\b)[A-Z]|people\b|(?!was\b|is\b|has\b|does\b)[a-z]+s\b)")
_RECENTLY = re.compile(
    r"\b(?:recently|recent|latest|currently|right now|at the moment|so far|nowadays)\b",
    re.IGNORECASE,
)


def _other_end(question: str, one: NamedDate, rest: Sequence[NamedDate]) -> NamedDate | None:
    """The date that ends a range which `one` begins."""
    for other in rest:
        between = question[one.end : other.start]
        if not _JOINT.fullmatch(between) or (other.first < one.first and one.has_year):
            continue
        if _BETWEEN.search(question[: one.start]) or not between.strip().isalpha():
            return other
    return None


def _relation(question: str, named: NamedDate) -> tuple[str, int] | None:
    """How a question uses a date, and where the words begin; None where it is not its time."""
    before = question[: named.start]
    if _is_in_name(question, named):
        return None
    if named.kind == "year" and named.start and _NAME_OR_COUNT.match(question, named.end):
        return None
    if match := _EVENT_BEFORE_DATE.search(before) or _BEFORE_DATE.search(before):
        opened = (match["open"] or "").casefold()
        if named.kind == "year" and match[0].casefold().startswith(("of", "for", "last")):
            return None  # "the class of 1999"
        if named.kind == "weekday" and not match[0].casefold().startswith(("on", "since")):
            return None
        if opened == "from":  # "the reports from May" are of May
            return "since" if _ONWARDS.match(question, named.end) else "in", match.start()
        return _OPEN.get(opened, "in"), match.start()
    told = question[named.start : named.end].casefold()
    return ("in", named.start) if named.kind in _FREE or told.startswith("last") else None


def _is_in_name(question: str, named: NamedDate) -> bool:
    """Whether capitals say that "Today" or "Last Week" is no time: "USA Today"."""
    before, told = question[: named.start], question[named.start : named.end]
    if not told[0].isupper() or not told.casefold().startswith(_COUNTED_BACK):
        return False
    begins = not re.search(r"\w[^.?!]*$", before)
    return not begins and any(word[0].islower() for word in question.split())


def _period(
    words: str, relation: str, one: NamedDate, other: NamedDate | None, today: date
) -> Period | None:
    first, last = one.first, (other or one).last
    if first > today:
        return None
    if other or relation == "in":
        if one.kind in _FILTERS and (today - first).days <= _SHORT:
            # of what has been reported since then; "this week" also means the seven days past
            first = min(first, today - 6 * _DAY) if one.kind == "this" else first
            return Period(words, first - _DAY, today, "filter")
        afterwards = _AFTER_A_DAY if (last - first).days < 7 else _AFTER_A_MONTH
        return Period(words, first - _DAY, min(last + afterwards, today), "boost")
    if relation in ("since", "after"):
        return Period(words, first if relation == "since" else last, today, "boost")
    end = first - _DAY if relation == "before" else last
    return Period(words, None, end, "boost") if end < today else None


def _span(period: Period) -> str:
    since, until = period.since, period.until
    if since and until:
        return f"from {day_in_words(since)} to {day_in_words(until)}"
    return f"since {day_in_words(since)}" if since else f"until {day_in_words(until)}"


def passing_both(one: Filters, other: Filters) -> Filters:
    """What passes both; the source of the second if it names one."""
    first = [day for day in (one.since, other.since) if day]
    last = [day for day in (one.until, other.until) if day]
    return Filters(max(first, default=None), min(last, default=None), other.source or one.source)
