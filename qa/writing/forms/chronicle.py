"""Chronicles: articles that tell events line by line, each line headed by its day or hour.

Where one of a story's articles is a chronicle, somebody has made the timeline already: its lines
are told, and of others that are of the story what came before its first line or after its last.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date
from itertools import islice

from index.article import Article
from index.split import sentence_spans
from qa.writing.forms.dating import Event
from qa.writing.forms.event_worth import Rated
from qa.writing.forms.story import Story

_LINES, _READ = 4, 50  # that begin with a time: how few are a chronicle, how many are read
_OF_THE_STORY = 0.5  # of the weight of its best article, that a chronicle has
_ABOUT = 0.5  # of the subject, that its title and beginning name
_BEGINNING = 300  # characters
_OWN = 1.5  # logits that its lines are ahead of others
_CLOCK = re.compile(
    r"\W{0,2}(?P<time>(?:[01]?\d|2[0-3])(?::[0-5]\d)?\s?[ap]\.?m\b\.?|(?:[01]?\d|2[0-3]):[0-5]\d)"
    r"(?:\s[A-Z]{2,4})?\s*[:–—-]\s+(?=\S)",
    re.IGNORECASE,
)
_HOURS = re.compile(r"\b(?:hours?|hourly|minutes?|day|night|morning|afternoon|evening)\b", re.I)


def by_chronicle(rated: Sequence[Rated], story: Story) -> list[Rated]:
    """The events of a story; where it has a chronicle, its lines and what it is too short to tell.

    The lines are worth more than they are by themselves.
    """
    lines = next((own for own in _chronicles(rated, story) if len(own) >= _LINES), [])
    if not lines:
        return list(rated)
    first, last = min(e.first for e in lines), max(e.last for e in lines)
    held = {(e.article.id, e.start) for e in lines}
    of_story = {article.id for article in _telling(story)}
    found = []
    for one in rated:
        event = one.event
        if (event.article.id, event.start) in held:
            found.append(replace(one, worth=one.worth + _OWN, told=_OWN))
        elif event.article.id in of_story and (event.last < first or event.first > last):
            found.append(one)
    return found


def _chronicles(rated: Sequence[Rated], story: Story) -> Iterator[list[Event]]:
    """Of each article that may be a chronicle the lines that begin with their time."""
    for article in _telling(story):
        headed = (one.event for one in rated if one.event.said == "headed")
        yield [event for event in headed if event.article.id == article.id]


def hours_asked(question: str) -> bool:
    """Whether a question may be for the course of hours: it names them, or a day."""
    return bool(_HOURS.search(question))


def hours_in(story: Story) -> list[Event]:
    """The lines of the first article of a story in which hours head lines; none where none has."""
    for article in _telling(story):
        lines = list(islice(_clock_lines(article), _READ))
        if len(lines) >= _LINES:
            return lines
    return []


def _telling(story: Story) -> list[Article]:
    """The articles of a story that say at once that they are of it, best first."""
    return [
        article
        for article, weight in story.articles
        if weight >= _OF_THE_STORY
        and story.subject.cover(f"{article.title}\n{article.text[:_BEGINNING]}") >= _ABOUT
    ]


def _clock_lines(article: Article) -> Iterator[Event]:
    """The lines of an article that begin with an hour, without it, on the day of the article."""
    day = article.published or date.min
    for place, (start, end) in enumerate(sentence_spans(article.text)):
        match = _CLOCK.match(article.text, start, end)
        if match and match.end() < end:
            yield Event(
                article,
                match.end(),
                end,
                place,
                day,
                day,
                "headed",
                hour=" ".join(match["time"].split()),
            )
