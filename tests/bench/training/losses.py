"""What a batch costs: of each form its own loss."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import torch
from torch import Tensor
from torch.nn import functional

from tests.bench.training.batches import RIVALS, Batch, padded
from tests.bench.training.network import Network
from tests.bench.training.precision import fast

_EVIDENCE, _ANSWERS, _RELEVANCE = 0.3, 0.7, 0.4  # weights of losses beside the spans'
_THINGS = 3.0  # likewise; a token's, of which few are of a thing
_NOT_LISTED = 0.15  # what a row of one answer counts in it
_LONGEST_THING = 12  # tokens of one answer that is a thing
_CHOSEN = 0.5  # weight of which passage answers, beside which words of all passages do
_FORBIDDEN = -1e4

Parts = Mapping[str, Tensor]
"""Losses by name, without their weights: to be shown."""


def loss_of(net: Network, teacher: Network, batch: Batch, device: str) -> tuple[Tensor, Parts]:
    """The loss of a batch of one form, and its parts."""
    ids, kinds, mask = (tensor.to(device) for tensor in tensors(batch))
    with fast(device):
        spans, relevance, verdict = (out.float() for out in net(ids, kinds, mask))
    form = batch[0].form
    if form in ("read", "choose"):
        marks = tuple(mark.to(device) for mark in _marks(batch, spans.shape[1]))
        loss, parts = _reading(spans, verdict[:, 0], batch, marks)
        if form == "read":
            return loss, parts
        chosen = _choosing(spans, verdict[:, 0], batch, marks)
        of_rivals = {f"{name} of rivals": part for name, part in parts.items()}
        return loss + chosen, of_rivals | {"choose": chosen}
    if form == "mark":
        inside, _, _, evidence = (mark.to(device) for mark in _marks(batch, spans.shape[1]))
        loss = _of_evidence(spans, evidence, inside)
        return loss, {"mark": loss}
    if form == "check":
        labels = torch.tensor([item.label for item in batch], device=device)
        loss = functional.cross_entropy(verdict[:, 1:], labels)
        return loss, {"check": loss}
    with torch.no_grad(), fast(device):
        wanted = teacher(ids, kinds, mask)[1].float()
    loss = functional.smooth_l1_loss(relevance, wanted)
    return _RELEVANCE * loss, {"teach": loss}


def tensors(batch: Batch) -> tuple[Tensor, Tensor, Tensor]:
    """Tokens, kinds and mask of a batch, padded to its length class."""
    length = padded(max(len(item.ids) for item in batch))
    ids = np.zeros((len(batch), length), np.int64)
    kinds, mask = np.zeros_like(ids), np.zeros(ids.shape, bool)
    for place, item in enumerate(batch):
        own = len(item.ids)
        ids[place, :own], kinds[place, :own], mask[place, :own] = item.ids, item.kinds, True
    return torch.from_numpy(ids), torch.from_numpy(kinds), torch.from_numpy(mask)


def _reading(
    spans: Tensor, answers: Tensor, batch: Batch, marks: Sequence[Tensor]
) -> tuple[Tensor, Parts]:
    """Of the right spans, the first token standing for none; of answering; of evidence.

    What answers by yes or no has no span: all are as right, and what is evidence is not known.
    """
    device = spans.device
    inside, first, last, evidence = marks
    weight = torch.tensor([item.weight for item in batch], device=device)
    allowed = inside.clone()
    allowed[:, 0] = True
    span = torch.zeros((), device=device)
    for side, right in enumerate((first, last)):
        scores = spans[:, :, side].masked_fill(~allowed, _FORBIDDEN)
        good = scores.masked_fill(~right, _FORBIDDEN)
        span = span + (weight * (scores.logsumexp(1) - good.logsumexp(1))).mean() / 2
    answered = torch.tensor([float(item.answers) for item in batch], device=device)
    told = functional.binary_cross_entropy_with_logits(answers, answered, weight)
    known = inside & torch.tensor([[not item.settled] for item in batch], device=device)
    shown = _of_evidence(spans, evidence, known)
    things = _things(spans[:, :, 3], batch)
    loss = span + _ANSWERS * told + _EVIDENCE * shown + _THINGS * things
    return loss, {"span": span, "answers": told, "evidence": shown, "things": things}


def _of_evidence(spans: Tensor, evidence: Tensor, known: Tensor) -> Tensor:
    """Of the tokens that are of a sentence that answers, among those that are known."""
    marked = functional.binary_cross_entropy_with_logits(
        spans[:, :, 2], evidence.float(), reduction="none"
    )
    return (marked * known).sum() / known.sum().clamp(min=1)


def _choosing(spans: Tensor, answers: Tensor, batch: Batch, marks: Sequence[Tensor]) -> Tensor:
    """Of right spans, and of answering, among the passages of a question.

    One softmax over the words of all of them, each over its own "not here": the shared norm of
    Clark and Gardner 2018 (arXiv:1710.10723) on what passages are compared by.
    """
    inside, first, last, _ = marks
    right = torch.tensor([item.answers for item in batch], device=spans.device)
    cost = torch.zeros((), device=spans.device)
    for side, wanted in enumerate((first, last)):
        scores = spans[:, :, side] - spans[:, :1, side]
        every = scores.masked_fill(~inside, _FORBIDDEN).logsumexp(1)
        good = scores.masked_fill(~(wanted & inside), _FORBIDDEN).logsumexp(1)
        good = good.masked_fill(~right, _FORBIDDEN)
        cost = cost + _first_of(every, good) / 2
    return cost + _CHOSEN * _first_of(answers, answers.masked_fill(~right, _FORBIDDEN))


def _first_of(every: Tensor, good: Tensor) -> Tensor:
    """How unlikely the good are among all of their group, a mean."""
    cost: Tensor = (every.view(-1, RIVALS).logsumexp(1) - good.view(-1, RIVALS).logsumexp(1)).mean()
    return cost


def _marks(batch: Batch, length: int) -> tuple[Tensor, Tensor, Tensor, Tensor]:
    """Tokens of the passage, those that an answer begins and ends with, and of evidence."""
    inside, first, last, evidence = torch.zeros((4, len(batch), length), dtype=torch.bool)
    for place, item in enumerate(batch):
        inside[place, item.inside[0] : item.inside[1] + 1] = True
        if item.settled:
            first[place] = last[place] = inside[place]
            continue
        for begin, end in item.spans or ((0, 0),):
            first[place, begin] = last[place, end] = True
        for begin, end in item.evidence:
            evidence[place, begin : end + 1] = True
    return inside, first, last, evidence


def _things(logits: Tensor, batch: Batch) -> Tensor:
    """Of the tokens that are of a thing asked for, where all such are known."""
    right, counts = torch.zeros((2, *logits.shape))
    for place, item in enumerate(batch):
        long = any(end - begin >= _LONGEST_THING for begin, end in item.spans)
        if item.settled or (long and not item.listed):
            continue
        weight = item.weight * (1.0 if item.listed else _NOT_LISTED)
        counts[place, item.inside[0] : item.inside[1] + 1] = weight
        for begin, end in item.again:
            counts[place, begin : end + 1] = 0
        for begin, end in item.spans:
            right[place, begin : end + 1] = 1
            counts[place, begin : end + 1] = weight
    right, counts = right.to(logits.device), counts.to(logits.device)
    costs = functional.binary_cross_entropy_with_logits(logits, right, counts, reduction="sum")
    cost: Tensor = costs / counts.sum().clamp(min=1)
    return cost
