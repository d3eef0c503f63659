"""Train the classifier of forms of answers, `qa/question/form_weights.json`.

    python -m tests.bench.forms READING [--write] [--questions FILE...]

It learns from `tests/data/form_questions.txt`, `collection_questions.txt` and
`sides_questions.txt`, where writers of several voices wrote questions of each form, and of facts,
reasons and yes or no from real questions of the data sets in READING too: the words that frame a
question, those that few writers use masked, and the encoder's vector of all of it. Printed: how
well the questions of writers are told that were not learned from, those of
`form_questions_unseen.txt` among them, and how those of the FILEs (`queries.jsonl`, with `kind`)
are told by the classifier in use. `--write` writes the weights, of all but the unseen.
"""

from __future__ import annotations

import argparse
import json
import random
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from scipy.sparse import csr_matrix, hstack
from sklearn.feature_extraction import DictVectorizer
from sklearn.linear_model import LogisticRegression

from qa.question.form import (
    WEIGHTS,
    Form,
    form_of,
    load_form_weights,
    masked,
    runs,
    vectors_of,
)
from qa.question.linear import Linear
from tests.bench.asked import (
    COLLECTION,
    COMPARISONS,
    FORMS,
    FORMS_UNSEEN,
    Labelled,
    comparisons,
    frame_of,
    labelled,
    rows_of,
)
from tests.bench.linear import store
from tests.bench.training.rows import json_lines

_RARE = 2  # questions: a run of words in no more of them is not learned
_LEAST = 0.15  # of a weight that is kept
_FOLDS = 3  # of writers
_SPARED = 5  # of so many comparisons one is learned from: more make too much a comparison
_OF_VECTOR = 3.0  # by which the numbers of a vector are raised: they are regularised less so
_REAL, _SHORTEST, _REAL_WEIGHT = 600, 6, 0.3  # questions of a set, words of one, worth


def learned() -> list[Labelled]:
    """What was written: questions of all forms, more about the collection, more comparisons."""
    more = [Labelled(row.writer, Form.COLLECTION, row.text) for row in rows_of(COLLECTION)]
    more += comparisons(COMPARISONS)[::_SPARED]
    texts = {one.text for one in labelled(FORMS)}
    return [*labelled(FORMS), *(one for one in more if one.text not in texts)]


def real(reading: Path, chance: random.Random) -> list[Labelled]:
    """Questions of public data sets: what few words answer, why and how, yes or no."""
    rows: list[Labelled] = []
    for name, form in (("squad_dev_rest", "qa"), ("nq_oracle", "qa"), ("boolq_part", "nli")):
        texts = {
            row["question" if form == "qa" else "hypothesis"]
            for path in (reading / name).glob(f"{form}.jsonl*")
            for row in json_lines(path)
        }
        for text in chance.sample(sorted(texts), min(_REAL, len(texts))):
            kind = Form.YES_NO if form == "nli" else _kind(text)
            if kind:
                rows.append(Labelled("", kind, text))
    return rows


def _kind(question: str) -> Form | None:
    """The form that the words of a factoid question leave no doubt of."""
    low = question.casefold()
    if re.match(r"why\b|how (?:did|do|does|can|is|are|was)\b", low):
        return Form.OPEN
    if len(low.split()) < _SHORTEST or re.match(r"what (?:are|were|did|do)\b|which \w+s\b", low):
        return None  # may ask for a meaning, for several things, for words
    asked = r"when|where|who|which|how (?:many|much|old|long|far)|what|in what|in which"
    return Form.FACT if re.match(rf"(?:{asked})\b", low) else None


@dataclass(frozen=True, slots=True)
class Fitted:
    """A classifier of runs of words and, in its last columns, the encoder's vector."""

    frame: frozenset[str]
    columns: DictVectorizer
    model: LogisticRegression

    def told(self, questions: Sequence[Labelled]) -> list[Form]:
        """The forms that questions are told by."""
        words = [masked(question.text, self.frame) for question in questions]
        scores = self.model.decision_function(_table(questions, words, self.columns))
        return [list(Form)[place] for place in scores.argmax(axis=1)]


