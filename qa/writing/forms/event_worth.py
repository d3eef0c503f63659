"""What the events of a story are worth for its timeline.

How likely an event is one that an editor would put there is a logistic regression on where it
stands and how it is told, and on what the reader makes of it, of 123 stories whose events somebody
marked (`tests.bench.timeline`).
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import astuple, dataclass, replace
from datetime import date

from qa.evidence.confidence import weighed
from qa.language.words import STOP_WORDS, words
from qa.writing.forms.dating import Event, events_of
from qa.writing.forms.story import Story

_NEWS = 0.2  # of the subject, that a sentence without a date must name
_SOON = 3  # sentences from the beginning, where half of what an event is worth by its place is lost


@dataclass(frozen=True, slots=True)
class Signs:
    """What speaks for an event; or how much each of these counts, in logits.

    Attributes:
        cover: the share of the subject that its sentence names, 0 to 1.
        weight: that of its article in the story, 1 for the best.
        lead: how near the beginning of its article it stands, 1 for the first sentence.
        headed: whether its line begins with its time, as in a chronicle.
        reported: whether it has no time but the day of its article.
        exact: whether its day is known.
        year: whether no more than its year is.
        told: the logarithm of how many articles tell of its time.
        alone: whether one article tells the story.
        asked: the reader's logit that with its title it is about what is asked.
        always: 1.
    """

    cover: float
    weight: float
    lead: float
    headed: float
    reported: float
    exact: float
    year: float
    told: float
    alone: float
    asked: float = 0.0
    always: float = 1.0

    def worth(self, weights: Signs) -> float:
        """The logit that it belongs to the timeline."""
        return weighed(astuple(self), astuple(weights))


UNREAD = Signs(
    cover=1.03,
    weight=1.81,
    lead=2.96,
    headed=0.3,
    reported=-0.71,
    exact=-0.54,
    year=-1.2,
    told=0.66,
    alone=0.52,
    always=-3.11,
)
READ = Signs(
    cover=0.53,
    weight=1.01,
    lead=2.68,
    headed=0.33,
    reported=-0.65,
    exact=-0.44,
    year=-1.19,
    told=0.63,
    alone=0.44,
    asked=0.11,
    always=-2.16,
)
"""The weights before the reader has seen an event, and after."""


@dataclass(frozen=True, slots=True)
class Rated:
    """An event, and the logit that it belongs to the timeline.

    Attributes:
        bonus: logits added because it is a line of a chronicle, else 0.
    """

    event: Event
    signs: Signs
    worth: float
    bonus: float = 0.0

    def read(self, asked: float) -> Rated:
        """The same once the reader has said how much it is about what is asked."""
        signs = replace(self.signs, asked=asked)
        return replace(self, signs=signs, worth=signs.worth(READ) + self.bonus)


def rated_events(story: Story, today: date) -> list[Rated]:
    """The events of a story with what each is worth by itself."""
    told = [
        (event, weight)
        for article, weight in story.articles
        for event in events_of(article, today)
        if not event.foreseen
        and (event.said != "reported" or story.subject.cover(event.text) >= _NEWS)
    ]
    by_time = _articles_by_time(event for event, _ in told)
    found = []
    for event, weight in told:
        signs = Signs(
            cover=story.subject.cover(event.text),
            weight=weight,
            lead=1 / (1 + event.place / _SOON),
            headed=event.said == "headed",
            reported=event.said == "reported",
            exact=event.exact,
            year=event.whole_year,
            told=math.log(by_time[event.first, event.last]),
            alone=len(story.articles) == 1,
        )
        found.append(Rated(event, signs, signs.worth(UNREAD)))
    return found


def _articles_by_time(events: Iterable[Event]) -> Counter[tuple[date, date]]:
    """How many articles tell of each time."""
    return Counter(
        (first, last) for first, last, _ in {(e.first, e.last, e.article.id) for e in events}
    )


def best_of_days(rated: Sequence[Rated], *, by_day: bool) -> list[Rated]:
    """The best event of each day, or all of them, best first."""
    days: dict[object, list[Rated]] = defaultdict(list)
    for one in rated:
        event = one.event
        key = (event.first, event.last) if by_day else (event.article.id, event.start)
        days[key].append(one)
    best = [max(events, key=lambda one: one.worth) for events in days.values()]
    return sorted(best, key=lambda one: -one.worth)


def overlap(text: str, other: str) -> float:
    """The share of the words of the shorter of two texts that the other holds."""
    mine, theirs = set(words(text)) - STOP_WORDS, set(words(other)) - STOP_WORDS
    fewer = min(len(mine), len(theirs))
    return len(mine & theirs) / fewer if fewer else 1.0
