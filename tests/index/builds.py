"""Builds that run in processes of their own, slow enough to be killed on the way."""

from __future__ import annotations

import time
from collections.abc import Sequence
from pathlib import Path

import index.build
import index.building.run
from tests.index.conftest import FakeEncoder, Floats, write_article


class SlowEncoder(FakeEncoder):
    """Takes a moment for every batch, and adds a character to a file for each."""

    def __init__(self, signal: Path) -> None:
        super().__init__()
        self._signal = signal

    def encode_passages(self, texts: Sequence[str]) -> Floats:
        with self._signal.open("a") as file:
            file.write(".")
        time.sleep(0.03)
        return super().encode_passages(texts)


def slow_build(seeds: Path, folder: Path, signal: Path) -> None:
    """Build with the slow encoder; the signal file appears when the build begins."""
    setattr(index.building.run, "load_encoder", lambda _: SlowEncoder(signal))  # noqa: B010 - it is not for export
    signal.touch()
    index.build.build(seeds, folder)


def write_many(seeds: Path, edition: int) -> None:
    """Forty articles of ten passages each, half of them other in every edition."""
    seeds.mkdir(exist_ok=True)
    for number in range(40):
        own = edition if number % 2 else 0
        text = "\n\n".join(f"Story {number} part {n} of {own}. " + "word " * 90 for n in range(10))
        write_article(seeds, f"a{number:02}", f"Title {number}", text)
