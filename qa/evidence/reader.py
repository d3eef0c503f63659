"""Reading question and passage together: which words answer, whether they do, what carries a claim.

One small encoder with several heads, trained by `tests/bench/training` from the cross-encoder
ms-marco-MiniLM-L-12-v2; `models/reader.md` is its card. One pass over a pair of texts gives

- for each token of the passage a score for being the answer's first, one for being its last
  (Devlin et al. 2019, arXiv:1810.04805), one for standing in a sentence that answers, and one for
  being of a thing that is asked for, where there may be several; [CLS] gets the first two for "the
  answer is not here";
- for the pair whether the passage answers, how relevant it is (distilled from the cross-encoder),
  and whether it supports, contradicts or leaves open what the first text says.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path
from typing import Protocol

import numpy as np
from numpy.typing import NDArray
from tokenizers import Encoding, Tokenizer

from index.errors import ModelError
from index.models.bundled import MINILM_RERANKER, ModelFiles, file_sha256, locate
from index.models.onnx_model import Floats, OnnxModel
from qa.evidence.scores import END, START, Entailment, PassageScores

LONGEST_PAIR = 320  # tokens of question, title and passage; the rest of the passage is not read
_WEIGHTS = Path(__file__).parent / "models" / "reader.onnx"
_SHA256 = "99d2978c6f4d8520fe78e6ecbcb012e8fccc43b968ea6f57bef22318aaebe184"
_RELEVANCE, _ANSWERS, _SUPPORTS, _CONTRADICTS, _NEITHER = range(5)  # of a pair


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
        float(tokens[0, START] + tokens[0, END]),
        float(verdict[_ANSWERS]),
        float(verdict[_RELEVANCE]),
        _entailment(verdict),
    )


def _entailment(verdict: Floats) -> Entailment:
    return Entailment(float(verdict[_RELEVANCE]), *_softmax(verdict[_SUPPORTS : _NEITHER + 1]))


def _softmax(logits: Floats) -> list[float]:
    powers = np.exp(logits - logits.max())
    return [float(share) for share in powers / powers.sum()]
