"""Answers about the collection itself: how many articles, which, whose, from when.

Counted from the catalogue and the word index. The headline says what was counted, in our words; the
lines below are the articles, newest first, each with the exact sentence that shows why it is there.
"No article mentions it" is an answer too.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from index.article import Article, Filters
from qa.question.collection import (
    CollectionRequest,
    Wanted,
    collection_request,
    is_of_articles,
)
from qa.question.form import Form
from qa.question.periods import NOTHING_NAMED, named_in
from qa.question.sources import sources_called, without_sources
from qa.writing.citations import Citations
from qa.writing.extractive import Draft
from qa.writing.forms import collection_lines as lines
from qa.writing.forms.catalogue import Topical, copies_among, spans_asked, topical
from qa.writing.forms.material import Material
from qa.writing.forms.whole_collection import write_whole

_NOT_AT_ALL = -2.0  # a logit: what has the form of such a question, but nothing else of it
_FEW = 3  # where one article is asked for, others may be meant


@dataclass(frozen=True, slots=True)
class _Asked:
    """A request, the filters of which an article must pass any, and those in words."""

    request: CollectionRequest
    within: tuple[Filters, ...]
    named: str


class CollectionWriter:
    """Writes what the catalogue and the word index tell."""

    def write(self, material: Material) -> Draft | None:
        """See `FormWriter.write`; None for a question that is not about the collection."""
        asked = _asked(material)
        if asked is None:
            return None
        if asked.request.author and not _is_known(material, asked.request.author):
            return None  # what strangers to the index wrote, its articles may tell
        if not asked.request.topic:
            return write_whole(material.index, asked.request, asked.within, asked.named)
        found = topical(material, asked.request.topic, asked.within, judged=not asked.request.exact)
        if asked.request.author:
            found = _by(found, asked.request.author)
        return _write(material, asked, found)


class ByWriter:
    """Writes what an author or a paper of the index wrote; what others said is not known by it."""

    def write(self, material: Material) -> Draft | None:
        """See `FormWriter.write`; None where nobody is asked about by whom articles are held."""
        question, index = material.question, material.index
        if not is_of_articles(question):
            return None
        named = sources_called(question, index.sources())
        if not named and not collection_request(question).author:
            return None
        return CollectionWriter().write(material)


def _is_known(material: Material, author: str) -> bool:
    """Whether an author or a paper of the index has the name."""
    index = material.index
    return bool(sources_called(author, index.sources())) or any(
        lines.is_by(summary.author, author) for summary in index.articles()
    )


def _asked(material: Material) -> _Asked | None:
    """What is asked for; days and sources that the question names are filters, not the topic."""
    query, index = material.query, material.index
    question = material.question
    if not is_of_articles(question, _NOT_AT_ALL):
        return None
    named = named_in(question, query.today, index.sources()) if query.dates else NOTHING_NAMED
    for period in named.periods:
        question = question.replace(period.words, " ")
    question = " ".join(question.split())
    request = collection_request(question)
    papers = sources_called(request.author, index.sources())
    if request.author and papers:  # "What did the Post write on bees?"
        request, named = replace(request, author=""), replace(named, sources=papers)
    else:
        request = collection_request(without_sources(question, named.sources))
    within = tuple(spans_asked(named, query.filters, query.today))
    return _Asked(request, within, lines.narrowed(within) if named != NOTHING_NAMED else "")


def _by(found: Topical, author: str) -> Topical:
    def kept(articles: Sequence[Article]) -> tuple[Article, ...]:
        return tuple(a for a in articles if lines.is_by(a.author, author))

    return replace(found, about=kept(found.about), mentioning=kept(found.mentioning))


def _write(material: Material, asked: _Asked, found: Topical) -> Draft:
    request = asked.request
    best = found.about or found.mentioning
    if not best:
        return _nothing(asked, found)
    match request.wanted:
        case Wanted.AUTHOR:
            chosen = _likeliest(material, request.topic, best)[:_FEW]
            return _draft(chosen, found, lines.authors_of(chosen), bylines=True)
        case Wanted.DAY:
            chosen = _likeliest(material, request.topic, best)[:_FEW]
            return _draft(chosen, found, lines.day_of(chosen[0]))
        case Wanted.TITLE:
            chosen = _likeliest(material, request.topic, best)[:_FEW]
            return _draft(chosen, found, f"“{chosen[0].title}”")
        case Wanted.SOURCES:
            return _draft(lines.one_a_source(best), found, lines.sources_of(best))
        case Wanted.NEWEST | Wanted.OLDEST:
            return _extreme(request, found)
        case _:
            return _listed(material, asked, found)


def _nothing(asked: _Asked, found: Topical) -> Draft:
    what = lines.in_quotes(found.phrases)
    said = f"mentions {what}" if asked.request.exact else f"is about {what} or mentions it"
    headline = f"No article{asked.named} {said}."
    sure = 1.0 if asked.request.exact else 0.8
    return Draft((), (), form=Form.COLLECTION, headline=headline, confidence=sure)


def _listed(material: Material, asked: _Asked, found: Topical) -> Draft:
    """How many articles, and the first of them."""
    request, what = asked.request, lines.in_quotes(found.phrases)
    articles = [*found.about, *found.only_mentioning]
    copies = copies_among(material.index, articles[: 10 * lines.MOST])
    if request.wanted is Wanted.TIMES:
        count = lines.counted(len(found.mentioning), "article")
        times = "once" if found.times == 1 else f"{found.times:,} times"
        headline = f"{what} is mentioned {times}, in {count}{asked.named}"
    elif request.exact:
        does = "mentions" if len(articles) == 1 else "mention"
        headline = f"{lines.counted(len(articles), 'article')}{asked.named} {does} {what}"
    else:
        headline = lines.about_headline(
            len(found.about), len(found.only_mentioning), what, asked.named
        )
        if request.wanted is Wanted.ANY and found.about:
            headline = f"Yes: {headline}"
    headline += lines.copies_told(articles, copies)
    if len(articles) > lines.MOST:
        headline += f"; the {lines.MOST} shown are " + (
            "the newest" if request.exact else "the nearest"
        )
    shown = [a for a in articles if a.id not in copies] + [a for a in articles if a.id in copies]
    return _draft(shown[: lines.MOST], found, f"{headline}.", counted=request.exact)


def _extreme(request: CollectionRequest, found: Topical) -> Draft:
    """The newest or oldest article, and what mentions the topic later or earlier."""
    newest = request.wanted is Wanted.NEWEST

    def ordered(articles: Sequence[Article]) -> list[Article]:
        dated = [a for a in articles if a.published]
        return dated if newest else dated[::-1]

    about, mere = ordered(found.about), ordered(found.mentioning)
    every = ordered([*found.about, *found.only_mentioning])
    if not every:
        headline = "None of the articles on this has a day."
        return _draft((found.about or found.mentioning)[: lines.MOST], found, headline)
    first = (about or every)[0]
    chosen, word = [first], "newest" if newest else "oldest"
    headline = f"{lines.day(first)}: “{first.title}”"
    beyond = [a for a in mere if a.id != first.id and _is_beyond(a, first, newest=newest)]
    if about and beyond:
        ends = beyond[0]
        headline += f"; the {word} that only mentions it: {lines.day(ends)}, “{ends.title}”"
        chosen.append(ends)
    chosen += [a for a in about[1:_FEW] if a not in chosen]
    return _draft(chosen, found, f"{headline}.")


def _is_beyond(article: Article, first: Article, *, newest: bool) -> bool:
    if not article.published or not first.published:
        return False
    return article.published > first.published if newest else article.published < first.published


def _likeliest(material: Material, topic: str, articles: Sequence[Article]) -> list[Article]:
    """The articles by how much each is on the topic."""
    few = articles[: 2 * lines.MOST]
    if len(few) < 2:
        return list(few)
    scores = material.reader.score(topic, [f"{a.title}. {a.text[:150]}" for a in few])
    ranked = sorted(zip(scores, few, strict=True), key=lambda pair: -pair[0])
    return [article for score, article in ranked if score > ranked[0][0] - 3.0]


def _draft(
    articles: Sequence[Article],
    found: Topical,
    headline: str,
    *,
    counted: bool = False,
    bylines: bool = False,
) -> Draft:
    """A line an article."""
    citations = Citations()
    written = tuple(
        lines.line(article, found.phrases, citations, byline_wanted=bylines) for article in articles
    )
    sure = 1.0 if counted else found.sureness
    return Draft(written, citations.all(), form=Form.COLLECTION, headline=headline, confidence=sure)
