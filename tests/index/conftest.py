"""A small encoder that is quick and deterministic, and folders of articles to build from."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from index.build import add, build, remove
from index.models.encoder import unit_rows
from index.store import Index

Floats = NDArray[np.float32]


class FakeEncoder:
    """Vectors drawn from a hash of the text: equal texts have equal vectors, others are apart."""

    dimensions = 16

    def __init__(self, name: str = "bge-small-en-v1.5") -> None:
        self.name = name
        self.fingerprint = hashlib.sha256(name.encode()).hexdigest()
        self.encoded: list[str] = []

    def encode_passages(self, texts: Sequence[str]) -> Floats:
        self.encoded.extend(texts)
        return self.encode_queries(texts)

    def encode_queries(self, texts: Sequence[str]) -> Floats:
        rows = []
        for text in texts:
            seed = int.from_bytes(hashlib.sha256(text.encode()).digest()[:8], "big")
            rows.append(np.random.default_rng(seed).standard_normal(self.dimensions))
        return unit_rows(np.asarray(rows, dtype=np.float32).reshape(len(rows), self.dimensions))

    def token_starts(self, text: str) -> list[int]:
        return [found.start() for found in re.finditer(r"\w+|[^\w\s]", text)]


@pytest.fixture
def fake(monkeypatch: pytest.MonkeyPatch) -> FakeEncoder:
    """The encoder that builds use in place of the real default."""
    encoder = FakeEncoder()
    others = {encoder.name: encoder}
    monkeypatch.setattr(
        "index.building.run.load_encoder", lambda name: others.setdefault(name, FakeEncoder(name))
    )
    return encoder


@pytest.fixture
def seeds(tmp_path: Path) -> Path:
    """A folder of three small articles."""
    folder = tmp_path / "seeds"
    folder.mkdir()
    write_article(folder, "harbour", "Harbour opens", "The harbour opened. Ships came in.")
    write_article(folder, "storm", "Storm nears", "A storm nears the coast. Roads are shut.")
    write_article(folder, "vote", "Council votes", "The council voted. Taxes rise in May.")
    return folder


def write_article(
    folder: Path, name: str, title: str, text: str, date: str = "2024-03-01", source: str = "Wire"
) -> Path:
    """Write an article with front matter; its id is `<name>.md`."""
    path = folder / f"{name}.md"
    path.write_text(
        f'---\ntitle: "{title}"\ndate: {date}\nsource: {source}\n---\n{text}\n', "utf-8"
    )
    return path


@pytest.fixture
def changed_by_hand(tmp_path: Path, seeds: Path, fake: FakeEncoder) -> Path:
    """An index with an article that was added by hand, and one that was removed for good."""
    folder = tmp_path / "index"
    build(seeds, folder)
    (tmp_path / "by-hand").mkdir()
    add([write_article(tmp_path / "by-hand", "note", "A note", "A note by hand.")], folder)
    remove(["vote.md"], folder, for_good=True)
    return folder


def contents(index: Index) -> set[tuple[str, str, int, int]]:
    """Article id, version, start and end of every passage that has a vector."""
    found = index.passages([int(passage_id) for passage_id in index.vector_ids()])
    return {(p.article_id, p.version, p.start, p.end) for p, _ in found}


Place = tuple[str, int]


def places(index: Index, hits: Sequence[tuple[int, float]]) -> list[tuple[float, Place]]:
    """Hits without ids, which depend on the history: score, article and start, sorted."""
    found = index.passages([passage_id for passage_id, _ in hits])
    scores = [round(score, 5) for _, score in hits]
    return sorted(
        (-score, (p.article_id, p.start)) for score, (p, _) in zip(scores, found, strict=True)
    )


Damage = Callable[[Path], None]
