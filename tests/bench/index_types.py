"""What kinds of vector index find, against an exact search, and what a vector takes in each.

python -m tests.bench.index_types INDEX QUESTIONS.jsonl
"""

from __future__ import annotations

import argparse
import json
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import faiss
import numpy as np

from index.models.encoder import load_encoder
from index.store import open_folder

_KINDS = {"fp16": faiss.ScalarQuantizer.QT_fp16, "SQ8": faiss.ScalarQuantizer.QT_8bit}
_KINDS |= {"SQ4": faiss.ScalarQuantizer.QT_4bit}
_PRODUCT = faiss.METRIC_INNER_PRODUCT
_BEST = 10


def main() -> None:
    """Ask each kind all questions in one thread; print recall, bytes a vector and time."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("index", type=Path)
    parser.add_argument("questions", type=Path)
    given = parser.parse_args()
    faiss.omp_set_num_threads(1)
    index = open_folder(given.index)
    held = index.copy_vectors()
    vectors = np.stack([held.vector(int(one)) for one in index.vector_ids()])
    lines = given.questions.read_text("utf-8").splitlines()
    asked = [json.loads(line)["question"] for line in lines]
    queries = load_encoder(index.manifest.encoder.name).encode_queries(asked)
    exact: Any = faiss.IndexFlatIP(vectors.shape[1])
    exact.add(vectors)
    truth = exact.search(queries, _BEST)[1]
    print(f"{len(vectors)} vectors, {len(queries)} questions")
    for name, kind, size in _kinds(vectors):
        started = time.thread_time()
        found = kind.search(queries, _BEST)[1]
        took = (time.thread_time() - started) / len(queries) * 1000
        recall = np.mean([len({*a} & {*b}) / _BEST for a, b in zip(found, truth, strict=True)])
        print(f"{name:24} recall@{_BEST} {recall:.3f}, {size} bytes a vector, {took:.2f} ms")


def _kinds(vectors: Any) -> Iterator[tuple[str, Any, int]]:  # noqa: ANN401 - of numpy
    count, width = vectors.shape
    sizes = {"fp16": 2 * width, "SQ8": width, "SQ4": width // 2}
    for name, quantizer in _KINDS.items():
        flat = faiss.IndexScalarQuantizer(width, quantizer, _PRODUCT)
        flat.train(vectors)
        flat.add(vectors)
        yield f"{name}, all compared", flat, sizes[name]
    lists = int(2 * count**0.5)
    for name in ("fp16", "SQ8"):
        centres = faiss.IndexFlatIP(width)
        body: Any = faiss.IndexIVFScalarQuantizer(centres, width, lists, _KINDS[name], _PRODUCT)
        body.train(vectors)
        body.add(vectors)
        for body.nprobe in (8, 32, 64):
            yield f"{name}, {body.nprobe} of {lists} lists", body, sizes[name]
    graph: Any = faiss.IndexHNSWFlat(width, 16, _PRODUCT)
    graph.add(vectors)
    for graph.hnsw.efSearch in (32, 128):
        yield f"HNSW 16, ef {graph.hnsw.efSearch}", graph, 4 * width + 32 * 4


if __name__ == "__main__":
    main()
