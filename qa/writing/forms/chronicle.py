"""Chronicles: articles that tell events line by line, each line headed by its day or hour.

Where one of a story's articles is a chronicle, somebody has made the timeline already: its lines
are told, and of others that are of the story what came before its first line or after its last.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date, timedelta
from itertools import islice, pairwise

from index.article import Article
from index.split import sentence_spans
from qa.writing.forms.dating import LONGEST_LINE, Event
from qa.writing.forms.event_worth import Rated
from qa.writing.forms.story import Story

_LINES, _READ = 4, 50  # that begin with a time: how few are a chronicle, how many are read
_OF_THE_STORY = 0.5  # of the weight of its best article, that a chronicle has
_ABOUT = 0.5  # of the subject, that its title and beginning name
_BEGINNING = 300  # characters
_BONUS = 1.5  # logits that its lines are ahead of others
_DAY, _HALF_A_DAY = timedelta(days=1), 12 * 60
_CLOCK = re.compile(
    r"\W{0,2}(?P<time>(?:(?P<hour>[01]?\d|2[0-4])(?:[:.](?P<minute>[0-5]\d))?\s?(?P<half>[ap])\.?m\b\.?"
    r"|(?P<hour24>[01]\d|2[0-4]):(?P<minute24>[0-5]\d)|noon\b|midnight\b)(?:\s(?-i:[A-Z]{2,4}))?)"
    r"\s*(?::|[–—-](?!\s*\d))\s+(?=\S)",
    re.IGNORECASE,
)
_HOURS = re.compile(  # no names: "Election Day", "Good Morning America"
    r"\b(?:[Hh]our(?:s|ly)?|[Mm]inutes?)\b|\bthat (?:day|night|morning|afternoon|evening)\b"
    r"|\bthe (?:day|night|morning|afternoon|evening) of\b"
)


def by_chronicle(rated: Sequence[Rated], story: Story) -> list[Rated]:
    """The events of a story; where it has a chronicle, its lines and what it is too short to tell.

    The lines are worth more than they are by themselves. Where they give years alone, the events of
    these years are kept too.
    """
    telling = _telling(story)
    lines = next((own for own in _chronicles(rated, telling) if len(own) >= _LINES), [])
    if not lines:
        return list(rated)
    by_days = sum(not event.whole_year for event in lines) >= _LINES
    first, last = min(e.first for e in lines), max(e.last for e in lines)
    held = {(e.article.id, e.start) for e in lines}
    of_story = {article.id for article in telling}
    found = []
    for one in rated:
        event = one.event
        beyond = event.last < first or event.first > last
        if (event.article.id, event.start) in held:
            found.append(replace(one, worth=one.worth + _BONUS, bonus=_BONUS))
        elif event.article.id in of_story and (beyond or not by_days):
            found.append(one)
    return found


def _chronicles(rated: Sequence[Rated], articles: Sequence[Article]) -> Iterator[list[Event]]:
    """Of each article that may be a chronicle the lines that begin with their time."""
    for article in articles:
        headed = (one.event for one in rated if one.event.said == "headed")
        yield [event for event in headed if event.article.id == article.id]


def hours_asked(question: str) -> bool:
    """Whether a question may be for the course of hours: it names them, or what a day was like."""
    return bool(_HOURS.search(question))


def hours_in(story: Story, asked: tuple[date, date] | None) -> list[Event]:
    """The lines of the first article of a story in which hours head lines, from early to late.

    Args:
        story: its articles.
        asked: the first and last day that are asked of; None for any. An article that tells of a
            night comes out on the day after at the latest.

    Returns:
        The lines, as events of the day of their article; none where no article has such lines.
    """
    for article in _telling(story):
        day = article.published
        if asked and not (day and asked[0] <= day <= asked[1] + _DAY):
            continue
        lines = list(islice(_clock_lines(article), _READ))
        if len(lines) >= _LINES:
            return [event for _, event in (lines[::-1] if _is_newest_first(lines) else lines)]
    return []


def _telling(story: Story) -> list[Article]:
    """The articles of a story that say at once that they are of it, best first."""
    if not story.subject.stems:
        return []
    return [
        article
        for article, weight in story.articles
        if weight >= _OF_THE_STORY
        and story.subject.cover(f"{article.title}\n{article.text[:_BEGINNING]}") >= _ABOUT
    ]


def _clock_lines(article: Article) -> Iterator[tuple[int, Event]]:
    """The lines of an article that begin with an hour, without it, each with its minute."""
    day = article.published or date.min
    for place, (start, end) in enumerate(sentence_spans(article.text)):
        match = _CLOCK.match(article.text, start, end)
        if match and end - start <= LONGEST_LINE:
            hour = " ".join(match["time"].split())
            line = Event(article, match.end(), end, place, day, day, "headed", hour=hour)
            yield _minute(match), line


def _minute(match: re.Match[str]) -> int:
    """The minute of the day of a line."""
    if match["hour24"]:
        return 60 * int(match["hour24"]) + int(match["minute24"])
    if match["hour"]:
        later = _HALF_A_DAY if match["half"].casefold() == "p" else 0
        return 60 * (int(match["hour"]) % 12) + int(match["minute"] or 0) + later
    return _HALF_A_DAY if match["time"].casefold().startswith("noon") else 0


def _is_newest_first(lines: Sequence[tuple[int, Event]]) -> bool:
    """Whether the lines of a page go back in time; a step over midnight is a long one."""
    steps = [
        (b - a + _HALF_A_DAY) % (2 * _HALF_A_DAY) - _HALF_A_DAY
        for (a, _), (b, _) in pairwise(lines)
    ]
    return sum(step < 0 for step in steps) > sum(step > 0 for step in steps)
