"""What the web framework keeps of tabs and calls that are over is given back."""

from __future__ import annotations

import subprocess
import sys

import pytest

from qa.page.ui import tidying
from tests.conftest import ROOT


@pytest.mark.slow
def test_what_the_framework_keeps_is_bounded_and_given_back() -> None:
    command = [sys.executable, "-m", "tests.qa.page.ui.tidied"]
    ended = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert ended.returncode == 0, ended.stderr


def test_freeing_memory_is_left_out_where_it_cannot_be_had(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tidying, "_c_library", lambda: None)
    tidying.give_back()
    tidying.share_memory()
