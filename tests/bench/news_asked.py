"""Questions written on articles of news, as folders to fit and to measure with.

    python -m tests.bench.news_asked NEWS OUT

NEWS is a `corpus.jsonl[.gz]`. `tests/data/news_asked.jsonl.gz` has an article a line, 650 of them,
none of which the reader was trained on, and no word of theirs:

article     id in the corpus; `sha256` of its text: what is not as it was is left out
part        "fit" or "held out" where questions were written on it; the others lie beside them
short       questions with the first and last character of their answer, a name, number or date
long        likewise: why, how, what was said, which ones; the sentence that answers best
not_told    questions on the same people and things that it does not answer
yes, no     questions that it answers so; `open` those of yes or no that it does not
lists       questions that ask for several things, each with the first and last character of each
            thing; of some the article names none
natural     where all are as people ask who have only heard of the story, in their own words; the
            others are nearer to the article, those of yes or no made to be hard: a yes in other
            words, a no without a "not"

An article may have a line of each. OUT gets `articles/corpus.jsonl` and, in `fit` and `held_out`,
`queries.jsonl` as for `qa eval` and `tests.bench.calibrate` (named `OUT/fit:OUT/articles` there),
`verdicts.jsonl` and, of those that are natural, `natural.jsonl` as for `tests.bench.verdicts`, and
`lists.jsonl` as for `tests.bench.lists`; and in `everyday_fit` and `everyday_held_out` the natural
`queries.jsonl`.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from tests.bench.training.rows import json_lines
from tests.bench.training.written import digest

ASKED = Path(__file__).resolve().parents[1] / "data" / "news_asked.jsonl.gz"
PARTS = ("fit", "held out")
_VERDICTS = ("yes", "no", "open")

Row = Mapping[str, Any]


def main() -> None:
    """Write the folders."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("news", type=Path, help="a corpus.jsonl[.gz]")
    parser.add_argument("out", type=Path)
    options = parser.parse_args()
    rows = list(json_lines(ASKED))
    wanted = {row["article"]: row["sha256"] for row in rows}
    articles = [
        article
        for article in json_lines(options.news)
        if wanted.get(str(article["id"])) == digest(article["text"])
    ]
    _write(options.out / "articles" / "corpus.jsonl", articles)
    texts = {str(article["id"]): article["text"] for article in articles}
    for part in PARTS:
        asked = [row for row in rows if row.get("part") == part and row["article"] in texts]
        folder = options.out / part.replace(" ", "_")
        everyday = folder.with_name(f"everyday_{folder.name}")
        for name, natural, where in (("verdicts", False, folder), ("natural", True, everyday)):
            rows_here = [row for row in asked if row.get("natural", False) == natural]
            told = [query for row in rows_here for query in queries(row, texts[row["article"]])]
            _write(where / "queries.jsonl", told)
            settled = [query for row in rows_here for query in verdicts(row)]
            _write(folder / f"{name}.jsonl", settled)
        several = [query for row in asked for query in lists(row, texts[row["article"]])]
        _write(folder / "lists.jsonl", several)
    print(f"{len(articles)} of {len(wanted)} articles are as they were")


def queries(row: Row, text: str) -> Iterator[Row]:
    """The questions on an article, as `qa.evaluation.questions` reads them."""
    told = [("answers", one) for one in row["short"]] + [("evidence", one) for one in row["long"]]
    for place, (name, (question, start, end)) in enumerate(told):
        yield _query(row, f"told-{place}", question) | {
            "answerable": True,
            "relevant": [row["article"]],
            name: [text[start:end]],
        }
    for place, question in enumerate(row["not_told"]):
        yield _query(row, f"not-{place}", question) | {"answerable": False}


def verdicts(row: Row) -> Iterator[Row]:
    """The questions of yes or no on an article, each with what it says."""
    for gold in _VERDICTS:
        for question in row[gold]:
            yield {"question": question, "gold": gold}


def lists(row: Row, text: str) -> Iterator[Row]:
    """The questions on an article that ask for several things, with these."""
    for question, things in row.get("lists", ()):
        named = [text[start:end] for start, end in things]
        yield {"question": question, "article": row["article"], "things": named}


def _query(row: Row, place: str, question: str) -> dict[str, Any]:
    return {"id": f"{row['article']}-{place}", "question": question}


def _write(path: Path, rows: Sequence[Row]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    lines = (json.dumps(row, ensure_ascii=False) + "\n" for row in rows)
    path.write_text("".join(lines), "utf-8")


if __name__ == "__main__":
    main()