def fitted(written: Sequence[Labelled], others: Sequence[Labelled]) -> Fitted:
    """The classifier of what was written, which the frame is of, and of real questions."""
    frame = frame_of(written)
    rows = [*written, *others]
    words = [masked(row.text, frame) for row in rows]
    forms = np.array([list(Form).index(row.form) for row in rows])
    worth = np.array([1.0 if row.writer else _REAL_WEIGHT for row in rows])
    seen = Counter(run for one in words for run in runs(one))
    columns = DictVectorizer(sort=False)
    columns.fit([{run: 1.0 for run in runs(one) if seen[run] > _RARE} for one in words])
    model = LogisticRegression(C=1.0, max_iter=400).fit(_table(rows, words, columns), forms, worth)
    return Fitted(frame, columns, model)


def _table(
    questions: Sequence[Labelled], words: Sequence[Sequence[str]], columns: DictVectorizer
) -> csr_matrix:
    """A row a question: the runs of its masked words, then its vector, which counts for more."""
    by_runs = columns.transform([dict.fromkeys(runs(one), 1.0) for one in words])
    vectors = vectors_of([question.text for question in questions])
    return hstack([by_runs, _OF_VECTOR * vectors]).tocsr()


def main() -> None:
    """Measure, and write where asked to."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("reading", type=Path)
    parser.add_argument("--write", action="store_true")
    parser.add_argument("--questions", type=Path, nargs="+", default=[])
    options = parser.parse_args()
    written, others = learned(), real(options.reading, random.Random(5))
    found = fitted(written, others)
    unseen = labelled(FORMS_UNSEEN)
    _print_right("unseen", unseen, found.told(unseen))
    if options.write:
        _write(found)
    else:
        _left_out(written, others)
    load_form_weights.cache_clear()
    for path in options.questions:
        _print_kinds(path)


def _left_out(written: Sequence[Labelled], others: Sequence[Labelled]) -> None:
    """Print how the questions of writers are told that were not learned from."""
    writers = list(dict.fromkeys(row.writer for row in written))
    rows: list[Labelled] = []
    told: list[Form] = []
    for fold in range(_FOLDS):
        out = set(writers[fold::_FOLDS])
        left = [row for row in written if row.writer in out]
        rows += left
        told += fitted([row for row in written if row.writer not in out], others).told(left)
    _print_right("writers left out", rows, told)


def _print_right(name: str, rows: Sequence[Labelled], told: Sequence[Form]) -> None:
    right = Counter(row.form for row, form in zip(rows, told, strict=True) if row.form == form)
    counts = Counter(row.form for row in rows)
    shares = ", ".join(f"{form} {right[form] / counts[form]:.2f}" for form in Form)
    print(f"{name}: {right.total() / counts.total():.3f} of {len(rows)}; {shares}")


def _write(found: Fitted) -> None:
    names = found.columns.feature_names_
    by_run = found.model.coef_.T[: len(names)]
    weights = {
        run: [float(w) for w in row]
        for run, row in zip(names, by_run, strict=True)
        if abs(row).max() >= _LEAST
    }
    bias = [float(b) for b in found.model.intercept_]
    of_vector = [
        [round(_OF_VECTOR * float(w), 3) for w in row] for row in found.model.coef_[:, len(names) :]
    ]
    by_runs = Linear(weights, bias).written()
    store(WEIGHTS, {"frame": sorted(found.frame), **by_runs, "of_vector": of_vector})


def _print_kinds(path: Path) -> None:
    table: dict[str, Counter[str]] = {}
    for line in path.read_text("utf-8").splitlines():
        row = json.loads(line)
        table.setdefault(row.get("kind", "?"), Counter())[form_of(row["question"])] += 1
    for kind, forms in table.items():
        print(f"{kind:14} {', '.join(f'{f} {n}' for f, n in forms.most_common())}")


if __name__ == "__main__":
    main()
