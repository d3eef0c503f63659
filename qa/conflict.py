"""Where articles give different figures for one thing, and which of two articles is the newer.

Precision goes before recall: a "differ" that is none is worse than one that is missed. Pure.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import combinations

from qa.answer import Citation, Conflict
from qa.quantities import Quantity, find_quantities, singular
from qa.rerank import ScoredSentence
from qa.words import STOP_WORDS, stem, words

_ROUNDED = 0.03  # a share: figures so near may be one, rounded
_HEDGED = 0.15  # likewise, where a text says "more than" or "about"
_SHARED = 0.5  # the share of the shorter sentence's words that the other must hold
_SHARED_ASKED = 0.3  # likewise, where the question asks for that very figure
_NAME = re.compile(r"(?<!^)(?<![.!?“\"‘'] )\b[A-Z][\w’'-]+")
_PRESENT = re.compile(
    r"^(?:who|what|which|where|how (?:many|much))\b.*\b(?:now|currently|latest|at the moment|today"
    r"|so far)\b|^(?:who|what)(?:['’]s| is| are) the\b|\bthe latest\b",
    re.IGNORECASE,
)


def find_conflicts(question: str, citations: Sequence[Citation]) -> tuple[Conflict, ...]:
    """The pairs of citations of different articles that give different figures for one thing.

    Two figures are of one thing when both count the same noun, or are both money of one currency,
    both a share or both a date, each the only such figure of its sentence, and the sentences share
    most of their other words and no name speaks against it.

    Returns:
        At most one conflict for any two articles, the older article's citation first in each.
    """
    asked = {singular(word) for word in words(question)} - STOP_WORDS
    found: dict[tuple[str, str], Conflict] = {}
    for one, other in combinations(citations, 2):
        pair = (one.article.id, other.article.id)
        if one.article.id == other.article.id or pair in found:
            continue
        figures = different_figures(one.quote, other.quote, asked)
        if figures:
            made = [
                (citation, citation.start + figure.start, citation.start + figure.end)
                for citation, figure in zip((one, other), figures, strict=True)
            ]
            made.sort(key=lambda item: str(item[0].article.published or ""))
            found[pair] = Conflict(
                tuple(citation.number for citation, *_ in made),
                tuple(citation.article.text[start:end] for citation, start, end in made),
                tuple(citation.article.published for citation, *_ in made),
            )
    return tuple(found.values())


def different_figures(
    one: str, other: str, asked: frozenset[str] | set[str] = frozenset()
) -> tuple[Quantity, Quantity] | None:
    """The figures of two sentences that are of one thing and differ; None when there are none.

    Args:
        one: a sentence.
        other: another.
        asked: the words of the question, in the singular; a thing among them needs less proof.
    """
    theirs = _by_thing(other)
    for thing, mine in _by_thing(one).items():
        yours = theirs.get(thing)
        if not mine or not yours or _agree(mine, yours):
            continue
        needed = _SHARED_ASKED if thing[1] in asked else _SHARED
        if _same_matter(one, other, mine, yours, needed):
            return mine, yours
    return None


def newer_leads(
    question: str, sentences: Sequence[ScoredSentence], margin: float
) -> list[ScoredSentence]:
    """Sentences with the newest of the best in front, where newer reports override older ones.

    That is so where the question asks for a present state, such as "who is" or "how many … now",
    and where two sentences give different figures for the same thing.

    Args:
        question: in words.
        sentences: best first.
        margin: how far below the best a sentence's score may be to take its place, in logits.

    Returns:
        The same sentences; one that moves to the front takes the best one's score.
    """
    if not sentences:
        return []
    best = sentences[0]
    present = bool(_PRESENT.search(question))
    asked = {singular(word) for word in words(question)} - STOP_WORDS
    rivals = [
        s
        for s in sentences
        if s.score >= best.score - margin
        and s.hit.article.published
        and best.hit.article.published
        and s.hit.article.published > best.hit.article.published
        and (present or different_figures(best.text, s.text, asked))
    ]
    if not rivals:
        return list(sentences)
    newest = max(rivals, key=lambda s: (str(s.hit.article.published), s.score))
    return [replace(newest, score=best.score), *(s for s in sentences if s is not newest)]


def _by_thing(text: str) -> dict[tuple[str, str], Quantity | None]:
    """The figures of a sentence by kind and unit; None where there are two of one."""
    found: dict[tuple[str, str], Quantity | None] = {}
    for figure in find_quantities(text):
        thing = (figure.kind, figure.unit)
        found[thing] = None if thing in found else figure
    return found


def _agree(one: Quantity, other: Quantity) -> bool:
    """Whether two figures may be one, rounded or hedged."""
    if one.kind == "date":
        return one.value == other.value
    allowed = _HEDGED if one.hedge or other.hedge else _ROUNDED
    return abs(one.value - other.value) <= allowed * max(one.value, other.value)


def _same_matter(one: str, other: str, mine: Quantity, yours: Quantity, needed: float) -> bool:
    """Whether two sentences say the same but for a figure: words, names, and dates agree."""
    left, right = _without(one, mine), _without(other, yours)
    names, their_names = _names(left), _names(right)
    if names and their_names and not names & their_names:
        return False
    ours, theirs = _content(left), _content(right)
    fewer = min(len(ours), len(theirs))
    if fewer < 3 or len(ours & theirs) < needed * fewer:
        return False
    years, their_years = _years(left), _years(right)
    return not (years and their_years and not years & their_years)


def _without(text: str, figure: Quantity) -> str:
    return f"{text[: figure.start]} {text[figure.end :]}"


def _names(text: str) -> set[str]:
    return {name.removesuffix("'s").removesuffix("’s") for name in _NAME.findall(text)}


def _content(text: str) -> set[str]:
    return {stem(word) for word in words(text) if word not in STOP_WORDS and word[0].isalpha()}


def _years(text: str) -> set[str]:
    return set(re.findall(r"\b(?:1[5-9]|20)\d\d\b", text))
