"""Fit which events belong to a timeline: the weights of `qa.writing.forms.event_worth`.

    python -m tests.bench.timeline NEWS OUT

NEWS is a `corpus.jsonl[.gz]`. `tests/data/timeline_marks.jsonl.gz` holds no word of it; its first
line has the `articles` that are asked of, each with the sha256 of its text (an archive of 500, of
which 380 are of the stories), then 123 stories, a line each:

question  as a person asks who has only heard of the story; `today`: the day of asking
told      sentences that an editor would put into the timeline: article and first character
same      sentences that would do instead, each with the one of `told` whose event it tells
minor     sentences of the story that matter little; `other`: of other stories, or not what happened

Written by a large language model that read what the articles tell by the day. OUT gets the archive
and its index. Prints the average precision of the events, and what share of those told a timeline
has and how much of it is right, by the least logit; of stories that the weights were not fitted on,
and by those in use; and the weights. To be run again when the reader changes. Needs scikit-learn.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import astuple, dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sklearn.linear_model import LogisticRegression

from index.build import build
from index.store import Index, open_index
from qa.drafting import further_search
from qa.evidence.reader import load_reader
from qa.evidence.reading import Reading, ScoredEvidence
from qa.evidence.remembered import RememberingReader
from qa.question.form import Form
from qa.question.request import checked_query
from qa.question.topic import topic_of
from qa.writing.forms.event_worth import READ, UNREAD, Rated, Signs, best_of_days, rated_events
from qa.writing.forms.material import Material
from qa.writing.forms.story import story_of, subject_of
from tests.bench.training.rows import json_lines
from tests.bench.training.written import digest

MARKS = Path(__file__).resolve().parents[1] / "data" / "timeline_marks.jsonl.gz"
_FOLDS = 8
_PENALTY = 0.5  # scikit-learn's C, every sign as wide as the others
_LEAST = (-2.5, -2.0, -1.8, -1.6, -1.4, -1.2, -1.0)
_MOST = 12  # events of a timeline

Values = NDArray[np.float64]
Place = tuple[str, int]
Judge = Callable[["Case"], Values]


@dataclass(frozen=True, slots=True)
class Case:
    """A story: the events that were judged, and which event of those told each tells, -1 for none.

    Attributes:
        told: how many there are.
    """

    events: Sequence[Rated]
    which: Sequence[int]
    told: int


def main() -> None:
    """Ask for every story, fit, print the figures and the weights."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("news", type=Path, help="a corpus.jsonl[.gz]")
    parser.add_argument("out", type=Path, help="folder for the archive and its index")
    options = parser.parse_args()
    held, *stories = json_lines(MARKS)
    index = _index_of(options.news, dict(held["articles"]), options.out)
    cases = [_case(story, index) for story in stories]
    print(f"{len(cases)} stories, {sum(len(case.events) for case in cases)} events judged")
    for name, used, unread in (("unread", UNREAD, True), ("read", READ, False)):
        _print_told(name, cases, used, unread=unread)


def _print_told(name: str, cases: Sequence[Case], used: Signs, *, unread: bool) -> None:
    """The figures of a set of weights, of what is fitted on others, and what is fitted on all."""
    unseen: dict[int, Values] = {}
    for fold in range(_FOLDS):
        weights = _fit([c for n, c in enumerate(cases) if n % _FOLDS != fold], unread=unread)
        unseen |= {n: weights for n in range(fold, len(cases), _FOLDS)}
    in_use = np.array(astuple(used))
    for whose, by_case in (
        ("in use", [in_use] * len(cases)),
        ("fitted on others", [unseen[n] for n in range(len(cases))]),
    ):
        worth = [_signs(case) @ own for case, own in zip(cases, by_case, strict=True)]
        print(f"{name}, {whose}: {json.dumps(_figures(cases, worth), indent=2)}")
    names = Signs.__dataclass_fields__
    fitted = _fit(cases, unread=unread).round(2).tolist()
    print(f"{name}: {json.dumps(dict(zip(names, fitted, strict=True)), indent=2)}")


