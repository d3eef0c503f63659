"""A comparison: the same point of each side that the question names, a row a side.

Each side is searched and read for by a question of its own, the one asked with that side in the
place of all. A side may be a paper: then its own articles tell.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from qa.evidence.confidence import assess_confidence, load_calibration
from qa.evidence.reading import ScoredEvidence
from qa.evidence.rerank import RerankSettings, ScoredSentence, rerank
from qa.language.quantities import find_quantities
from qa.question.form import Form
from qa.question.sides import Comparison, comparison_in
from qa.question.sources import sources_in
from qa.writing.citations import Citations
from qa.writing.extractive import Draft, Refusal
from qa.writing.firsts import first_of_each
from qa.writing.forms.material import Material
from qa.writing.forms.story import more_hits
from qa.writing.forms.yes_no import is_choice

_READ = 6  # passages for all sides together: as much again as is read for a question, at most
_ALONE = 2  # sentences of a side that are read by themselves
_LEAST_SURE = 0.35  # of a side: a row that says nothing of the point is worse than none
_LEAST_BESIDE = 0.25  # of another side, where one is as sure as that
_NEAR = 1.0  # of a score: a sentence with a figure is told before one without that is as near
_FEWEST = 2  # for a side
_OF_NO_POINT = 2  # sentences of a side, where the question names no point
_OF_A_POINT, _OF_ALL = 2, 4  # likewise where it does, and of a comparison told in one sentence
_BESIDE = 1.5  # of a score below the best, that a further sentence is told


@dataclass(frozen=True, slots=True)
class _Side:
    """A side with the sentences read for it, best first."""

    name: str
    is_paper: bool
    sentences: Sequence[ScoredSentence]


@dataclass(frozen=True, slots=True)
class _Told:
    """A sentence that tells of a side, and how sure it is that it is of the point."""

    side: str
    sentence: ScoredSentence
    confidence: float


class CompareWriter:
    """Writes comparisons."""

    def write(self, material: Material) -> Draft | Refusal | None:
        """See `FormWriter.write`."""
        compared = comparison_in(material.question)
        if not compared:
            return None
        together = _of_all(compared, material.evidence)
        if together:
            return _draft(together, [])
        asked = zip(compared.sides, compared.of_each, strict=True)
        read = [_read(side, question, compared, material) for side, question in asked]
        told = [one for side in read for one in _of(side, compared, _LEAST_SURE)]
        if told:
            told = [one for side in read for one in _of(side, compared, _LEAST_BESIDE)]
        missing = [side for side in read if all(one.side != side.name for one in told)]
        if not told or (missing and material.evidence.verdict.refusal):
            return None
        return _draft(told, missing)


class ChoiceWriter:
    """Compares what a question asks to choose from: "Did X or Y lose more?"."""

    def write(self, material: Material) -> Draft | Refusal | None:
        """See `FormWriter.write`."""
        return CompareWriter().write(material) if is_choice(material.question) else None


def _read(side: str, question: str, compared: Comparison, material: Material) -> _Side:
    """A side with what is found for it; of a paper only its own articles count."""
    most = max(_FEWEST, _READ // len(compared.sides))
    papers = sources_in(f"articles from {side}", material.index.sources())
    looked_for = compared.point if papers else question
    hits = [
        hit
        for hit in more_hits(material, looked_for, 4 * most)
        if (hit.article.source in papers)
        or (not papers and compared.is_named(f"{hit.article.title}\n{hit.passage.text}", side))
    ]
    if not hits:
        return _Side(side, bool(papers), ())
    asked = material.question if compared.chooses else looked_for
    settings = RerankSettings(passages=most, sentences=_ALONE)
    read = rerank(asked, hits[:most], material.reader, settings)
    return _Side(side, bool(papers), read.sentences)


def _of(side: _Side, compared: Comparison, least: float) -> list[_Told]:
    """What the articles tell of a side, more where no point is named; nothing if less sure."""
    mine = [s for s in side.sentences if side.is_paper or _of_side(s, side.name, compared)]
    sure = assess_confidence(mine, load_calibration()).confidence
    if sure < least:
        return []
    if not compared.asks:
        return [_Told(side.name, s, sure) for s in mine[:_OF_NO_POINT]]
    figures = [s for s in mine if s.score >= mine[0].score - _NEAR and find_quantities(s.text)]
    best = figures[0] if compared.measures and figures else mine[0]
    more = [s for s in mine if s is not best and s.score >= mine[0].score - _BESIDE]
    told = first_of_each([best, *more], lambda one: one.text)[:_OF_A_POINT]
    return [_Told(side.name, one, sure) for one in told]


def _of_all(compared: Comparison, evidence: ScoredEvidence) -> list[_Told]:
    """The best sentence, if it tells of all sides by itself, and those nearly as good of any."""
    best = evidence.sentences[:1]
    named = all(compared.is_named(s.text, side) for s in best for side in compared.sides)
    if not best or not named or evidence.verdict.refusal:
        return []
    near = [s for s in evidence.sentences if s.score >= best[0].score - _BESIDE]
    told = []
    for sentence in first_of_each(near, lambda one: one.text):
        sides = [side for side in compared.sides if _of_side(sentence, side, compared)]
        if sides:
            told.append(_Told(" · ".join(sides), sentence, evidence.verdict.confidence))
    return told[:_OF_ALL]


def _of_side(sentence: ScoredSentence, side: str, compared: Comparison) -> bool:
    """Whether a sentence tells of a side: by name, or by its title and of no other side."""
    if compared.is_named(sentence.text, side):
        return True
    others = [other for other in compared.sides if other != side]
    return compared.is_named(sentence.hit.article.title, side) and not any(
        compared.is_named(sentence.text, other) for other in others
    )


def _draft(rows: Sequence[_Told], missing: Sequence[_Side]) -> Draft:
    citations = Citations()
    lines = tuple(
        citations.quoted(s.hit.article, s.start, s.end, row.side)
        for row in rows
        for s in (row.sentence,)
    )
    unnamed = [side.name for side in missing if not side.sentences]
    unsaid = [side.name for side in missing if side.sentences]
    notices = (
        f"No article names {' or '.join(unnamed)}." if unnamed else "",
        f"No sentence was found that tells this of {' or '.join(unsaid)}." if unsaid else "",
    )
    notice = " ".join(filter(None, notices))
    sure = min(row.confidence for row in rows)
    return Draft(lines, citations.all(), notice, Form.COMPARE, confidence=sure)
