"""The articles of an index on something: those that mention it, counted, and those about it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TypeVar

from index.article import Article, Filters, Summary
from index.store import Index
from qa.language.mentions import Mention
from qa.language.phrases import strong_words
from qa.language.words import stem, words
from qa.question.periods import Named, passing_both
from qa.retrieval.copies import COVERED, Text
from qa.writing.forms.material import Material

_LEAD = 400  # characters of a text that say what it is about
_ABOUT = -1.0  # a logit: from it an article's beginning is about a topic; others are near -10
_SHORT_LEAD = 200  # of those that are read to tell
_JUDGED = 8  # articles that are read to tell whether they are about it
_SEARCHED = 20  # passages
_OFTEN = 4  # mentions that make an article one about it
_AND = re.compile(r",? and (?:the )?|, ", re.IGNORECASE)


Known = TypeVar("Known", Article, Summary)


@dataclass(frozen=True, slots=True)
class Topical:
    """The articles on a topic, newest first in each list, those without a day last.

    Attributes:
        about: those about it.
        mentioning: all that hold its words next to each other, in their text or title.
        phrases: the words looked for: the topic, or each of several that it names.
        sureness: how sure it is that `about` is right, 0 to 1.
    """

    about: tuple[Article, ...]
    mentioning: tuple[Article, ...]
    phrases: tuple[Mention, ...]
    sureness: float

    @property
    def times(self) -> int:
        """How often all titles and texts hold the words."""
        held = (text for a in self.mentioning for text in (a.title, a.text))
        return sum(len(one.find(text)) for text in held for one in self.phrases)

    @property
    def only_mentioning(self) -> tuple[Article, ...]:
        """Those that mention it and are not about it."""
        held = {article.id for article in self.about}
        return tuple(article for article in self.mentioning if article.id not in held)


def spans_asked(named: Named, filters: Filters, today: date) -> list[Filters]:
    """What articles are counted: of the very days that a question names, of each of its sources.

    Within the filters that were given, if any.
    """
    days = [period.days(today) for period in named.periods] or [(None, None)]
    sources = named.sources or ("",)
    asked = [Filters(*span, source) for span in days for source in sources]
    return list(dict.fromkeys(passing_both(one, filters) for one in asked))


def topical(material: Material, topic: str, within: Sequence[Filters], *, judged: bool) -> Topical:
    """The articles on a topic.

    Args:
        material: holds the index and the reader.
        topic: at least one word.
        within: the filters, any of which an article must pass.
        judged: whether those about it are told; else all are taken to be mentions.
    """
    phrases, mentioning = _mentioning(material.index, topic, within)
    if not judged:
        return Topical((), tuple(newest_first(mentioning)), phrases, 1.0)
    about, sureness = _about(material, topic, within, phrases, mentioning)
    return Topical(tuple(newest_first(about)), tuple(newest_first(mentioning)), phrases, sureness)


def copies_among(index: Index, articles: Sequence[Article]) -> set[str]:
    """The ids of those articles that say what an older one of them says, in mostly its words."""
    held = {article.id: article for article in articles}
    found: set[str] = set()
    for article in reversed(newest_first(articles)):
        if article.id in found:
            continue
        lead = Text.of(article.text[:_LEAD])
        for other in index.near(article.id, Filters()):
            if other in held and _begins_alike(lead, held[other]):
                found.add(other)
    return found


def passes(article: Article | Summary, within: Iterable[Filters]) -> bool:
    """Whether an article passes any of the filters."""
    day = article.published
    return any(
        (not f.since or (day is not None and day >= f.since))
        and (not f.until or (day is not None and day <= f.until))
        and (not f.source or article.source.casefold() == f.source.casefold())
        for f in within
    )


def newest_first(articles: Iterable[Known]) -> list[Known]:
    """The articles by day, those without one last."""
    return sorted(articles, key=lambda a: (-(a.published or date.min).toordinal(), a.id))


def _begins_alike(lead: Text, other: Article) -> bool:
    return Text.of(other.text[:_LEAD]).stands_in([lead], COVERED / 2)


def _mentioning(
    index: Index, topic: str, within: Sequence[Filters]
) -> tuple[tuple[Mention, ...], list[Article]]:
    """What was looked for and the articles that hold it; two names joined by "and" need both."""
    whole = (Mention(topic),)
    found = _holding(index, whole, within)
    parts = tuple(Mention(part) for part in _AND.split(topic) if words(part))
    if found or len(parts) < 2 or not all(part.phrase[0].isupper() for part in parts):
        return whole, found
    return parts, _holding(index, parts, within)


def _holding(index: Index, phrases: Sequence[Mention], within: Sequence[Filters]) -> list[Article]:
    """The articles with all phrases; those with the rarest word are read to see."""
    asked = sorted({word for phrase in phrases for word in phrase.words})
    if not asked:
        return []
    rarest = max(zip(index.rarity(asked), asked, strict=True))[1]
    most = index.manifest.counts.passages
    ids = {
        holder
        for filters in within
        for holder in index.holders([found for found, _ in index.words([rarest], most, filters)])
    }
    articles = [index.article(article_id) for article_id in sorted(ids)]
    return [
        article
        for article in articles
        if all(phrase.find(article.text) or phrase.find(article.title) for phrase in phrases)
    ]


def _about(
    material: Material,
    topic: str,
    within: Sequence[Filters],
    phrases: Sequence[Mention],
    mentioning: Sequence[Article],
) -> tuple[list[Article], float]:
    """The articles about a topic, and how sure it is of them.

    Those whose title or beginning holds its words are; of others the likeliest are read.
    """
    held = {article.id: article for article in mentioning}
    plain = [a for a in mentioning if _is_plain(a, phrases)]
    found = {article.id for article in plain}
    hits = material.search(topic, _SEARCHED)
    likely = {hit.article.id: hit.article for hit in hits if passes(hit.article, within)}
    asked = strong_words(topic)
    rarity = dict(zip(asked, material.index.rarity(asked), strict=True))
    places = {article_id: place for place, article_id in enumerate(likely)}

    def likelihood(article: Article) -> float:
        begun = {stem(word) for word in words(f"{article.title} {article.text[:_LEAD]}")}
        share = sum(rare for word, rare in rarity.items() if word in begun)
        place = places.get(article.id, len(places))
        return share / max(sum(rarity.values()), 1e-9) + 1 / (2 + place)

    others = [a for a in (held | likely).values() if a.id not in found]
    others = sorted(others, key=lambda a: (-likelihood(a), a.id))[:_JUDGED]
    leads = [f"{a.title}. {a.text[:_SHORT_LEAD]}" for a in others]
    scores = material.reader.score(topic, leads)
    read = [a for score, a in zip(scores, others, strict=True) if score > _ABOUT]
    sureness = 0.9 if plain else 0.85 if max(scores, default=-9.0) > 3 else 0.7
    return [*plain, *read], sureness


def _is_plain(article: Article, phrases: Sequence[Mention]) -> bool:
    begun = f"{article.title}\n{article.text[:_LEAD]}"
    in_title = all(phrase.find(article.title) for phrase in phrases)
    in_lead = all(phrase.find(begun) for phrase in phrases)
    often = min(len(phrase.find(article.text)) for phrase in phrases) >= _OFTEN
    return in_title or (in_lead and often)
