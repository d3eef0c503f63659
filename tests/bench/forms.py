"""Train the classifier of forms of answers, `qa/question/form_weights.json`.

    python -m tests.bench.forms READING [--write] [--questions FILE...]

It learns from `tests/data/form_examples.txt`, where questions stand by their form with what they
are about left open: `X` for a name, `w` for other words, `a|b` for a choice. Of each example
questions are made with names and words from passages of the data sets in READING, so that what a
question is about says nothing of its form. Of facts, reasons and yes or no it learns from real
questions too. Printed: how well questions are told whose patterns were not learned from (by
fifths), and how those of the FILEs (`queries.jsonl`, with `kind`) are told, which it does not learn
from. `--write` writes the weights, of all examples.
"""

from __future__ import annotations

import argparse
import json
import random
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

import numpy as np
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
from tests.bench.training.rows import json_lines

EXAMPLES = Path(__file__).resolve().parents[1] / "data" / "form_examples.txt"
_VARIANTS = 24  # of an example
_LEAST = 0.15  # of a weight that is kept
_RARE = 3  # variants: a run of words in no more of them is not learned
_JOINTS = "in of on for to with by at from and that when after over".split()
_LONGER = 0.35  # of the questions go on, and as many of those again
_POLITE = ("please", "could you", "can you tell me", "i want to know", "hello,", "so")
_FOLDS = 5
_REAL, _SHORTEST = 600, 6  # questions of a set, words of one
_REAL_WEIGHT = 0.5
_PASSAGES = ("squad_dev_rest", "squadshifts_new_wiki", "tweetqa")
_A_NAME = re.compile(r"(?<=[a-z,] )(?:[A-Z][a-z]+(?: [A-Z][a-z]+){0,2})\b")
_A_THING = re.compile(r"(?<=\bthe )[a-z]{4,}(?: [a-z]{4,})?(?= (?:of|in|was|is|and|to|for)\b)")


@dataclass(frozen=True, slots=True)
class Subjects:
    """What questions may be about."""

    names: Sequence[str]
    things: Sequence[str]


def examples() -> list[tuple[Form, str]]:
    """Forms with their patterns, as the file has them."""
    found, form = [], Form.FACT
    for line in EXAMPLES.read_text("utf-8").splitlines():
        if line.startswith("["):
            form = Form(line.strip("[]"))
        elif line and not line.startswith("#"):
            found.append((form, line))
    return found


def subjects(reading: Path) -> Subjects:
    """Names and things that passages of the data sets tell of."""
    names: set[str] = set()
    things: set[str] = set()
    for name in _PASSAGES:
        for path in (reading / name).glob("qa.jsonl*"):
            for context in {row["context"] for row in json_lines(path)}:
                names.update(_A_NAME.findall(context))
                things.update(_A_THING.findall(context))
    return Subjects(sorted(names), sorted(things))


def variants(pattern: str, about: Subjects, chance: random.Random) -> Iterator[str]:
    """Questions of a pattern, without end."""
    while True:
        words = [chance.choice(word.split("|")) for word in pattern.split()]
        text = " ".join(_filled(word, about, chance) for word in words)
        while chance.random() < _LONGER:
            text += f" {chance.choice(_JOINTS)} {_filled(chance.choice('wX'), about, chance)}"
        if chance.random() < 0.12:
            text = f"{chance.choice(_POLITE)} {text}"
        if chance.random() < 0.5:
            text = text[:1].upper() + text[1:]
        elif chance.random() < 0.4:
            text = text.lower()
        yield text + chance.choice(("?", "?", "", "."))


def _filled(word: str, about: Subjects, chance: random.Random) -> str:
    """A word of a pattern, or what it stands for."""
    match = re.fullmatch(r"(X|ws?|v|west)('s)?([?,;]?)", word)
    if not match:
        return word
    thing = chance.choice(about.things)
    held = {
        "X": chance.choice(about.names),
        "w": chance.choice(("", "the ", "the ")) + thing,
        "v": thing.split()[0],
        "ws": f"{thing.split()[0]}s",
        "west": chance.choice(("largest", "oldest", "newest", "best", "biggest")),
    }
    return held[match[1]] + (match[2] or "") + match[3]


def real(reading: Path, chance: random.Random) -> list[tuple[Form, str]]:
    """Questions of public data sets: what few words answer, why and how, yes or no."""
    rows: list[tuple[Form, str]] = []
    for name, form in (("squad_dev_rest", "qa"), ("nq_oracle", "qa"), ("boolq_part", "nli")):
        texts = {
            row["question" if form == "qa" else "hypothesis"]
            for path in (reading / name).glob(f"{form}.jsonl*")
            for row in json_lines(path)
        }
        for text in chance.sample(sorted(texts), min(_REAL, len(texts))):
            kind = Form.YES_NO if form == "nli" else _kind(text)
            if kind:
                rows.append((kind, text))
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
class Rows:
    """Masked questions with the place of their pattern, -1 for real ones, and their form's."""

    places: np.ndarray
    forms: np.ndarray
    words: Sequence[Sequence[str]]
    vectors: np.ndarray

    def chosen(self, which: np.ndarray) -> Rows:
        """Those of the rows for which it is true."""
        words = [words for words, kept in zip(self.words, which, strict=True) if kept]
        return Rows(self.places[which], self.forms[which], words, self.vectors[which])


