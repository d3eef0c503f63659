"""A timeline: the dated events of a story in order, one line each.

Days are chosen before sentences, by how many articles of the story tell of a day and how well the
best sentence of it fits; after Ghalandari & Ifrim 2020, "Examining the State-of-the-Art in News
Timeline Summarization" (arXiv:2005.10107), whose date-wise way needs no training. The reader then
looks at one sentence a day.
"""

from __future__ import annotations

import math
import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from qa.answer import Sentence
from qa.language.calendar import MONTH_PATTERN
from qa.language.dates import find_dates
from qa.language.words import STOP_WORDS, words
from qa.question.form import Form
from qa.writing.citations import Citations
from qa.writing.extractive import Draft, Refusal
from qa.writing.forms.dating import Event, events_of
from qa.writing.forms.material import Material
from qa.writing.forms.story import Story, Subject, story_of, subject_of

FRAME = re.compile(
    r"\b(?:(?:can|could|would) you|please|i(?:'d| would) like|i (?:want|need)"
    r"|(?:give|tell|show|make|draw(?: up)?|write|get) (?:me|us)"
    r"|(?:run|walk|take) (?:me|us) through|list|outline"
    r"|(?:a |the )?(?:short |brief |full )?(?:timeline|time line|chronology|chronicle|sequence"
    r"|order|history|course|key dates?|(?:key |main |major )?(?:events|milestones|stages|steps)"
    r"|dates)(?: of events)?"
    r"(?: of| in| for| on| around| behind| about| that led (?:up )?to| leading (?:up )?to)?"
    r"|that led (?:up )?to|led (?:up )?to|leading (?:up )?to|step by step|day by day"
    r"|in (?:chronological )?order|so far|up to now|until now|chronologically"
    r"|how (?:did|has|have)"
    r"|what (?:has |have )?(?:all )?happen(?:ed|s)(?: (?:with|to|in|during|after|on|at|when))?"
    r"|what (?:was|were|is|are)|when (?:did|was|were)|and when"
    r"|(?:unfold|develop|evolve|play(?:ed)? out|go(?:ne)?|come about)(?:ed|d)?(?=\W*$)"
    r"|(?:over|across) time|from (?:the )?(?:start|beginning) to (?:the )?(?:end|finish)"
    r"|(?:the )?(?:latest|recent) (?:events|developments))\b",
    re.IGNORECASE,
)


_BEFORE = timedelta(days=200)  # that a story may have begun before its first article
_A_YEAR = timedelta(days=300)
_HAPPENED = re.compile(
    rf"\W*what (?:else )?(?:has )?happened (?:on|in|during) (?:the )?[\w,. ]{{0,18}}"
    rf"(?:\d{{4}}|\b(?:{MONTH_PATTERN})\b[\w,. ]{{0,9}})\W*$",
    re.IGNORECASE,
)
_DATE = rf"\b(?:{MONTH_PATTERN})\b|\b\d{{1,2}}(?:st|nd|rd|th)?\b|\b(?:1[5-9]|20)\d\d\b"
_LEANS, _HALF = -5.0, 0.5  # the least logit of a sentence that leans on its title; of the subject
_NEWS = 0.2  # of the subject, that a sentence without a date must name
_STRETCHES = 40  # of a story's time: events of one stretch lie near each other
_PAIR = 40  # characters that reading an event costs besides its own
_BEHIND = 2.6  # of what the best event is worth, that another may be
_NEWEST = 0.6  # that the newest event counts more
_MANY = 4  # exact days of its own time that a story is told by


@dataclass(frozen=True, slots=True)
class TimelineSettings:
    """How a timeline is made.

    Attributes:
        most: events at most.
        fewest: events that are a timeline.
        read: events that the reader looks at, at most.
        characters: that it reads, at most.
        relevance: the logit that an event must reach.
        scale: what that logit is divided by to count for an event.
        crowd: what each better event that lies near takes from one.
        same: the share of words by which an event of another day is the same event.
    """

    most: int = 9
    fewest: int = 2
    read: int = 24
    characters: int = 1_600
    relevance: float = -9.5
    scale: float = 8.0
    crowd: float = 0.2
    same: float = 0.6


@dataclass(frozen=True, slots=True)
class _Rated:
    event: Event
    worth: float


class DayWriter:
    """Writes what happened on a day or in a month, where nothing else is asked."""

    def write(self, material: Material) -> Draft | Refusal | None:
        """See `FormWriter.write`."""
        asked = days_asked(material.question, material.query.today)
        if not asked or not _HAPPENED.match(material.question):
            return None
        return TimelineWriter(TimelineSettings(fewest=1)).write(material)


