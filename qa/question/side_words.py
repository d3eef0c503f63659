"""Which words of a question belong to a side of a comparison, by a learned sequence.

Each word is told by what it is, by its place in the sentence's grammar and by what stands around
it: whether it belongs to a side, or only sets sides apart ("and", "compared with", "each"). The
likeliest sequence of a conditional random field is taken (Lafferty et al. 2001). Its weights in
`side_weights.json` are trained by `tests.bench.sides`, on questions in which both are marked.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import numpy as np

from qa.language.parsing import Parse, Word
from qa.question.linear import Linear, beside

WEIGHTS = Path(__file__).with_name("side_weights.json")
OTHER, SIDE, APART = range(3)  # what a word may be
_AROUND = 3  # words to either side that a word is told by
_NEAR = 7  # words
_JOINTS = frozenset(("and", "or", "than", "versus", "vs", "vs.", "to", "with", "against", ","))


@dataclass(frozen=True, slots=True)
class SideWeights:
    """What is learned.

    Attributes:
        frame: the words that are not masked, in small letters.
        words: of what `around` tells of a word; classes `OTHER`, `SIDE`, `APART`.
        follows: by a kind and the next word's, what it is worth that one follows the other.
    """

    frame: frozenset[str]
    words: Linear
    follows: Sequence[Sequence[float]]


@lru_cache(maxsize=1)  # immutable
def load_side_weights() -> SideWeights:
    """The weights that come with the program."""
    held = json.loads(WEIGHTS.read_text("utf-8"))
    return SideWeights(frozenset(held["frame"]), Linear.read(held["words"]), held["follows"])


def kinds_of(weights: SideWeights, parsed: Parse) -> list[int]:
    """The likeliest kinds of the words, one each."""
    shown = [shown_as(word, weights.frame) for word in parsed.words]
    if not shown:
        return []
    follows = np.asarray(weights.follows)
    worth = [
        weights.words.scores(dict.fromkeys(around(parsed, shown, n))) for n in range(len(shown))
    ]
    best, came = worth[0], []
    for own in worth[1:]:
        reached = best[:, None] + follows
        came.append(reached.argmax(axis=0))
        best = reached.max(axis=0) + own
    kinds = [int(best.argmax())]
    for back in reversed(came):
        kinds.append(int(back[kinds[-1]]))
    return kinds[::-1]


def shown_as(word: Word, frame: frozenset[str]) -> str:
    """A word as itself if it is one of the frame, else what it is."""
    if word.low in frame:
        return word.low
    shape = "Name" if word.text[:1].isupper() and not word.first else "word"
    return f"{'9' if word.text[:1].isdigit() else shape} {word.tag[:2]}"


def around(parsed: Parse, shown: Sequence[str], place: int) -> Iterator[str]:
    """What a word is told by: itself, the words around it by their places, and its grammar."""
    yield from beside(shown, place, _AROUND)
    near = ["^", *shown, "$"][place : place + 3]
    yield f"<>{' '.join(near)}"
    for side, others in (("before", shown[:place][::-1]), ("behind", shown[place + 1 :])):
        for other in {one for one in others if " " not in one}:
            yield f"{side} {other}"
        for far, other in enumerate(others[: _NEAR - 1], 1):
            if other in _JOINTS:
                yield f"{side} by {far} {other}"
    yield f"end {min(len(shown) - place, _NEAR)}"
    yield from _grammar(parsed, shown, place)


def _grammar(parsed: Parse, shown: Sequence[str], place: int) -> Iterator[str]:
    """What a word is to those that it depends on, and to those that depend on it."""
    word = parsed.words[place]
    head = parsed.words[word.head]
    yield f"head {shown[word.head]} {word.role}"
    yield f"tag {word.tag} {head.tag}"
    yield f"up {word.role} {head.role} {parsed.words[head.head].role}"
    for step in (-1, 0, 1):
        if 0 <= place + step < len(shown):
            yield f"{step} {parsed.words[place + step].role}"
    for below in parsed.below(place):
        yield f"has {parsed.words[below].role}"
        if parsed.words[below].role == "cc":
            yield f"joins {parsed.words[below].low}"
    for below in parsed.below(word.head):
        yield f"beside {word.role} {parsed.words[below].role}"
