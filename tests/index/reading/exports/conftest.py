"""Files are read in this process, which is quicker."""

from __future__ import annotations

import pytest


@pytest.fixture(autouse=True)
def all_in_this_process(in_this_process: None) -> None:
    """Every test here."""
