"""Average the parameters of readers trained from the same start, and write the reader they make.

    python -m tests.bench.training.averaged OUT FILE FILE... [--measure SQUAD_FOLDER]

Each FILE is a checkpoint.pt, or a reader.onnx. Runs with other rows that begin at the same weights
end near one another, and their mean may read better than each of them, most of all texts of another
kind (model soups: Wortsman et al. 2022, arXiv:2203.05482). So two cores train without waiting for
each other. With --measure each file and the mean are measured, as by `tests.bench.training`.
"""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from pathlib import Path

import torch

from index.models.bundled import file_sha256
from tests.bench.training.export import export
from tests.bench.training.items import reader_tokenizer
from tests.bench.training.measure import measurer
from tests.bench.training.network import Network
from tests.bench.training.train import trained


def averaged(files: Sequence[Path]) -> Network:
    """The network whose every parameter is the mean of the files'."""
    states = [trained(file) for file in files]
    mean = {name: torch.stack([s[name].float() for s in states]).mean(0) for name in states[0]}
    net = Network()
    net.load_state_dict(mean)
    return net.eval()


def main() -> None:
    """Average, measure, write."""
    parser = argparse.ArgumentParser(
        prog="python -m tests.bench.training.averaged",
        description=(__doc__ or "").split("\n")[0],
    )
    parser.add_argument("out", type=Path, help="the file to write")
    parser.add_argument("files", type=Path, nargs="+", help="checkpoint.pt or reader.onnx")
    parser.add_argument("--measure", type=Path, help="folder of SQuAD's form, not trained on")
    options = parser.parse_args()
    net = averaged(options.files)
    if options.measure:
        tell = measurer(options.measure, reader_tokenizer())
        for file in options.files if len(options.files) > 1 else ():
            print(f"{file}: {tell(averaged([file]))}", flush=True)
        print(f"{options.out}: {tell(net)}", flush=True)
    export(net, options.out)
    print(f"{file_sha256(options.out)}  {options.out}")


if __name__ == "__main__":
    main()
