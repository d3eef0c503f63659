"""What the reader makes of one passage: scores of its words, and what is told from them."""

from __future__ import annotations

import re
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from index.models.onnx_model import Floats

START, END, _EVIDENCE, THING = range(4)
"""The logits of a token: of being an answer's first, its last, in a sentence that answers, and of a
thing that is asked for."""

_LONGEST_SPAN = 25  # tokens
_UNLIKELY = -2.0  # a logit of a thing that is not looked at
_BETWEEN = -1.0  # a logit below which a word may stand between two things
_LOWER = 2.0  # logits by which a word is below the best of a thing that it does not belong to
_WORD_END = re.compile(r"\w*")


@dataclass(frozen=True, slots=True)
class AnswerSpan:
    """A piece of a passage that may answer.

    Attributes:
        start, end: characters of the passage's text, end exclusive; whole words.
        margin: how much better than "not here", in logits.
    """

    start: int
    end: int
    margin: float


@dataclass(frozen=True, slots=True)
class Entailment:
    """What a text says of a claim.

    Attributes:
        relevance: the logit that it is about the claim.
        supports, contradicts, neither: probabilities that add up to 1.
    """

    relevance: float
    supports: float
    contradicts: float
    neither: float


NOTHING_SAID = Entailment(0.0, 0.0, 0.0, 1.0)
"""What a text says of a claim that it does not speak of."""


@dataclass(frozen=True, slots=True)
class PassageScores:
    """What the reader makes of one passage.

    Attributes:
        text: the passage.
        pieces: first character and the one after the last of each token, `(tokens, 2)`.
        tokens: logits of each token for being first, being last, standing in a sentence that
            answers, and being of a thing that is asked for, `(tokens, 4)`.
        null: the logit of "the answer is not here", on the scale of a first token's plus a last's.
        answers: the logit that the passage answers.
        relevance: the logit that it is about what is asked.
        says: whether it says yes to what is asked, where yes or no answers that.
    """

    text: str
    pieces: NDArray[np.int64]
    tokens: Floats
    null: float
    answers: float
    relevance: float
    says: Entailment = NOTHING_SAID

    def best(self, start: int = 0, end: int | None = None) -> AnswerSpan | None:
        """The best span that lies within characters `start` to `end` of the passage.

        Returns:
            The span, widened to whole words; None where no token lies there.
        """
        end = len(self.text) if end is None else end
        inside = self._within(start, end)
        if not len(inside):
            return None
        sums = self._spans(inside)
        first, last = np.unravel_index(int(sums.argmax()), sums.shape)
        found = int(self.pieces[inside[first], 0]), int(self.pieces[inside[last], 1])
        return AnswerSpan(*self._words(*found, start, end), float(sums[first, last]) - self.null)

    def mass(self, start: int = 0, end: int | None = None) -> float:
        """What all spans within characters `start` to `end` are worth together over "not here".

        Returns:
            The logarithm of the sum of their odds; negative infinity where no token lies there.
        """
        inside = self._within(start, len(self.text) if end is None else end)
        if not len(inside):
            return -np.inf
        return float(np.logaddexp.reduce(self._spans(inside), axis=None)) - self.null

    def things(self, start: int = 0, end: int | None = None) -> list[AnswerSpan]:
        """The things that are asked for and lie within characters `start` to `end` of the passage.

        Returns:
            Whole words, in order, that may be of such a thing, the least likely left out; the
            margin of each is the mean of its tokens' logits.
        """
        end = len(self.text) if end is None else end
        found: list[AnswerSpan] = []
        for run in _runs(self._within(start, end), self.tokens[:, THING]):
            first, last = self._words(
                int(self.pieces[run[0], 0]), int(self.pieces[run[-1], 1]), start, end
            )
            if not found or first >= found[-1].end:
                found.append(AnswerSpan(first, last, float(self.tokens[run, THING].mean())))
        return found

    def _spans(self, inside: NDArray[np.int64]) -> Floats:
        """What each span is worth, by its first and last of the tokens inside."""
        sums: Floats = self.tokens[inside, START, None] + self.tokens[None, inside, END]
        length = np.arange(len(inside))[None] - np.arange(len(inside))[:, None]
        sums[(length < 0) | (length >= _LONGEST_SPAN)] = -np.inf
        return sums

    def _within(self, start: int, end: int) -> NDArray[np.int64]:
        found: NDArray[np.int64] = np.flatnonzero(
            (self.pieces[:, 0] >= start) & (self.pieces[:, 1] <= end)
        )
        return found

    def _words(self, first: int, last: int, start: int, end: int) -> tuple[int, int]:
        """The span with the rest of the words that it cuts."""
        before = _WORD_END.match(self.text[start:first][::-1]) if self._cuts(first) else None
        after = _WORD_END.match(self.text[last:end]) if self._cuts(last) else None
        return first - (before.end() if before else 0), last + (after.end() if after else 0)

    def _cuts(self, at: int) -> bool:
        return 0 < at < len(self.text) and self.text[at - 1].isalnum() and self.text[at].isalnum()


def _runs(places: NDArray[np.int64], logits: Floats) -> list[NDArray[np.int64]]:
    """The places next to one another whose logits are not too low, nor at an end far lower.

    Where they fall and rise again, as at an "and", is between two things.
    """
    likely = places[logits[places] > _UNLIKELY]
    found = []
    for run in np.split(likely, np.flatnonzero(np.diff(likely) > 1) + 1):
        far = logits[run].max(initial=_UNLIKELY) - _LOWER
        held = run[logits[run] > min(far, _BETWEEN)]
        for part in np.split(held, np.flatnonzero(np.diff(held) > 1) + 1):
            core = np.flatnonzero(logits[part] > far)
            if len(core):
                found.append(part[core[0] : core[-1] + 1])
    return found
