"""The network as one ONNX file with int8 weights."""

from __future__ import annotations

from pathlib import Path

import torch
from onnxruntime.quantization import (  # type: ignore[import-untyped]
    QuantType,
    quantize_dynamic,
)
from torch import Tensor, nn

from tests.bench.training.network import Network


class _Exported(nn.Module):
    """The network with the inputs and outputs of the file: one sequence, nothing padded."""

    def __init__(self, net: Network) -> None:
        super().__init__()
        self.net = net

    def forward(self, input_ids: Tensor, token_type_ids: Tensor) -> tuple[Tensor, Tensor]:
        tokens, relevance, verdict = self.net(input_ids, token_type_ids, None)
        return tokens, torch.cat([relevance[:, None], verdict], 1)


def export(net: Network, out: Path) -> None:
    """Write the file, and beside it the one with float32 weights (`.f32.onnx`) to compare with.

    Weights are int8 a channel, 7 bits used: safe on processors without VNNI.

    Args:
        net: on the processor; its names `tokens` (1, n, 4) and `verdict` (1, 5: relevance,
            answers, supports, contradicts, neither) are the file's outputs.
        out: the file.
    """
    whole = out.with_suffix(".f32.onnx")
    ids = torch.zeros(1, 8, dtype=torch.long)
    torch.onnx.export(
        _Exported(net.eval()),
        (ids, ids),
        str(whole),
        dynamo=False,
        opset_version=17,
        input_names=["input_ids", "token_type_ids"],
        output_names=["tokens", "verdict"],
        dynamic_axes={"input_ids": {1: "n"}, "token_type_ids": {1: "n"}, "tokens": {1: "n"}},
    )
    quantize_dynamic(
        whole,
        out,
        op_types_to_quantize=["MatMul", "Gather", "Gemm"],
        per_channel=True,
        reduce_range=True,
        weight_type=QuantType.QInt8,
    )
