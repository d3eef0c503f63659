"""What follow-up questions find: as typed, as we understand them, as people rewrote them.

    python -m tests.bench.turns FOLDER --index DIR [--words-and-vectors-only] [--seed N]

FOLDER holds `queries.jsonl`: `question`, `history` (turns of `role` and `text`), `relevant` (ids
of articles) and `standalone_question`, a person's rewrite. DIR is an index of its corpus. Turns
after the first that have relevant articles count. Intervals are of the mean difference to the
question as typed, 95 %, from a bootstrap over conversations, as turns of one are not independent.
"""

from __future__ import annotations

import argparse
import json
import math
import random
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from index.store import Index, open_index
from qa.asking import retrieve
from qa.question.followup import Turn, understand

FIGURES = ("hit@1", "R@5", "nDCG@10")
FORMS = ("as typed", "ours", "ours, questions only", "human")
_SAMPLES = 2_000


@dataclass(frozen=True, slots=True)
class Question:
    """A turn: its conversation, the articles that answer it, and its forms, named as in FORMS."""

    conversation: str
    relevant: frozenset[str]
    forms: dict[str, tuple[str, tuple[Turn, ...]]]


Scores = list[tuple[float, ...]]
Found = dict[tuple[str, bool], list[str]]  # ids of articles by text and whether reranked


def main() -> None:
    """Ask everything in every form and print the table, of all turns and of two random halves."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--index", type=Path, required=True)
    parser.add_argument("--words-and-vectors-only", action="store_true", help="no reranking")
    parser.add_argument("--seed", type=int, default=7, help="of the halves; default: 7")
    options = parser.parse_args()
    lines = (options.folder / "queries.jsonl").read_text("utf-8").splitlines()
    questions = [question_from(json.loads(line)) for line in lines]
    questions = [q for q in questions if q.relevant and q.forms["ours"][1]]
    index = open_index(options.index)
    conversations = sorted({q.conversation for q in questions})
    random.Random(options.seed).shuffle(conversations)
    first = set(conversations[: len(conversations) // 2])
    found: Found = {}
    for reranked in (False,) if options.words_and_vectors_only else (False, True):
        scores = {form: score_all(questions, form, index, reranked, found) for form in FORMS}
        print(f"\n{'with' if reranked else 'without'} reranking")
        for name, half in (("all", {True, False}), ("one half", {True}), ("other half", {False})):
            kept = [n for n, q in enumerate(questions) if (q.conversation in first) in half]
            show(
                name,
                [questions[n] for n in kept],
                {form: [found[n] for n in kept] for form, found in scores.items()},
            )


def question_from(values: dict[str, Any]) -> Question:
    """One line of `queries.jsonl`."""
    said = values["history"]
    turns = tuple(
        Turn(ask["text"], reply["text"]) for ask, reply in zip(said[::2], said[1::2], strict=True)
    )
    typed = values["question"]
    return Question(
        conversation=values["id"].split("<")[0],
        relevant=frozenset(values["relevant"]),
        forms={
            "as typed": (typed, ()),
            "ours": (typed, turns),
            "ours, questions only": (typed, tuple(Turn(turn.question) for turn in turns)),
            "human": (values["standalone_question"] or typed, ()),
        },
    )


def score_all(
    questions: Sequence[Question], form: str, index: Index, reranked: bool, found: Found
) -> Scores:
    """The figures of every question in one form, in order; what was `found` before is not asked."""
    scores = []
    for question in questions:
        text, turns = question.forms[form]
        key = understand(" ".join(text.split()), turns).question, reranked
        if key not in found:
            hits = retrieve(text, index=index, k=30, reranked=reranked, history=turns)
            ids = (article.id for hit in hits for article in (hit.article, *hit.copies))
            found[key] = list(dict.fromkeys(ids))
        scores.append(figures(found[key], question.relevant))
    return scores


def figures(found: Sequence[str], relevant: frozenset[str]) -> tuple[float, ...]:
    """hit@1, R@5 and nDCG@10 of a ranking, each 0 to 1."""
    gain = sum(1 / math.log2(n + 2) for n, one in enumerate(found[:10]) if one in relevant)
    best = sum(1 / math.log2(n + 2) for n in range(min(10, len(relevant))))
    return (
        float(bool(found) and found[0] in relevant),
        len(relevant & set(found[:5])) / len(relevant),
        gain / best,
    )


def show(name: str, questions: Sequence[Question], scores: dict[str, Scores]) -> None:
    """Print the means, and the differences to the question as typed with their intervals."""
    print(f"{name}: {len(questions)} turns")
    typed = scores["as typed"]
    for form, found in scores.items():
        cells = []
        for n, figure in enumerate(FIGURES):
            change = [one[n] - other[n] for one, other in zip(found, typed, strict=True)]
            low, high = interval(questions, change)
            mean = sum(one[n] for one in found) / len(found)
            difference = sum(change) / len(change)
            cells.append(f"{figure} {mean:.3f} ({difference:+.3f}, {low:+.3f} to {high:+.3f})")
        print(f"  {form:20}  {'  '.join(cells)}")


def interval(questions: Sequence[Question], change: Sequence[float]) -> tuple[float, float]:
    """The 95 % interval of the mean change, from conversations drawn with replacement."""
    of: dict[str, list[float]] = {}
    for question, one in zip(questions, change, strict=True):
        of.setdefault(question.conversation, []).append(one)
    draw = random.Random(0)
    groups = list(of.values())
    means = []
    for _ in range(_SAMPLES):
        drawn = [one for group in draw.choices(groups, k=len(groups)) for one in group]
        means.append(sum(drawn) / len(drawn))
    means.sort()
    return means[int(0.025 * _SAMPLES)], means[int(0.975 * _SAMPLES) - 1]


if __name__ == "__main__":
    main()
