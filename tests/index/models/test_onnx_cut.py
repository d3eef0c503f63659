"""Cutting a model short, on the bundled cross-encoder."""

from __future__ import annotations

import numpy as np
import pytest
from tokenizers import Tokenizer

from index.models.bundled import MINILM_RERANKER, ModelFiles, locate
from index.models.onnx_cut import cut_short
from index.models.onnx_model import OnnxModel

UNTIL = "/bert/encoder/layer.0/output/LayerNorm/Add_1_output_0"


@pytest.fixture(scope="module")
def files() -> ModelFiles:
    return locate(MINILM_RERANKER)


def test_an_inner_tensor_becomes_the_output(files: ModelFiles) -> None:
    pair = Tokenizer.from_file(str(files.tokenizer)).encode("Who came?", "Nobody came.")
    [states] = OnnxModel(files, until=UNTIL).run([pair])
    assert states.shape == (len(pair.ids), 384)
    np.testing.assert_allclose(states.mean(axis=1), 0, atol=0.2)  # behind a layer norm


def test_nothing_is_lost_before_the_end(files: ModelFiles) -> None:
    pair = Tokenizer.from_file(str(files.tokenizer)).encode("Who came?", "Nobody came.")
    [whole], [cut] = OnnxModel(files).run([pair]), OnnxModel(files, until="logits").run([pair])
    assert whole == cut


def test_what_comes_after_is_left_out(files: ModelFiles) -> None:
    model = files.weights.read_bytes()
    cut = cut_short(model, UNTIL)
    assert len(cut) < len(model)
    assert b"layer.0/output" in cut
    assert b"/bert/encoder/layer.1/output/dense/MatMul_quant" not in cut
    assert cut_short(cut, UNTIL) == cut


def test_an_unknown_tensor(files: ModelFiles) -> None:
    with pytest.raises(ValueError, match="no part of the model computes 'nothing'"):
        cut_short(files.weights.read_bytes(), "nothing")


@pytest.mark.parametrize("broken", [b"\x3a\xff", b"\x3a\x05ab", b"\x0f", b"\xff"])
def test_what_is_no_model(broken: bytes) -> None:
    with pytest.raises(ValueError, match="no ONNX model"):
        cut_short(broken, UNTIL)
