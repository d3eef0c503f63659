"""Train what tells the sides of a comparison, `qa/question/side_weights.json`.

    python -m tests.bench.sides [--write]

It learns from `tests/data/sides_questions.txt`, comparisons in which the sides are marked [so] and
the words that only set them apart {so}, and questions without marks, which compare nothing.
Printed: of how many questions all sides are found as marked, and of how many that compare nothing
none, of writers that were not learned from. `--write` writes the weights, `--show` shows what is
told otherwise of the unseen ones. Needs python-crfsuite.
"""

from __future__ import annotations

import argparse
import re
import tempfile
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import pycrfsuite

from qa.language.parsing import Parse, parse
from qa.question.linear import Linear
from qa.question.side_words import (
    APART,
    OTHER,
    SIDE,
    WEIGHTS,
    SideWeights,
    around,
    shown_as,
)
from qa.question.sides import MEANT, Comparison, comparison_by
from tests.bench.asked import COMPARISONS, COMPARISONS_UNSEEN, lines_of, often_used
from tests.bench.linear import store

_FITTING = {
    "c1": 0.5,
    "c2": 0.5,
    "max_iterations": 120,
    "feature.minfreq": 2,
    "feature.possible_transitions": 1,
}
_MARK = re.compile(r"\[(?P<side>[^\]]*)\]|\{(?P<apart>[^}]*)\}")


@dataclass(frozen=True, slots=True)
class Compared:
    """A question taken apart, the kind of each of its words, and its sides as marked."""

    writer: str
    parsed: Parse
    kinds: tuple[int, ...]
    sides: tuple[str, ...]


def compared(path: Path) -> list[Compared]:
    """The questions of a file: "== writer", then a question a line."""
    return [_read(writer, line) for writer, line in lines_of(path) if line.strip()]


def _read(writer: str, line: str) -> Compared:
    text, spans, last = "", [], 0
    for match in _MARK.finditer(line):
        text += line[last : match.start()]
        kind = SIDE if match["side"] is not None else APART
        held = match["side"] if kind == SIDE else match["apart"]
        spans.append((len(text), len(text) + len(held), kind))
        text, last = text + held, match.end()
    text += line[last:]
    parsed = parse(text)
    kinds = tuple(
        next((kind for start, end, kind in spans if start < word.end and word.start < end), OTHER)
        for word in parsed.words
    )
    return Compared(writer, parsed, kinds, tuple(text[s:e] for s, e, kind in spans if kind == SIDE))


def fitted(rows: Sequence[Compared]) -> SideWeights:
    """The weights learned from questions."""
    frame = _frame(rows)
    trainer = pycrfsuite.Trainer(verbose=False)
    trainer.set_params(_FITTING)
    for row in rows:
        shown = [shown_as(word, frame) for word in row.parsed.words]
        told = [list(dict.fromkeys(around(row.parsed, shown, n))) for n in range(len(shown))]
        trainer.append(told, [str(kind) for kind in row.kinds])
    with tempfile.TemporaryDirectory() as folder:
        trainer.train(f"{folder}/weights")
        tagger = pycrfsuite.Tagger()
        tagger.open(f"{folder}/weights")
        info = tagger.info()
        tagger.close()
    weights: dict[str, list[float]] = defaultdict(lambda: [0.0, 0.0, 0.0])
    for (feature, kind), weight in info.state_features.items():
        weights[feature][int(kind)] = weight
    kinds = [str(kind) for kind in (OTHER, SIDE, APART)]
    follows = [[round(info.transitions.get((a, b), 0.0), 2) for b in kinds] for a in kinds]
    return SideWeights(frame, Linear(dict(weights), [0.0, 0.0, 0.0]), follows)


def _frame(rows: Sequence[Compared]) -> frozenset[str]:
    """Words outside sides that several writers use, whatever each asks about."""
    return often_used(
        (row.writer, word.low)
        for row in rows
        for word, kind in zip(row.parsed.words, row.kinds, strict=True)
        if kind != SIDE and (word.text.islower() or word.first or not word.text.isalpha())
    )


def main() -> None:
    """Measure, and write where asked to."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("--write", action="store_true")
    parser.add_argument("--show", action="store_true", help="what is told otherwise")
    options = parser.parse_args()
    rows = compared(COMPARISONS)
    right: Counter[str] = Counter()
    for out in dict.fromkeys(row.writer for row in rows):
        weights = fitted([row for row in rows if row.writer != out])
        right += _judged([row for row in rows if row.writer == out], weights)
    print(f"writers left out: {dict(right)}")
    weights, unseen = fitted(rows), compared(COMPARISONS_UNSEEN)
    print(f"unseen: {dict(_judged(unseen, weights))}")
    if options.show:
        for line in _otherwise(unseen, weights):
            print(line)
    if options.write:
        held = {"frame": sorted(weights.frame), "follows": weights.follows}
        store(WEIGHTS, held | {"words": weights.words.written()})


def _judged(rows: Sequence[Compared], weights: SideWeights) -> Counter[str]:
    """Of how many questions the sides are found."""
    counts: Counter[str] = Counter()
    for row in rows:
        found = comparison_by(weights, row.parsed)
        counts["comparisons" if row.sides else "others"] += 1
        counts["as marked" if row.sides else "others let be"] += _as_marked(found, row)
        counts["as many"] += bool(found and len(found.sides) == len(row.sides))
    return counts


def _as_marked(found: Comparison | None, row: Compared) -> bool:
    """Whether the sides are those marked; whatever stands for their "one"."""
    sides = found.sides if found else ()
    return len(sides) == len(row.sides) and all(
        re.fullmatch(MEANT.sub(r"[\\w-]+", re.escape(_bare(marked))), _bare(side))
        for side, marked in zip(sides, row.sides, strict=True)
    )


def _otherwise(rows: Sequence[Compared], weights: SideWeights) -> Iterator[str]:
    for row in rows:
        found = comparison_by(weights, row.parsed)
        if not _as_marked(found, row):
            yield f"{row.parsed.text} | {row.sides} | {found and (found.sides, found.point)}"


def _bare(side: str) -> str:
    return re.sub(r"['’]s$", "", side.casefold())


if __name__ == "__main__":
    main()
