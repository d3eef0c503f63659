"""Reading question and passage together: which words answer, whether they do, what carries a claim.

One small encoder with several heads, trained by `tests/bench/training` from the cross-encoder
ms-marco-MiniLM-L-12-v2; `models/reader.md` is its card. One pass over a pair of texts gives

- for each token of the passage a score for being the answer's first, one for being its last
  (Devlin et al. 2019, arXiv:1810.04805) and one for standing in a sentence that answers; [CLS] gets
  the first two for "the answer is not here";
- for the pair whether the passage answers, how relevant it is (distilled from the cross-encoder),
  and whether it supports, contradicts or leaves open what the first text says.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Protocol

import numpy as np
from numpy.typing import NDArray
from tokenizers import Encoding, Tokenizer

from index.errors import ModelError
from index.models.bundled import MINILM_RERANKER, ModelFiles, file_sha256, locate
from index.models.onnx_model import Floats, OnnxModel

LONGEST_PAIR = 320  # tokens of question, title and passage; the rest of the passage is not read
_WEIGHTS = Path(__file__).parent / "models" / "reader.onnx"
_SHA256 = "b4627c80ef9b539c38784585e8be99f2771562b5eae79682cb6f735344cb5c4d"
_LONGEST_SPAN = 25  # tokens
_WORD_END = re.compile(r"\w*")
_START, _END = range(2)  # of a token; a third says whether its sentence answers
_RELEVANCE, _ANSWERS, _SUPPORTS, _CONTRADICTS, _NEITHER = range(5)  # of a pair


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
        tokens: logits of each token for being first, being last, and standing in a sentence that
            answers, `(tokens, 3)`.
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

    def _spans(self, inside: NDArray[np.int64]) -> Floats:
        """What each span is worth, by its first and last of the tokens inside."""
        sums: Floats = self.tokens[inside, _START, None] + self.tokens[None, inside, _END]
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


class Scorer(Protocol):
    """Question and texts to scores; see `Reader.score`."""

    def score(self, question: str, texts: Sequence[str]) -> list[float]:
        """Score each text by how relevant it is to the question."""


class Checker(Protocol):
    """Claims and texts to what the texts say of them; see `Reader.entail`."""

    def entail(self, claim: str, texts: Sequence[str]) -> list[Entailment]:
        """Tell of each text whether it carries the claim."""


class Reader:
    """The reader on onnxruntime; safe to use from several threads.

    Args:
        files: its weights and tokenizer.
    """

    def __init__(self, files: ModelFiles) -> None:
        self._tokenizer: Tokenizer = Tokenizer.from_file(str(files.tokenizer))
        self._tokenizer.no_padding()
        self._tokenizer.enable_truncation(LONGEST_PAIR, strategy="longest_first")
        self._model = OnnxModel(files)

    def read(self, question: str, passages: Sequence[tuple[str, str]]) -> list[PassageScores]:
        """Read passages for the answer to a question.

        Args:
            question: what was asked, complete in itself.
            passages: the title of its article and the text of each.

        Returns:
            Scores a passage, in the order given.
        """
        fronts = [f"{title}. " if title else "" for title, _ in passages]
        pairs = self._pairs(
            question, [front + text for front, (_, text) in zip(fronts, passages, strict=True)]
        )
        return [
            _scores(text, _places(pair, len(front)), tokens, verdict)
            for front, (_, text), pair, (tokens, verdict) in zip(
                fronts, passages, pairs, self._model.run_all(pairs), strict=True
            )
        ]

    def score(self, question: str, texts: Sequence[str]) -> list[float]:
        """How relevant texts are to a question, a logit each, in the order given."""
        pairs = self._pairs(question, texts)
        return [float(verdict[_RELEVANCE]) for _, verdict in self._model.run_all(pairs)]

    def entail(self, claim: str, texts: Sequence[str]) -> list[Entailment]:
        """Whether each text carries a claim, or a yes to a question that can be answered so."""
        pairs = self._pairs(claim, texts)
        return [_entailment(verdict) for _, verdict in self._model.run_all(pairs)]

    def _pairs(self, question: str, texts: Sequence[str]) -> list[Encoding]:
        return self._tokenizer.encode_batch([(question, text) for text in texts])


@lru_cache(maxsize=1)  # immutable and slow to load
def load_reader() -> Reader:
    """The reader that comes with the program.

    Raises:
        ModelError: a model file is missing or altered.
    """
    try:
        found = file_sha256(_WEIGHTS)
    except OSError as error:
        raise ModelError(
            f"the model file {_WEIGHTS} cannot be read ({error.strerror}); "
            "install the program again"
        ) from error
    if found != _SHA256:
        raise ModelError(
            f"the model file {_WEIGHTS} is not the one this program was made for: its sha256 "
            f"is {found}, expected {_SHA256}; install the program again"
        )
    bundled = locate(MINILM_RERANKER)  # whose tokenizer it shares
    return Reader(ModelFiles(_WEIGHTS, bundled.tokenizer, found, bundled.tokenizer_sha256))


def _places(pair: Encoding, front: int) -> NDArray[np.int64]:
    """Where each token lies in the passage's text, `(tokens, 2)`; -1 for those outside of it."""
    places = np.asarray(pair.offsets, dtype=np.int64) - front
    outside = (np.asarray(pair.type_ids) == 0) | (np.asarray(pair.special_tokens_mask) == 1)
    places[outside | (places[:, 0] < 0)] = -1
    return places


def _scores(text: str, places: NDArray[np.int64], tokens: Floats, verdict: Floats) -> PassageScores:
    inside = np.flatnonzero(places[:, 0] >= 0)
    return PassageScores(
        text,
        places[inside],
        tokens[inside],
        float(tokens[0, _START] + tokens[0, _END]),
        float(verdict[_ANSWERS]),
        float(verdict[_RELEVANCE]),
        _entailment(verdict),
    )


def _entailment(verdict: Floats) -> Entailment:
    return Entailment(float(verdict[_RELEVANCE]), *_softmax(verdict[_SUPPORTS : _NEITHER + 1]))


def _softmax(logits: Floats) -> list[float]:
    powers = np.exp(logits - logits.max())
    return [float(share) for share in powers / powers.sum()]
