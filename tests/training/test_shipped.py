"""The network made again from the file that is shipped."""

from __future__ import annotations

from pathlib import Path

import pytest

import qa.evidence
from index.models.bundled import MINILM_RERANKER, locate
from qa.evidence.reader import load_reader

QUESTION, TEXT = "Who opened the bridge?", "The bridge was opened by Queen Margrethe in May."


def test_the_network_says_what_the_file_says() -> None:
    pytest.importorskip("onnx", reason="the file's weights are read with onnx")
    import torch
    from tokenizers import Tokenizer

    from tests.bench.training.shipped import shipped

    net = shipped(Path(qa.evidence.__file__).parent / "models" / "reader.onnx").eval()
    tokenizer = Tokenizer.from_file(str(locate(MINILM_RERANKER).tokenizer))
    tokenizer.no_padding()
    pair = tokenizer.encode(QUESTION, TEXT)
    with torch.no_grad():
        tokens, relevance, verdict = net(
            torch.tensor([pair.ids]), torch.tensor([pair.type_ids]), None
        )

    [scores] = load_reader().read(QUESTION, [("", TEXT)])
    # the file also rounds what flows between its layers
    assert float(tokens[0, 0, :2].sum()) == pytest.approx(scores.null, abs=1.0)
    assert float(relevance[0]) == pytest.approx(scores.relevance, abs=1.0)
    assert float(verdict[0, 0]) == pytest.approx(scores.answers, abs=1.0)
