"""When what a sentence tells happened, by the dates in it and the day of its article."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from itertools import pairwise
from typing import Literal

from index.article import Article
from index.split import sentence_spans
from qa.language.calendar import MONTH_PATTERN, WEEKDAYS
from qa.language.dates import NamedDate, day_in_words, find_dates
from qa.writing.forms.weekdays import ahead, signs

LONGEST_LINE = 420
"""Characters of a sentence that tells an event: longer ones are lists and tables."""

_FORESEEN = timedelta(days=60)  # that a date without a year may lie ahead of its article
_LEAD = 2  # sentences at the beginning that tell the news of an article's day
_SHORTEST = 3  # words
_MAYBE_AHEAD = 0.2  # the probability from which a weekday or month may have been still to come
Said = Literal["said", "headed", "reported"]

_CHRONICLE = 4  # lines that begin with a date
_LOOKS_BACK = 5  # dates of years before its own, by which a text looks back
_NEAR = 3  # sentences on, to which a date gives its year
_YEAR = timedelta(days=360)
_HALF_A_YEAR = timedelta(days=182)
_DAY = timedelta(days=1)
_MAYBE = re.compile(
    rf"\d{{4}}|\b(?:{'|'.join(WEEKDAYS)}|today|yesterday|{MONTH_PATTERN})\b", re.IGNORECASE
)
_IN_MONTH = re.compile(
    r"\b(?:in|since|last|this|early|late|mid|until|by|from|of|during|through|and)[ -]$",
    re.IGNORECASE,
)
_NAME_BEHIND = re.compile(rf" (?!(?:{MONTH_PATTERN})\b)[A-Z]")  # "Sunday Times"
_HEAD = re.compile(r"\W*(?:on |in )?$", re.IGNORECASE)  # before a date that a line begins with
_COLON = re.compile(r"\s*(?::|[–—-](?!\s*\d))\s*\S")  # "May 5 - 7" goes on
_EXACT = {"day": 4, "today": 3, "weekday": 3, "month": 2, "year": 1}  # kinds that label an event
_LAST = re.compile(r"\blast $", re.IGNORECASE)
_PLANNED = re.compile(  # "May" is a month
    r"\b(?:will|would|could|may|expected|planned|scheduled|set|due|until|through)\b|['’]ll\b"
)
_CAPTION = re.compile(
    r"\w/\w*(?:Shutterstock|Getty|Reuters|AP\b|AFP)|Getty Images|Sign up (?:for|here)"
)
_ENDED = re.compile(r"[.!?…][\"'”’)\]]*$")


@dataclass(frozen=True, slots=True)
class Event:
    """A sentence, with the time of what it tells.

    Attributes:
        article: where it stands.
        start, end: characters of the article's text, end exclusive.
        place: which sentence of its article it is, from 0.
        first, last: the days of its time, both included: one day, a month or a year.
        said: "said" where the sentence names its time, "headed" where it is a line that begins with
            it, as in a chronicle; "reported" where it is the day of its article.
        has_year: whether the time was told with its year.
        hour: of a line that an hour begins, this, as it stands.
    """

    article: Article
    start: int
    end: int
    place: int
    first: date
    last: date
    said: Said
    has_year: bool = True
    hour: str = ""

    @property
    def text(self) -> str:
        """The sentence, as it stands in its article."""
        return self.article.text[self.start : self.end]

    @property
    def exact(self) -> bool:
        """Whether the day is known."""
        return self.first == self.last

    @property
    def whole_year(self) -> bool:
        """Whether no more than the year is known."""
        return self.last - self.first > _HALF_A_YEAR

    @property
    def foreseen(self) -> bool:
        """Whether it was told before it happened; the lines of a chronicle are brought up to it."""
        day = self.article.published
        return self.said == "said" and bool(day and self.first - day > _DAY)

    @property
    def label(self) -> str:
        """Its time in words: "9 November 1989", "November 1989" or "1989"; its hour if known."""
        return self.hour or in_words(self.first, self.last)


def in_words(first: date, last: date) -> str:
    """The days of a time as "9 November 1989", "November 1989" or "1989"."""
    if first == last:
        return day_in_words(first)
    same_month = (first.year, first.month) == (last.year, last.month)
    return f"{first:%B} {first.year}" if same_month else str(first.year)


def events_of(article: Article, today: date) -> list[Event]:
    """The dated sentences of an article in order, and what it begins with; nothing after a day.

    Args:
        article: its dates without a year are counted from the day of its publication.
        today: the day of asking; what lies after it has not happened.
    """
    spans = sentence_spans(article.text)
    events: list[Event] = []
    for place, (start, end) in enumerate(spans):
        text = article.text[start:end]
        if end - start > LONGEST_LINE or len(text.split()) < _SHORTEST or _CAPTION.search(text):
            continue
        found = _time(text, article.published)
        headed = bool(found and _is_headed(text, found))
        if not headed and not _ENDED.search(text):  # a heading, a caption
            continue
        if found:
            said: Said = "headed" if headed else "said"
            days = found.first, found.last
            start += _after_date(text, found) if headed else 0
            events.append(Event(article, start, end, place, *days, said, found.has_year))
        elif article.published and place < _LEAD and not _tells_of_before(text, article.published):
            day = article.published
            events.append(Event(article, start, end, place, day, day, "reported"))
    return [event for event in _in_order(_told(events)) if event.first <= today]


def _tells_of_before(text: str, published: date) -> bool:
    """Whether it names a time that is not the article's own: "two weeks ago", "last month"."""
    return any(
        named.kind not in _EXACT
        and named.kind != "past"  # "in the past week": up to now
        and not text[named.start :].casefold().startswith("this")
        for named in find_dates(text, published)
    )


