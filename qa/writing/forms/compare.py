"""A comparison: the best sentences to the question, each with the sides that it tells of.

A side that none of them tells of is searched and read for by a question of its own, the one asked
with that side in the place of all. A side may be a paper: then its own articles tell.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace

from qa.answer import Hit
from qa.evidence.confidence import assess_confidence, load_calibration
from qa.evidence.rerank import RerankSettings, ScoredSentence, rerank
from qa.language.quantities import find_quantities
from qa.language.words import words
from qa.question.form import Form
from qa.question.sides import Comparison, comparison_in
from qa.question.sources import sources_called
from qa.writing.citations import Citations
from qa.writing.extractive import Draft, Refusal
from qa.writing.firsts import first_of_each
from qa.writing.forms.material import Material, settings_of
from qa.writing.forms.yes_no import is_choice

_READ = 6  # passages for all sides together: as much again as is read for a question, at most
_ALONE = 2  # sentences of a side that are read by themselves
_LEAST_SURE = 0.35  # of a side: a row that says nothing of the point is worse than none
_LEAST_BESIDE = 0.2  # of another side, where one is as sure as that
_NEAR = 1.0  # of a score: a sentence with a figure is told before one without that is as near
_FEWEST = 2  # for a side
_OF_A_SIDE = 2  # sentences
_FIGURE = 1.0  # of a score: what a figure counts among them
_OF_ANY_PAPER = 50  # passages that a paper's own are picked from
_BESIDE = 1.5  # of a score below the best, that a further sentence is told


@dataclass(frozen=True, slots=True)
class _Side:
    """A side with the sentences read for it, best first."""

    name: str
    is_paper: bool
    sentences: Sequence[ScoredSentence]


@dataclass(frozen=True, slots=True)
class _Told:
    """A sentence that tells of one side or more, and how sure it is that it is of the point."""

    sides: tuple[str, ...]
    sentence: ScoredSentence
    confidence: float


class CompareWriter:
    """Writes comparisons."""

    def write(self, material: Material) -> Draft | Refusal | None:
        """See `FormWriter.write`."""
        compared = comparison_in(material.question)
        if not compared:
            return None
        sources = material.index.sources()
        papers = {side: sources_called(side, sources) for side in compared.sides}
        together = [] if any(papers.values()) else _of_all(compared, material)
        held = _sides(together)
        asked = [
            (side, question)
            for side, question in zip(compared.sides, compared.of_each, strict=True)
            if side not in held
        ]
        read = [_read(side, q, papers[side], compared, material) for side, q in asked]
        told = [one for side in read for one in _of(side, compared, _LEAST_SURE)]
        if told or together:
            told = [one for side in read for one in _of(side, compared, _LEAST_BESIDE)]
        missing = _untold(read, told)
        told = [*together, *told]
        if not told or (missing and material.evidence.verdict.refusal):
            return None
        rows = _once(told, frozenset(side.name for side in read if side.is_paper))
        kept = _shortened(rows, material.most)
        left_out = {side for row in rows for side in row.sides if side not in _sides(kept)}
        return _draft(_by_side(kept), missing, [s for s in compared.sides if s in left_out])


class ChoiceWriter:
    """Compares what a question asks to choose from: "Did X or Y lose more?"."""

    def write(self, material: Material) -> Draft | Refusal | None:
        """See `FormWriter.write`."""
        return CompareWriter().write(material) if is_choice(material.question) else None


def _read(
    side: str, question: str, papers: Collection[str], compared: Comparison, material: Material
) -> _Side:
    """A side with what is found for it; of a paper only its own articles count."""
    most = max(_FEWEST, _READ // len(compared.sides))
    looked_for = compared.point if papers else question
    if papers:
        hits = _of_paper(side, papers, looked_for, material)
    else:
        hits = [
            hit
            for hit in material.search(looked_for, 4 * most)
            if compared.is_named(f"{hit.article.title}\n{hit.passage.text}", side)
        ]
    if not hits:
        return _Side(side, bool(papers), ())
    asked = material.question if compared.chooses else looked_for
    settings = RerankSettings(passages=most, sentences=_ALONE)
    read = rerank(asked, hits[:most], material.reader, settings)
    return _Side(side, bool(papers), read.sentences)


def _of_paper(side: str, papers: Collection[str], looked_for: str, material: Material) -> list[Hit]:
    """A paper's own passages; only if there are none without, it is named, which raises them."""
    for text in (looked_for, f"{looked_for}, according to {side}"):
        found = material.search(text, _OF_ANY_PAPER)
        hits = [hit for hit in found if hit.article.source in papers]
        if hits:
            return hits
    return []


