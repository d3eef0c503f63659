"""A summary of a story that several articles tell: what leads each, and what is new."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

import numpy as np

from index.article import Article
from qa.answer import Hit
from qa.language.dates import day_in_words
from qa.language.words import words
from qa.question.form import Form
from qa.question.periods import NOTHING_NAMED, named_in
from qa.writing.citations import Citations
from qa.writing.extractive import Draft
from qa.writing.forms.catalogue import passes
from qa.writing.forms.material import Material
from qa.writing.forms.story import Subject, story_of, subject_of
from qa.writing.forms.telling import Candidate, candidates, most_telling

_FEWEST = 2  # articles that are a story
_ARTICLES = 6
_SENTENCES = 6  # from the beginning of each
_WEIGHT = 0.35  # of the best article's, that another must have in the story
_ABOUT = 0.5  # a logit: from it an article's beginning is about what is asked
_LEAD = 300  # characters of a beginning
_OF_BEST, _NAMED = 1.0, 1.6  # logits, of a sentence of the best article, of one that names it
_SURE = 0.75  # how often such a summary serves, by eye


def summed_up(topic: str, wanted: int, material: Material) -> Draft | None:
    """The story on a topic, in so many sentences, the oldest article first.

    Returns:
        None where fewer than two articles are about it.
    """
    subject = subject_of(topic, material.index)
    articles = _articles(topic, subject, material)
    found = _told_once(
        [(one, weight) for article, weight in articles for one in candidates(article, _SENTENCES)]
    )
    if len(articles) < _FEWEST or len(found) < wanted:
        return None
    sentences = [one for one, _ in found]
    besides = [_OF_BEST * w + (_NAMED if subject.is_named(one.text) else 0.0) for one, w in found]
    taken = most_telling(
        sentences, topic, material.index, wanted, np.array(besides, dtype=np.float32)
    )
    newest = max((one.article for one in sentences), key=lambda a: a.published or date.min)
    if wanted > 1 and all(one.article.id != newest.id for one in taken):
        taken[-1:] = [one for one in sentences if one.article.id == newest.id][:1]
    return _draft(taken, len(articles))


def of_its_period(material: Material) -> Material:
    """The material, its further searches within the period that the question is narrowed to.

    Words such as "last week" are no part of the topic that is searched for, so the articles are
    filtered; those found for the whole question, which were, make up for what is lost.
    """
    query = material.query
    named = named_in(material.question, query.today) if query.dates else NOTHING_NAMED
    period = named.narrowed(query.filters)

    def inside(hits: Sequence[Hit]) -> list[Hit]:
        return [hit for hit in hits if passes(hit.article, [period])]

    def search(text: str, most: int) -> tuple[Hit, ...]:
        hits = [*inside(material.search(text, most)), *known]
        return tuple({hit.passage.id: hit for hit in hits}.values())[:most]

    known = inside(material.reading.hits)
    # where no article is of the period, all were searched, and the reader is told so
    return material if period == query.filters or not known else replace(material, search=search)


def _articles(topic: str, subject: Subject, material: Material) -> list[tuple[Article, float]]:
    """The articles that are about a topic, with the weight of each, 1 for the best."""
    story = story_of(subject, of_its_period(material), topic)
    near = [(a, weight) for a, weight in story.articles if weight >= _WEIGHT][:_ARTICLES]
    leads = [f"{article.title}. {article.text[:_LEAD]}" for article, _ in near]
    scores = material.reader.score(topic, leads) if near else []
    return [pair for pair, score in zip(near, scores, strict=True) if score >= _ABOUT]


def _told_once(found: Sequence[tuple[Candidate, float]]) -> list[tuple[Candidate, float]]:
    """The sentences by their days; of those with the same words, the first."""
    said: dict[tuple[str, ...], tuple[Candidate, float]] = {}
    for one, weight in sorted(found, key=lambda pair: _place(pair[0])):
        said.setdefault(tuple(words(one.text)), (one, weight))
    return list(said.values())


def _place(one: Candidate) -> tuple[date, str, int]:
    """What a sentence is ordered by: the day of its article, and where it stands in it."""
    return one.article.published or date.min, one.article.id, one.start


def _draft(taken: Sequence[Candidate], articles: int) -> Draft:
    """The sentences by the day of their articles."""
    citations = Citations()
    written = tuple(
        citations.quoted(one.article, one.start, one.end) for one in sorted(taken, key=_place)
    )
    days = sorted(one.article.published for one in taken if one.article.published)
    span = ""
    if days:
        first, last = day_in_words(days[0]), day_in_words(days[-1])
        span = f", {first}" if first == last else f", {first} to {last}"
    headline = f"{articles} articles in {counted(len(written))}{span}"
    return Draft(written, citations.all(), form=Form.SUMMARY, headline=headline, confidence=_SURE)


def counted(number: int) -> str:
    """So many sentences, in words."""
    return "1 sentence" if number == 1 else f"{number} sentences"
