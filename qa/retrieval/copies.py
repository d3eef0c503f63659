"""Copies of one story become one hit that names the others.

The index says which articles are near-duplicates of one another. That alone hides nothing: a hit is
dropped only if what its passage says stands in better hits of such an article, so that a passage of
one's own stays. Articles are read through the two functions given.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date

from index.article import Article
from qa.answer import Citation, Hit
from qa.language.bylines import dateline_end
from qa.language.calendar import CALENDAR_WORDS
from qa.language.words import search_words, stem, words

COVERED = 0.85  # of the runs of a copy: the least share that the others hold
_RUN_WORDS = 3  # words of a run
_MOST_COPIES = 20  # articles that a hit names besides those whose hits it replaces


@dataclass(frozen=True, slots=True)
class Text:
    """What passages are compared by: their words, and their runs of three words."""

    words: frozenset[str]
    runs: frozenset[tuple[str, ...]]

    @classmethod
    def of(cls, text: str) -> Text:
        """The words of a text in lower case, punctuation left out."""
        found = words(text)
        last = max(len(found) - _RUN_WORDS, 0)
        return cls(
            frozenset(found),
            frozenset(tuple(found[i : i + _RUN_WORDS]) for i in range(last + 1)),
        )

    @classmethod
    def of_passage(cls, hit: Hit) -> Text:
        """The words of a hit's passage, without the dateline of an article's first one."""
        text = hit.passage.text
        return cls.of(text if hit.passage.start else text[dateline_end(text) :])

    def stands_in(self, others: Iterable[Text], covered: float) -> bool:
        """Whether other texts together say the same, in the same words but for a few.

        A number, a weekday or a month of its own makes a text another: the same report is often
        written anew with the next day's figures.
        """
        others = list(others)
        runs = frozenset[tuple[str, ...]]().union(*(other.runs for other in others))
        if len(self.runs & runs) < covered * len(self.runs):
            return False
        own = self.own_words(others)
        return not own & CALENDAR_WORDS and not any(map(_has_digit, own))

    def own_words(self, others: Iterable[Text]) -> frozenset[str]:
        """The words that no other text holds."""
        return self.words.difference(*(other.words for other in others))


def collapse(
    question: str,
    hits: Iterable[Hit],
    *,
    most: int,
    near: Callable[[str], Sequence[str]],
    article: Callable[[str], Article],
) -> list[Hit]:
    """The best hits, none of which says what better ones of near-duplicate articles say already.

    Args:
        question: a passage that has a word of the question to itself is no copy.
        hits: best first; read no further than needed.
        most: how many are wanted.
        near: the ids of an article's near-duplicates, by its id.
        article: an article, by its id.

    Returns:
        At most `most` hits in the order given. Each has in `copies` the articles whose hits it
        replaces, and other near-duplicates that hold its passage, the oldest first.
    """
    asked = {stem(word) for word in search_words(question)}
    kept: list[_Kept] = []
    for hit in hits:
        text = Text.of_passage(hit)
        twin = _twin(hit, text, kept, asked)
        if twin:
            twin.copies[hit.article.id] = hit.article
        elif len(kept) == most:
            break
        else:
            kept.append(_Kept(hit, text, dict.fromkeys(near(hit.article.id)), {}))
    texts: dict[str, Text] = {}
    for found in kept:
        for other_id in list(found.near)[:_MOST_COPIES]:
            other = article(other_id)
            whole = texts.get(other.version) or texts.setdefault(other.version, Text.of(other.text))
            same = other.version == found.hit.article.version
            if same or found.text.stands_in([whole], COVERED):
                found.copies[other_id] = other
    return [replace(k.hit, copies=tuple(sorted(k.copies.values(), key=_oldest))) for k in kept]


def copies_of(citation: Citation, hits: Iterable[Hit]) -> tuple[Article, ...]:
    """The articles besides the cited one that hold the very sentence, as far as the hits know."""
    for hit in hits:
        if (
            (hit.article.id, hit.article.version) == (citation.article.id, citation.article.version)
            and hit.passage.start <= citation.start
            and citation.end <= hit.passage.end
        ):
            quote = _plain(citation.quote)
            return tuple(copy for copy in hit.copies if quote in _plain(copy.text))
    return ()


@dataclass(frozen=True, slots=True)
class _Kept:
    """A hit that stays, the near-duplicates of its article, and those that hold its passage."""

    hit: Hit
    text: Text
    near: dict[str, None]
    copies: dict[str, Article]


def _twin(hit: Hit, text: Text, kept: Sequence[_Kept], asked: set[str]) -> _Kept | None:
    """The hit that says most of what this one says, where the hits of its article say it all.

    All of them count, since copies are seldom cut into passages at the same places.
    """
    by_article: dict[str, list[_Kept]] = {}
    for other in kept:
        if hit.article.id in other.near:
            by_article.setdefault(other.hit.article.id, []).append(other)
    for twins in by_article.values():
        others = [twin.text for twin in twins]
        own = {stem(word) for word in text.own_words(others)}
        if not own & asked and text.stands_in(others, COVERED):
            return max(twins, key=lambda twin: len(twin.text.runs & text.runs))
    return None


def _oldest(article: Article) -> tuple[date, str, str]:
    return (article.published or date.max, article.source, article.id)


def _plain(text: str) -> str:
    return f" {' '.join(words(text))} "


def _has_digit(word: str) -> bool:
    return any(char.isdigit() for char in word)
