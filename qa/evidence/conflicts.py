"""Where articles give different figures for one thing, and which of two articles is the newer.

Precision goes before recall: a "differ" that is none is worse than one that is missed.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from itertools import combinations

from index.article import Article
from qa.answer import Citation
from qa.conflict import Conflict
from qa.evidence.reader import Checker
from qa.evidence.rerank import ScoredSentence
from qa.evidence.same_claim import same_matter
from qa.language.quantities import Quantity, find_quantities, singular
from qa.language.words import words

_ROUNDED = 0.03  # a share: figures so near may be one, rounded
_HEDGED = 0.15  # likewise, where a text says "more than" or "about"
_APART = timedelta(days=90)  # between two articles: later ones are of another occasion
_TIMES = 6  # that one figure may be the other's: beyond that they are of different things
_ASKS: dict[str, re.Pattern[str]] = {
    "money": re.compile(r"\b(?:how much|costs?|prices?|worth|paid|pay|reward|fine|money)\b", re.I),
    "percent": re.compile(r"\b(?:per ?cent(?:age)?|share|rate|how (?:much|many|high))\b|%", re.I),
}
_PRESENT = re.compile(
    r"^(?:who|what|which|where|how (?:many|much))\b.*\b(?:now|currently|latest|at the moment|today"
    r"|so far)\b|^(?:who|what)(?:['’]s| is| are) the\b|\bthe latest\b",
    re.IGNORECASE,
)


def find_conflicts(
    question: str, citations: Sequence[Citation], checker: Checker
) -> tuple[Conflict, ...]:
    """The pairs of citations of different articles that give different figures for what is asked.

    See `different_figures`; articles published more than 90 days apart are not compared.

    Returns:
        At most one conflict for any two articles, the older article's citation first in each.
    """
    found: dict[frozenset[str], Conflict] = {}
    for one, other in combinations(citations, 2):
        pair = frozenset((one.article.id, other.article.id))
        if len(pair) == 1 or pair in found or _far_apart(one.article, other.article):
            continue
        if figures := different_figures(question, one.quote, other.quote, checker):
            found[pair] = _conflict([(one, figures[0]), (other, figures[1])])
    return tuple(found.values())


def different_figures(
    question: str, one: str, other: str, checker: Checker
) -> tuple[Quantity, Quantity] | None:
    """The figures of two sentences that are of one thing and differ; None when there are none.

    Two figures are of one thing when the question asks for such a figure, both count the same noun,
    or are both money of one currency or both a share, each is the only such figure of its sentence,
    and the sentences say the same otherwise: see `qa.evidence.same_claim`. Dates are not compared:
    sentences that differ in a date are mostly about two events.
    """
    theirs = _by_thing(other)
    asked = {singular(word) for word in words(question)}
    for thing, mine in _by_thing(one).items():
        yours = theirs.get(thing)
        if not mine or not yours or not _asks(question, asked, mine) or _agree(mine, yours):
            continue
        if same_matter(one, other, mine, yours, checker):
            return mine, yours
    return None


def newer_leads(
    question: str, sentences: Sequence[ScoredSentence], margin: float, checker: Checker
) -> list[ScoredSentence]:
    """Sentences with the newest of the best in front, where newer reports override older ones.

    That is so where the question asks for a present state, such as "who is" or "how many … now",
    and where two sentences give different figures for the same thing.

    Args:
        question: in words.
        sentences: best first.
        margin: how far below the best a sentence's score may be to take its place, in logits.
        checker: judges whether two sentences with figures are about one thing.

    Returns:
        The same sentences; one that moves to the front takes the best one's score.
    """
    if not sentences:
        return []
    best = sentences[0]
    present = bool(_PRESENT.search(question))
    rivals = [
        s
        for s in sentences
        if s.score >= best.score - margin
        and s.hit.article.published
        and best.hit.article.published
        and s.hit.article.published > best.hit.article.published
        and (present or different_figures(question, best.text, s.text, checker))
    ]
    if not rivals:
        return list(sentences)
    newest = max(rivals, key=lambda s: (str(s.hit.article.published), s.score))
    return [replace(newest, score=best.score), *(s for s in sentences if s is not newest)]


def _conflict(said: Sequence[tuple[Citation, Quantity]]) -> Conflict:
    said = sorted(said, key=lambda item: str(item[0].article.published or ""))
    return Conflict(
        tuple(citation.number for citation, _ in said),
        tuple(citation.quote[figure.start : figure.end] for citation, figure in said),
        tuple(citation.article.published for citation, _ in said),
    )


def _far_apart(one: Article, other: Article) -> bool:
    days = one.published, other.published
    return bool(days[0] and days[1] and abs(days[0] - days[1]) > _APART)


def _asks(question: str, asked: set[str], figure: Quantity) -> bool:
    """Whether a question asks for a figure of that kind."""
    if figure.kind == "count":
        return figure.unit in asked
    return bool(_ASKS[figure.kind].search(question))


def _by_thing(text: str) -> dict[tuple[str, str], Quantity | None]:
    """The figures of a sentence by kind and unit; None where there are two of one."""
    found: dict[tuple[str, str], Quantity | None] = {}
    for figure in find_quantities(text):
        thing = (figure.kind, figure.unit)
        found[thing] = None if thing in found else figure
    return found


def _agree(one: Quantity, other: Quantity) -> bool:
    """Whether two figures may be one, rounded or hedged."""
    larger = max(one.value, other.value)
    if larger > _TIMES * min(one.value, other.value):
        return True  # not of one thing
    allowed = _HEDGED if one.hedge or other.hedge else _ROUNDED
    return abs(one.value - other.value) <= allowed * larger
