"""A linear classifier over named features, as its weights lie in a file; features of a word."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray


@dataclass(frozen=True, slots=True)
class Linear:
    """The weights of each feature and the bias, one a class; of two classes, of the second."""

    weights: Mapping[str, Sequence[float]]
    bias: Sequence[float]

    @classmethod
    def read(cls, held: Mapping[str, Any]) -> Linear:
        """From what a JSON file holds of it."""
        return cls(held["weights"], held["bias"])

    def written(self) -> dict[str, Any]:
        """As it is put in a JSON file, with two places."""
        weights = {name: [round(w, 2) for w in values] for name, values in self.weights.items()}
        return {"bias": [round(b, 3) for b in self.bias], "weights": weights}

    def scores(self, features: Iterable[str]) -> NDArray[np.float64]:
        """A score a class."""
        found: NDArray[np.float64] = np.array(self.bias, dtype=np.float64)
        for feature in features:
            if feature in self.weights:
                found += self.weights[feature]
        return found


def beside(shown: Sequence[str], place: int, reach: int) -> Iterator[str]:
    """A word and those up to `reach` words around it, by their places, and with its neighbours."""
    whole = ["^"] * reach + list(shown) + ["$"] * reach
    here = place + reach
    for step in range(-reach, reach + 1):
        yield f"{step}={whole[here + step]}"
    yield f"<{whole[here - 1]} {whole[here]}"
    yield f">{whole[here]} {whole[here + 1]}"
