"""Reading in this process, for those who ask: quicker; `test_guard.py` reads in others."""

from __future__ import annotations

import pytest


@pytest.fixture
def in_this_process(monkeypatch: pytest.MonkeyPatch) -> None:
    """Files that a process of their own would read are read in this one."""
    monkeypatch.setattr("index.reading.folder.is_risky", lambda _: False)
