"""One running app and one browser for all tests of the page."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.qa.page.browsing import (
    ARGUMENTS,
    HOSTILE,
    ROOT,
    Served,
    Watch,
    serving,
    unavailable,
    watched,
)

if TYPE_CHECKING:
    from playwright.sync_api import Browser, BrowserContext


@pytest.fixture(scope="session")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """The app on the starter articles and a hostile one, its index built by itself."""
    folder = tmp_path_factory.mktemp("served")
    shutil.copytree(ROOT / "seeds", folder / "seeds")
    hostile = {
        "id": "hostile",
        "title": "<img src=x onerror=window.pwned=1> Seals & towers",
        "source": "<b>Coast</b> Herald",
        "url": "javascript:window.pwned=1",
        "text": HOSTILE,
    }
    (folder / "seeds" / "hostile.json").write_text(json.dumps(hostile))
    with serving(folder, "--mcp", "--limit", "100000") as app:
        yield app


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """A headless browser."""
    try:
        from playwright.sync_api import sync_playwright
    except ImportError:
        unavailable("playwright is not installed")
    names = ("chromium", "chromium-browser", "google-chrome")
    found = next(filter(None, map(shutil.which, names)), None)
    with sync_playwright() as playwright:
        executable = found or playwright.chromium.executable_path
        if not Path(executable).exists():
            unavailable("no Chromium here: run playwright install chromium")
        browser = playwright.chromium.launch(executable_path=executable, args=ARGUMENTS)
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def visitor(chromium: Browser) -> Iterator[BrowserContext]:
    """A browser that has been here before: it need not fetch the page's scripts again."""
    context = chromium.new_context(viewport={"width": 1280, "height": 800})
    context.new_page()  # keeps it open between two tabs
    yield context
    context.close()


@pytest.fixture
def tab(visitor: BrowserContext, served: Served) -> Iterator[Watch]:
    """A new tab on the running app."""
    watch = watched(visitor.new_page(), served)
    yield watch
    watch.close()
