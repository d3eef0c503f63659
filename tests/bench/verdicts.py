"""Fit how sure a yes or no is: qa/evidence/verdicts.json.

    python -m tests.bench.verdicts [ROWS] [--asked FILE:INDEX...] [--sample N]
                                   [--out FILE | --check]

FILE holds judged questions of an index, a JSON object a line with `question` and `gold` ("yes" or
"no"), and `today` if it matters. ROWS is `nli.jsonl[.gz]` of yes/no questions with their passages
(`premise`, "Title -- text"; `hypothesis`, the question; `label`, support or contradict), such as
BoolQ: without those that the reader was trained on the figures are honest. A judged question weighs
as three of ROWS, whose yes and no weigh the same. The fit is a logistic regression of the gold on
what the best passages and sentences say; its figures are of questions that it was not fitted on, by
eighths. To be run again whenever the reader changes. With --check nothing is fitted: the weights
that come with the program are measured. Needs scikit-learn, which sentence-transformers brings.
"""

from __future__ import annotations

import argparse
import json
import random
import re
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sklearn.linear_model import LogisticRegression

from index.article import Article, Filters, Passage, version_of
from index.store import Index, open_index
from qa.answer import Hit
from qa.evidence.reader import Reader, load_reader
from qa.evidence.rerank import RerankSettings, ScoredSentence, rerank
from qa.evidence.verdicts import (
    VERDICTS,
    Leaning,
    VerdictWeights,
    account,
    load_verdict_weights,
)
from qa.language.claims import claim_of
from qa.question.periods import named_in
from qa.question.plan import plan_by_rules
from qa.question.request import today_from
from qa.retrieval.search import find
from qa.writing.forms.yes_no import telling
from tests.bench.training.rows import json_lines

_WEIGHT = 3.0  # of a judged question of an index, by one of ROWS
_PENALTY = 0.3  # scikit-learn's C
_FOLDS = 8
_SURE = (0.5, 0.6, 0.7, 0.8, 0.9)
_NAME = re.compile(r"(?<![.!?] )(?<!^)\b[A-Z][\w’']*")


@dataclass(frozen=True, slots=True)
class Case:
    """A question with what is said to it; `judged` where it was asked of an index."""

    yes: bool
    judged: bool
    leaning: Leaning


