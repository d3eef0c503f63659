"""Train the span reader of `qa/writing/span_reader.py` and write its own layers as an ONNX file.

    python -m tests.bench.train_reader FOLDER INDEX OUT [--more FOLDER INDEX]… [--test ARTICLE]…

FOLDER holds `queries.jsonl` (id, question, answers, answerable, relevant article ids, and either
`article` and `answer_start`, the character in it where the answer stands, or `evidence`, verbatim
sentences), INDEX is an index of its articles. Questions about the articles named by --test are not
trained on but judged: the best span inside the first sentence that the program answers with. Needs
`onnx` beside the test extras, 4 GB of memory and about half an hour.
"""

from __future__ import annotations

import argparse
import random
import string
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import torch
from torch import Tensor, nn

from index.article import Filters
from index.models.bundled import MINILM_RERANKER, ModelFiles, locate
from index.store import open_index
from qa.evidence.rerank import RerankSettings, load_scorer, rerank
from qa.retrieval.search import search
from qa.writing.span_reader import SpanReader
from tests.bench.reader_examples import Example, prepared, questions
from tests.bench.reader_layers import Top, export, stock

_EPOCHS, _BATCH, _RATE, _HEAD_RATE = 2, 8, 6e-5, 1e-3
_SHARED, _RELEVANCE = 0.5, 0.3  # weights of the two other losses


def main() -> None:
    """Train, write, judge."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("index", type=Path)
    parser.add_argument("out", type=Path)
    parser.add_argument("--more", nargs=2, type=Path, action="append", default=[])
    parser.add_argument("--test", action="append", default=[])
    options = parser.parse_args()
    files = locate(MINILM_RERANKER)
    examples: list[list[Example]] = []
    for folder, index in [(options.folder, options.index), *options.more]:
        asked = [q for q in questions(folder) if q.get("article") not in options.test]
        examples += prepared(asked, index, files)
        print(f"{folder.name}: {len(examples)} questions to train on", flush=True)
    export(train(stock(files), examples), options.out)
    if options.test:
        tested = [q for q in questions(options.folder) if q.get("article") in options.test]
        judge([q for q in tested if q["answerable"]], options.index, files, options.out)


def train(top: Top, examples: list[list[Example]]) -> Top:
    """All epochs."""
    torch.manual_seed(1)
    torch.set_num_threads(1)  # a sequence is too short to share: two threads are slower
    chance = random.Random(1)
    head = [p for name, p in top.named_parameters() if name.startswith("span")]
    rest = [p for name, p in top.named_parameters() if not name.startswith("span")]
    groups = [{"params": rest, "lr": _RATE}, {"params": head, "lr": _HEAD_RATE}]
    optimizer = torch.optim.AdamW(groups, betas=(0.9, 0.98), weight_decay=0.01)
    steps = _EPOCHS * (len(examples) // _BATCH)
    schedule = torch.optim.lr_scheduler.LambdaLR(
        optimizer,
        lambda step: min((step + 1) / (0.1 * steps), max(0.02, (steps - step) / (0.9 * steps))),
    )
    top.train()
    for _ in range(_EPOCHS):
        chance.shuffle(examples)
        for at in range(0, len(examples) // _BATCH * _BATCH, _BATCH):
            batch = [_drawn(question, chance) for question in examples[at : at + _BATCH]]
            loss = torch.stack([loss_of(top, question) for question in batch]).mean()
            optimizer.zero_grad()
            loss.backward()  # type: ignore[no-untyped-call]
            nn.utils.clip_grad_norm_(top.parameters(), 1.0)
            optimizer.step()
            schedule.step()
            if schedule.last_epoch % 20 == 0:
                print(f"step {schedule.last_epoch} of {steps}: loss {loss.item():.3f}", flush=True)
    return top.eval()


def _drawn(question: list[Example], chance: random.Random) -> list[Example]:
    """A passage that answers, mostly the best, and one that does not, mostly the best."""
    right = [e for e in question if e.first.any()]
    wrong = [e for e in question if not e.first.any()]
    if not right:
        return wrong[: 2 if chance.random() < 0.3 else 1]
    kept = chance.sample(right, 2) if len(right) > 1 and chance.random() < 0.3 else right[:1]
    other = wrong[:1] if len(wrong) < 2 or chance.random() < 0.6 else [chance.choice(wrong[1:])]
    return kept + other


def loss_of(top: Top, question: Sequence[Example]) -> Tensor:
    """Of one question: each passage alone, all of them together, and the relevance head."""
    alone, relevance = [], []
    every: list[list[Tensor]] = [[], []]
    right: list[list[Tensor]] = [[], []]
    for example in question:
        spans, logit = top(torch.from_numpy(example.states.astype(np.float32)))
        inside = torch.from_numpy(example.inside)
        for side, marked in enumerate((example.first, example.last)):
            scores, wanted = spans[:, side], torch.from_numpy(marked)
            good = scores[wanted] if marked.any() else scores[:1]
            allowed = torch.cat([scores[:1], scores[inside]])
            alone.append((allowed.logsumexp(0) - good.logsumexp(0)) / 2)
            every[side].append(scores[inside])
            if marked.any():
                right[side].append(good)
        target = torch.tensor(float(example.first.any()))
        relevance.append(nn.functional.binary_cross_entropy_with_logits(logit, target))
    loss = torch.stack(alone).sum() / len(question)
    loss = loss + _RELEVANCE * torch.stack(relevance).mean()
    if right[0] and len(question) > 1:
        for one, good_ones in zip(every, right, strict=True):
            shared = torch.cat(one).logsumexp(0) - torch.cat(good_ones).logsumexp(0)
            loss = loss + _SHARED * shared / 2
    return loss


def judge(asked: Sequence[dict[str, Any]], index: Path, files: ModelFiles, out: Path) -> None:
    """Print exact match and F1 of the best span inside the first sentence of each answer."""
    opened, scorer, reader = open_index(index), load_scorer(), SpanReader(files, out)
    exact, overlap = 0, 0.0
    for question in asked:
        hits = search(question["question"], opened, Filters(), most=12)
        best = rerank(
            question["question"], hits, scorer, RerankSettings(), opened.rarity
        ).sentences[0]
        passage = best.hit.passage
        [reading] = reader.read(question["question"], [(best.hit.article.title, passage.text)])
        span = reading.best(best.start - passage.start, best.end - passage.start)
        said = _normal(passage.text[span.start : span.end]) if span else []
        exact += any(said == _normal(answer) for answer in question["answers"])
        overlap += max(_f1(said, _normal(answer)) for answer in question["answers"])
    print(f"{len(asked)} questions: EM {exact / len(asked):.3f}, F1 {overlap / len(asked):.3f}")


def _normal(answer: str) -> list[str]:
    """The words of an answer as SQuAD compares them."""
    bare = "".join(c for c in answer.lower() if c not in string.punctuation)
    return [word for word in bare.split() if word not in ("a", "an", "the")]


def _f1(said: list[str], right: list[str]) -> float:
    return 2 * sum((Counter(said) & Counter(right)).values()) / max(len(said) + len(right), 1)


if __name__ == "__main__":
    main()
