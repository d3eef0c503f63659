"""The network: the layers of the bundled cross-encoder in torch, with four heads more.

Attention is written out, because the backward pass of `scaled_dot_product_attention` with a mask
was three times slower on a processor: 47 % of a step. Nothing is dropped out: random numbers were
half of the time.
"""

from __future__ import annotations

import torch
from torch import Tensor, nn
from torch.nn import functional

LAYERS, WIDTH, HEADS = 12, 384, 12
TOKEN_HEADS = 4  # logits of a token
_WORDS, _PLACES = 30_522, 512
_EPSILON = 1e-12
_MASKED = -1e4


class Layer(nn.Module):
    """A layer of BERT."""

    def __init__(self) -> None:
        super().__init__()
        self.qkv = nn.Linear(WIDTH, 3 * WIDTH)
        self.o = nn.Linear(WIDTH, WIDTH)
        self.up, self.down = nn.Linear(WIDTH, 4 * WIDTH), nn.Linear(4 * WIDTH, WIDTH)
        self.n1, self.n2 = (nn.LayerNorm(WIDTH, eps=_EPSILON) for _ in range(2))

    def forward(self, x: Tensor, bias: Tensor | None) -> Tensor:
        """States `(rows, tokens, width)`, and what is added to the weights, a line a head."""
        rows, tokens, _ = x.shape
        each = WIDTH // HEADS
        q, k, v = self.qkv(x).view(rows, tokens, 3, HEADS, each).permute(2, 0, 3, 1, 4)
        q, k, v = (z.reshape(rows * HEADS, tokens, each) for z in (q * each**-0.5, k, v))
        k = k.transpose(1, 2)
        scores = q.bmm(k) if bias is None else torch.baddbmm(bias, q, k)
        seen = scores.softmax(-1, dtype=x.dtype).bmm(v).view(rows, HEADS, tokens, each)
        x = self.n1(x + self.o(seen.transpose(1, 2).reshape(rows, tokens, WIDTH)))
        grown: Tensor = self.n2(x + self.down(functional.gelu(self.up(x))))
        return grown


class Network(nn.Module):
    """One encoder; heads for spans, evidence, things, relevance, answerability, entailment."""

    def __init__(self) -> None:
        super().__init__()
        self.words, self.places = nn.Embedding(_WORDS, WIDTH), nn.Embedding(_PLACES, WIDTH)
        self.kinds = nn.Embedding(2, WIDTH)
        self.n0 = nn.LayerNorm(WIDTH, eps=_EPSILON)
        self.layers = nn.ModuleList(Layer() for _ in range(LAYERS))
        self.pool, self.relevance = nn.Linear(WIDTH, WIDTH), nn.Linear(WIDTH, 1)
        self.pool2, self.verdict = nn.Linear(WIDTH, WIDTH), nn.Linear(WIDTH, 4)
        self.span = nn.Linear(WIDTH, TOKEN_HEADS)
        for head in (self.span, self.verdict):
            nn.init.normal_(head.weight, std=0.02)
            nn.init.zeros_(head.bias)

    def forward(
        self, ids: Tensor, kinds: Tensor, mask: Tensor | None
    ) -> tuple[Tensor, Tensor, Tensor]:
        """Read pairs of texts.

        Args:
            ids: tokens `(rows, tokens)`.
            kinds: 0 for the first text, 1 for the second.
            mask: false where a row is padded; None where no row is.

        Returns:
            logits: of each token for being an answer's first, its last, in a sentence that answers,
            and in a thing that is asked for `(rows, tokens, 4)`; of relevance `(rows,)`; of
            answering, supporting, contradicting and neither `(rows, 4)`.
        """
        places = torch.arange(ids.shape[1], device=ids.device)
        x = self.n0(self.words(ids) + self.places(places) + self.kinds(kinds))
        if torch.is_autocast_enabled(ids.device.type):
            x = x.bfloat16()  # else the sums beside the layers stay float32, and slow
        bias = None if mask is None else _bias(mask, x.dtype)
        for layer in self.layers:
            x = layer(x, bias)
        first = x[:, 0]
        relevance = self.relevance(torch.tanh(self.pool(first)))[:, 0]
        return self.span(x), relevance, self.verdict(torch.tanh(self.pool2(first)))


def _bias(mask: Tensor, kind: torch.dtype) -> Tensor:
    """What hides padded tokens, for each head of each row."""
    rows, tokens = mask.shape
    hidden = torch.zeros(mask.shape, dtype=kind, device=mask.device).masked_fill(~mask, _MASKED)
    return hidden[:, None, None, :].expand(-1, HEADS, -1, -1).reshape(rows * HEADS, 1, tokens)
