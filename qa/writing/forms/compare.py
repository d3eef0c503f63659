"""A comparison: the same point of each side that the question names, a row a side.

Each side is searched and read for by a question of its own, made from the one asked by leaving the
other sides out. A side may be a paper: then its own articles tell.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from qa.evidence.confidence import assess_confidence, load_calibration
from qa.evidence.rerank import RerankSettings, ScoredSentence, rerank
from qa.question.form import Form
from qa.question.sources import sources_in
from qa.writing.citations import Citations
from qa.writing.extractive import Draft, Refusal
from qa.writing.forms.material import Material
from qa.writing.forms.sides import Comparison, comparison_in, is_named
from qa.writing.forms.story import more_hits
from qa.writing.forms.yes_no import is_choice

_READ = 6  # passages for all sides together: as much again as is read for a question, at most
_LEAST_SURE = 0.45  # of a side: a row that says nothing of the point is worse than none
_LEAST_BESIDE = 0.3  # of another side, where one is as sure as that
_FEWEST = 2  # for a side
_OF_NO_POINT = 2  # sentences of a side, where the question names no point


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
        read = [_read(side, compared, material) for side in compared.sides]
        together = _of_all(compared, read)
        if together:
            return _draft([_Told(" · ".join(compared.sides), *together)], [])
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


def _read(side: str, compared: Comparison, material: Material) -> _Side:
    """A side with what is found for it; of a paper only its own articles count."""
    most = max(_FEWEST, _READ // len(compared.sides))
    papers = sources_in(f"articles from {side}", material.index.sources())
    hits = [
        hit
        for hit in more_hits(material, compared.point if papers else compared.of(side), 4 * most)
        if (hit.article.source in papers)
        or (not papers and is_named(f"{hit.article.title}\n{hit.passage.text}", side))
    ]
    if not hits:
        return _Side(side, bool(papers), ())
    # without one of its sides a question is no sentence any more: it is read as it was asked
    alone = material.question if compared.asks else compared.of(side)
    question = compared.point if papers else alone
    read = rerank(question, hits[:most], material.reader, RerankSettings(passages=most))
    return _Side(side, bool(papers), read.sentences)


def _of(side: _Side, compared: Comparison, least: float) -> list[_Told]:
    """What the articles tell of a side, more where no point is named; nothing if less sure."""
    sides = compared.sides
    mine = [s for s in side.sentences if side.is_paper or _of_side(s, side.name, sides)]
    sure = assess_confidence(mine, load_calibration()).confidence
    if sure < least:
        return []
    return [_Told(side.name, s, sure) for s in mine[: 1 if compared.asks else _OF_NO_POINT]]


def _of_all(compared: Comparison, read: Sequence[_Side]) -> tuple[ScoredSentence, float] | None:
    """The best sentence, where it tells of all sides by itself, and how sure that is."""
    every = sorted((s for side in read for s in side.sentences), key=lambda s: -s.score)
    verdict = assess_confidence(every, load_calibration())
    if verdict.refusal or not all(is_named(every[0].text, side) for side in compared.sides):
        return None
    return every[0], verdict.confidence


def _of_side(sentence: ScoredSentence, side: str, sides: Sequence[str]) -> bool:
    """Whether a sentence tells of a side: by name, or by its title and of no other side."""
    if is_named(sentence.text, side):
        return True
    others = [other for other in sides if other != side]
    return is_named(sentence.hit.article.title, side) and not any(
        is_named(sentence.text, other) for other in others
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