def main() -> None:
    """Read everything, fit, print the figures, write the file."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("rows", type=Path, nargs="?")
    parser.add_argument("--asked", nargs="+", default=[], metavar="FILE:INDEX")
    parser.add_argument("--sample", type=int, default=800, help="of ROWS at most")
    parser.add_argument("--out", type=Path, default=VERDICTS)
    parser.add_argument("--check", action="store_true", help="fit nothing, only measure")
    options = parser.parse_args()
    cases = list(_of_rows(options.rows, options.sample, load_reader())) if options.rows else []
    for asked in options.asked:
        file, _, index = asked.partition(":")
        cases += _of_index(Path(file), open_index(index), load_reader())
    if options.check:
        weights = load_verdict_weights()
        print(json.dumps(_figures(cases, [weights.probability(c.leaning) for c in cases])))
        return
    text = json.dumps(_fitted(cases), indent=2)
    options.out.write_text(text + "\n")
    print(text)


def _fitted(cases: Sequence[Case]) -> dict[str, Any]:
    """What is to stand in the file."""
    unseen = np.zeros(len(cases))
    order = np.random.default_rng(1).permutation(len(cases))
    for fold in np.array_split(order, _FOLDS):
        left = set(fold.tolist())
        weights = _fit([case for n, case in enumerate(cases) if n not in left])
        for n in left:
            unseen[n] = weights.probability(cases[n].leaning)
    fitted = _fit(cases)
    return {
        "about": "Probability of a yes: 1 / (1 + exp(-(intercept + sum of weights . features))), "
        "features as in qa.evidence.verdicts.Leaning. Made by tests.bench.verdicts.",
        "fitted_on": {
            "questions with passages": sum(not case.judged for case in cases),
            "judged questions of indexes": sum(case.judged for case in cases),
        },
        "figures_out_of_fold": _figures(cases, list(unseen)),
        "intercept": round(fitted.intercept, 4),
        "weights": {name: round(weight, 4) for name, weight in fitted.weights.items()},
    }


def _fit(cases: Sequence[Case]) -> VerdictWeights:
    names = list(Leaning.__dataclass_fields__)
    rows = [list(asdict(case.leaning).values()) for case in cases]
    shares = _shares(cases)
    model = LogisticRegression(C=_PENALTY, max_iter=5_000)
    model.fit(np.array(rows), [case.yes for case in cases], sample_weight=shares)
    weights = dict(zip(names, map(float, model.coef_[0]), strict=True))
    return VerdictWeights(weights, float(model.intercept_[0]))


def _shares(cases: Sequence[Case]) -> NDArray[np.float64]:
    """What each case weighs; those of ROWS as if half of them were answered yes."""
    sides = [sum(c.yes is side and not c.judged for c in cases) for side in (False, True)]
    half = sum(sides) / 2
    return np.array([_WEIGHT if c.judged else half / max(sides[c.yes], 1) for c in cases])


def _figures(cases: Sequence[Case], sure: Sequence[float]) -> dict[str, Any]:
    """Of how many questions a verdict is as sure as that, and how many of these are right."""
    found: dict[str, Any] = {}
    for name, judged in (("questions with passages", False), ("judged questions", True)):
        here = [(c.yes, p) for c, p in zip(cases, sure, strict=True) if c.judged is judged]
        for least in _SURE:
            said = [(p > 0.5) == yes for yes, p in here if max(p, 1 - p) >= least]
            found[f"{name}, {least} or surer"] = f"{sum(said)} of {len(said)} right, {len(here)}"
    return found


def _of_rows(path: Path, sample: int, reader: Reader) -> Iterator[Case]:
    """The questions with passages, their names written as the passages write them."""
    rows = [row for row in json_lines(path) if row["label"] in ("support", "contradict")]
    for row in random.Random(1).sample(rows, min(sample, len(rows))):
        title, _, text = row["premise"].partition(" -- ")
        if not text.strip():
            continue
        article = Article(row["id"], version_of(text), title, text)
        hit = Hit(Passage(1, article.id, article.version, 0, len(text), text), article, 1.0)
        question = _named_alike(row["hypothesis"], f"{text} {title}")
        read = rerank(question, [hit], reader, RerankSettings()).sentences
        case = _case(reader, question, read, yes=row["label"] == "support", judged=False)
        if case:
            yield case


def _of_index(path: Path, index: Index, reader: Reader) -> Iterator[Case]:
    for row in json_lines(path):
        question = plan_by_rules(row["question"], ()).searched
        named = named_in(question, today_from(row.get("today")), index.sources())
        hits, _ = find(question, index, Filters(), named, most=RerankSettings().passages)
        read = rerank(question, hits, reader, RerankSettings()).sentences if hits else ()
        case = _case(reader, question, read, yes=row["gold"] == "yes", judged=True)
        if case:
            yield case


def _case(
    reader: Reader, question: str, read: Sequence[ScoredSentence], *, yes: bool, judged: bool
) -> Case | None:
    claim, best = claim_of(question), telling(read)
    if not claim or not best:
        return None
    return Case(yes, judged, account(reader, claim, read, best).leaning)


def _named_alike(question: str, text: str) -> str:
    """A question typed in small letters, its names as a text has them."""
    names = {name.casefold(): name for name in _NAME.findall(text)}
    plain = set(re.findall(r"\b[a-z]\w*", text))
    words = [word if word in plain else names.get(word, word) for word in question.split()]
    said = " ".join(words)
    return said[:1].upper() + said[1:]


if __name__ == "__main__":
    main()
