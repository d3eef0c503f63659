"""A comparison: the same point of each side that the question names, a row a side.

Each side is searched and read for by a question of its own, made from the one asked by leaving the
other sides out. A side may be a paper: then its own articles tell.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from qa.answer import Sentence
from qa.evidence.confidence import assess_confidence, load_calibration
from qa.evidence.rerank import RerankSettings, ScoredSentence, rerank
from qa.language.words import STOP_WORDS, words
from qa.question.form import Form
from qa.question.sources import sources_in
from qa.writing.citations import Citations
from qa.writing.extractive import Draft, Refusal
from qa.writing.forms.enumeration import NAME
from qa.writing.forms.material import Material
from qa.writing.forms.story import more_hits

_READ = 6  # passages for all sides together: as much again as is read for a question, at most
_LEAST_SURE = 0.45  # of a side: a row that says nothing of the point is worse than none
_FEWEST = 2  # for a side
_NAMED = NAME.pattern
_SIDE = rf"(?:the |The )?{_NAMED}"
_TOGETHER = rf"({_SIDE})(?:['’]s)?(?:, ({_SIDE}))?,? (?:and|or|&) ({_SIDE})"
_APART = (
    r"(?:,? (?:as )?compared? (?:with|to)|,? versus|,? vs\.?|,? (?:stack up )?against|,? than"
    r"|,? differ from|,? (?:different|unlike) (?:from|to)|,? relative to)"
)
_PATTERNS = (
    re.compile(rf"\b{_TOGETHER}(?=(?:['’]s)?,?\s*(?:each|both|agree|disagree|differ|compare)\b)"),
    re.compile(rf"\b(?:between|(?i:compare(?: how)?|contrast)) {_TOGETHER}"),
    re.compile(rf"(?i:compare|contrast) ({_SIDE})() (?:with|to|and) ({_SIDE})"),
    re.compile(
        rf"({_SIDE})(?:['’]s)?(?:[^,]*?){_APART} (?:in |by |of |for )?({_SIDE})"
        rf"(?:,? (?:and|or) (?:in |by )?({_SIDE}))?"
    ),
    re.compile(rf"\b{_TOGETHER}(?=(?:['’]s)?\W*$)"),
)
_FRAMING = re.compile(
    r"\b(?:each|both|compared? (?:with|to)|compare|contrast|versus|vs\.?|stack up against|against"
    r"|than|differ(?: from)?|(?:dis)?agree (?:on|about)|between|which (?:of the two )?is"
    r"|(?:what is|what's) the difference)\b",
    re.IGNORECASE,
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Comparison:
    """The sides that a question names, two or three, and what it asks of them all."""

    sides: tuple[str, ...]
    point: str

    def of(self, side: str) -> str:
        """The question for one side."""
        asks = any(word not in STOP_WORDS for word in words(self.point))
        return f"{self.point} {side}" if asks else f"What is {side}?"


def comparison_in(question: str) -> Comparison | None:
    """What a question compares; None where its sides are not told by their names."""
    asked = question[:1].casefold() + question[1:] if question[:2] != "I " else question
    for pattern in _PATTERNS:
        if match := pattern.search(asked):
            sides = [_bare(side) for side in match.groups() if side]
            if len(sides) > 1 and len(set(sides)) == len(sides):
                return Comparison(tuple(sides), _without(asked, sides))
    return None


@dataclass(frozen=True, slots=True)
class _Side:
    """A side with the sentences read for it, best first."""

    name: str
    is_paper: bool
    sentences: Sequence[ScoredSentence]


@dataclass(frozen=True, slots=True)
class _Told:
    """What is told of a side: the best sentence, and how sure it is that it is of the point."""

    side: str
    sentence: ScoredSentence | None
    confidence: float


class CompareWriter:
    """Writes comparisons."""

    def write(self, material: Material) -> Draft | Refusal | None:
        """See `FormWriter.write`."""
        compared = comparison_in(material.question)
        if not compared:
            return None
        read = [_read(side, compared, material) for side in compared.sides]
        together = _of_all(compared, read)
        if together:
            return _draft([_Told(" · ".join(compared.sides), *together)], [])
        told = [_of(side, compared.sides) for side in read]
        missing = [one.side for one in told if one.sentence is None]
        if len(missing) == len(told) or (missing and material.evidence.verdict.refusal):
            return None
        return _draft([one for one in told if one.sentence], missing)


def _read(side: str, compared: Comparison, material: Material) -> _Side:
    """A side with what is found for it; of a paper only its own articles count."""
    most = max(_FEWEST, _READ // len(compared.sides))
    papers = sources_in(f"articles from {side}", material.index.sources())
    hits = [
        hit
        for hit in more_hits(material, compared.point if papers else compared.of(side), 4 * most)
        if (hit.article.source in papers)
        or (not papers and _names(f"{hit.article.title}\n{hit.passage.text}", side))
    ]
    if not hits:
        return _Side(side, bool(papers), ())
    # without one of its sides a question is no sentence any more: it is read as it was asked
    question = compared.point if papers else material.question
    read = rerank(question, hits[:most], material.reader, RerankSettings(passages=most))
    return _Side(side, bool(papers), read.sentences)


def _of(side: _Side, sides: Sequence[str]) -> _Told:
    """What the articles tell of a side; nothing where it is not sure enough."""
    mine = [s for s in side.sentences if side.is_paper or _of_side(s, side.name, sides)]
    sure = assess_confidence(mine, load_calibration()).confidence
    return _Told(side.name, mine[0] if mine and sure >= _LEAST_SURE else None, sure)


def _of_all(compared: Comparison, read: Sequence[_Side]) -> tuple[ScoredSentence, float] | None:
    """The best sentence, where it tells of all sides by itself, and how sure that is."""
    every = sorted((s for side in read for s in side.sentences), key=lambda s: -s.score)
    verdict = assess_confidence(every, load_calibration())
    if verdict.refusal or not all(_names(every[0].text, side) for side in compared.sides):
        return None
    return every[0], verdict.confidence


def _of_side(sentence: ScoredSentence, side: str, sides: Sequence[str]) -> bool:
    """Whether a sentence tells of a side: by name, or by its title and of no other side."""
    if _names(sentence.text, side):
        return True
    others = [other for other in sides if other != side]
    return _names(sentence.hit.article.title, side) and not any(
        _names(sentence.text, other) for other in others
    )


def _names(text: str, side: str) -> bool:
    name = re.escape(re.sub(r"^[Tt]he ", "", side))
    return bool(re.search(rf"(?<!\w){name}(?!\w)", text))


def _bare(side: str) -> str:
    return re.sub(r"(?:['’]s|[.,?!])+$", "", side.strip())


def _without(question: str, sides: Sequence[str]) -> str:
    """The question without its sides, and without the words that set them against each other."""
    for side in sides:
        question = re.sub(
            rf"(?:\b(?:in|of|by|for|from) )?{re.escape(side)}(?:['’]s)?", " ", question
        )
    question = _FRAMING.sub(" ", question)
    question = re.sub(r"\b(?:and|or)\b(?=\s*(?:\b(?:and|or)\b|[?.!,]|$))|\s,", " ", question)
    question = re.sub(r"\s+(?:and|or)\s{2,}|\s{2,}(?:and|or)\s+", " ", question)
    return " ".join(question.split()).strip(" ?.!,;:") or "what"


def _draft(rows: Sequence[_Told], missing: Sequence[str]) -> Draft:
    citations = Citations()
    lines = tuple(
        Sentence(s.text, (citations.cite(s.hit.article, s.start, s.end),), label=row.side)
        for row in rows
        if (s := row.sentence)
    )
    notice = f"The articles do not tell this of {' or '.join(missing)}." if missing else ""
    sure = min(row.confidence for row in rows)
    return Draft(lines, citations.all(), notice, Form.COMPARE, confidence=sure)
