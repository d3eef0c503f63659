"""What each stage of finding an answer is worth, and what it costs.

    python -m tests.bench.ablation QUESTIONS --index DIR [--sample N] [--evidence] [--only WORD…]

QUESTIONS is a file for `python -m qa eval`; of those that the articles answer N are asked, always
the same. Every row leaves one thing out of what is shipped or puts one in its place. For each: the
share of questions whose article is first and among the first five, likewise the passage that holds
the answer where its place is known; whether the first sentence quoted, and one of the first three,
holds a gold answer (with --evidence: is one of the evidence); and the milliseconds that the search
and the reading take, medians. The last columns are differences to what is shipped with a 95 %
paired bootstrap interval. Nothing is refused here: whether to answer is decided after all this.
"""

from __future__ import annotations

import argparse
import statistics
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TypeVar

from index.article import Filters
from index.models.encoder import load_encoder
from index.store import Index, open_index
from qa.answer import Hit
from qa.evaluation.judge import answer_rank, cites_evidence
from qa.evaluation.questions import Question, chosen, read_questions
from qa.evaluation.resample import ResampleSettings, estimate, mean
from qa.evidence.reader import load_reader
from qa.evidence.rerank import RerankSettings, ScoredSentence, rerank
from qa.language.words import search_words
from qa.retrieval.search import search
from qa.writing.extractive import Draft, ExtractiveWriter

_SHIPPED = "shipped"
_DEEP = 12
_FIGURES = ("article@1", "article@5", "passage@1", "passage@5", "first", "in three")
_COMPARED = ("article@1", "passage@1", "first", "in three")

T = TypeVar("T")
Find = Callable[[str, Index], list[Hit]]
Values = Mapping[str, float | None]


@dataclass(frozen=True, slots=True)
class Way:
    """One way to an answer: how passages are found, and what counts when they are read, if so."""

    find: Find
    settings: RerankSettings | None = None


@dataclass(frozen=True, slots=True)
class Asked:
    """What came of one question; the values are 0 or 1, None where there is nothing to tell."""

    values: Values
    ms: float


