"""The network as it is shipped: the int8 weights of the reader's file made numbers again."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import torch
from torch import Tensor

from tests.bench.training.network import Network
from tests.bench.training.stock import numbers

_OUTER = "net."  # what the exported module calls the network
_PRODUCT, _OF_ONE = "/MatMul_quant", "/Gemm"


def shipped(file: Path) -> Network:
    """The network whose weights a `reader.onnx` holds, as `export` writes it.

    Args:
        file: the file with int8 weights; the float32 one beside it is not read. Logits that it
            does not have yet are by chance.
    """
    found = {
        _parameter(name): torch.tensor(np.ascontiguousarray(array))
        for name, array in numbers(file).items()
    }
    net = Network()
    net.load_state_dict({name: _grown(found[name], own) for name, own in net.state_dict().items()})
    return net


def _grown(kept: Tensor, fresh: Tensor) -> Tensor:
    """What is kept, and the rest of a fresh one: a file may have fewer logits than the network."""
    held = min(kept.numel(), fresh.numel())
    return torch.cat([kept.reshape(-1)[:held], fresh.reshape(-1)[held:]]).reshape(fresh.shape)


def _parameter(name: str) -> str:
    """What the network calls an array of the file: its name there, or its product's."""
    if name.startswith("/"):
        path = name.removesuffix(_PRODUCT).removesuffix(_OF_ONE)
        return path.removeprefix("/net/").replace("/", ".") + ".weight"
    return name.removeprefix(_OUTER)
