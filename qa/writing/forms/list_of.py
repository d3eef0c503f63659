"""A list: one thing a line, each where an article names it; copies merged.

The reader marks the things. Where the best article has a list of its own, line by line under what
it is of, that is taken.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from qa.answer import Hit, Sentence
from qa.evidence.things import Thing, naming, things_of
from qa.language.numbers import CARDINALS
from qa.language.words import stem, words
from qa.question.form import Form
from qa.writing.citations import Citations
from qa.writing.extractive import Draft, Refusal
from qa.writing.forms.material import Material
from qa.writing.forms.own_lists import own_list

_PASSAGES = 6  # the best ones, which are read for things
_FURTHER = 4  # more pieces that are read of the article that names most
_UNMARKED = 0.5  # things that are asked for and not marked, on average
_FEWEST = 2  # things that are a list
_MOST = 15
_SEVERAL = re.compile(
    r"(?:besides [^,]+, |apart from [^,]+, )?(?:"
    r"who (?:are|were|else)\b|name (?:the|all|some|a few|two|three|four|five)\b|list\b"
    r"|(?:which|what) (?:[\w'’-]+ ){0,3}?[\w-]+(?<![sui])s (?:have|are|were|did|do|can|will|could"
    r"|would|had|\w+ed)\b)",
    re.IGNORECASE,
)


class ListWriter:
    """Writes lists.

    Args:
        asked: whether the question is known to ask for several things; else its words must say so.
    """

    def __init__(self, *, asked: bool) -> None:
        self._asked = asked

    def write(self, material: Material) -> Draft | Refusal | None:
        """See `FormWriter.write`."""
        evidence = material.evidence
        several = self._asked or _SEVERAL.match(material.question)
        if evidence.verdict.refusal or not several:
            return None
        hits = evidence.hits
        listed = own_list(hits[0].article, material) if hits else []
        things = _merged(listed or _marked(hits, material))
        things = worth_telling(things, _UNMARKED)[:_MOST]
        if len(things) < _FEWEST:
            return None
        sure = sum(thing.chance for thing in things) / len(things)
        return _draft(things, (sure + evidence.verdict.confidence) / 2)


def _marked(hits: Sequence[Hit], material: Material) -> list[Thing]:
    """The things that the reader marks and that the question does not name itself."""
    marked = things_of(
        material.question, hits, material.reader, passages=_PASSAGES, further=_FURTHER
    )
    told = {stem(word) for word in words(material.question)} | set(CARDINALS)
    return [thing for thing in marked if not naming(thing.text) <= told]


def worth_telling(things: Sequence[Thing], unmarked: float) -> list[Thing]:
    """The likeliest things, as many as make the list that is expected to serve best.

    What serves is what is told of all that is asked for, and what of all that is told is asked for:
    their harmonic mean, F1. It is highest for some of the likeliest (Lipton et al. 2014, "Optimal
    Thresholding of Classifiers to Maximize F1 Measure", arXiv:1402.1892).

    Args:
        things: each once.
        unmarked: how many more are asked for.

    Returns:
        Those, in the order given.
    """
    ranked = sorted(things, key=lambda thing: -thing.chance)
    wanted = sum(thing.chance for thing in ranked) + unmarked
    right = 0.0
    worth = [0.0]
    for told, thing in enumerate(ranked, start=1):
        right += thing.chance
        worth.append(2 * right / (told + wanted))
    likeliest = {id(thing) for thing in ranked[: worth.index(max(worth))]}
    return [thing for thing in things if id(thing) in likeliest]


def _merged(things: Sequence[Thing]) -> list[Thing]:
    """Each thing once, where it is likeliest, in the order of the first."""
    kept: list[Thing] = []
    for thing in things:
        same = next((n for n, other in enumerate(kept) if _same(thing, other)), None)
        if same is None:
            kept.append(thing)
        elif thing.chance > kept[same].chance:
            kept[same] = thing
    return kept


def _same(one: Thing, other: Thing) -> bool:
    """Whether two are known by the same words, or one by some of the other's.

    A sentence that names both, as "Sudan and South Sudan", tells of two.
    """
    mine, theirs = naming(one.text), naming(other.text)
    if mine == theirs:
        return True
    side_by_side = (one.article.id, one.sentence) == (other.article.id, other.sentence)
    return not side_by_side and (mine <= theirs or theirs <= mine)


def _draft(things: Sequence[Thing], sure: float) -> Draft:
    """A line a thing; the sentence that names several is said once, with the first of them."""
    citations = Citations()
    lines = []
    said: set[int] = set()
    for thing in things:
        number = citations.cite(thing.article, *thing.sentence)
        alone = (thing.start, thing.end) == thing.sentence
        text = "" if number in said or alone else thing.article.text[slice(*thing.sentence)]
        said.add(number)
        lines.append(Sentence(text, (number,), label=thing.text))
    return Draft(tuple(lines), citations.all(), form=Form.LIST, confidence=sure)
