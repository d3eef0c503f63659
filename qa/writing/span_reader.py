"""SpanScores a passage for the few words that answer a question.

An extractive reader (Devlin et al. 2019, arXiv:1810.04805, as for SQuAD 2.0): each token of the
passage gets a score for being the answer's first and one for being its last; [CLS] gets both for
"the answer is not here". The first eight of its twelve layers are those of the bundled
cross-encoder, the rest is `models/reader.onnx`, made by `tests/bench/train_reader.py`; see
`models/reader.txt`. This module knows nothing of how passages are found or answers written.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from tokenizers import Encoding, Tokenizer

from index.errors import ModelError
from index.models.bundled import MINILM_RERANKER, ModelFiles, file_sha256, locate
from index.models.onnx_model import OnnxModel

Floats = NDArray[np.float32]

UNTIL = "/bert/encoder/layer.7/output/LayerNorm/Add_1_output_0"
"""The tensor of the cross-encoder at which the reader's own layers go on."""
LONGEST_PAIR = 320  # tokens of question, title and passage; the rest of the passage is not read
_OWN_LAYERS = Path(__file__).parent / "models" / "reader.onnx"
_SHA256 = "11f14027f07e974735d5e93cc642e41bc5b1826263af5cac21124f175360b1fc"
_LONGEST_SPAN = 20  # tokens
_WORD_END = re.compile(r"\w*")


@dataclass(frozen=True, slots=True)
class AnswerSpan:
    """A piece of a passage that may answer.

    Attributes:
        start, end: characters of the passage's text, end exclusive; whole words.
        margin: how much better than "not here", in logits. On questions that have an answer the
            better half of margins lies above about -3; see `models/reader.txt`.
    """

    start: int
    end: int
    margin: float


@dataclass(frozen=True, slots=True)
class SpanScores:
    """What the reader makes of one passage.

    Attributes:
        text: the passage.
        pieces: first character and the one after the last of each token, `(tokens, 2)`.
        starts, ends: the logits of each token for being first and last in the answer.
        null: the logit of "the answer is not here", on the scale of a start's plus an end's.
    """

    text: str
    pieces: NDArray[np.int64]
    starts: Floats
    ends: Floats
    null: float

    def best(self, start: int = 0, end: int | None = None) -> AnswerSpan | None:
        """The best span that lies within characters `start` to `end` of the passage.

        Returns:
            The span, widened to whole words; None where no token lies there.
        """
        end = len(self.text) if end is None else end
        inside = np.flatnonzero((self.pieces[:, 0] >= start) & (self.pieces[:, 1] <= end))
        if not len(inside):
            return None
        sums = self.starts[inside, None] + self.ends[None, inside]
        length = np.arange(len(inside))[None] - np.arange(len(inside))[:, None]
        sums[(length < 0) | (length >= _LONGEST_SPAN)] = -np.inf
        first, last = np.unravel_index(int(sums.argmax()), sums.shape)
        found = int(self.pieces[inside[first], 0]), int(self.pieces[inside[last], 1])
        return AnswerSpan(*self._words(*found, start, end), float(sums[first, last]) - self.null)

    def _words(self, first: int, last: int, start: int, end: int) -> tuple[int, int]:
        """The span with the rest of the words that it cuts."""
        before = _WORD_END.match(self.text[start:first][::-1]) if self._cuts(first) else None
        after = _WORD_END.match(self.text[last:end]) if self._cuts(last) else None
        return first - (before.end() if before else 0), last + (after.end() if after else 0)

    def _cuts(self, at: int) -> bool:
        return 0 < at < len(self.text) and self.text[at - 1].isalnum() and self.text[at].isalnum()


class SpanReader:
    """The reader on onnxruntime; safe to use from several threads.

    Args:
        files: the cross-encoder's weights and tokenizer.
        own_layers: the reader's own layers, an ONNX file.
    """

    def __init__(self, files: ModelFiles, own_layers: Path) -> None:
        self._tokenizer = reading_tokenizer(files)
        self._model = OnnxModel(files, until=UNTIL, then=own_layers)

    def read(self, question: str, passages: Sequence[tuple[str, str]]) -> list[SpanScores]:
        """Read passages for the answer to a question.

        Args:
            question: what was asked, complete in itself.
            passages: the title of its article and the text of each.

        Returns:
            A reading a passage, in the order given.
        """
        if not passages:
            return []
        pairs = encode_pairs(self._tokenizer, question, passages)
        return [
            _reading(text, token_places(pair, title), logits)
            for (title, text), pair, logits in zip(
                passages, pairs, self._model.run(pairs), strict=True
            )
        ]


def reading_tokenizer(files: ModelFiles) -> Tokenizer:
    """The cross-encoder's tokenizer, set to the longest pair that is read."""
    tokenizer: Tokenizer = Tokenizer.from_file(str(files.tokenizer))
    tokenizer.no_padding()
    tokenizer.enable_truncation(LONGEST_PAIR, strategy="longest_first")
    return tokenizer


def encode_pairs(
    tokenizer: Tokenizer, question: str, passages: Sequence[tuple[str, str]]
) -> list[Encoding]:
    """The tokens of the question with each passage behind its title."""
    return tokenizer.encode_batch([(question, f"{title}. {text}") for title, text in passages])


def token_places(pair: Encoding, title: str) -> NDArray[np.int64]:
    """Where each token lies in the passage's text, `(tokens, 2)`; -1 for those outside of it."""
    places = np.asarray(pair.offsets, dtype=np.int64) - len(f"{title}. ")
    outside = (np.asarray(pair.type_ids) == 0) | (np.asarray(pair.special_tokens_mask) == 1)
    places[outside | (places[:, 0] < 0)] = -1
    return places


@lru_cache(maxsize=1)  # immutable and slow to load
def load_reader() -> SpanReader:
    """The reader with the bundled cross-encoder below it.

    Raises:
        ModelError: a model file is missing or altered.
    """
    try:
        found = file_sha256(_OWN_LAYERS)
    except OSError as error:
        raise ModelError(
            f"the model file {_OWN_LAYERS} cannot be read ({error.strerror}); "
            "install the program again"
        ) from error
    if found != _SHA256:
        raise ModelError(
            f"the model file {_OWN_LAYERS} is not the one this program was made for: its sha256 "
            f"is {found}, expected {_SHA256}; install the program again"
        )
    return SpanReader(locate(MINILM_RERANKER), _OWN_LAYERS)


def _reading(text: str, places: NDArray[np.int64], logits: Floats) -> SpanScores:
    inside = np.flatnonzero(places[:, 0] >= 0)
    starts, ends = logits[inside, 0], logits[inside, 1]
    return SpanScores(text, places[inside], starts, ends, float(logits[0].sum()))
