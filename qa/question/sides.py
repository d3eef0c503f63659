"""What a question sets side by side: two things or three, and the words that only set them apart.

Each word is told by what it is, by its place in the sentence's grammar and by what stands around
it: whether it belongs to a side, or only sets sides apart ("and", "compared with", "each"). The
likeliest sequence is taken (Viterbi). The weights in `sides_weights.json` are trained by
`tests.bench.sides`, on questions in which both are marked.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import groupby
from pathlib import Path

import numpy as np

from qa.language.parsing import Parse, Word, parse
from qa.language.words import STOP_WORDS, stem, without_marks, words
from qa.question.linear import Linear

WEIGHTS = Path(__file__).with_name("sides_weights.json")
OTHER, SIDE, APART = range(3)  # what a word may be
_AROUND = 3  # words to either side that a word is told by
_MOST = 4  # sides
_MEANT = re.compile(r"\b(?:ones?|that|those)\b", re.IGNORECASE)  # the first side's noun
_MARKS = " ,;:?!.\"“”"


@dataclass(frozen=True, slots=True)
class SidesWeights:
    """What is learned.

    Attributes:
        frame: the words that are not masked, in small letters.
        words: of what `around` tells of a word; classes `OTHER`, `SIDE`, `APART`.
        follows: by a kind and the next word's, the logarithm of how often it follows.
    """

    frame: frozenset[str]
    words: Linear
    follows: Sequence[Sequence[float]]


@dataclass(frozen=True, slots=True)
class Comparison:
    """The sides that a question names, two to four, and what it asks of them all.

    Attributes:
        sides: as the question names them.
        point: what is asked, in the question's words without its sides.
        of_each: the question for each side alone; rather key words where it chooses.
        chooses: whether the sides stand behind the question, as in "Which is longer, A or B?".
    """

    sides: tuple[str, ...]
    point: str
    of_each: tuple[str, ...]
    chooses: bool = False

    @property
    def asks(self) -> bool:
        """Whether a point is named that the sides are compared in."""
        return any(word not in STOP_WORDS for word in words(self.point))

    def is_named(self, text: str, side: str) -> bool:
        """Whether a text names a side: half of the words that no other side has, in any form."""
        wanted = _distinct(side, [other for other in self.sides if other != side])
        held = {stem(word) for word in words(without_marks(text))}
        return 2 * len(wanted & held) >= max(len(wanted), 1)


@lru_cache(maxsize=1)  # immutable
def load_sides_weights() -> SidesWeights:
    """The weights that come with the program."""
    held = json.loads(WEIGHTS.read_text("utf-8"))
    return SidesWeights(frozenset(held["frame"]), Linear.read(held["words"]), held["follows"])


def comparison_in(question: str) -> Comparison | None:
    """What a question compares; None where it names no two sides."""
    return comparison_by(load_sides_weights(), parse(question))


def comparison_by(weights: SidesWeights, parsed: Parse) -> Comparison | None:
    """The same by some weights, of a question taken apart."""
    kinds = kinds_of(weights, parsed)
    runs = [(kind, [n for n, _ in run]) for kind, run in groupby(enumerate(kinds), lambda k: k[1])]
    places = [
        part
        for kind, run in runs
        if kind == SIDE and (part := _trimmed(parsed, run))
    ]
    sides = [_meant(_said(parsed, part), _said(parsed, places[0])) for part in places]
    if not 1 < len(set(sides)) == len(sides) <= _MOST:
        return None
    left = [n for n, kind in enumerate(kinds) if kind == OTHER]
    point = _without_ends(_joined(parsed, left))
    chooses = not any(parsed.words[n].text.isalnum() for n in left if n > places[0][0])
    of_each = tuple(
        _joined(parsed, sorted((*left, *part))).replace(_said(parsed, part), side, 1)
        for part, side in zip(places, sides, strict=True)
    )
    made = Comparison(tuple(sides), point, of_each, chooses)
    if made.asks:
        return made
    return Comparison(tuple(sides), point, tuple(f"What is {s}?" for s in sides))


def kinds_of(weights: SidesWeights, parsed: Parse) -> list[int]:
    """The likeliest kinds of the words, one each."""
    shown = [shown_as(word, weights.frame) for word in parsed.words]
    if not shown:
        return []
    follows = np.asarray(weights.follows)
    worth = [_log_shares(weights.words.scores(around(parsed, shown, n))) for n in range(len(shown))]
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
    """What a word is told by: itself, its grammar, and the words around it by their places."""
    word = parsed.words[place]
    whole = ["^"] * _AROUND + list(shown) + ["$"] * _AROUND
    here = place + _AROUND
    for step in range(-_AROUND, _AROUND + 1):
        yield f"{step}={whole[here + step]}"
    for step in (-1, 0, 1):
        if 0 <= place + step < len(shown):
            yield f"{step} {parsed.words[place + step].role}"
    yield f"<{whole[here - 1]} {whole[here]}"
    yield f">{whole[here]} {whole[here + 1]}"
    yield f"<>{whole[here - 1]} {whole[here]} {whole[here + 1]}"
    yield f"head {shown[word.head]} {word.role}"
    yield f"tag {word.tag} {parsed.words[word.head].tag}"
    for side, others in (("before", shown[:place]), ("behind", shown[place + 1 :])):
        for other in {one for one in others if " " not in one}:
            yield f"{side} {other}"


def _log_shares(scores: np.ndarray) -> np.ndarray:
    shifted = scores - scores.max()
    return shifted - np.log(np.exp(shifted).sum())


def _trimmed(parsed: Parse, run: Sequence[int]) -> list[int]:
    """A side's words without marks and small words that hang on at its ends."""
    kept = list(run)
    while kept and not any(c.isalnum() for c in parsed.words[kept[0]].text):
        kept.pop(0)
    while kept and (
        parsed.words[kept[-1]].low in ("'s", "’s")
        or not any(c.isalnum() for c in parsed.words[kept[-1]].text)
    ):
        kept.pop()
    return kept


def _said(parsed: Parse, places: Sequence[int]) -> str:
    return parsed.said(places[0], places[-1] + 1)


def _meant(side: str, first: str) -> str:
    """A side with the noun of the first one for its "one"."""
    noun = first.split()[-1]
    return side if side == first else _MEANT.sub(noun, side, count=1)


def _joined(parsed: Parse, places: Sequence[int]) -> str:
    """Words of a question, in its order and spaced as in it."""
    text = ""
    for before, place in zip([None, *places], places, strict=False):
        word = parsed.words[place]
        apart = before is not None and (
            place > before + 1 or parsed.words[before].end < word.start
        )
        text += (" " if apart and word.text not in ",?.!:;" else "") + word.text
    return text


def _without_ends(text: str) -> str:
    return text.strip(_MARKS) or "what"


def _distinct(side: str, others: Sequence[str]) -> set[str]:
    """The words of a side that no other has, each as its stem; all, where none is its own."""
    own, theirs = (_stems(one) for one in (side, " ".join(others)))
    return own - theirs or own


def _stems(text: str) -> set[str]:
    return {stem(word) for word in words(without_marks(text)) if word not in STOP_WORDS}
