"""What the events of a story are worth for its timeline."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from qa.language.words import STOP_WORDS, words
from qa.writing.forms.dating import Event, events_of
from qa.writing.forms.story import Story, Subject

_BEFORE = timedelta(days=200)  # that a story may have begun before its first article
_A_YEAR = timedelta(days=300)
_HALF = 0.5  # of the subject, that a title must name for a sentence to lean on it
_NEWS = 0.2  # of the subject, that a sentence without a date must name
_BEHIND = 2.6  # of what the best event is worth, that another may be
_NEWEST = 0.6  # that the newest event counts more
_MANY = 4  # exact days of its own time that a story is told by


@dataclass(frozen=True, slots=True)
class Rated:
    """An event and what it is worth."""

    event: Event
    worth: float


def rated_events(story: Story, today: date) -> list[Rated]:
    """The events of a story with what each is worth by itself."""
    return [
        Rated(event, worth_of(event, weight, story.subject))
        for article, weight in story.articles
        for event in events_of(article, today)
        if not event.foreseen
        and (event.said != "reported" or story.subject.cover(event.text) >= _NEWS)
    ]


def leans(event: Event, subject: Subject) -> bool:
    """Whether a sentence at the beginning says with its title what it is about."""
    return event.place <= 1 and subject.cover(event.article.title) >= _HALF


def worth_of(event: Event, weight: float, subject: Subject) -> float:
    """What an event is worth by itself; its article's weight in the story is 1 for the best."""
    text = event.text
    about = subject.cover(f"{event.article.title} {text}") + 0.5 * subject.cover(text)
    quoted = text[0] in "“\"'‘" or " I " in text
    said = {"headed": 1.8, "said": 0.3 if event.exact else 0.0, "reported": 0.0}[event.said]
    return (
        about
        + 0.8 * weight
        + 0.4 / (1 + event.place / 3)
        + said
        - (0.5 if quoted else 0.0)
        - (0.0 if event.exact else 0.3)
        - max(0, len(text) - 220) / 400
    )


def of_its_time(rated: Sequence[Rated]) -> list[Rated]:
    """The events without those of long before, where most are of the days that are reported on.

    What an article tells of years before is mostly of other things, and told by the year.
    """
    days = [one.event.article.published for one in rated if one.event.article.published]
    if not days:
        return list(rated)
    begin = sorted(days)[len(days) // 5] - _BEFORE
    recent = [one for one in rated if one.event.exact and one.event.first >= begin]
    if len(recent) < _MANY or 2 * len(recent) < sum(one.event.exact for one in rated):
        return list(rated)
    return [
        one
        for one in rated
        if one.event.first >= begin and one.event.last - one.event.first < _A_YEAR
    ]


def of_days(rated: Sequence[Rated], *, by_day: bool) -> list[Rated]:
    """The best event of each day, those of the days that more articles tell of first."""
    days: dict[object, list[Rated]] = defaultdict(list)
    for one in rated:
        event = one.event
        key = (event.first, event.last) if by_day else (event.article.id, event.start)
        days[key].append(one)
    found = []
    for events in days.values():
        told = len({one.event.article.id for one in events})
        best = max(events, key=lambda one: one.worth)
        found.append(Rated(best.event, best.worth + 0.6 * math.log(told)))
    return sorted(found, key=lambda one: -one.worth)


def worthy(rated: Sequence[Rated]) -> list[Rated]:
    """The events not far behind the best; the newest counts for more, for a story has an end."""
    best = max((one.worth for one in rated), default=0.0)
    found = [one for one in rated if one.worth >= best - _BEHIND]
    newest = max((one.event.first for one in found), default=None)
    return [Rated(one.event, one.worth + _NEWEST * (one.event.first == newest)) for one in found]


def overlap(text: str, other: str) -> float:
    """The share of the words of the shorter of two texts that the other holds."""
    mine, theirs = set(words(text)) - STOP_WORDS, set(words(other)) - STOP_WORDS
    fewer = min(len(mine), len(theirs))
    return len(mine & theirs) / fewer if fewer else 1.0
