"""Encoders: texts in, unit vectors out.

The default is the bundled bge-small on onnxruntime: no torch, no download. Any other name or
folder is loaded with sentence-transformers.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Protocol

import numpy as np
from numpy.typing import NDArray
from tokenizers import Tokenizer

from index.errors import ModelError
from index.models.bundled import BGE_SMALL, ModelFiles, locate
from index.models.onnx_model import OnnxModel
from index.models.word_tokens import WordTokens

Floats = NDArray[np.float32]
TokenStarts = Callable[[str], list[int]]
DEFAULT_ENCODER = BGE_SMALL.name


class Encoder(Protocol):
    """Texts to vectors of length 1, so that the inner product is the cosine."""

    @property
    def name(self) -> str:
        """What `load_encoder` takes to load it again."""

    @property
    def fingerprint(self) -> str:
        """A hash of all that the vectors depend on: weights, tokenizer, pooling, prefixes."""

    @property
    def dimensions(self) -> int:
        """The length of a vector."""

    def encode_passages(self, texts: Sequence[str]) -> Floats:
        """Vectors `(len(texts), dimensions)`, rows in the order given; long texts are cut."""

    def encode_queries(self, texts: Sequence[str]) -> Floats:
        """The same for questions, with the model's own query prefix."""

    def token_starts(self, text: str) -> list[int]:
        """Where each token of the whole text begins, in characters, in order; never cut."""


@dataclass(frozen=True, slots=True)
class OnnxSettings:
    """How to use an ONNX encoder; the defaults are those of bge-small-en-v1.5."""

    pooling: str = "cls"  # or "mean"
    query_prefix: str = "Represent this sentence for searching relevant passages: "
    passage_prefix: str = ""
    max_tokens: int = 512


class OnnxEncoder:
    """An encoder on onnxruntime and tokenizers.

    Args:
        name: how it is called in messages and manifests.
        files: its weights and tokenizer.
        settings: pooling, prefixes and length.
        threads: texts encoded at the same time; one a core unless given.
    """

    def __init__(
        self,
        name: str,
        files: ModelFiles,
        settings: OnnxSettings | None = None,
        threads: int | None = None,
    ) -> None:
        self.name = name
        self._settings = settings or OnnxSettings()
        self._tokenizer: Tokenizer = Tokenizer.from_file(str(files.tokenizer))
        self._tokenizer.no_padding()
        self._tokenizer.enable_truncation(self._settings.max_tokens)
        self._files = files
        self._model = OnnxModel(files, threads)
        self.fingerprint = _digest(
            files.weights_sha256, files.tokenizer_sha256, repr(self._settings)
        )
        self.dimensions = self.encode_queries(["dimensions"]).shape[1]

    def encode_passages(self, texts: Sequence[str]) -> Floats:
        """See `Encoder.encode_passages`."""
        return self._encode([self._settings.passage_prefix + text for text in texts])

    def encode_queries(self, texts: Sequence[str]) -> Floats:
        """See `Encoder.encode_queries`."""
        return self._encode([self._settings.query_prefix + text for text in texts])

    def token_starts(self, text: str) -> list[int]:
        """See `Encoder.token_starts`."""
        return self._word_tokens.starts(text)

    @cached_property
    def _word_tokens(self) -> WordTokens:
        """The tokenizer without a limit; loaded when a build first needs it."""
        return WordTokens.of_file(self._files.tokenizer)

    def _encode(self, texts: Sequence[str]) -> Floats:
        if not texts:
            return np.empty((0, self.dimensions), dtype=np.float32)
        encodings = self._tokenizer.encode_batch(list(texts))
        return unit_rows(np.stack([self._pool(tokens) for tokens in self._model.run(encodings)]))

    def _pool(self, tokens: Floats) -> Floats:
        # sequences run alone: there is no padding to leave out of the mean
        pooled: Floats = tokens[0] if self._settings.pooling == "cls" else tokens.mean(axis=0)
        return pooled


def unit_rows(vectors: Floats) -> Floats:
    """The same vectors scaled to length 1; a zero vector stays zero."""
    norms = np.linalg.norm(vectors, axis=1, keepdims=True)
    scaled: Floats = (vectors / np.maximum(norms, 1e-12)).astype(np.float32)
    return scaled


@lru_cache(maxsize=2)  # models are immutable and slow to load: one script may ask many questions
def load_encoder(name: str = DEFAULT_ENCODER, threads: int | None = None) -> Encoder:
    """Load an encoder by name.

    Args:
        name: `bge-small-en-v1.5` for the bundled model, else the hub name or the folder of a
            sentence-transformers model.
        threads: of the bundled model; one a core unless given.

    Raises:
        ModelError: the model cannot be found or its files are altered.
    """
    if name == DEFAULT_ENCODER:
        return OnnxEncoder(name, locate(BGE_SMALL), threads=threads)
    from index.models.torch_encoder import (
        SentenceTransformersEncoder,  # imports torch: only when asked
    )

    return SentenceTransformersEncoder(name)


@lru_cache(maxsize=1)
def load_token_starts(name: str = DEFAULT_ENCODER) -> TokenStarts:
    """The `token_starts` of an encoder, without its weights where they are not needed.

    Raises:
        ModelError: as `load_encoder`.
    """
    if name == DEFAULT_ENCODER:
        return WordTokens.of_file(locate(BGE_SMALL).tokenizer).starts
    return load_encoder(name).token_starts


def stored_name(name: str) -> str:
    """The name to keep in an index: a folder becomes absolute, so that it is found from anywhere.

    Raises:
        ModelError: it looks like a path, and nothing is there.
    """
    path = Path(name).expanduser()
    if path.is_dir():
        return str(path.resolve())
    if name.startswith((".", "/", "~")):
        raise ModelError(f"there is no model folder at {name}; name a folder or a hub model")
    return name


def _digest(*parts: str) -> str:
    return hashlib.sha256("\n".join(parts).encode("utf-8")).hexdigest()