class TimelineWriter:
    """Writes timelines."""

    def __init__(self, settings: TimelineSettings | None = None) -> None:
        self._settings = settings or TimelineSettings()

    def write(self, material: Material) -> Draft | Refusal | None:
        """See `FormWriter.write`."""
        question, today = material.question, material.query.today
        asked = days_asked(question, today)
        frame = re.compile(f"{FRAME.pattern}|{_DATE}", re.IGNORECASE) if asked else FRAME
        subject = subject_of(question, frame, material.index)
        story = story_of(subject, material, question if asked else "")
        rated = [
            rated
            for rated in _rated(story, today)
            if not asked or (asked[0] <= rated.event.first and rated.event.last <= asked[1])
        ]
        best = _of_its_time(_of_days(rated, by_day=not asked or asked[0] != asked[1]))
        read = self._read(subject, self._spread(best, self._settings.read), material)
        chosen = self._spread(_worthy(read), self._settings.most)
        events = [one.event for one in chosen]
        if len(events) < self._settings.fewest:
            return None
        citations = Citations()
        lines = tuple(
            Sentence(e.text, (citations.cite(e.article, e.start, e.end),), label=e.label)
            for e in sorted(events, key=lambda e: (e.first, e.last, e.article.id, e.start))
        )
        return Draft(
            lines, citations.all(), form=Form.TIMELINE, confidence=_confidence(len(events))
        )

    def _read(self, subject: Subject, rated: Sequence[_Rated], material: Material) -> list[_Rated]:
        """The events that are about the matter, with what the reader adds to their worth."""
        settings = self._settings
        seen, left = [], settings.characters
        for one in rated:
            left -= len(one.event.text) + _PAIR
            if left < 0:
                break
            seen.append(one)
        scores = material.reader.score(
            subject.text or material.question, [one.event.text for one in seen]
        )
        found = [
            (score, _Rated(one.event, one.worth + score / settings.scale))
            for one, read in zip(seen, scores, strict=True)
            for score in (max(read, _LEANS) if _leans(one.event, subject) else read,)
        ]
        about = [r for s, r in found if s >= settings.relevance or r.event.said == "headed"]
        return about if len(about) > settings.fewest else [rated for _, rated in found]

    def _spread(self, rated: Sequence[_Rated], most: int) -> list[_Rated]:
        """The best events, those that lie near a better one or tell the same behind the others."""
        days = [one.event.first for one in rated]
        near = (max(days) - min(days)) / _STRETCHES if days else timedelta()
        kept: list[_Rated] = []
        left = {id(one): one for one in rated}
        while left and len(kept) < most:
            best = max(left.values(), key=lambda one: one.worth - self._crowd(one, kept, near))
            del left[id(best)]
            if all(_overlap(best.event.text, k.event.text) < self._settings.same for k in kept):
                kept.append(best)
        return kept

    def _crowd(self, one: _Rated, kept: Sequence[_Rated], near: timedelta) -> float:
        beside = sum(abs(one.event.first - k.event.first) <= near for k in kept)
        return self._settings.crowd * beside


def _confidence(events: int) -> float:
    """How likely a timeline serves: a guess by its length, set by hand and not yet calibrated.

    The verdict on the passages says little here, for no passage holds a timeline as a rule.
    """
    return min(0.65, 0.3 + 0.04 * events)


def days_asked(question: str, today: date) -> tuple[date, date] | None:
    """The one day, month or year of which a question asks for the events; None for any time."""
    found = [n for n in find_dates(question, today) if n.kind in ("day", "month", "year")]
    if len(found) != 1 or re.search(
        r"\b(?:since|from|after|before|until|till|by|between)\s+$",
        question[: found[0].start],
        re.IGNORECASE,
    ):
        return None
    return found[0].first, found[0].last


def _rated(story: Story, today: date) -> list[_Rated]:
    """The events of a story with what each is worth by itself."""
    return [
        _Rated(event, _worth(event, weight, story.subject))
        for article, weight in story.articles
        for event in events_of(article, today)
        if not event.foreseen
        and (event.said != "reported" or story.subject.cover(event.text) >= _NEWS)
    ]


def _leans(event: Event, subject: Subject) -> bool:
    """Whether a sentence at the beginning says with its title what it is about."""
    return event.place <= 1 and subject.cover(event.article.title) >= _HALF


def _worth(event: Event, weight: float, subject: Subject) -> float:
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


def _of_its_time(rated: Sequence[_Rated]) -> list[_Rated]:
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


def _of_days(rated: Sequence[_Rated], *, by_day: bool) -> list[_Rated]:
    """The best event of each day, those of the days that more articles tell of first."""
    days: dict[object, list[_Rated]] = defaultdict(list)
    for one in rated:
        event = one.event
        key = (event.first, event.last) if by_day else (event.article.id, event.start)
        days[key].append(one)
    found = []
    for events in days.values():
        told = len({one.event.article.id for one in events})
        best = max(events, key=lambda one: one.worth)
        found.append(_Rated(best.event, best.worth + 0.6 * math.log(told)))
    return sorted(found, key=lambda one: -one.worth)


def _worthy(rated: Sequence[_Rated]) -> list[_Rated]:
    """The events not far behind the best; the newest counts for more, for a story has an end."""
    best = max((one.worth for one in rated), default=0.0)
    found = [one for one in rated if one.worth >= best - _BEHIND]
    newest = max((one.event.first for one in found), default=None)
    return [_Rated(one.event, one.worth + _NEWEST * (one.event.first == newest)) for one in found]


def _overlap(text: str, other: str) -> float:
    """The share of the words of the shorter of two texts that the other holds."""
    mine, theirs = set(words(text)) - STOP_WORDS, set(words(other)) - STOP_WORDS
    fewer = min(len(mine), len(theirs))
    return len(mine & theirs) / fewer if fewer else 1.0
