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


class CompareWriter:
    """Writes comparisons."""

    def write(self, material: Material) -> Draft | Refusal | None:
        """See `FormWriter.write`."""
        compared = comparison_in(material.question)
        if not compared:
            return None
        together = _of_all(compared, material)
        if together:
            return _draft([(" · ".join(compared.sides), together)], [], _sure(material))
        rows: list[tuple[str, ScoredSentence]] = []
        missing, sure = [], 1.0
        for side in compared.sides:
            found, confidence = self._told(side, compared, material)
            if found is None:
                missing.append(side)
            else:
                rows.append((side, found))
                sure = min(sure, confidence)
        if not rows or (missing and material.evidence.verdict.refusal):
            return None
        return _draft(rows, missing, sure)

    def _told(
        self, side: str, compared: Comparison, material: Material
    ) -> tuple[ScoredSentence | None, float]:
        """What the articles tell of a side, and how sure that is; None where they do not."""
        papers = sources_in(f"articles from {side}", material.index.sources())
        most = max(_FEWEST, _READ // len(compared.sides))
        wanted = compared.point if papers else compared.of(side)
        hits = [
            hit
            for hit in more_hits(material, wanted, 4 * most)
            if (hit.article.source in papers)
            or (not papers and _names(f"{hit.article.title}\n{hit.passage.text}", side))
        ][:most]
        if not hits:
            return None, 0.0
        # without one of its sides a question is no sentence any more: it is read as it was asked
        question = compared.point if papers else material.question
        read = rerank(question, hits, material.reader, RerankSettings(passages=most)).sentences
        mine = [s for s in read if papers or _of_side(s, side, compared.sides)]
        verdict = assess_confidence(mine, load_calibration())
        told = mine and verdict.confidence >= _LEAST_SURE
        return (mine[0] if told else None), verdict.confidence


def _of_all(compared: Comparison, material: Material) -> ScoredSentence | None:
    """The best sentence, where it tells of all sides by itself."""
    sentences = material.evidence.sentences
    if not sentences or material.evidence.verdict.refusal:
        return None
    return sentences[0] if all(_names(sentences[0].text, s) for s in compared.sides) else None


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


def _sure(material: Material) -> float:
    return material.evidence.verdict.confidence


def _draft(
    rows: Sequence[tuple[str, ScoredSentence]], missing: Sequence[str], confidence: float
) -> Draft:
    citations = Citations()
    lines = tuple(
        Sentence(s.text, (citations.cite(s.hit.article, s.start, s.end),), label=side)
        for side, s in rows
    )
    notice = f"The articles do not tell this of {' or '.join(missing)}." if missing else ""
    return Draft(lines, citations.all(), notice, Form.COMPARE, confidence=confidence)
