"""A timeline: the dated events of a story in order, one line each.

Of each day the likeliest sentence is read, and told if it is likely still; after Ghalandari & Ifrim
2020, "Examining the State-of-the-Art in News Timeline Summarization" (arXiv:2005.10107), who choose
days before sentences. How likely one is, see `event_worth`.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from qa.language.calendar import MONTH_PATTERN
from qa.language.dates import NamedDate, find_dates
from qa.language.words import STOP_WORDS, words
from qa.question.form import Form
from qa.question.periods import Period, periods_in
from qa.question.topic import topic_of
from qa.writing.citations import Citations
from qa.writing.extractive import Draft, Refusal
from qa.writing.forms.chronicle import by_chronicle, hours_asked, hours_in
from qa.writing.forms.dating import Event
from qa.writing.forms.event_worth import (
    Rated,
    best_of_days,
    overlap,
    rated_events,
)
from qa.writing.forms.material import Material
from qa.writing.forms.story import Story, Subject, story_of, subject_of
from qa.writing.forms.story_summary import summed_up

_HAPPENED = re.compile(
    rf"\W*what (?:else )?(?:has )?happened (?:on|in|during) (?:the )?[\w,. ]{{0,18}}"
    rf"(?:\d{{4}}|\b(?:{MONTH_PATTERN})\b[\w,. ]{{0,9}})\W*$",
    re.IGNORECASE,
)
_DATE = re.compile(
    rf"\b(?:{MONTH_PATTERN})\b|\b\d{{1,2}}(?:st|nd|rd|th)?\b|\b(?:1[5-9]|20)\d\d\b",
    re.IGNORECASE,
)
_FAR, _NEXT = -11.0, 0.15  # the logit of nothing; what the second best event counts
_OF_CHRONICLE = 4.0  # logits that the lines of a chronicle may be less about what is asked
_SOME = 6  # events, the best, by which a story is known to be told
_STRETCHES = 40  # of a story's time: events of one stretch lie near each other
_NO_DAYS = "The articles name too few days of this for a timeline; this is what they tell."
_TOO_FEW = "The articles name too few days {} for a timeline; days of any time are shown."
_BEYOND = "since|from|after|before|until|till|by|between"  # before a day that is one end
_BEFORE_TIME = re.compile(
    rf"\b(?:on|in|during|throughout|around|of|for|{_BEYOND})\s+"
    r"(?:the\s+)?(?:month of\s+|(?:early|mid|late)[ -])?$",
    re.IGNORECASE,
)
_OPEN = re.compile(rf"\b(?:{_BEYOND}|to)\s+$", re.IGNORECASE)
_SENTENCES = 5
_PAIR = 40  # characters that reading an event costs besides its own


@dataclass(frozen=True, slots=True)
class TimelineSettings:
    """How a timeline is made.

    Attributes:
        most: events at most.
        fewest: events that are a timeline.
        read: events that the reader looks at, at most.
        characters: that it reads, at most.
        least: the logit that an event belongs to the timeline, which it must reach.
        behind: or how far below that of the best it may be.
        told: what the best event and a part of the next must be about what is asked for there to be
            a timeline; by 120 stories asked of a news archive that tells them, and of another.
        crowd: what each better event that lies near takes from one.
        same: the share of words by which an event of another day is the same event.
    """

    most: int = 12
    fewest: int = 2
    read: int = 32
    characters: int = 4_000
    least: float = -2.2
    behind: float = 1.6
    told: float = -1.2
    crowd: float = 0.2
    same: float = 0.6


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
        today = material.query.today
        asked = days_asked(material.question, today)
        periods = [] if asked else _periods(material)
        question = _without(periods, material.question)
        about = topic_of(question).text
        subject = subject_of(_DATE.sub(" ", about) if asked else about, material.index)
        story = story_of(subject, material, question if asked else "")
        if hours_asked(material.question) and (lines := self._by_hours(asked, story, material)):
            return _draft(lines, "")
        found = rated_events(story, today)
        rated, notice = self._within(asked, periods, found, today)
        rated = rated if asked else by_chronicle(rated, story)
        best = best_of_days(rated, by_day=not asked or asked[0] != asked[1])
        read = self._read(question, self._spread(best, self._settings.read), material)
        if not asked and not self._is_told(read):
            # by words that are the same however it is asked, and by times that are not asked for
            some = best_of_days(found, by_day=True)[:_SOME]
            again = self._read(f"Timeline of {subject.text}", some, material)
            if not self._is_told([*read, *again]):
                return _untimed(subject, material)
        chosen = self._spread(self._likely(read), self._settings.most)
        events = [one.event for one in chosen]
        if len(events) < self._settings.fewest:
            return None
        return _draft(sorted(events, key=_by_time), notice)

    def _by_hours(
        self, asked: tuple[date, date] | None, story: Story, material: Material
    ) -> list[Event]:
        """The hours of a story, as many as a timeline may have, those that are most to the point.

        None where no article tells them, or of something else.
        """
        lines = hours_in(story, asked)
        texts = [f"{line.article.title}. {line.text}" for line in lines]
        scores = material.reader.score(material.question, texts) if lines else []
        if max(scores, default=_FAR) < self._settings.told - _OF_CHRONICLE:
            return []
        ranked = sorted(range(len(lines)), key=lambda place: -scores[place])
        return [lines[place] for place in sorted(ranked[: self._settings.most])]

    def _within(
        self,
        asked: tuple[date, date] | None,
        periods: Sequence[Period],
        rated: Sequence[Rated],
        today: date,
    ) -> tuple[list[Rated], str]:
        """The events of the day, month or year asked for, or of the periods: "since May 2021".

        Where too few are of the periods, all of them, and what to tell the reader of that.
        """
        if asked:
            first, last = asked
            return [r for r in rated if first <= r.event.first and r.event.last <= last], ""
        if not periods:
            return list(rated), ""
        spans = [period.days(today) for period in periods]
        inside = [
            r
            for r in rated
            if any(
                (not first or r.event.first >= first) and (not last or r.event.first <= last)
                for first, last in spans
            )
        ]
        if len(inside) >= self._settings.fewest:
            return inside, ""
        return list(rated), _TOO_FEW.format(" and ".join(period.words for period in periods))

    def _read(self, question: str, rated: Sequence[Rated], material: Material) -> list[Rated]:
        """As many events as may be read, with what the reader makes of each."""
        seen, texts, left = [], [], self._settings.characters
        for one in rated:
            texts.append(f"{one.event.article.title}. {one.event.text}")
            left -= len(texts[-1]) + _PAIR
            if left < 0:
                break
            seen.append(one)
        scores = material.reader.score(question, texts[: len(seen)])
        return [one.read(score) for one, score in zip(seen, scores, strict=True)]

    def _is_told(self, read: Sequence[Rated]) -> bool:
        """Whether the events are of what is asked: the best one is, or it and the next nearly.

        The lines of a chronicle say little each; that its article is of the story is known.
        """
        asked = sorted((one.signs.asked for one in read), reverse=True)
        best, second = (asked + 2 * [_FAR])[:2]
        least = self._settings.told - (_OF_CHRONICLE if any(one.bonus for one in read) else 0.0)
        return best + _NEXT * second >= least

    def _likely(self, read: Sequence[Rated]) -> list[Rated]:
        """The events that are likely enough, or as few as are a timeline."""
        settings = self._settings
        ranked = sorted(read, key=lambda one: -one.worth)
        best = max((one.worth for one in read), default=0.0)
        likely = [one for one in ranked if one.worth >= min(settings.least, best - settings.behind)]
        return likely if len(likely) >= settings.fewest else ranked[: settings.fewest]

    def _spread(self, rated: Sequence[Rated], most: int) -> list[Rated]:
        """The best events, those that lie near a better one or tell the same behind the others."""
        days = [one.event.first for one in rated]
        near = (max(days) - min(days)) / _STRETCHES if days else timedelta()
        kept: list[Rated] = []
        left = {id(one): one for one in rated}
        while left and len(kept) < most:
            best = max(left.values(), key=lambda one: one.worth - self._crowd(one, kept, near))
            del left[id(best)]
            if all(overlap(best.event.text, k.event.text) < self._settings.same for k in kept):
                kept.append(best)
        return kept

    def _crowd(self, one: Rated, kept: Sequence[Rated], near: timedelta) -> float:
        beside = sum(abs(one.event.first - k.event.first) <= near for k in kept)
        return self._settings.crowd * beside


def _by_time(event: Event) -> tuple[date, date, str, int]:
    """What the events of a timeline are ordered by."""
    return event.first, event.last, event.article.id, event.start


def _draft(events: Sequence[Event], notice: str) -> Draft:
    """A line an event, in the order given."""
    citations = Citations()
    lines = tuple(citations.quoted(e.article, e.start, e.end, e.label) for e in events)
    return Draft(lines, citations.all(), notice, Form.TIMELINE, confidence=_confidence(len(events)))


def _periods(material: Material) -> list[Period]:
    """The periods that a question names by their days: "since May 2021", not "so far"."""
    question, query = material.question, material.query
    kept = []
    for period in periods_in(question, query.today) if query.dates else ():
        start = question.find(period.words)
        end = start + len(period.words)
        dates = find_dates(period.words, query.today)
        if dates and _is_time(question, replace(dates[0], start=start + dates[0].start, end=end)):
            kept.append(period)
    return kept


def _is_time(question: str, named: NamedDate) -> bool:
    """Whether a date is one to tell of; without a year it may be of a name: "the May 6 attack"."""
    behind = words(question[named.end :])[:1]
    before = question[: named.start]
    return named.has_year or bool(_BEFORE_TIME.search(before) and STOP_WORDS.issuperset(behind))


def _without(periods: Sequence[Period], question: str) -> str:
    """A question without the periods that it names, of which the sentences say nothing."""
    for period in periods:
        question = question.replace(period.words, " ")
    return " ".join(question.split())


def _untimed(subject: Subject, material: Material) -> Draft | None:
    """What the articles tell of a story whose days they do not; None where they tell of none."""
    told = summed_up(subject.text, _SENTENCES, material) if subject.text else None
    return replace(told, notice=_NO_DAYS) if told else None


def _confidence(events: int) -> float:
    """How likely a timeline serves: a guess by its length, set by hand and not yet calibrated.

    The verdict on the passages says little here, for no passage holds a timeline as a rule.
    """
    return min(0.65, 0.3 + 0.04 * events)


def days_asked(question: str, today: date) -> tuple[date, date] | None:
    """The one day, month or year of which a question asks for the events; None for any time."""
    found = [n for n in find_dates(question, today) if n.kind in ("day", "month", "year")]
    if len(found) != 1 or not _is_time(question, found[0]):
        return None
    if _OPEN.search(question[: found[0].start]):
        return None
    return found[0].first, found[0].last
