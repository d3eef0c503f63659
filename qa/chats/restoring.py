"""A kept reply as an Answer or NoAnswer again, its citations exact.

The articles come from the index in the very versions that were cited. Of a version that is
no longer there, only the words kept with the reply are left: see `qa.chats.stand_in`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Literal, cast

from index.article import Article, Passage
from index.errors import UnknownArticle
from qa.answer import Answer, Citation, Hit, NoAnswer, ReplyFields, Sentence, Support
from qa.chats.json_values import all_of, day_of, each, maybe, value
from qa.chats.stand_in import Placed, StandIn, described
from qa.conflict import Conflict
from qa.errors import ChatBroken
from qa.question.form import Form
from qa.question.periods import Named, Period

Values = Mapping[str, Any]
Find = Callable[[str, str | None], Article]


@dataclass(frozen=True, slots=True)
class Restored:
    """A reply made again.

    Attributes:
        gone: ids of the articles of which only the kept words are left; the article of such a
            citation or hit holds those alone, "…" between them, and has another version.
    """

    reply: Answer | NoAnswer
    gone: frozenset[str]


def restored(reply_json: Values, article: Find) -> Restored:
    """Make a reply again of what its `as_json` gave, also after a round trip through JSON.

    Where the index holds all that was cited, `as_json` of the result gives the same values.

    Args:
        reply_json: the values.
        article: gives an article by id and version, and raises UnknownArticle where it is not
            there, as `index.store.Index.article` does; what else it raises comes through.

    Raises:
        ChatBroken: the values are not a reply's, or quote what the article does not say.
    """
    try:
        shelf = _Shelf(article, reply_json)
        refused = value(reply_json, "refused", bool)
        reply = _refusal(reply_json, shelf) if refused else _answer(reply_json, shelf)
    except (ValueError, OverflowError) as error:  # from the constructors of the parts
        raise ChatBroken(f"the kept reply cannot be: {error}") from error
    return Restored(reply, frozenset(shelf.gone))


def check(reply_json: object) -> None:
    """Make sure that values are those of a reply, or of an error in the place of one.

    Raises:
        ChatBroken: they are not.
    """
    if not isinstance(reply_json, dict):
        raise ChatBroken(f"the reply is {reply_json!r:.40}, not an object")
    if "error" in reply_json:
        value(reply_json, "error", str)
        return
    restored(reply_json, nowhere)


def nowhere(article_id: str, version: str | None) -> Article:
    """Stands in for an index that holds no article."""
    raise UnknownArticle(f"{article_id} {version}")


class _Shelf:
    """The articles of one reply by id and version; `gone` are the ids of those that stand in."""

    def __init__(self, find: Find, reply: Values) -> None:
        self._find = find
        self._placed = _words_of_each(reply)
        self._held: dict[tuple[str, str], Article | StandIn] = {}
        self.gone: set[str] = set()

    def at(self, values: object, words: str) -> tuple[Article, int, int]:
        """The article of a citation or hit, and where in it the words stand."""
        placed = _placed(values, words)
        key = placed.article_id, placed.version
        if key not in self._held:
            self._held[key] = self._article(*key) or StandIn(self._placed[key], described(values))
        held = self._held[key]
        if isinstance(held, Article):
            return held, placed.start, placed.end
        start = held.start_of(placed)
        return held.article, start, start + len(placed.words)

    def copy(self, values: object, words: str) -> Article:
        """An article that holds a passage as well; made of its words when it is gone."""
        article_id, version = value(values, "article_id", str), value(values, "version", str)
        key = article_id, version
        held = self._held.get(key) or self._article(*key)
        if held is None:  # not kept for others, who may have other words of it
            return described(values).article(article_id, words)
        self._held[key] = held
        return held.article if isinstance(held, StandIn) else held

    def _article(self, article_id: str, version: str) -> Article | None:
        try:
            return self._find(article_id, version)
        except UnknownArticle:
            self.gone.add(article_id)
            return None


def _words_of_each(reply: Values) -> dict[tuple[str, str], list[Placed]]:
    """Whatever words of articles a reply holds, by the article's id and version."""
    short = [reply["short"]] if reply.get("short") is not None else []
    found = [_placed(hit, "text") for hit in each(reply, "hits")]
    found += [_placed(held, "quote") for held in [*each(reply, "citations"), *short]]
    by_article: dict[tuple[str, str], list[Placed]] = {}
    for placed in found:
        by_article.setdefault((placed.article_id, placed.version), []).append(placed)
    return by_article


