"""Read in this process, which is quicker; `test_guard.py` reads such files in others."""

from __future__ import annotations

import pytest


@pytest.fixture(autouse=True)
def in_this_process(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("index.reading.folder.is_risky", lambda _: False)
