"""Scripts in every field that others fill in, shown in a real browser: not one runs."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.qa.page.script_probes import scripts_run

if TYPE_CHECKING:
    from playwright.sync_api import Browser

pytestmark = pytest.mark.browser


def test_not_one_script_runs(chromium: Browser) -> None:
    assert scripts_run(chromium) == []