def _placed(values: object, words: str) -> Placed:
    held = Placed(
        value(values, "article_id", str),
        value(values, "version", str),
        value(values, "start", int),
        value(values, "end", int),
        value(values, words, str),
    )
    if not 0 <= held.start < held.end or held.end - held.start != len(held.words):
        raise ChatBroken(f"{held.start} to {held.end} does not fit the words {held.words!r:.60}")
    return held


def _answer(values: Values, shelf: _Shelf) -> Answer:
    citations = tuple(_citation(held, shelf) for held in each(values, "citations"))
    numbers = {citation.number for citation in citations}
    if len(numbers) < len(citations):
        raise ChatBroken("two citations have the same number")
    return Answer(
        text=value(values, "answer", str),
        sentences=tuple(_sentence(held, numbers) for held in each(values, "sentences")),
        citations=citations,
        short=_citation(values["short"], shelf) if values.get("short") is not None else None,
        conflicts=tuple(_conflict(held, numbers) for held in each(values, "conflicts")),
        form=Form(
            value({"form": Form.OPEN.value, **values}, "form", str)
        ),  # kept before there were
        headline=value({"headline": "", **values}, "headline", str),
        **_shared(values, shelf),
    )


def _refusal(values: Values, shelf: _Shelf) -> NoAnswer:
    return NoAnswer(value(values, "reason", str), **_shared(values, shelf))


def _shared(values: Values, shelf: _Shelf) -> ReplyFields:
    timings = value(values, "timings_ms", dict)
    return {
        "hits": tuple(_hit(held, shelf) for held in each(values, "hits")),
        "confidence": maybe(values, "confidence", float) or 0.0,  # imported ones have none
        "question": value(values, "question", str),
        "asked": value(values, "asked", str),
        "parts": all_of({"parts": [], **values}, "parts", str),  # kept before there were any
        "named": _named(value(values, "understood", dict)),
        "notice": value(values, "notice", str),
        "timings_ms": {str(step): value(timings, step, float) for step in timings},
    }


def _citation(values: object, shelf: _Shelf) -> Citation:
    article, start, end = shelf.at(values, "quote")
    quote = value(values, "quote", str)
    return Citation(value(values, "number", int), article, start, end, quote)


def _hit(values: object, shelf: _Shelf) -> Hit:
    article, start, end = shelf.at(values, "text")
    text = value(values, "text", str)
    if article.text[start:end] != text:
        raise ChatBroken(f"article {article.id!r} does not say {text!r:.60} at {start}:{end}")
    number = value(values, "passage_id", int)
    return Hit(
        passage=Passage(number, article.id, article.version, start, end, text),
        article=article,
        score=value(values, "score", float),
        dense_rank=maybe(values, "dense_rank", int),
        lexical_rank=maybe(values, "lexical_rank", int),
        copies=tuple(shelf.copy(held, text) for held in each(values, "also_in")),
    )


def _sentence(values: object, numbers: set[int]) -> Sentence:
    support = Support(value(values, "support", str))
    cited = _cited(values, numbers)
    label = maybe(values, "label", str) or ""  # kept before there were any
    return Sentence(value(values, "text", str), cited, support, value(values, "why", str), label)


def _conflict(values: object, numbers: set[int]) -> Conflict:
    cited, figures = _cited(values, numbers), all_of(values, "figures", str)
    days = tuple(day_of({"day": held}, "day") for held in each(values, "published"))
    if not len(cited) == len(figures) == len(days):
        raise ChatBroken("a conflict has not as many figures and days as citations")
    return Conflict(cited, figures, days)


def _cited(values: object, numbers: set[int]) -> tuple[int, ...]:
    cited = all_of(values, "citations", int)
    if not numbers.issuperset(cited):
        raise ChatBroken(f"{min(set(cited) - numbers)} is cited, but is no citation's number")
    return cited


def _named(values: Values) -> Named:
    periods = tuple(_period(held) for held in each(values, "periods"))
    return Named(periods, all_of(values, "sources", str), value(values, "dropped", bool))


def _period(values: object) -> Period:
    words, use = value(values, "words", str), value(values, "use", str)
    since, until = day_of(values, "since"), day_of(values, "until")
    if use not in ("filter", "boost") or not (since or until):
        raise ChatBroken(f"a period is used as {use!r:.40} and has days {since} and {until}")
    return Period(words, since, until, cast(Literal["filter", "boost"], use))
