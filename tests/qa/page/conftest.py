"""A running app, one with logins, and one browser for all tests of the page."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from index.build import build
from qa.users.users import add_user
from tests.qa.page.browsing import HOSTILE, ROOT, Served, Watch, browser, serving, watched
from tests.qa.page.door.login_probes import LIMIT, PASSWORD, PROXY

if TYPE_CHECKING:
    from playwright.sync_api import Browser, BrowserContext


@pytest.fixture(scope="session")
def served(tmp_path_factory: pytest.TempPathFactory, seed_index_dir: Path) -> Iterator[Served]:
    """The app on the starter articles and a hostile one."""
    folder = tmp_path_factory.mktemp("served")
    shutil.copytree(seed_index_dir, folder / "index")
    shutil.copytree(ROOT / "seeds", folder / "seeds")
    hostile = {
        "id": "hostile",
        "title": "<img src=x onerror=window.pwned=1> Seals & towers",
        "source": "<b>Coast</b> Herald",
        "url": "javascript:window.pwned=1",
        "text": HOSTILE,
    }
    (folder / "seeds" / "hostile.json").write_text(json.dumps(hostile))
    build(folder / "seeds", folder / "index")
    with serving(folder, "--mcp", "--limit", "100000") as app:
        yield app


@pytest.fixture(scope="session")
def users(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A file of users."""
    path = tmp_path_factory.mktemp("users") / "users.json"
    for name in ("ida", "bob", "eve", "zoe", "lea", "ada", "ben"):
        add_user(path, name, PASSWORD)
    return path


@pytest.fixture(scope="session")
def guarded(users: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """The page with logins and tools, its index built by itself."""
    folder = tmp_path_factory.mktemp("guarded")
    (folder / "seeds").mkdir()
    for name in ("ever-given-suez-canal-live", "berlin-wall-opens"):
        shutil.copy(ROOT / "seeds" / f"{name}.md", folder / "seeds")
    options = ["--users", users, "--mcp", "--trusted-proxy", PROXY, "--limit", LIMIT]
    with serving(folder, *map(str, options)) as app:
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
