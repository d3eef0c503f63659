"""Ways to run the bundled encoder, side by side on the same texts.

    python -m tests.bench.encoding [--rounds N]

Each text alone, one thread a core (what the product does), against padded batches in one session
that uses all cores. The rounds are interleaved, since machines are noisy.
"""

from __future__ import annotations

import argparse
import statistics
import time
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np
import onnxruntime
from tokenizers import Encoding, Tokenizer

from index.cores import usable_cores
from index.models.bundled import BGE_SMALL, locate
from index.models.onnx_model import OnnxModel

TEXTS = 32


def main() -> None:
    """Print texts a second for each way and length."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("--rounds", type=int, default=5)
    rounds = parser.parse_args().rounds
    files = locate(BGE_SMALL)
    tokenizer: Tokenizer = Tokenizer.from_file(str(files.tokenizer))
    tokenizer.no_padding()
    alone = OnnxModel(files)
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = usable_cores()
    session = onnxruntime.InferenceSession(
        str(files.weights), options, providers=["CPUExecutionProvider"]
    )
    words = " ".join(p.read_text("utf-8") for p in sorted(Path("seeds").glob("*.md"))).split()
    for length in (40, 100, 160):
        texts = [" ".join(words[i * 37 : i * 37 + length]) for i in range(TEXTS)]
        encodings = tokenizer.encode_batch(texts)
        ways: dict[str, Callable[[], object]] = {
            "alone, a thread a core": lambda e=encodings: list(alone.run(e)),  # type: ignore[misc]
            "batches of 8": lambda e=encodings: batches(session, e, 8),  # type: ignore[misc]
            "batches of 32": lambda e=encodings: batches(session, e, 32),  # type: ignore[misc]
        }
        seconds: dict[str, list[float]] = {name: [] for name in ways}
        for _ in range(rounds):
            for name, way in ways.items():
                started = time.perf_counter()
                way()
                seconds[name].append(time.perf_counter() - started)
        tokens = sum(len(e.ids) for e in encodings) / TEXTS
        for name, found in seconds.items():
            rate = TEXTS / statistics.median(found)
            print(
                f"{tokens:4.0f} tokens  {name:24} {rate:6.1f} texts/s {rate * tokens:7.0f} tokens/s"
            )


def batches(
    session: onnxruntime.InferenceSession, encodings: Sequence[Encoding], size: int
) -> None:
    """Run padded batches of like lengths."""
    ordered = sorted(encodings, key=lambda e: len(e.ids))
    for first in range(0, len(ordered), size):
        batch = ordered[first : first + size]
        longest = max(len(e.ids) for e in batch)
        ids = np.zeros((len(batch), longest), dtype=np.int64)
        mask = np.zeros_like(ids)
        for row, encoding in enumerate(batch):
            ids[row, : len(encoding.ids)] = encoding.ids
            mask[row, : len(encoding.ids)] = 1
        feeds = {"input_ids": ids, "attention_mask": mask, "token_type_ids": np.zeros_like(ids)}
        session.run(None, feeds)


if __name__ == "__main__":
    main()
