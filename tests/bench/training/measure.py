"""How well the network reads paragraphs that are given: SQuAD 2.0's own measures."""

from __future__ import annotations

import random
import string
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray
from tokenizers import Tokenizer

from tests.bench.training.corpus import corpus_file
from tests.bench.training.items import Places
from tests.bench.training.network import Network
from tests.bench.training.precision import fast
from tests.bench.training.rows import front, json_lines

_LONGEST, _LONGEST_ANSWER = 320, 30  # tokens
_SAMPLE = 400  # questions
_FALSE_REFUSALS = 0.06  # at which it is told how many unanswerable questions are refused


@dataclass(frozen=True, slots=True)
class Asked:
    """A question with the paragraph that it was asked of; no answers: it does not answer."""

    question: str
    answers: tuple[str, ...]
    title: str
    text: str


@dataclass(frozen=True, slots=True)
class Read:
    """The best span, how much better it is than none, and the logit for answering."""

    span: str
    margin: float
    answers: float


def measurer(folder: Path, tokenizer: Tokenizer) -> Callable[[Network], str]:
    """What measures networks on the same sample of a folder's questions.

    Raises:
        SystemExit: as `questions` does.
    """
    return partial(measured, tokenizer=tokenizer, sample=questions(folder, _SAMPLE))


def questions(folder: Path, most: int) -> list[Asked]:
    """The same sample each time of a folder's questions that name their paragraph.

    Raises:
        SystemExit: no question of the folder does.
    """
    articles = {row["id"]: row for row in json_lines(corpus_file(folder))}
    rows = list(json_lines(folder / "queries.jsonl"))
    random.Random(0).shuffle(rows)
    found = []
    for row in rows:
        about = articles.get(row.get("article") or next(iter(row["relevant"]), None))
        if about is not None and "paragraph_start" in row:
            text = about["text"][row["paragraph_start"] : row["paragraph_end"]]
            answers = tuple(row["answers"]) if row["answerable"] else ()
            found.append(Asked(row["question"], answers, about["title"], text))
    if not any(q.answers for q in found[:most]) or all(q.answers for q in found[:most]):
        raise SystemExit(
            f"{folder} needs questions with paragraph_start and paragraph_end, with and without "
            "an answer; name another folder with --measure"
        )
    return found[:most]


def read(net: Network, tokenizer: Tokenizer, asked: Asked) -> Read:
    """What the network finds in one paragraph."""
    pair = tokenizer.encode(asked.question, front(asked.title) + asked.text)
    pair.truncate(_LONGEST)
    device = net.words.weight.device
    ids = torch.tensor([pair.ids], device=device)
    kinds = torch.tensor([pair.type_ids], device=device)
    with torch.no_grad(), fast(device.type):
        spans, _, verdict = net(ids, kinds, None)
    scores = spans[0].float().cpu().numpy()
    places = Places.of(pair, asked.title)
    begin, end = scores[places.tokens, 0], scores[places.tokens, 1]
    count = len(places.tokens)
    square = np.ones((count, count), bool)
    allowed = np.triu(square) & ~np.triu(square, _LONGEST_ANSWER)
    both = np.where(allowed, begin[:, None] + end[None, :], -np.inf)
    first, last = divmod(int(both.argmax()), count)
    span = asked.text[places.characters[first, 0] : places.characters[last, 1]]
    none = scores[0, 0] + scores[0, 1]
    return Read(span, float(both[first, last] - none), float(verdict[0, 0]))


def measured(net: Network, tokenizer: Tokenizer, sample: Sequence[Asked]) -> str:
    """F1 of spans; AUROC and refusals by margin, head and both; F1 of SQuAD 2.0."""
    from sklearn.metrics import roc_auc_score

    found = [read(net, tokenizer, asked) for asked in sample]
    answerable = np.array([bool(asked.answers) for asked in sample])
    overlap = np.array([_best_f1(r.span, q.answers) for q, r in zip(sample, found, strict=True)])
    margin = np.array([r.margin for r in found])
    head = np.array([r.answers for r in found])
    figures = {"F1": overlap[answerable].mean()}
    scores: dict[str, NDArray[np.float64]] = {
        "margin": margin,
        "head": head,
        "both": margin / 2 + head,
    }
    for name, score in scores.items():
        floor = np.quantile(score[answerable], _FALSE_REFUSALS)
        figures[f"AUROC {name}"] = roc_auc_score(answerable, score)
        figures[f"refused at .06 {name}"] = (score[~answerable] < floor).mean()
    told = scores["both"] > 0
    figures["F1 of SQuAD 2.0"] = np.where(answerable, overlap * told, ~told).mean()
    return ", ".join(f"{name} {value:.3f}" for name, value in figures.items())


def _best_f1(said: str, answers: Sequence[str]) -> float:
    return max((_f1(_normal(said), _normal(answer)) for answer in answers), default=0.0)


def _normal(answer: str) -> list[str]:
    """The words of an answer as SQuAD compares them."""
    bare = "".join(c for c in answer.lower() if c not in string.punctuation)
    return [word for word in bare.split() if word not in ("a", "an", "the")]


def _f1(said: Sequence[str], right: Sequence[str]) -> float:
    return 2 * sum((Counter(said) & Counter(right)).values()) / max(len(said) + len(right), 1)
