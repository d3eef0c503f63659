"""The mean of readers."""

from __future__ import annotations

from pathlib import Path

import pytest


def test_every_parameter_is_the_mean(tmp_path: Path) -> None:
    pytest.importorskip("onnx", reason="a file's weights are read with onnx")
    import torch

    from tests.bench.training.averaged import averaged
    from tests.bench.training.network import Network

    files = []
    for number in (1, 2, 6):
        net = Network()
        with torch.no_grad():
            for parameter in net.parameters():
                parameter.fill_(number)
        files.append(tmp_path / f"{number}.pt")
        torch.save({"net": net.state_dict()}, files[-1])
    assert all(bool((parameter == 3).all()) for parameter in averaged(files).parameters())