def _told(events: Sequence[Event]) -> list[Event]:
    """Events, those of a text that looks back on years with the years that its telling gives.

    "… on January 4, 2022. On January 8 …": such a date follows the one before it.
    """
    back = [e for e in events if e.has_year and e.article.published and e.said == "said"]
    long_ago = [e for e in back if e.article.published and e.last.year < e.article.published.year]
    if len(long_ago) < _LOOKS_BACK:
        return list(events)
    told: list[Event] = []
    before: date | None = None
    at = 0
    for event in events:
        seen = event
        if event.place - at > _NEAR:
            before = None
        while before and not seen.has_year and seen.first - before >= _YEAR:
            seen = _years_on(seen, -1)
        told.append(seen)
        if seen.said == "said":
            before = seen.first if not event.has_year or not event.whole_year else before
            at = event.place
    return told


def _in_order(events: Sequence[Event]) -> list[Event]:
    """Events, those of a chronicle with the years that put its dates in order.

    A page that was brought up to date names days after that of its publication; without a year they
    seem to be of the year before.
    """
    heads = [e for e in events if e.said == "headed"]
    steps = [(b.first > a.first) - (b.first < a.first) for a, b in pairwise(heads)]
    if len(heads) < _CHRONICLE or not any(steps):
        return list(events)
    moved: dict[int, Event] = {}
    before: date | None = None
    for head in heads if sum(steps) > 0 else reversed(heads):
        seen = head
        if before and not head.has_year and before - head.first > _HALF_A_YEAR:
            seen = _years_on(head, 1)
        if not before or seen.first > before:
            before = seen.first
        moved[head.place] = seen
    return [moved.get(e.place, e) for e in events]


def _years_on(event: Event, years: int) -> Event:
    first, last = (
        day.replace(year=day.year + years, day=min(day.day, 28) if day.month == 2 else day.day)
        for day in (event.first, event.last)
    )
    return replace(event, first=first, last=last)


def date_of(text: str, published: date | None) -> tuple[date, date] | None:
    """The first and last day of the time that a sentence names most exactly; None for none."""
    found = _time(text, published)
    return (found.first, found.last) if found else None


def _time(text: str, published: date | None) -> NamedDate | None:
    """The most exact time named, the first of equals."""
    if not _MAYBE.search(text):
        return None
    dates = [
        seen
        for named in find_dates(text, published or date.max)
        if (seen := _meant(text, named, published))
    ]
    return max(dates, key=lambda named: _EXACT[named.kind], default=None)


def _meant(text: str, named: NamedDate, published: date | None) -> NamedDate | None:
    """A date as an article means it; None where it is not told which, or no time of an event."""
    before = text[: named.start]
    if named.kind not in _EXACT:
        return None
    if named.kind == "year" or (named.has_year and named.kind in ("day", "month")):
        return named
    if published is None:
        return None
    if named.kind == "month" and not _IN_MONTH.search(before):  # "Theresa May"
        return None
    if _LAST.search(before) or text[named.start :].casefold().startswith("last "):
        return named
    if named.kind == "weekday":
        if _NAME_BEHIND.match(text, named.end) or _may_lie_ahead(text, named):
            return None
        # of a day that was to come, a page brought up to date since tells what came of it
        return _moved(named, _DAY, published) if named.first == published - 6 * _DAY else named
    return _in_its_year(text, named, published) if named.kind != "today" else named


def _may_lie_ahead(text: str, named: NamedDate) -> bool:
    return ahead(text, named.start, named.end) >= _MAYBE_AHEAD


def _moved(named: NamedDate, days: timedelta, published: date) -> NamedDate:
    day = published + days
    return NamedDate(named.start, named.end, named.kind, day, day)


def _in_its_year(text: str, named: NamedDate, published: date) -> NamedDate:
    """A date without a year in the year that its article means: a near one may lie ahead.

    Of near days nearly all do, or a page that was brought up to date tells of them.
    """
    if named.kind == "month" and _is_over(text, named):
        return named
    for year in (published.year, published.year + 1):
        again = find_dates(text[named.start : named.end], published, year)
        if again and timedelta() < again[0].first - published <= _FORESEEN:
            days = again[0].first, again[0].last
            return NamedDate(named.start, named.end, named.kind, *days, has_year=False)
    return named


def _is_over(text: str, named: NamedDate) -> bool:
    """Whether a sentence tells of a month that is past, for all one can see."""
    told = "past" in signs(text, named.start, named.end)
    return told and not _PLANNED.search(text) and not _may_lie_ahead(text, named)


def _is_headed(text: str, named: NamedDate) -> bool:
    """Whether a line begins with its date: "July 1: Trial begins"."""
    return bool(_HEAD.fullmatch(text[: named.start]) and _COLON.match(text, named.end))


def _after_date(text: str, named: NamedDate) -> int:
    """Where what a line tells begins, behind its date."""
    colon = _COLON.match(text, named.end)
    return colon.end() - 1 if colon else 0
