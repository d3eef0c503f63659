"""What a language model writes of everyday questions, beside the answers without one.

    python -m tests.bench.written FOLDER --index DIR --llm gguf:FILE [--sample N] [--out FILE]

FOLDER holds `queries.jsonl`: `question`, `kind`, `date`, `answerable`, `answers` or `items`
(strings that a right answer holds), `history`; DIR is an index of its articles. N questions are
taken, from every kind in turn (default: 60). Printed a kind: the share right, by these strings,
without and with the model; and of all: refused, not written by the model, sentences without
support, seconds. FILE gets both answers to each question, to be read by eye.
"""

from __future__ import annotations

import argparse
import json
import random
import statistics
import time
from collections import defaultdict
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path
from typing import Any

from index.store import Index, open_index
from qa.answer import Answer, NoAnswer, Support
from qa.asking import ask
from qa.llm.models import open_model
from qa.llm.types import LlmSettings
from qa.llm.writer import LlmWriter
from qa.writing.extractive import Writer

_SECONDS = 600.0  # that a model may take


def main() -> None:
    """Ask each question without and with the model, and print what came of it."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--index", type=Path, required=True)
    parser.add_argument("--llm", required=True, help="see: python -m qa ask --help")
    parser.add_argument("--sample", type=int, default=60)
    parser.add_argument("--out", type=Path)
    options = parser.parse_args()
    lines = (options.folder / "queries.jsonl").read_text("utf-8").splitlines()
    rows = chosen([json.loads(line) for line in lines], options.sample)
    index, limits = open_index(options.index), LlmSettings(silence=_SECONDS, whole=_SECONDS)
    done: list[dict[str, Any]] = []
    with closing(open_model(options.llm, None, limits)) as model:
        for row in rows:
            done.append(both(row, index, LlmWriter(model, limits)))
            print(f"{len(done)}/{len(rows)} {done[-1]['with']['seconds']:.0f} s", flush=True)
            if options.out:
                options.out.write_text(json.dumps(done, indent=1, ensure_ascii=False), "utf-8")
    report(done)


def chosen(rows: Sequence[dict[str, Any]], count: int) -> list[dict[str, Any]]:
    """So many questions, from every kind in turn."""
    kinds: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for row in random.Random(7).sample(list(rows), len(rows)):
        kinds[row["kind"]].append(row)
    most = max(map(len, kinds.values()))
    turns = [some[n] for n in range(most) for _, some in sorted(kinds.items()) if n < len(some)]
    return turns[:count]


def both(row: dict[str, Any], index: Index, writer: Writer) -> dict[str, Any]:
    """A question with the answers to it, and whether each is right."""
    return {
        "kind": row["kind"],
        "question": row["question"],
        "answerable": row["answerable"],
        "without": _answer(row, index, None),
        "with": _answer(row, index, writer),
    }


def _answer(row: dict[str, Any], index: Index, writer: Writer | None) -> dict[str, Any]:
    started = time.perf_counter()
    reply = ask(
        row["question"],
        index=index,
        today=row["date"],
        history=row.get("history") or (),
        writer=writer,
    )
    text = _said(reply)
    return {
        "right": _right(row, text) if row["answerable"] else float(reply.refused),
        "refused": reply.refused,
        "notice": reply.notice,
        "text": text,
        "sentences": len(reply.sentences) if isinstance(reply, Answer) else 0,
        "unsupported": sum(s.support is Support.UNSUPPORTED for s in reply.sentences)
        if isinstance(reply, Answer)
        else 0,
        "seconds": time.perf_counter() - started,
    }


def _said(reply: Answer | NoAnswer) -> str:
    if isinstance(reply, NoAnswer):
        return ""
    short = reply.short.quote if reply.short else ""
    lines = (f"{s.label} {s.text}" for s in reply.sentences)
    return " ".join((reply.headline, short, *lines)).strip()


def _right(row: dict[str, Any], text: str) -> float:
    """Whether a text holds an answer, or the share of the items that it holds."""
    said = " ".join(text.casefold().split())
    if items := row.get("items"):
        return statistics.mean(any(one.casefold() in said for one in item) for item in items)
    return float(any(one.casefold() in said for one in row["answers"]))


def report(done: Sequence[dict[str, Any]]) -> None:
    """Print the table."""
    kinds: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for one in done:
        kinds[one["kind"]].append(one)
    print(f"{'kind':14} {'n':>3} without  with")
    for kind, some in kinds.items():
        shares = (statistics.mean(one[way]["right"] for one in some) for way in ("without", "with"))
        print(f"{kind:14} {len(some):3} {'  '.join(f'{share:7.2f}' for share in shares)}")
    for way in ("without", "with"):
        answerable = [one[way] for one in done if one["answerable"]]
        said = sum(one["sentences"] for one in answerable)
        print(
            f"{way}: right {statistics.mean(one['right'] for one in answerable):.3f}, "
            f"refused {statistics.mean(one['refused'] for one in answerable):.3f}, "
            f"unsupported {sum(one['unsupported'] for one in answerable)} of {said} sentences, "
            f"not the model's {sum(bool(one['notice']) for one in answerable)}, "
            f"median {statistics.median(one['seconds'] for one in answerable):.1f} s"
        )


if __name__ == "__main__":
    main()
