"""The lines of an answer about the collection, and the words of its headline."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from index.article import Article, Filters
from qa.answer import Sentence
from qa.evidence.sentences import quotable_sentences
from qa.language.bylines import byline
from qa.language.dates import day_in_words
from qa.language.mentions import Mention
from qa.language.phrases import strong_words
from qa.language.words import stem, words
from qa.writing.citations import Citations
from qa.writing.firsts import first_of_each

MOST = 10  # lines of an answer
_LEADING = 12  # sentences among which the one nearest to the topic is quoted


def line(
    article: Article,
    phrases: Sequence[Mention],
    citations: Citations,
    *,
    byline_wanted: bool = False,
) -> Sentence:
    """An article as one line: its title, source and day, and a sentence that shows why."""
    start, end = _shown(article, phrases, byline_wanted=byline_wanted)
    return citations.quoted(article, start, end, described(article))


def described(article: Article) -> str:
    """Title, source and day of an article."""
    known = ", ".join(filter(None, (article.source, day_in_words(article.published))))
    title = " ".join(article.title.split())
    return f"{title} ({known})" if known else title


def day(article: Article) -> str:
    """The day of an article in words."""
    return day_in_words(article.published) or "no day"


def day_of(article: Article) -> str:
    """A headline for when an article was published."""
    if article.published:
        return f"Published on {day(article)}."
    return f"“{article.title}” does not say when it was published."


def counted(number: int, noun: str) -> str:
    """Such as "1 article" or "12 articles"."""
    return f"{number:,} {noun}{'' if number == 1 else 's'}"


def in_quotes(phrases: Sequence[Mention]) -> str:
    """What was looked for."""
    return " and ".join(f"“{phrase.phrase}”" for phrase in phrases)


def about_headline(about: int, mentioning: int, what: str, named: str) -> str:
    """How many articles are about something, and how many more mention it."""
    if not about:
        does = "mentions" if mentioning == 1 else "mention"
        return f"No article{named} is about {what}; {mentioning:,} {does} it"
    verb = "is" if about == 1 else "are"
    headline = f"{counted(about, 'article')}{named} {verb} about {what}"
    if mentioning:
        headline += f"; {mentioning:,} more {'mentions' if mentioning == 1 else 'mention'} it"
    return headline


def copies_told(articles: Sequence[Article], copies: Collection[str]) -> str:
    """How many of the articles are copies; "" for none."""
    number = sum(article.id in copies for article in articles)
    if not number:
        return ""
    return f", {number:,} of them {'a copy' if number == 1 else 'copies'} of another"


def narrowed(within: Sequence[Filters]) -> str:
    """The filters in words, to stand behind "articles"; "" for none."""
    sources = list(dict.fromkeys(filters.source for filters in within if filters.source))
    spans = list(dict.fromkeys(_span(filters) for filters in within))
    said = f" from {joined(sources)}" if sources else ""
    return f"{said} published {joined(spans)}" if all(spans) else said


def _span(filters: Filters) -> str:
    """The days of a filter in words; "" for any."""
    since, until = filters.since, filters.until
    if since and until and since != until:
        return f"from {day_in_words(since)} to {day_in_words(until)}"
    if since and until:
        return f"on {day_in_words(since)}"
    if since or until:
        return f"{'since' if since else 'until'} {day_in_words(since or until)}"
    return ""


def joined(names: Sequence[str]) -> str:
    """Such as "CNN, the BBC and The Week"."""
    *some, last = names
    return f"{', '.join(some)} and {last}" if some else last


def one_a_source(articles: Sequence[Article]) -> list[Article]:
    """The first article of each source."""
    return first_of_each(articles, lambda article: article.source)


def sources_of(articles: Sequence[Article]) -> str:
    """A headline that names who published the articles."""
    names = [a.source for a in one_a_source(articles) if a.source]
    if not names:
        return f"{counted(len(articles), 'article')}; no source is known."
    return f"{joined(names)} ({counted(len(articles), 'article')})."


def authors_of(articles: Sequence[Article]) -> str:
    """A headline that names who wrote the first of the articles."""
    first = articles[0]
    if first.author:
        return f"Written by {first.author}."
    named = byline(first.text)
    if named:
        return f"Written by {named.name}, as the article's own lines say."
    return f"“{first.title}” does not name its author."


def is_by(author: str, name: str) -> bool:
    """Whether an author's name holds a name asked for."""
    return bool(name) and set(words(name)) <= set(words(author))


def _shown(article: Article, phrases: Sequence[Mention], *, byline_wanted: bool) -> tuple[int, int]:
    """Where the sentence stands that shows why an article is in the list."""
    spans = list(quotable_sentences(article.text)) or [whole(article.text)]
    if byline_wanted and not article.author and (named := byline(article.text)):
        held = [span for span in spans if span[0] <= named.start and named.end <= span[1]]
        return held[0] if held else (named.start, named.end)
    for phrase in phrases:
        for start, _ in phrase.find(article.text):
            if held := [span for span in spans if span[0] <= start < span[1]]:
                return held[0]
    asked = {word for phrase in phrases for word in strong_words(phrase.phrase)}

    def shared(span: tuple[int, int]) -> int:
        return len(asked & {stem(word) for word in words(article.text[slice(*span)])})

    return max(spans[:_LEADING], key=shared)


def whole(text: str) -> tuple[int, int]:
    """Where a text begins and ends, without the white space around it."""
    return len(text) - len(text.lstrip()), len(text.rstrip())
