"""Which articles tell the same story as an answer."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta

from index.article import Article
from qa.answer import Answer, NoAnswer
from qa.language.phrases import strong_words

_MOST_OF_STORY = 3  # articles, each of which is parsed
_WEEKS = timedelta(days=60)  # between two articles of one story
_HEAD = 600  # characters of an article that tell what it is about
_SHARED, _IN_TITLES = 0.25, 2  # of the strong words of two of one story; words
_NEAREST = 3  # passages of a refusal whose articles are used


def story_of(answer: Answer | NoAnswer) -> list[Article]:
    """The articles of the story that an answer tells, the one it cites first ahead of all."""
    if isinstance(answer, NoAnswer):
        return _unique(hit.article for hit in answer.nearest[:_NEAREST])
    cited = [citation.article for citation in answer.citations]
    near = _unique([*cited, *(hit.article for hit in answer.hits)])
    return [one for one in near if same_story(near[0], one)][:_MOST_OF_STORY]


def same_story(one: Article, other: Article) -> bool:
    """Whether two articles tell of the same: of the same weeks, and with the same names and words.

    Their titles share words, and their beginnings a good part of theirs.
    """
    if one.id == other.id:
        return True
    if one.published and other.published and abs(one.published - other.published) > _WEEKS:
        return False
    ours, theirs = (_headed(article) for article in (one, other))
    common = ours & theirs
    titles = set(strong_words(one.title)) & set(strong_words(other.title))
    return len(common) >= _SHARED * min(len(ours), len(theirs)) and len(titles) >= _IN_TITLES


def _headed(article: Article) -> set[str]:
    """The strong words of an article's title and beginning."""
    return set(strong_words(f"{article.title}\n{article.text[:_HEAD]}"))


def _unique(articles: Iterable[Article]) -> list[Article]:
    return list({article.id: article for article in articles}.values())
