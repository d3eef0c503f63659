"""The network as the bundled cross-encoder is: its int8 weights made numbers again.

They give the same relevance as its file to .14 of a logit (6.58 against 6.52 for a pair that
belongs together): the file also rounds what flows between its layers, the network does not.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path

import numpy as np
import onnx  # type: ignore[import-not-found,unused-ignore]
import torch
from numpy.typing import NDArray

from index.models.bundled import ModelFiles
from tests.bench.training.network import LAYERS, Network

_EMBEDDINGS = {"words": "word", "places": "position", "kinds": "token_type"}
_PROJECTIONS = ("query", "key", "value")
_DENSE = {"o": "attention/output/dense", "up": "intermediate/dense", "down": "output/dense"}
_NORMS = {"n1": "attention.output.LayerNorm", "n2": "output.LayerNorm"}
_POOLED = {"pool": "bert/pooler/dense", "relevance": "classifier"}


def stock(files: ModelFiles) -> Network:
    """The network with the cross-encoder's weights; span and verdict heads are by chance."""
    whole = numbers(files.weights)
    net = Network()
    state = net.state_dict()
    for ours, theirs in _names():
        parts = [torch.tensor(whole[name]) for name in theirs]
        state[ours] = torch.cat(parts).reshape(state[ours].shape)
    for kind in ("weight", "bias"):
        state[f"pool2.{kind}"] = state[f"pool.{kind}"].clone()
    net.load_state_dict(state)
    return net


def numbers(file: Path) -> Mapping[str, NDArray[np.float32]]:
    """The weights of an ONNX file as float32, products turned so that they are torch's.

    Args:
        file: as `quantize_dynamic` writes it.

    Returns:
        Arrays by their names, those of products by the name of the product's node.
    """
    graph = onnx.load(str(file)).graph
    raw = {i.name: onnx.numpy_helper.to_array(i) for i in graph.initializer}
    whole = {name: array for name, array in raw.items() if array.dtype == np.float32}

    def centred(name: str) -> NDArray[np.float32]:
        whole_numbers, zero = raw[f"{name}_quantized"], raw[f"{name}_zero_point"]
        found: NDArray[np.float32] = whole_numbers.astype(np.float32) - zero.astype(np.float32)
        return found

    for node in graph.node:
        if node.op_type == "MatMulInteger" and node.input[1] in raw:
            name = node.input[1].removesuffix("_quantized")
            array = centred(name) * raw[f"{name}_scale"]
            whole[node.name.replace("Gemm_MatMul", "Gemm/MatMul")] = array.T
        elif node.op_type == "Gather" and node.input[0].endswith("weight_quantized"):
            name = node.input[0].removesuffix("_quantized")
            whole[name] = centred(name) * raw[f"{name}_scale"]
    return whole


def _names() -> Iterator[tuple[str, list[str]]]:
    """Our parameters, and what the file calls the arrays that they are made of."""
    for ours, theirs in _EMBEDDINGS.items():
        yield f"{ours}.weight", [f"bert.embeddings.{theirs}_embeddings.weight"]
    for kind in ("weight", "bias"):
        yield f"n0.{kind}", [f"bert.embeddings.LayerNorm.{kind}"]
    for number in range(LAYERS):
        ours, theirs = f"layers.{number}", f"bert.encoder.layer.{number}"
        path = f"/bert/encoder/layer.{number}"
        own = [f"attention/self/{part}" for part in _PROJECTIONS]
        for short, parts in {"qkv": own, **{k: [v] for k, v in _DENSE.items()}}.items():
            yield f"{ours}.{short}.weight", [f"{path}/{part}/MatMul_quant" for part in parts]
            dotted = [part.replace("/", ".") for part in parts]
            yield f"{ours}.{short}.bias", [f"{theirs}.{part}.bias" for part in dotted]
        for short, name in _NORMS.items():
            for kind in ("weight", "bias"):
                yield f"{ours}.{short}.{kind}", [f"{theirs}.{name}.{kind}"]
    for short, name in _POOLED.items():
        yield f"{short}.weight", [f"/{name}/Gemm/MatMul_quant"]
        yield f"{short}.bias", [f"{name.replace('/', '.')}.bias"]
