"""What the span reader learns from: questions with passages, and the tokens that answer."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from index.article import Filters
from index.models.bundled import ModelFiles
from index.models.onnx_model import OnnxModel
from index.store import open_index
from qa.retrieval.search import search
from qa.writing.span_reader import UNTIL, encode_pairs, reading_tokenizer, token_places


@dataclass(frozen=True, slots=True)
class Example:
    """A question with one passage: the states below the trained layers, and what is right.

    `inside` marks the tokens of the passage, `first` and `last` those that an answer may begin and
    end with (none: not here); `rank` counts from 0.
    """

    states: NDArray[np.float16]
    inside: NDArray[np.bool_]
    first: NDArray[np.bool_]
    last: NDArray[np.bool_]
    rank: int


def questions(folder: Path) -> list[dict[str, Any]]:
    """The questions of a folder."""
    return [json.loads(line) for line in (folder / "queries.jsonl").open(encoding="utf-8")]


def prepared(
    asked: Sequence[dict[str, Any]], index: Path, files: ModelFiles
) -> list[list[Example]]:
    """The examples of each question: passages of the program's search that teach something."""
    opened, tokenizer, model = (
        open_index(index),
        reading_tokenizer(files),
        OnnxModel(files, until=UNTIL),
    )
    found = []
    for question in asked:
        chosen = []
        for rank, hit in enumerate(search(question["question"], opened, Filters(), most=12)):
            spans, doubtful = gold(question, hit.article.id, hit.passage.start, hit.passage.text)
            if spans or (rank < 3 and not doubtful):
                chosen.append((rank, hit.article.title, hit.passage.text, spans))
        pairs = encode_pairs(tokenizer, question["question"], [c[1:3] for c in chosen])
        made = [
            _example(
                states, token_places(pair, title), spans, rank, loose=bool(question.get("evidence"))
            )
            for (rank, title, _, spans), pair, states in zip(
                chosen, pairs, model.run(pairs), strict=True
            )
        ]
        if made and (not question["answerable"] or any(e.first.any() for e in made)):
            found.append(made)
    return found


def gold(
    question: dict[str, Any], article: str, start: int, text: str
) -> tuple[list[tuple[int, int]], bool]:
    """Where a passage answers, and whether it may answer although nobody said so."""
    if not question["answerable"]:
        return [], False
    if question.get("evidence"):
        spans = (
            list(_verbatim(text, question["evidence"])) if article in question["relevant"] else []
        )
        return spans, not spans and article in question["relevant"]
    said = [m.span() for a in question["answers"] for m in re.finditer(re.escape(a), text, re.I)]
    here = article == question["article"] and start <= question["answer_start"] < start + len(text)
    if not here:
        return [], bool(said)
    near = [(a, b) for a, b in said if abs(start + a - question["answer_start"]) < 60]
    return near, not near


def _verbatim(text: str, sentences: Iterable[str]) -> Iterator[tuple[int, int]]:
    """Where sentences stand, whatever white space and punctuation are between their letters."""
    places = [i for i, c in enumerate(text) if c.isalnum()]
    letters = "".join(text[i] for i in places).casefold()
    for sentence in sentences if len(letters) == len(places) else ():
        wanted = "".join(c for c in sentence if c.isalnum()).casefold()
        at = letters.find(wanted)
        if at >= 0 and len(wanted) > 8:
            yield places[at], places[at + len(wanted) - 1] + 1


def _example(
    states: NDArray[np.float32],
    places: NDArray[np.int64],
    spans: Iterable[tuple[int, int]],
    rank: int,
    *,
    loose: bool,
) -> Example:
    inside = places[:, 0] >= 0
    first, last = np.zeros_like(inside), np.zeros_like(inside)
    for start, end in spans:
        tokens = np.flatnonzero(inside & (places[:, 1] > start) & (places[:, 0] < end))
        if len(tokens):  # any span in a sentence will do where only the sentence is known
            first[tokens if loose else tokens[0]] = True
            last[tokens if loose else tokens[-1]] = True
    return Example(states.astype(np.float16), inside, first, last, rank)