def _of(side: _Side, compared: Comparison, least: float) -> list[_Told]:
    """What the articles tell of a side, a figure first if asked for; nothing if less sure."""
    mine = [s for s in side.sentences if side.is_paper or _of_side(s, side.name, compared)]
    sure = assess_confidence(mine, load_calibration()).confidence
    if sure < least:
        return []
    if compared.asks:
        figures = [s for s in mine if s.score >= mine[0].score - _NEAR and find_quantities(s.text)]
        best = figures[0] if compared.measures and figures else mine[0]
        more = [s for s in mine if s is not best and s.score >= mine[0].score - _BESIDE]
        mine = [best, *more]
    return [_Told((side.name,), one, sure) for one in first_of_each(mine, _said)[:_OF_A_SIDE]]


def _of_all(compared: Comparison, material: Material) -> list[_Told]:
    """The best sentences to the whole question that tell of any side."""
    evidence = material.evidence
    if evidence.verdict.refusal:
        return []
    settings = settings_of(material)
    least = evidence.sentences[0].score - settings.margin
    near = [s for s in evidence.sentences if s.score >= least]
    near.sort(key=lambda s: -s.score - _FIGURE * bool(find_quantities(s.text)))
    told = []
    for sentence in first_of_each(near, _said):
        sides = tuple(side for side in compared.sides if _of_side(sentence, side, compared))
        if sides:
            told.append(_Told(sides, sentence, evidence.verdict.confidence))
    return told[: max(settings.most, len(compared.sides))]


def _said(sentence: ScoredSentence) -> tuple[str, ...]:
    """What a sentence says: its words, whatever marks stand between them."""
    return tuple(words(sentence.text))


def _once(told: Sequence[_Told], papers: frozenset[str]) -> list[_Told]:
    """Each sentence once, of all sides it was found for; what two papers say stays of each."""
    rows: dict[tuple[object, ...], _Told] = {}
    for one in told:
        key = (_said(one.sentence), papers.intersection(one.sides))
        held = rows.setdefault(key, one)
        if held is not one:
            sure = min(held.confidence, one.confidence)
            rows[key] = replace(held, sides=(*held.sides, *one.sides), confidence=sure)
    return list(rows.values())


def _shortened(rows: Sequence[_Told], most: int | None) -> list[_Told]:
    """So many rows at most, in their order; those first that tell of a side that none did yet."""
    if most is None or len(rows) <= most:
        return list(rows)
    left, chosen = list(rows), list[_Told]()
    while len(chosen) < most:
        told = _sides(chosen)
        chosen.append(max(left, key=lambda row: len(told.union(row.sides))))
        left.remove(chosen[-1])
    return [row for row in rows if row in chosen]


def _of_side(sentence: ScoredSentence, side: str, compared: Comparison) -> bool:
    """Whether a sentence tells of a side: by name, or by its title and of no other side."""
    if compared.is_named(sentence.text, side):
        return True
    others = [other for other in compared.sides if other != side]
    return compared.is_named(sentence.hit.article.title, side) and not any(
        compared.is_named(sentence.text, other) for other in others
    )


def _sides(rows: Sequence[_Told]) -> set[str]:
    """The sides that rows tell of."""
    return {side for row in rows for side in row.sides}


def _untold(sides: Sequence[_Side], rows: Sequence[_Told]) -> list[_Side]:
    """The sides that no row tells of."""
    return [side for side in sides if side.name not in _sides(rows)]


def _by_side(rows: Sequence[_Told]) -> list[_Told]:
    """The rows of the same sides together, in the order of the first of them."""
    groups: dict[tuple[str, ...], list[_Told]] = {}
    for row in rows:
        groups.setdefault(row.sides, []).append(row)
    return [row for group in groups.values() for row in group]


def _draft(rows: Sequence[_Told], missing: Sequence[_Side], left_out: Sequence[str]) -> Draft:
    citations = Citations()
    lines = tuple(
        citations.quoted(s.hit.article, s.start, s.end, " · ".join(row.sides))
        for row in rows
        for s in (row.sentence,)
    )
    sure = min(row.confidence for row in rows)
    notice = _notice(missing, left_out)
    return Draft(lines, citations.all(), notice, Form.COMPARE, confidence=sure)


def _notice(missing: Sequence[_Side], left_out: Sequence[str]) -> str:
    """Of which sides nothing is told, and why: what was not found, or no room was left."""
    silent = [side.name for side in missing if side.is_paper and not side.sentences]
    unnamed = [side.name for side in missing if not side.is_paper and not side.sentences]
    unsaid = [side.name for side in missing if side.sentences]
    notices = (
        f"No article of {' or '.join(silent)} on this was found." if silent else "",
        f"No passage found names {' or '.join(unnamed)}." if unnamed else "",
        f"No sentence was found that tells this of {' or '.join(unsaid)}." if unsaid else "",
        f"Left out to be as short as asked: {', '.join(left_out)}." if left_out else "",
    )
    return " ".join(filter(None, notices))
