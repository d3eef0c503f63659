"""Damage to any file of an index is told or changes nothing: no wrong answer, crash or hang."""

from __future__ import annotations

from pathlib import Path

import pytest

from index.build import build
from index.storage.pins import CHATS, Pins
from tests.index.harm import RIGHT, TOLD, Harming, all_it_says


@pytest.fixture
def sound(changed_by_hand: Path, seeds: Path) -> Path:
    """An index with articles added and removed by hand, with an earlier version, and with pins."""
    long = "\n\n".join(f"Paragraph {n} " + "tells of ships " * 60 + "." for n in range(4))
    (seeds / "long.txt").write_text(long, "utf-8")
    build(seeds, changed_by_hand)
    (changed_by_hand / CHATS).touch()
    Pins(changed_by_hand, CHATS).complete({"1": ["a" * 64, "b" * 64]})
    return changed_by_hand


def test_random_damage(sound: Path, tmp_path: Path) -> None:
    with Harming(sound, tmp_path / "harmed", all_it_says) as harming:
        outcomes = list(harming.some(150, seed=1))
    assert harming.bad == []
    assert outcomes.count(TOLD) > 75
    assert {"articles.sqlite", "articles.texts", "vectors.faiss", "manifest.json", "CURRENT"} < (
        harming.counts.keys()
    )
    assert harming.counts["CURRENT"].keys() == {RIGHT}  # found again
    assert harming.counts["articles.sqlite"].keys() == {TOLD}
