"""The layers of the span reader in torch: from the cross-encoder's file to one of their own."""

from __future__ import annotations

import math
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import onnx  # type: ignore[import-not-found,unused-ignore]
import torch
from onnxruntime.quantization import (  # type: ignore[import-untyped]
    QuantType,
    quantize_dynamic,
)
from torch import Tensor, nn

from index.models.bundled import ModelFiles

_FIRST, _LAYERS, _WIDTH, _HEADS = 8, 12, 384, 12


class Layer(nn.Module):
    """A layer of BERT on one sequence `(tokens, width)`."""

    def __init__(self) -> None:
        super().__init__()
        self.q, self.k, self.v, self.o = (nn.Linear(_WIDTH, _WIDTH) for _ in range(4))
        self.up, self.down = nn.Linear(_WIDTH, 4 * _WIDTH), nn.Linear(4 * _WIDTH, _WIDTH)
        self.n1, self.n2 = (nn.LayerNorm(_WIDTH, eps=1e-12) for _ in range(2))
        self.drop = nn.Dropout(0.1)

    def forward(self, x: Tensor) -> Tensor:
        q, k, v = (f(x).view(-1, _HEADS, _WIDTH // _HEADS) for f in (self.q, self.k, self.v))
        weights = torch.einsum("ihd,jhd->hij", q, k) / math.sqrt(_WIDTH // _HEADS)
        seen = torch.einsum("hij,jhd->ihd", weights.softmax(-1), v).reshape(-1, _WIDTH)
        x = self.n1(x + self.drop(self.o(seen)))
        grown: Tensor = self.n2(x + self.drop(self.down(nn.functional.gelu(self.up(x)))))
        return grown


class Top(nn.Module):
    """The trained part: layers, the span head, and the cross-encoder's own relevance head."""

    def __init__(self) -> None:
        super().__init__()
        self.layers = nn.ModuleList(Layer() for _ in range(_LAYERS - _FIRST))
        self.pool, self.relevance = nn.Linear(_WIDTH, _WIDTH), nn.Linear(_WIDTH, 1)
        self.span, self.drop = nn.Linear(_WIDTH, 2), nn.Dropout(0.1)
        nn.init.normal_(self.span.weight, std=0.02)
        nn.init.zeros_(self.span.bias)

    def forward(self, states: Tensor) -> tuple[Tensor, Tensor]:
        for layer in self.layers:
            states = layer(states)
        pooled = self.drop(torch.tanh(self.pool(states[0])))
        return self.span(self.drop(states)), self.relevance(pooled)[0]


class Exported(nn.Module):
    """The part that is kept, with a batch of one around it."""

    def __init__(self, top: Top) -> None:
        super().__init__()
        self.top = top

    def forward(self, states: Tensor) -> Tensor:
        spans: Tensor = self.top(states[0])[0]
        return spans[None]


def stock(files: ModelFiles) -> Top:
    """The trained part as it is in the cross-encoder, its int8 weights made numbers again."""
    graph = onnx.load(str(files.weights)).graph
    raw = {i.name: onnx.numpy_helper.to_array(i) for i in graph.initializer}
    whole = dict(raw)
    for node in graph.node:
        if node.op_type == "MatMulInteger" and node.input[1] in raw:
            name = node.input[1].removesuffix("_quantized")
            centred = raw[node.input[1]].astype(np.float32) - raw[f"{name}_zero_point"]
            whole[node.name.replace("Gemm_MatMul", "Gemm/MatMul")] = centred * raw[f"{name}_scale"]
    top = Top()
    state = top.state_dict()
    for ours, theirs in _names():
        array = np.asarray(whole[theirs], dtype=np.float32)
        turned = array.T if array.ndim == 2 else array
        state[ours] = torch.from_numpy(turned.copy()).reshape(state[ours].shape)
    top.load_state_dict(state)
    return top


def _names() -> Iterator[tuple[str, str]]:
    """Our parameters and what the cross-encoder's file calls them."""
    parts = {"q": "attention/self/query", "k": "attention/self/key", "v": "attention/self/value"}
    parts |= {"o": "attention/output/dense", "up": "intermediate/dense", "down": "output/dense"}
    for number in range(_FIRST, _LAYERS):
        ours, theirs = f"layers.{number - _FIRST}", f"bert.encoder.layer.{number}"
        for short, path in parts.items():
            yield f"{ours}.{short}.weight", f"/{theirs.replace('.', '/', 2)}/{path}/MatMul_quant"
            yield f"{ours}.{short}.bias", f"{theirs}.{path.replace('/', '.')}.bias"
        for short, path in (("n1", "attention.output.LayerNorm"), ("n2", "output.LayerNorm")):
            for kind in ("weight", "bias"):
                yield f"{ours}.{short}.{kind}", f"{theirs}.{path}.{kind}"
    for short, path in (("pool", "bert.pooler.dense"), ("relevance", "classifier")):
        yield f"{short}.weight", f"/{path.replace('.', '/')}/Gemm/MatMul_quant"
        yield f"{short}.bias", f"{path}.bias"


def export(top: Top, out: Path) -> None:
    """Write the kept part with int8 weights."""
    whole = out.with_suffix(".f32.onnx")
    torch.onnx.export(
        Exported(top),
        (torch.zeros(1, 8, _WIDTH),),
        str(whole),
        dynamo=False,
        opset_version=17,
        input_names=["states"],
        output_names=["spans"],
        dynamic_axes={"states": {1: "tokens"}, "spans": {1: "tokens"}},
    )
    quantize_dynamic(
        whole,
        out,
        op_types_to_quantize=["MatMul"],
        per_channel=True,
        reduce_range=True,
        weight_type=QuantType.QInt8,
    )
    whole.unlink()
