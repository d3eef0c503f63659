"""Where vectors come from: the live generation, a killed build, the encoder."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from index.building.pending_vectors import PendingVectors
from index.building.vectors import embedded_text, passage_key


def test_a_key_depends_on_model_title_and_words() -> None:
    keys = {
        passage_key(fingerprint, title, passage)
        for fingerprint in ("f1", "f2")
        for title in ("t1", "t2")
        for passage in ("p1", "p2")
    }
    assert len(keys) == 8
    assert {len(key) for key in keys} == {32}
    assert embedded_text("Title", "Words.") == "Title\nWords."


def test_pending_vectors_are_kept_until_they_are_published(tmp_path: Path) -> None:
    path = tmp_path / "pending.sqlite"
    row = np.asarray([0.6, 0.8], dtype=np.float32)
    pending = PendingVectors(path)
    pending.put({b"a": row, b"b": -row})
    pending.put({b"a": row})
    pending.close()
    pending = PendingVectors(path)
    found = pending.get(b"b")
    assert found is not None
    assert found.tobytes() == (-row).tobytes()
    assert pending.get(b"c") is None
    pending.clear()
    assert list(tmp_path.iterdir()) == []


def test_a_damaged_file_of_pending_vectors_is_made_anew(tmp_path: Path) -> None:
    path = tmp_path / "pending.sqlite"
    path.write_bytes(b"\0" * 5000)
    pending = PendingVectors(path)
    assert pending.get(b"a") is None
    pending.close()
