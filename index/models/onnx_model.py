"""Running a BERT-like ONNX model on token sequences.

Every sequence runs alone, several at a time in threads of one core each. Measured on two AVX2
cores against padded batches this is the fastest at every length (`tests/bench/encoding.py`), and
with dynamically quantised int8 weights it is the only way to make a sequence's output independent
of its neighbours in a batch, so that the same text always has the same vector.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

# Else it reports to its makers, and keeps a number for this machine in the user's home.
os.environ.setdefault("ORT_DISABLE_TELEMETRY", "1")
import onnxruntime  # it looks at once

from index.cores import usable_cores
from index.models.bundled import ModelFiles

Floats = NDArray[np.float32]

# onnxruntime's kernel for both takes seven times as long as an addition and a normalisation apart:
# without it the reader is 15 % faster (onnxruntime 1.32)
_SLOWER_FUSED = ("SkipLayerNormFusion",)


class TokenSequence(Protocol):
    """What the model takes of a `tokenizers.Encoding`."""

    @property
    def ids(self) -> list[int]: ...  # noqa: D102 - the names of tokenizers.Encoding

    @property
    def type_ids(self) -> list[int]: ...  # noqa: D102


class OnnxModel:
    """An ONNX session with BERT's inputs; safe to call from several threads.

    Args:
        files: the model's weights (the tokenizer is the caller's business).
        threads: sequences run at the same time; one a core unless given.
    """

    def __init__(self, files: ModelFiles, threads: int | None = None) -> None:
        self._session = _session(files.weights)
        self._inputs = [i.name for i in self._session.get_inputs()]
        self._pool = ThreadPoolExecutor(threads or usable_cores(), thread_name_prefix="onnx")

    def run(self, sequences: Sequence[TokenSequence]) -> Iterator[Floats]:
        """The first output of the model for each sequence, in the order given.

        Yields:
            An array for each sequence without a batch dimension: `(tokens, dimensions)` for an
            encoder, `(labels,)` for a classifier. Lazily: later sequences may still be running.
        """
        return (outputs[0] for outputs in self.run_all(sequences))

    def run_all(self, sequences: Sequence[TokenSequence]) -> Iterator[tuple[Floats, ...]]:
        """All outputs of the model for each sequence, likewise."""
        if len(sequences) == 1:  # a thread would only add its hand-over
            return iter([self._run_one(sequences[0])])
        return self._pool.map(self._run_one, sequences)

    def _run_one(self, sequence: TokenSequence) -> tuple[Floats, ...]:
        ids = np.asarray([sequence.ids], dtype=np.int64)
        feeds = {
            "input_ids": ids,
            "attention_mask": np.ones_like(ids),
            "token_type_ids": np.asarray([sequence.type_ids], dtype=np.int64),
        }
        outputs = self._session.run(None, {name: feeds[name] for name in self._inputs})
        return tuple(output[0] for output in outputs)


def _session(weights: Path) -> Any:  # noqa: ANN401 - onnxruntime has no types
    """A session on a file, of one thread."""
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1
    options.inter_op_num_threads = 1
    options.log_severity_level = 3
    return onnxruntime.InferenceSession(
        str(weights),
        options,
        providers=["CPUExecutionProvider"],
        disabled_optimizers=list(_SLOWER_FUSED),
    )
