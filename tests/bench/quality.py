"""Quality and time of retrieving and answering on a set of questions.

    python -m tests.bench.quality FOLDER [--index DIR] [--sample N]

FOLDER holds `corpus.jsonl` or `corpus.jsonl.gz` (id, title, text, …) and `queries.jsonl`
(question, answers, relevant article ids, answerable; where known `date`, the day of asking; with
`answer_start`, the character in the relevant article where the answer stands, passages are judged
too). The index is built once in DIR.
"""

from __future__ import annotations

import argparse
import json
import random
import statistics
import sys
import tempfile
import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from index.build import build
from index.store import Index, open_index
from index.terminal import ProgressLine
from qa.answer import Answer, Hit, NoAnswer
from qa.asking import ask


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of one question; ranks count from 1, None for not found."""

    answerable: bool
    article_rank: int | None
    passage_rank: int | None
    sentence_rank: int | None
    refused: bool
    best_score: float
    milliseconds: float


def main() -> None:
    """Build, ask everything, print the figures."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--index", type=Path)
    parser.add_argument("--sample", type=int, help="ask so many of them, drawn at random")
    parser.add_argument("--only", choices=["answerable", "unanswerable"])
    parser.add_argument("--out", type=Path, help="write an outcome a line as JSON")
    options = parser.parse_args()
    corpus = next(options.folder.glob("corpus.jsonl*"))
    index_dir = options.index or Path(tempfile.mkdtemp(prefix="bench-")) / "index"
    with ProgressLine() as progress:
        report = build(corpus, index_dir, progress=progress)
    print(report.as_text())
    questions = [json.loads(line) for line in (options.folder / "queries.jsonl").open()]
    if options.only:
        wanted = options.only == "answerable"
        questions = [q for q in questions if q["answerable"] == wanted]
    if options.sample:
        questions = random.Random(0).sample(questions, min(options.sample, len(questions)))
    index = open_index(index_dir)
    ask("warm up", index=index)
    outcomes = []
    for number, question in enumerate(questions, start=1):
        outcomes.append(judge(question, index))
        if number % 100 == 0:
            print(f"{number} of {len(questions)} asked", file=sys.stderr)
    if options.out:
        names = Outcome.__slots__
        lines = [json.dumps({n: getattr(o, n) for n in names}) for o in outcomes]
        options.out.write_text("\n".join(lines) + "\n")
    show(outcomes)


def judge(question: dict[str, Any], index: Index) -> Outcome:
    """Ask one question and compare with what is known about it."""
    started = time.perf_counter()
    reply = ask(question["question"], index=index, k=10, today=question.get("date"))
    milliseconds = (time.perf_counter() - started) * 1000
    hits = reply.hits if isinstance(reply, Answer) else reply.nearest
    relevant = {*question.get("relevant", ()), *question.get("also_relevant", ())}
    return Outcome(
        answerable=question["answerable"],
        article_rank=_rank(hit.article.id in relevant for hit in hits),
        passage_rank=_rank(_holds(hit, question, relevant) for hit in hits),
        sentence_rank=_sentence_rank(reply, question["answers"]),
        refused=isinstance(reply, NoAnswer),
        best_score=hits[0].score if hits else float("-inf"),
        milliseconds=milliseconds,
    )


def show(outcomes: Sequence[Outcome]) -> None:
    """Print the figures."""
    times = sorted(o.milliseconds for o in outcomes)
    p95 = times[int(0.95 * (len(times) - 1))]
    print(f"time: median {statistics.median(times):.0f} ms, 95th percentile {p95:.0f} ms")
    known = [o for o in outcomes if o.answerable]
    unknown = [o for o in outcomes if not o.answerable]
    if known:
        show_answerable(known)
    if unknown:
        print(f"unanswerable: {len(unknown)}")
        print(f"  refused        {sum(o.refused for o in unknown) / len(unknown):.3f}")
        if not known:
            return
        area = auroc([o.best_score for o in known], [o.best_score for o in unknown])
        print(f"  AUROC of the best sentence's score {area:.3f}")


def show_answerable(known: Sequence[Outcome]) -> None:
    """Print the figures of questions that the articles answer."""
    print(f"answerable: {len(known)}")
    for name in ("article_rank", "passage_rank", "sentence_rank"):
        ranks = [getattr(o, name) for o in known]
        shares = {k: sum(1 for r in ranks if r and r <= k) / len(ranks) for k in (1, 3, 5, 10)}
        mrr = sum(1 / r for r in ranks if r and r <= 10) / len(ranks)
        cells = "  ".join(f"@{k} {share:.3f}" for k, share in shares.items())
        print(f"  {name:14} {cells}  MRR@10 {mrr:.3f}")
    print(f"  refused        {sum(o.refused for o in known) / len(known):.3f}")


def auroc(positive: Sequence[float], negative: Sequence[float]) -> float:
    """The chance that a positive scores above a negative, ties half."""
    wins = sum((p > n) + 0.5 * (p == n) for p in positive for n in negative)
    return wins / (len(positive) * len(negative))


def _rank(found: Iterable[bool]) -> int | None:
    return next((rank for rank, good in enumerate(found, start=1) if good), None)


def _holds(hit: Hit, question: dict[str, Any], relevant: set[str]) -> bool:
    start = question.get("answer_start")
    if start is None or hit.article.id not in relevant:
        return False
    return bool(hit.passage.start <= start < hit.passage.end)


def _sentence_rank(reply: Answer | NoAnswer, answers: Sequence[str]) -> int | None:
    if not isinstance(reply, Answer):
        return None
    quotes = {c.number: c.quote for c in reply.citations}
    for citation in reply.citations:
        if citation.article.text[citation.start : citation.end] != citation.quote:
            raise AssertionError(f"citation {citation.number} is not exact")
    wanted = [answer.casefold() for answer in answers]
    return _rank(
        any(
            answer in quotes[number].casefold()
            for number in sentence.citations
            for answer in wanted
        )
        for sentence in reply.sentences
    )


if __name__ == "__main__":
    main()
