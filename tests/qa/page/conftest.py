"""One running app and one browser for all tests of the page."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest

from tests.qa.page.browsing import HOSTILE, ROOT, Served, Watch, browser, serving, watched

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
    with browser() as chromium:
        yield chromium


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