def _index_of(news: Path, articles: Mapping[str, str], out: Path) -> Index:
    """The index of the articles that are asked of, made if it is not there."""
    folder = out / "index"
    if not folder.exists():
        out.mkdir(parents=True, exist_ok=True)
        with (out / "corpus.jsonl").open("w", encoding="utf-8") as file:
            for row in json_lines(news):
                if articles.get(str(row["id"])) == digest(row["text"]):
                    file.write(json.dumps(row, ensure_ascii=False) + "\n")
        build(out / "corpus.jsonl", folder)
    return open_index(folder)


def _case(row: Mapping[str, Any], index: Index) -> Case:
    """A story with what was judged of it, read."""
    told = {(article, start): n for n, (article, start) in enumerate(row["told"])}
    which: dict[Place, int] = {place: -1 for place in _places(row["minor"] + row["other"])}
    which |= told | {(a, b): told[c, d] for a, b, c, d in row["same"]}
    found = [one for one in _rated(row, index) if _place(one) in which]
    texts = [f"{one.event.article.title}. {one.event.text}" for one in found]
    scores = load_reader().score(row["question"], texts)
    read = [one.read(score) for one, score in zip(found, scores, strict=True)]
    return Case(read, [which[_place(one)] for one in read], len(told))


def _rated(row: Mapping[str, Any], index: Index) -> Sequence[Rated]:
    """The events of a story, as `qa.writing.forms.timeline` finds them."""
    query = checked_query(row["question"], k=5, today=row["today"])

    material = Material(
        query.question,
        Form.TIMELINE,
        None,
        query,
        Reading((), _nothing_read),
        RememberingReader(load_reader()),
        index,
        further_search(query, index, None),
    )
    subject = subject_of(topic_of(query.question).text, index)
    return rated_events(story_of(subject, material), date.fromisoformat(row["today"]))


def _nothing_read() -> ScoredEvidence:
    raise AssertionError("a timeline does not ask for what was read")


def _places(rows: Sequence[tuple[str, int]]) -> Iterator[Place]:
    yield from ((article, start) for article, start in rows)


def _place(one: Rated) -> Place:
    return one.event.article.id, one.event.start


def _signs(case: Case) -> Values:
    rows = [astuple(one.signs) for one in case.events]
    return np.array(rows, dtype=np.float64).reshape(-1, len(Signs.__dataclass_fields__))


def _fit(cases: Sequence[Case], *, unread: bool) -> Values:
    """Weights in the order of `Signs`, the intercept last."""
    signs = np.vstack([_signs(case) for case in cases if case.events])
    if unread:
        signs[:, -2] = 0.0
    scale = signs.std(axis=0)
    scale[scale == 0] = 1.0  # only for the penalty to be fair
    right = [which >= 0 for case in cases for which in case.which]
    model = LogisticRegression(C=_PENALTY, max_iter=5_000).fit(signs / scale, right)
    weights: Values = model.coef_[0] / scale
    weights[-1] += model.intercept_[0]
    return weights


def _figures(cases: Sequence[Case], worth: Sequence[Values]) -> dict[str, Any]:
    """How well the events are ordered, and what is told from each logit on."""
    figures: dict[str, Any] = {"average precision": _precision(cases, worth)}
    for least in _LEAST:
        found = said = right = told = 0
        for case, values in zip(cases, worth, strict=True):
            rated = [replace(e, worth=v) for e, v in zip(case.events, values, strict=True)]
            best = best_of_days([one for one in rated if one.worth >= least], by_day=True)[:_MOST]
            which = dict(zip(map(_place, case.events), case.which, strict=True))
            good = [which[_place(one)] for one in best if which[_place(one)] >= 0]
            said, right = said + len(best), right + len(good)
            found, told = found + len(set(good)), told + case.told
        figures[f"from {least}"] = (
            f"{found / told:.3f} of what is to be told; of {said / len(cases):.1f} events "
            f"{right / max(said, 1):.3f} right"
        )
    return figures


def _precision(cases: Sequence[Case], worth: Sequence[Values]) -> float:
    """The mean of the stories' average precision."""
    found = []
    for case, values in zip(cases, worth, strict=True):
        right = np.array(case.which)[np.argsort(-values, kind="stable")] >= 0
        if right.any():
            places = np.flatnonzero(right)
            found.append(np.mean([right[: place + 1].mean() for place in places]))
    return round(float(np.mean(found)), 3)


if __name__ == "__main__":
    main()
