"""A list: one thing a line, each where an article names it; copies merged.

The reader tells where the answers stand, sentence by sentence; what a sentence enumerates there are
the things. Where an article has a list of its own, line by line under what it is of, that is taken.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from index.article import Article
from index.split import sentence_spans
from qa.answer import Sentence
from qa.evidence.confidence import logistic
from qa.evidence.rerank import ScoredSentence
from qa.language.calendar import CALENDAR_WORDS
from qa.language.numbers import CARDINALS
from qa.language.words import STOP_WORDS, stem, words
from qa.question.form import Form
from qa.writing.citations import Citations
from qa.writing.extractive import Draft, Refusal
from qa.writing.forms.enumeration import things_around
from qa.writing.forms.material import Material
from qa.writing.forms.story import known_by, subject_of

_FRAME = re.compile(r"\b(?:which|what|who|list|name|all|the|of)\b", re.IGNORECASE)
_SEVERAL = re.compile(
    r"(?:besides [^,]+, |apart from [^,]+, )?(?:"
    r"who (?:are|were|else)\b|name (?:the|all|some|a few|two|three|four|five)\b|list\b"
    r"|(?:which|what) (?:[\w'’-]+ ){0,3}?[\w-]+(?<![sui])s (?:have|are|were|did|do|can|will|could"
    r"|would|had|\w+ed)\b)",
    re.IGNORECASE,
)
_ENOUGH = 2
_TIMES = re.compile(r"\b(?:days?|dates?|months?|years?|when|times?)\b", re.IGNORECASE)
_TITLE = re.compile(r"\b(?:President|Minister|CEO|Chairman|Secretary|Director|Chair|Captain)$")
_SPEAKS = re.compile(r"\W{0,3}(?:said|says|told|added|wrote)\b")
# how likely a thing belongs to a list, by the margin of its sentence's span and how far that is
# below the best one's: a logistic regression on 296 things of 74 questions of MultiSpanQA, of which
# half belonged; area under the curve 0.81, ten-fold
_MARGIN, _BELOW, _INTERCEPT = 0.15, -0.4, -0.48
_LINE = 90  # characters of a line of an article's own list
_WORDS = 9  # of a thing at most


@dataclass(frozen=True, slots=True)
class ListSettings:
    """What counts as a thing of the list.

    Attributes:
        behind: how far below the best a sentence's score may be.
        behind_enough: likewise, where the best enumerates three or more.
        margin: how far below the best sentence's margin that of another's span may be, in logits.
        floor: the margin that any span must have.
        fewest: things that are a list.
        most: things at most.
    """

    behind: float = 1.7
    behind_enough: float = 0.8
    margin: float = 6.0
    floor: float = -9.0
    fewest: int = 2
    most: int = 15


@dataclass(frozen=True, slots=True)
class _Thing:
    """A thing of the list: where it is named, `article.text[at[0]:at[1]]`, and in what sentence.

    Attributes:
        margin: of the span in its sentence; None of a line of an article's own list.
    """

    article: Article
    at: tuple[int, int]
    sentence: tuple[int, int]
    margin: float | None = None

    @property
    def text(self) -> str:
        return self.article.text[self.at[0] : self.at[1]]

    @property
    def key(self) -> frozenset[str]:
        return frozenset(stem(word) for word in words(self.text) if word not in STOP_WORDS)


def asks_for_several(question: str) -> bool:
    """Whether the words of a question ask for more than one thing."""
    return bool(_SEVERAL.match(question))


class ListWriter:
    """Writes lists.

    Args:
        asked: whether the question is known to ask for several things; else its words must say so.
    """

    def __init__(self, *, asked: bool, settings: ListSettings | None = None) -> None:
        self._asked = asked
        self._settings = settings or ListSettings()

    def write(self, material: Material) -> Draft | Refusal | None:
        """See `FormWriter.write`."""
        evidence = material.evidence
        several = self._asked or asks_for_several(material.question)
        if evidence.verdict.refusal or not evidence.sentences or not several:
            return None
        sentences = [s for s in evidence.sentences if known_by(s.hit.article, material)]
        found = self._lines(material, sentences) or self._named(material.question, sentences)
        things = _merged(found)[: self._settings.most]
        if len(things) < self._settings.fewest:
            return None
        # by eye, on 17 lists from news: the one is too low as a rule, the other too high
        return _draft(things, (_likely(things) + evidence.verdict.confidence) / 2)

    def _named(self, question: str, sentences: Sequence[ScoredSentence]) -> list[_Thing]:
        """The things that the best sentences name where the reader sees an answer."""
        settings = self._settings
        least = max(settings.floor, sentences[0].span.margin - settings.margin)
        told = {stem(word) for word in words(question)} | set(CARDINALS)
        if not _TIMES.search(question):
            told |= {stem(word.casefold()) for word in CALENDAR_WORDS}
        who = bool(re.search(r"\bwho(?:m|se)?\b", question, re.IGNORECASE))
        top, behind = sentences[0].score, settings.behind
        found: list[_Thing] = []
        for s in sentences:
            if s.score < top - behind or s.span.margin < least:
                continue
            things = [
                thing
                for thing in _named_in(s)
                if not thing.key <= told
                and len(thing.text.split()) <= _WORDS
                and not _TITLE.search(thing.text)
                and (who or not _SPEAKS.match(thing.article.text, thing.at[1]))
            ]
            if things and not found:
                top = s.score
            if len(things) > _ENOUGH and s.score == top:
                behind = settings.behind_enough
            found += things
        with_names = [thing for thing in found if any(c.isupper() for c in thing.text)]
        return with_names if 2 * len(with_names) >= len(found) else found

    def _lines(self, material: Material, sentences: Sequence[ScoredSentence]) -> list[_Thing]:
        """The lines of the list in the best article that is of what is asked; maybe none."""
        best = sentences[0]
        subject = subject_of(_FRAME.sub(" ", material.question), material.index)
        lists = [
            (subject.cover(f"{best.hit.article.title} {head}") + subject.cover(head), lines)
            for head, lines in _own_lists(best.hit.article)
        ]
        if not lists:
            return []
        cover, lines = max(lists, key=lambda item: item[0])
        return lines if cover >= 1.0 else []


def _named_in(s: ScoredSentence) -> Iterator[_Thing]:
    """The things that a sentence enumerates where the reader sees the answer."""
    for start, end in things_around(s.text, s.span.start - s.start, s.span.end - s.start):
        at = (s.start + start, s.start + end)
        yield _Thing(s.hit.article, at, (s.start, s.end), s.span.margin)


def _likely(things: Sequence[_Thing]) -> float:
    """The share of the things that is likely to belong to the list, 0 to 1."""
    margins = [thing.margin for thing in things if thing.margin is not None]
    best = max(margins, default=0.0)
    wrong = (1 - logistic(_MARGIN * m + _BELOW * (best - m) + _INTERCEPT) for m in margins)
    return 1 - sum(wrong) / len(things)


def _own_lists(article: Article) -> Iterator[tuple[str, list[_Thing]]]:
    """The lists in an article: the line that ends with a colon, and the short ones under it."""
    head, lines = "", list[_Thing]()
    for start, end in sentence_spans(article.text):
        text = article.text[start:end]
        if text.endswith(":"):
            if len(lines) > 1:
                yield head, lines
            head, lines = text, []
        elif head and len(text) <= _LINE and not text.endswith((".", "!", "?", "”", '"')):
            lines.append(_Thing(article, (start, end), (start, end)))
        else:
            if len(lines) > 1:
                yield head, lines
            head, lines = "", []
    if len(lines) > 1:
        yield head, lines


def _merged(things: Sequence[_Thing]) -> list[_Thing]:
    """Each thing once, under its longest name, in the order of the first."""
    kept: list[_Thing] = []
    for thing in things:
        same = [n for n, other in enumerate(kept) if _same(thing.key, other.key)]
        if not same:
            kept.append(thing)
    return kept


def _same(one: frozenset[str], other: frozenset[str]) -> bool:
    return one <= other or other <= one


def _draft(things: Sequence[_Thing], sure: float) -> Draft:
    """A line a thing; the sentence that names several is said once, with the first of them."""
    citations = Citations()
    lines = []
    said: set[int] = set()
    for thing in things:
        number = citations.cite(thing.article, *thing.sentence)
        alone = thing.at == thing.sentence
        text = "" if number in said or alone else thing.article.text[slice(*thing.sentence)]
        said.add(number)
        lines.append(Sentence(text, (number,), label=thing.text))
    return Draft(tuple(lines), citations.all(), form=Form.LIST, confidence=sure)
