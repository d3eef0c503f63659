"""Train the classifier of what follow-ups carry over, `qa/question/term_weights.json`.

    python -m tests.bench.followups READING [--write]

READING holds folders with `rewrite.jsonl`: conversations with questions that people made to stand
alone (`_SETS` names those that are learned from). A phrase counts as carried where its words stand
in the stand-alone form and not in the question. A fifth of the conversations is held out: printed
are precision, recall and F1 over the words carried in these, by the classifier alone and as
questions are understood (Voskarides et al. 2020 report the same figures over words). `--write`
learns from the other conversations and writes the weights; without it those at hand are measured.
Rows that a set for measuring shares are left out.
"""

from __future__ import annotations

import argparse
import json
import random
import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from multiprocessing import Pool
from pathlib import Path
from typing import Any

from sklearn.feature_extraction import DictVectorizer
from sklearn.linear_model import LogisticRegression

from qa.language.phrases import things_said
from qa.question.followup import Turn, understand
from qa.question.terms import WEIGHTS, Talk, Term, chance, load_term_weights, terms
from tests.bench.training.rows import json_lines

_SETS = ("canard_dev", "trec_cast", "mtrag_govt_cloud")
_STRENGTH = 0.1  # inverse of the regularisation
_LEAST = 0.03  # of a weight that is kept
_RARE = 20  # phrases: a feature of no more is not learned
_ANSWER = 600  # characters
_FIFTHS = 5
_LEVELS = (0.3, 0.4, 0.5, 0.6, 0.7)


@dataclass(frozen=True, slots=True)
class Row:
    """A question of a conversation: who talks, its terms, and which stems people carried over."""

    talk: str
    question: str
    before: Talk
    carried: frozenset[str]
    found: tuple[Term, ...]


def drawn(reading: Path, most: int) -> list[tuple[str, dict[str, Any]]]:
    """Sets and rows of whole conversations, drawn at random."""
    held = [
        (name, row)
        for name in _SETS
        for path in sorted((reading / name).glob("rewrite.jsonl*"))
        for row in json_lines(path)
        if row["history"] and not row.get("dev_overlap")
    ]
    talks = sorted({_talk(row) for _, row in held})
    random.Random(3).shuffle(talks)
    place = {talk: n for n, talk in enumerate(talks)}
    held.sort(key=lambda pair: (place[_talk(pair[1])], pair[1]["id"]))
    return held[:most]


def rows(held: Iterable[tuple[str, Mapping[str, Any]]]) -> list[Row]:
    """The same taken apart, but for those before which nothing was asked."""
    with Pool(2) as pool:
        made = pool.starmap(_row, held, chunksize=50)
    return [row for row in made if row.before.questions]


def _talk(held: Mapping[str, Any]) -> str:
    """Which conversation a row is of."""
    return re.sub(r"[_-]\d+$|<.*", "", str(held["id"]))


def _row(name: str, held: Mapping[str, Any]) -> Row:
    history = [str(one) for one in held["history"]]
    question, alone = str(held["question"]), str(held["standalone"])
    titles: tuple[str, ...] = ()
    if name == "canard_dev":
        titles, history = tuple(history[:2]), history[2:]
    answered = name == "canard_dev" or _has_answers(history)
    questions = history[::2] if answered else history
    answer = history[-1][:_ANSWER] if answered and len(history) > 1 else ""
    before = Talk(tuple(questions), answer, titles)
    own = set(things_said(question))
    carried = frozenset(set(things_said(alone)) - own)
    return Row(_talk(held), question, before, carried, tuple(terms(question, before)))


def _has_answers(history: Sequence[str]) -> bool:
    return len(history) > 1 and len(history[1]) > 2 * len(history[0]) + 40


def fitted(learned: Sequence[Row]) -> dict[str, float]:
    """The weights of the features, small ones left out."""
    seen = Counter(name for row in learned for term in row.found for name in term.features)
    columns = DictVectorizer()
    table = columns.fit_transform(
        [
            {name: 1.0 for name in term.features if seen[name] > _RARE}
            for row in learned
            for term in row.found
        ]
    )
    model = LogisticRegression(C=_STRENGTH, max_iter=300)
    model.fit(
        table, [2 * len(t.stems & r.carried) > len(t.stems) for r in learned for t in r.found]
    )
    weights = {
        name: round(float(weight), 2)
        for name, weight in zip(columns.feature_names_, model.coef_[0], strict=True)
        if abs(weight) >= _LEAST
    }
    return {"bias": round(float(model.intercept_[0]), 2), **weights}


def measured(held_out: Sequence[Row], weights: dict[str, float], least: float) -> str:
    """Precision, recall and F1 over the stems carried; what is nowhere before is not counted."""
    guessed = [
        {stem for term in row.found if chance(term, weights) >= least for stem in term.stems}
        for row in held_out
    ]
    return _figures(held_out, guessed)


def as_understood(held_out: Sequence[Row]) -> str:
    """The same of what rules and classifier carry over together."""
    guessed = []
    for row in held_out:
        turns = [Turn(text) for text in row.before.questions[:-1]]
        turns.append(Turn(row.before.questions[-1], row.before.answer, row.before.titles))
        guessed.append(set(things_said(understand(row.question, turns).question)))
    return _figures(held_out, guessed)


def _figures(held_out: Sequence[Row], guessed: Sequence[set[str]]) -> str:
    right = given = wanted = clean = whole = 0
    for row, guess in zip(held_out, guessed, strict=True):
        there = {stem for term in row.found for stem in term.stems}
        own = set(things_said(row.question))
        gold, ours = (row.carried & there) - own, (guess & there) - own
        right, given, wanted = right + len(gold & ours), given + len(ours), wanted + len(gold)
        whole += not gold
        clean += not gold and not ours
    precision, recall = right / max(given, 1), right / max(wanted, 1)
    both = 2 * precision * recall / max(precision + recall, 1e-9)
    alone = f"left alone of those that lean on nothing {clean / max(whole, 1):.3f}"
    return f"precision {precision:.3f}  recall {recall:.3f}  F1 {both:.3f}  {alone}"


def main() -> None:
    """Measure, and write where asked to."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("reading", type=Path)
    parser.add_argument("--most", type=int, default=5000, help="questions; default: 5000")
    parser.add_argument("--write", action="store_true")
    options = parser.parse_args()
    held = drawn(options.reading, options.most)
    talks = sorted({_talk(row) for _, row in held})
    random.Random(5).shuffle(talks)
    out = set(talks[::_FIFTHS])
    if options.write:
        learned = fitted(rows([pair for pair in held if _talk(pair[1]) not in out]))
        WEIGHTS.write_text(json.dumps(learned, separators=(",", ":")) + "\n", "utf-8")
        load_term_weights.cache_clear()
    tried, weights = rows([pair for pair in held if _talk(pair[1]) in out]), load_term_weights()
    print(f"{len(tried)} questions held out, {len(weights)} weights")
    for least in _LEVELS:
        print(f"  from {least:.1f}       {measured(tried, weights, least)}")
    print(f"  as understood  {as_understood(tried)}")


if __name__ == "__main__":
    main()
