"""Train what tells whether a weekday lies ahead: `qa/writing/forms/weekday_weights.json`.

    python -m tests.bench.weekdays NEWS [--write]

NEWS is a `corpus.jsonl[.gz]`. `tests/data/weekday_marks.jsonl.gz` says of 2,300 weekdays in its
articles (by article, the sha256 of its text and the first character) which one is meant: that
before the article's day, "past", that after it, "ahead", or neither, "none"; a large language model
read them. It holds no word of the articles. Beside these, where a sentence names the day of the
month too, that tells. Printed: of marks that were not learned from (in tenths), what share of those
ahead would be put into the past, and what share of the others would be left out, by the probability
from which a weekday is left undated. `--write` writes the weights, of all.
"""

from __future__ import annotations

import argparse
import gzip
import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
from sklearn.metrics import roc_auc_score

from index.split import sentence_spans
from qa.language.calendar import MONTH_PATTERN, WEEKDAYS
from qa.language.dates import find_dates
from qa.question.linear import Linear
from qa.writing.forms.weekdays import WEIGHTS, signs
from tests.bench.linear import fitted_linear, store
from tests.bench.training.rows import json_lines
from tests.bench.training.written import digest

MARKS = Path(__file__).resolve().parents[1] / "data" / "weekday_marks.jsonl.gz"
_FOLDS = 10
_FROM = (0.15, 0.2, 0.25, 0.3, 0.4, 0.5)
_LONGEST = 400  # characters of a sentence
_WEEK = 7
_DAY = re.compile(  # "Saturday, May 4"
    rf"\b({'|'.join(WEEKDAYS)}),? (?:the )?"
    rf"((?:{MONTH_PATTERN})\.? \d{{1,2}}\b(?:st|nd|rd|th)?"
    rf"|\d{{1,2}}(?:st|nd|rd|th)? (?:of )?(?:{MONTH_PATTERN})\b)"
)


@dataclass(frozen=True, slots=True)
class Row:
    """A weekday in a sentence of an article; `marked` where it was read, else its day tells."""

    article: str
    text: str
    start: int
    end: int
    label: str
    marked: bool


def main() -> None:
    """Measure, and write where asked to."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("news", type=Path)
    parser.add_argument("--write", action="store_true")
    options = parser.parse_args()
    articles = {row["id"]: row for row in json_lines(options.news)}
    marked = list(_marked(articles))
    dated = [row for article in articles.values() for row in _dated(article)]
    print(f"{len(marked)} marked, {len(dated)} that name the day of the month too")
    _measure(marked, dated)
    if options.write:
        store(WEIGHTS, _fit([*marked, *dated]).written())


def _marked(articles: Mapping[str, Mapping[str, Any]]) -> Iterator[Row]:
    """The marks whose articles are there, as they were."""
    with gzip.open(MARKS, "rt", encoding="utf-8") as lines:
        for line in lines:
            mark = json.loads(line)
            article = articles.get(mark["article"])
            if article is not None and digest(article["text"]) == mark["sha256"]:
                yield _row(article, mark["at"], mark["label"])


def _row(article: Mapping[str, Any], at: int, label: str) -> Row:
    """The weekday at a character, in its sentence."""
    text = article["text"]
    found = re.compile("|".join(WEEKDAYS)).match(text, at)
    [(start, end)] = [span for span in sentence_spans(text) if span[0] <= at < span[1]]
    if found is None:
        raise SystemExit(f"no weekday at character {at} of the article {article['id']}")
    return Row(article["id"], text[start:end], at - start, found.end() - start, label, marked=True)


def _dated(article: Mapping[str, Any]) -> Iterator[Row]:
    """The weekdays that stand beside their day of the month, which is then left out."""
    if not article.get("date"):
        return
    published = date.fromisoformat(article["date"].replace("/", "-"))
    for start, end in sentence_spans(article["text"]):
        text = article["text"][start:end]
        if end - start > _LONGEST:
            continue
        for match in _DAY.finditer(text):
            days = [
                found[0].first
                for year in (published.year - 1, published.year, published.year + 1)
                if (found := find_dates(match[2], published, year))
            ]
            near = [day for day in days if abs((day - published).days) <= _WEEK]
            if near and near[0].strftime("%A") == match[1]:
                label = "ahead" if near[0] > published else "past"
                bare = text[: match.end(1)] + text[match.end() :]
                yield Row(article["id"], bare, match.start(), match.end(1), label, marked=False)


def _fit(rows: Sequence[Row]) -> Linear:
    return fitted_linear(
        [list(signs(row.text, row.start, row.end)) for row in rows],
        [int(row.label == "ahead") for row in rows],
        1,
    )


def _fold(row: Row) -> int:
    """Rows of an article are of one fold."""
    return sum(map(ord, row.article)) % _FOLDS


def _measure(marked: Sequence[Row], dated: Sequence[Row]) -> None:
    logits = np.zeros(len(marked))
    for fold in range(_FOLDS):
        linear = _fit([row for row in (*marked, *dated) if _fold(row) != fold])
        for place, row in enumerate(marked):
            if _fold(row) == fold:
                logits[place] = linear.scores(signs(row.text, row.start, row.end))[0]
    told = 1 / (1 + np.exp(-logits))
    known = np.array([row.label != "none" for row in marked])
    ahead = np.array([row.label == "ahead" for row in marked])
    print(f"AUROC {roc_auc_score(ahead[known], told[known]):.3f}, {ahead.sum()} of them ahead")
    for least in _FROM:
        wrong = (told < least)[ahead].mean()
        lost = (told >= least)[known & ~ahead].mean()
        print(f"from {least}: {wrong:.3f} of those ahead put into the past, {lost:.3f} lost")


if __name__ == "__main__":
    main()
