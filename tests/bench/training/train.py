"""The steps of training, from the last checkpoint on."""

from __future__ import annotations

import copy
import time
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import torch
from torch import Tensor, nn

from tests.bench.training.batches import Batch, Batches, endless
from tests.bench.training.items import Form
from tests.bench.training.losses import loss_of
from tests.bench.training.network import Network
from tests.bench.training.shipped import shipped

_RATE, _HEAD_RATE, _DECAY = 1.5e-4, 5e-4, 0.01
_AGAIN = 0.6  # of the rates where a trained network is trained on
_WARM_UP = 0.04  # of the whole
_STEEPEST = 1.0  # norm of a gradient
_HEADS = ("span", "verdict")  # learned from nothing
_FROZEN = "words"  # too many for what is learned here, and a third of the file
_SEED = 7
_SHOWN_STEPS, _SAVED_SECONDS = 100, 240


@dataclass(frozen=True, slots=True)
class Plan:
    """How to train.

    Attributes:
        minutes: of steps, what other work takes not counted; None where `steps` is given.
        steps: instead of minutes.
        rows: what the rows were made of; a checkpoint of other rows is refused.
        saved: the checkpoint's file.
        measure: says how well the network reads; None: it is not measured.
        measure_minutes: between two measurings.
        shares: of the steps, by form.
        start: a checkpoint or a reader.onnx whose network is trained on, at lower rates; None for
            the stock one.
        frozen: layers, the lowest ones, that stay as they are: a step takes less time.
    """

    minutes: float | None
    steps: int | None
    rows: str
    saved: Path
    measure: Callable[[Network], str] | None
    measure_minutes: float
    shares: Mapping[Form, float]
    start: Path | None = None
    frozen: int = 0

    def done(self, step: int, seconds: float) -> float:
        """The part that is done, 0 to 1 and beyond."""
        if self.steps is not None:
            return step / max(self.steps, 1)
        return seconds / max((self.minutes or 0.0) * 60, 1e-9)


def train(net: Network, batches: Batches, plan: Plan) -> Network:
    """All steps that are not done yet; returns the network on the processor.

    Raises:
        SystemExit: the checkpoint is of other rows, or there is no batch.
    """
    run = _Run(net, batches, plan)
    run.resume()
    kept = measured = run.seconds
    while plan.done(run.step, run.seconds) < 1:
        run.advance()
        if run.step % _SHOWN_STEPS == 0:
            run.show()
        if run.seconds - kept > _SAVED_SECONDS:
            run.save()
            kept = run.seconds
        if run.seconds - measured > plan.measure_minutes * 60:
            run.measure()
            measured = run.seconds
    run.save()
    run.measure()
    return net.cpu().eval()


class _Run:
    """Where training stands: step, seconds, network, optimizer and the stream of batches."""

    def __init__(self, net: Network, batches: Batches, plan: Plan) -> None:
        self._device = "cuda" if torch.cuda.is_available() else "cpu"
        self._plan, self._net = plan, net.to(self._device).train()
        self._teacher = copy.deepcopy(net).eval()
        if plan.start:
            net.load_state_dict(trained(plan.start))
        net.layers[: plan.frozen].requires_grad_(False)
        self._optimizer = optimizer_of(net, _AGAIN if plan.start else 1.0)
        self._stream: Iterator[Batch] = endless(batches, plan.shares, _SEED)
        self._losses: dict[str, list[float]] = defaultdict(list)
        self.step, self.seconds = 0, 0.0

    def resume(self) -> None:
        if not self._plan.saved.exists():
            return
        state = torch.load(self._plan.saved, map_location=self._device)
        if state["rows"] != self._plan.rows:
            raise SystemExit(
                f"{self._plan.saved} was trained on other rows; name another OUT, or delete it"
            )
        self._net.load_state_dict(state["net"])
        self._optimizer.load_state_dict(state["optimizer"])
        self.step, self.seconds = state["step"], state["seconds"]
        for _ in range(self.step):
            next(self._stream)
        print(f"goes on at step {self.step}, {self.seconds / 60:.0f} minutes", flush=True)

    def advance(self) -> None:
        began = time.monotonic()
        batch = next(self._stream, None)
        if batch is None:
            raise SystemExit("no rows to train on; name a larger --share or another READING")
        rate = rate_at(self._plan.done(self.step, self.seconds))
        for group in self._optimizer.param_groups:
            group["lr"] = group["peak"] * rate
        loss, parts = loss_of(self._net, self._teacher, batch, self._device)
        loss.backward()  # type: ignore[no-untyped-call]
        learned = [p for group in self._optimizer.param_groups for p in group["params"]]
        nn.utils.clip_grad_norm_(learned, _STEEPEST)
        self._optimizer.step()
        self._optimizer.zero_grad(set_to_none=True)
        for name, value in parts.items():
            self._losses[name].append(value.item())
        self.step += 1
        self.seconds += time.monotonic() - began

    def show(self) -> None:
        means = (f"{name} {sum(v) / len(v):.3f}" for name, v in sorted(self._losses.items()))
        print(f"step {self.step}, {self.seconds / 60:.1f} min: {', '.join(means)}", flush=True)
        self._losses.clear()

    def measure(self) -> None:
        if self._plan.measure:
            print(f"step {self.step}: {self._plan.measure(self._net.eval())}", flush=True)
            self._net.train()

    def save(self) -> None:
        """A checkpoint, whole or not at all."""
        fresh = self._plan.saved.with_suffix(".new")
        state: dict[str, Any] = {
            "net": self._net.state_dict(),
            "optimizer": self._optimizer.state_dict(),
            "step": self.step,
            "seconds": self.seconds,
            "rows": self._plan.rows,
        }
        torch.save(state, fresh)
        fresh.replace(self._plan.saved)


def trained(start: Path) -> Mapping[str, Tensor]:
    """The parameters of a checkpoint, or of a file as it is shipped."""
    if start.suffix == ".onnx":
        return shipped(start).state_dict()
    kept: Mapping[str, Tensor] = torch.load(start, map_location="cpu")["net"]
    return kept


def rate_at(done: float) -> float:
    """The learning rate as a part of its peak: up over the first steps, then down to nothing."""
    return max(min(done / _WARM_UP + 0.02, (1 - done) / (1 - _WARM_UP), 1.0), 0.01)


def optimizer_of(net: Network, share: float = 1.0) -> torch.optim.AdamW:
    """Of all that learns: the heads faster than the body, the words not at all.

    `share` is the part of the usual rates.
    """
    net.words.weight.requires_grad_(False)
    named = [(n, p) for n, p in net.named_parameters() if not n.startswith(_FROZEN)]
    body = [p for n, p in named if not n.startswith(_HEADS)]
    heads = [p for n, p in named if n.startswith(_HEADS)]
    groups = [
        {"params": body, "peak": _RATE * share},
        {"params": heads, "peak": _HEAD_RATE * share},
    ]
    return torch.optim.AdamW(groups, lr=_RATE, weight_decay=_DECAY, fused=True)
