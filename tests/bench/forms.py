"""Train the classifier of forms of answers, `qa/question/form_weights.json`.

    python -m tests.bench.forms READING [--write] [--questions FILE...]

It learns from `tests/data/form_examples.txt`, where questions stand by their form with what they
are about masked. Of each example a few variants are made: each choice, names in small letters,
polite words before it. Of facts, reasons and yes or no it learns from real questions too: those of
the data sets in READING that `_real` names. Printed: how well examples are told whose patterns were
not learned from (by fifths), and how questions of the FILEs (`queries.jsonl`, with `kind`) are
told, which it does not learn from. `--write` writes the weights, of all examples.
"""

from __future__ import annotations

import argparse
import json
import random
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path

from sklearn.feature_extraction import DictVectorizer
from sklearn.linear_model import LogisticRegression

from qa.question.form import MASKS, WEIGHTS, Form, form_of, load_form_weights, masked, runs
from tests.bench.training.rows import json_lines

EXAMPLES = Path(__file__).resolve().parents[1] / "data" / "form_examples.txt"
_VARIANTS = 24  # of an example
_STRENGTH = 3.0  # inverse of the regularisation
_LEAST = 0.1  # of a weight that is kept
_PLAIN = ("w", "w", "w", "w", "ws", "X", "w X")
_JOINTS = "w in of on for to with by at from and that when is the a after over ws X".split()
_LONGER = 0.45  # of the questions go on, and as many of those again
_POLITE = ("please", "could you", "can you tell me", "i want to know", "hello ,", "so")
_FOLDS = 5
_RARE = 3  # variants: a run of words in no more of them is not learned
_REAL, _SHORTEST = 700, 6  # questions of a set, words of one
_REAL_WEIGHT = 0.3

Row = tuple[Form, tuple[str, ...]]


def examples() -> list[tuple[Form, str]]:
    """Forms with their patterns, as the file has them."""
    found, form = [], Form.FACT
    for line in EXAMPLES.read_text("utf-8").splitlines():
        if line.startswith("["):
            form = Form(line.strip("[]"))
        elif line and not line.startswith("#"):
            found.append((form, line))
    return found


def variants(pattern: str, chance: random.Random) -> Iterator[tuple[str, ...]]:
    """Masked questions of a pattern."""
    for _ in range(_VARIANTS):
        words = [chance.choice(word.split("|")) for word in pattern.split()]
        words = [chance.choice(_PLAIN) if word == "w" else word for word in words]
        if chance.random() < 0.3:
            words = ["w" if word == "X" else word for word in words]
        while chance.random() < _LONGER:
            words += [chance.choice(_JOINTS), chance.choice(_PLAIN)]
        if chance.random() < 0.12:
            words = [*chance.choice(_POLITE).split(), *words]
        yield _folded(" ".join(words).split())


def real(reading: Path, frame: frozenset[str], chance: random.Random) -> list[Row]:
    """Questions of public data sets, masked: what few words answer, why and how, yes or no."""
    rows: list[Row] = []
    for name, form in (("squad_dev_rest", "qa"), ("nq_oracle", "qa"), ("boolq_part", "nli")):
        texts = {
            row["question" if form == "qa" else "hypothesis"]
            for path in (reading / name).glob(f"{form}.jsonl*")
            for row in json_lines(path)
        }
        for text in chance.sample(sorted(texts), min(_REAL, len(texts))):
            kind = Form.YES_NO if form == "nli" else _kind(text)
            if kind:
                rows.append((kind, masked(text, frame)))
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


def frame_of(patterns: Sequence[str]) -> frozenset[str]:
    """The words that patterns are made of, but for what stands for others."""
    held = {word for p in patterns for word in re.split(r"[ |?,]+", re.sub(r"'s\b", "", p.lower()))}
    return frozenset(held - {"", "x", "w", "v", "s", "ws", "west"}) | {
        w for p in _POLITE for w in p.split()
    }


def _folded(words: Sequence[str]) -> tuple[str, ...]:
    kept: list[str] = []
    for word in words:
        bare = "w" if word == "v" else re.sub(r"'s$|[?,;]", "", word)
        if bare and (not kept or kept[-1] != bare or bare not in MASKS):
            kept.append(bare)
    return tuple(kept)


def fitted(own: Sequence[Row], others: Sequence[Row]) -> tuple[LogisticRegression, DictVectorizer]:
    """The classifier for masked questions, and what makes columns of their runs of words."""
    rows = [*own, *others]
    seen = Counter(run for _, words in rows for run in runs(words))
    columns = DictVectorizer(sort=False)
    table = columns.fit_transform(
        [{run: 1.0 for run in runs(words) if seen[run] > _RARE} for _, words in rows]
    )
    model = LogisticRegression(C=_STRENGTH, max_iter=400)
    right = [list(Form).index(form) for form, _ in rows]
    worth = [1.0] * len(own) + [_REAL_WEIGHT] * len(others)
    model.fit(table, right, worth)
    return model, columns


def main() -> None:
    """Measure, and write where asked to."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("reading", type=Path)
    parser.add_argument("--write", action="store_true")
    parser.add_argument("--questions", type=Path, nargs="+", default=[])
    options = parser.parse_args()
    chance = random.Random(5)
    held = examples()
    rows = [[(form, words) for words in variants(p, chance)] for form, p in held]
    frame = frame_of([pattern for _, pattern in held])
    others = real(options.reading, frame, chance)
    order = list(range(len(held)))
    chance.shuffle(order)
    right: Counter[str] = Counter()
    for fold in range(_FOLDS):
        out = set(order[fold::_FOLDS])
        model, columns = fitted(
            [r for place in order if place not in out for r in rows[place]], others
        )
        for place in sorted(out):
            form, pattern = held[place]
            words = next(variants(pattern.replace("|", " ").split("|")[0], random.Random(1)))
            row = columns.transform([dict.fromkeys(runs(words), 1.0)])
            said = list(Form)[int(model.predict(row)[0])]
            right[form] += said == form
            if said != form:
                print(f"  {form:11} told as {said:11} {pattern}")
    counts = Counter(form for form, _ in held)
    print("left out:", ", ".join(f"{f} {right[f]}/{counts[f]}" for f in Form))
    model, columns = fitted([row for some in rows for row in some], others)
    if options.write:
        _write(model, columns, frame)
    load_form_weights.cache_clear()
    for path in options.questions:
        _told(path)


def _write(model: LogisticRegression, columns: DictVectorizer, frame: frozenset[str]) -> None:
    weights = {
        run: [round(float(w), 3) for w in row]
        for run, row in zip(columns.feature_names_, model.coef_.T, strict=True)
        if abs(row).max() >= _LEAST
    }
    held = {
        "frame": sorted(frame),
        "bias": [round(float(b), 3) for b in model.intercept_],
        "weights": weights,
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