def main() -> None:
    """Ask every question in every way and print one table."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("questions", type=Path)
    parser.add_argument("--index", type=Path, required=True)
    parser.add_argument("--sample", type=int, default=200)
    parser.add_argument("--evidence", action="store_true")
    parser.add_argument("--only", nargs="+", default=[], metavar="WORD", help="ways with it")
    options = parser.parse_args()
    questions = chosen(read_questions(options.questions).questions, "answerable", options.sample)
    index = open_index(options.index)
    ways = {
        name: way
        for name, way in _ways().items()
        if not options.only or name == _SHIPPED or any(word in name for word in options.only)
    }
    found: dict[str, list[Asked]] = {name: [] for name in ways}
    for way in ways.values():
        _ask(way, questions[0], index, options.evidence)
    for question in questions:  # ways take turns: a busy moment shall not fall on one of them
        for name, way in ways.items():
            found[name].append(_ask(way, question, index, options.evidence))
    _show(found)


def _ways() -> dict[str, Way]:
    shipped = RerankSettings()
    ways = {
        "words": Way(_by_words),
        "vectors": Way(_by_vectors),
        "words and vectors, fused": Way(_fused),
        "words, read": Way(_by_words, shipped),
        "vectors, read": Way(_by_vectors, shipped),
        _SHIPPED: Way(_fused, shipped),
        "no titles in front of passages": Way(_without_titles, shipped),
        "without the spans": Way(_fused, replace(shipped, mass=0.0)),
        "without relevance": Way(_fused, replace(shipped, relevance=0.0)),
        "no place in retrieval": Way(_fused, replace(shipped, retrieval=0.0)),
        "no sentence by itself": Way(_fused, replace(shipped, sentences=0, alone=0.0)),
    }
    for passages in (4, 8, 12):
        if passages != shipped.passages:
            ways[f"{passages} passages read"] = Way(_fused, replace(shipped, passages=passages))
    return ways


def _ask(way: Way, question: Question, index: Index, by_evidence: bool) -> Asked:
    started = time.perf_counter()
    hits = way.find(question.text, index)
    sentences: tuple[ScoredSentence, ...] = ()
    if way.settings:
        reranked = rerank(question.text, hits, load_reader(), way.settings)
        hits, sentences = list(reranked.hits), reranked.sentences
    ms = (time.perf_counter() - started) * 1000
    return Asked(_values(question, hits, sentences, by_evidence), ms)


def _values(
    question: Question, hits: Sequence[Hit], sentences: Sequence[ScoredSentence], by_evidence: bool
) -> Values:
    def is_article(hit: Hit) -> bool:
        return bool({hit.article.id, *(copy.id for copy in hit.copies)} & set(question.relevant))

    def is_passage(hit: Hit) -> bool:
        return is_article(hit) and hit.passage.start <= place < hit.passage.end

    place = -1 if question.answer_start is None else question.answer_start
    article = _rank(hits, is_article)
    passage = None if question.answer_start is None else _rank(hits, is_passage)
    said = _said(question.text, sentences)
    if by_evidence:
        sentence = _rank(said, lambda text: cites_evidence([text], question.evidence))
    else:
        sentence = answer_rank(said, question.answers) or len(said) + _DEEP
    return {
        "article@1": float(article <= 1),
        "article@5": float(article <= 5),
        "passage@1": None if passage is None else float(passage <= 1),
        "passage@5": None if passage is None else float(passage <= 5),
        "first": float(sentence <= 1) if sentences else None,
        "in three": float(sentence <= 3) if sentences else None,
    }


def _rank(found: Sequence[T], good: Callable[[T], bool]) -> int:
    return next((rank for rank, one in enumerate(found, 1) if good(one)), len(found) + _DEEP)


def _said(question: str, sentences: Sequence[ScoredSentence]) -> list[str]:
    draft = ExtractiveWriter().write(question, sentences)
    return [sentence.text for sentence in draft.sentences] if isinstance(draft, Draft) else []


def _fused(question: str, index: Index) -> list[Hit]:
    return search(question, index, Filters(), most=_DEEP)


def _without_titles(question: str, index: Index) -> list[Hit]:
    """The same hits, which do not tell the title of their article."""
    return [replace(hit, article=replace(hit.article, title="")) for hit in _fused(question, index)]


def _by_words(question: str, index: Index) -> list[Hit]:
    return _hits(index, index.words(search_words(question), _DEEP, Filters()))


def _by_vectors(question: str, index: Index) -> list[Hit]:
    vector = load_encoder(index.manifest.encoder.name).encode_queries([question])[0]
    return _hits(index, index.nearest(vector, _DEEP, Filters()))


def _hits(index: Index, found: Sequence[tuple[int, float]]) -> list[Hit]:
    """Hits with scores by their places, as the fusion of one list would give."""
    passages = index.passages([passage_id for passage_id, _ in found])
    return [
        Hit(passage, article, 1 / (10 + rank))
        for rank, (passage, article) in enumerate(passages, 1)
    ]


def _show(found: Mapping[str, Sequence[Asked]]) -> None:
    shipped = found[_SHIPPED]
    columns = [name for name in _FIGURES if any(one.values[name] is not None for one in shipped)]
    compared = [name for name in _COMPARED if name in columns]
    print(f"{len(shipped)} questions")
    print(f"{'':38}", *(f"{name:>9}" for name in columns), f"{'ms':>6}",
          *(f"{'Δ ' + name:>22}" for name in compared))  # fmt: skip
    for name, asked in found.items():
        cells = [_share([one.values[figure] for one in asked]) for figure in columns]
        differences = [
            "" if name == _SHIPPED else _difference(asked, shipped, figure) for figure in compared
        ]
        ms = statistics.median(one.ms for one in asked)
        print(f"{name:38}", *(f"{cell:>9}" for cell in cells), f"{ms:6.0f}",
              *(f"{cell:>22}" for cell in differences))  # fmt: skip


def _share(values: Sequence[float | None]) -> str:
    given = [value for value in values if value is not None]
    return f"{sum(given) / len(given):.3f}" if given else "–"


def _difference(one: Sequence[Asked], other: Sequence[Asked], figure: str) -> str:
    """The mean difference of a figure, with its interval; "" where either does not have it."""
    changes = [
        None if (mine := a.values[figure]) is None or (theirs := b.values[figure]) is None
        else mine - theirs
        for a, b in zip(one, other, strict=True)
    ]  # fmt: skip
    found = estimate({figure: mean(changes)}, len(changes), ResampleSettings()).get(figure)
    return f"{found.value:+.3f} {found.low:+.3f}…{found.high:+.3f}" if found else ""


if __name__ == "__main__":
    main()