@dataclass(frozen=True, slots=True)
class Fitted:
    """Two classifiers whose scores are added: by runs of words, and by the encoder's vector."""

    columns: DictVectorizer
    by_runs: LogisticRegression
    by_vector: LogisticRegression

    def told(self, rows: Rows) -> np.ndarray:
        """The places of the forms that rows are told by."""
        table = self.columns.transform([dict.fromkeys(runs(words), 1.0) for words in rows.words])
        scores = self.by_runs.decision_function(table)
        found: np.ndarray = (scores + self.by_vector.decision_function(rows.vectors)).argmax(axis=1)
        return found


def fitted(rows: Rows) -> Fitted:
    """The classifiers of rows."""
    seen = Counter(run for words in rows.words for run in runs(words))
    columns = DictVectorizer(sort=False)
    table = columns.fit_transform(
        [{run: 1.0 for run in runs(words) if seen[run] > _RARE} for words in rows.words]
    )
    worth = np.where(rows.places < 0, _REAL_WEIGHT, 1.0)
    by_runs = LogisticRegression(C=3.0, max_iter=300).fit(table, rows.forms, worth)
    by_vector = LogisticRegression(C=10.0, max_iter=300).fit(rows.vectors, rows.forms, worth)
    return Fitted(columns, by_runs, by_vector)


def frame_of(patterns: Sequence[str]) -> frozenset[str]:
    """The words that patterns are made of, but for what stands for others."""
    held = {word for p in patterns for word in re.split(r"[ |?,]+", re.sub(r"'s\b", "", p.lower()))}
    polite = {word.strip(",") for phrase in _POLITE for word in phrase.split()}
    return frozenset(held - {"", "x", "w", "v", "s", "ws", "west"}) | polite


def rows_of(reading: Path, frame: frozenset[str]) -> Rows:
    """All that is learned from."""
    chance, about = random.Random(5), subjects(reading)
    found = [
        (place, form, text)
        for place, (form, pattern) in enumerate(examples())
        for text in islice(variants(pattern, about, chance), _VARIANTS)
    ]
    found += [(-1, form, text) for form, text in real(reading, chance)]
    words = [masked(text, frame) for _, _, text in found]
    return Rows(
        np.array([place for place, _, _ in found]),
        np.array([list(Form).index(form) for _, form, _ in found]),
        words,
        vectors_of(words),
    )


def main() -> None:
    """Measure, and write where asked to."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("reading", type=Path)
    parser.add_argument("--write", action="store_true")
    parser.add_argument("--questions", type=Path, nargs="+", default=[])
    options = parser.parse_args()
    frame = frame_of([pattern for _, pattern in examples()])
    rows = rows_of(options.reading, frame)
    _left_out(rows)
    if options.write:
        _write(fitted(rows), frame)
    load_form_weights.cache_clear()
    for path in options.questions:
        _told(path)


def _left_out(rows: Rows) -> None:
    """Print how questions are told whose patterns were not learned from."""
    order = list(range(int(rows.places.max()) + 1))
    random.Random(5).shuffle(order)
    right, counts = Counter[Form](), Counter[Form]()
    for fold in range(_FOLDS):
        out = np.isin(rows.places, order[fold::_FOLDS])
        left = rows.chosen(out)
        for form, told in zip(left.forms, fitted(rows.chosen(~out)).told(left), strict=True):
            counts[list(Form)[form]] += 1
            right[list(Form)[form]] += int(form == told)
    shares = ", ".join(f"{form} {right[form] / counts[form]:.2f}" for form in Form)
    print(f"left out: {right.total() / counts.total():.3f}; {shares}")


def _write(found: Fitted, frame: frozenset[str]) -> None:
    weights = {
        run: [round(float(w), 2) for w in row]
        for run, row in zip(found.columns.feature_names_, found.by_runs.coef_.T, strict=True)
        if abs(row).max() >= _LEAST
    }
    bias = found.by_runs.intercept_ + found.by_vector.intercept_
    held = {
        "frame": sorted(frame),
        "bias": [round(float(b), 3) for b in bias],
        "weights": weights,
        "of_vector": [[round(float(w), 3) for w in row] for row in found.by_vector.coef_],
    }
    WEIGHTS.write_text(json.dumps(held, separators=(",", ":")) + "\n", "utf-8")
    print(f"{len(weights)} runs, {WEIGHTS.stat().st_size:,} bytes")


def _told(path: Path) -> None:
    table: dict[str, Counter[str]] = {}
    for line in path.read_text("utf-8").splitlines():
        row = json.loads(line)
        table.setdefault(row.get("kind", "?"), Counter())[form_of(row["question"])] += 1
    for kind, forms in table.items():
        print(f"{kind:14} {', '.join(f'{f} {n}' for f, n in forms.most_common())}")


if __name__ == "__main__":
    main()
