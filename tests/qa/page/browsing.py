"""A running app and a tab of a real browser, for tests."""

from __future__ import annotations

import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn

import httpx
import pytest

from qa.page import strings
from qa.page.actions.offers import STARTERS

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

ROOT = Path(__file__).resolve().parents[3]
QUESTION = STARTERS[0][1]
FOLLOW_UP = "And when was it closed?"
UNDERSTOOD = "When was the Suez Canal closed?"
OFF_TOPIC = "How do I bake sourdough bread with rye flour?"
HOSTILE = (
    "The lighthouse keeper of Ardnamurrow counted 417 seals <img src=x onerror=window.pwned=1> "
    "on the rocks below <script>window.pwned=1</script> his tower in May. "
    "He wrote to [the ministry](javascript:window.pwned=1) <!-- twice --> "
    "about ${window.pwned=1} and {{constructor.constructor('window.pwned=1')()}} that summer."
)
HOSTILE_QUESTION = "How many seals did the lighthouse keeper of Ardnamurrow count?"
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
    "--host-resolver-rules=MAP *.example 127.0.0.1",  # names that others point at this machine
]


# that nobody could use: the page is to do without
PROXIES = {"ALL_PROXY": "socks4://127.0.0.1:1", "http_proxy": "http://127.0.0.1:1"}

IN_VIEW = """mark => {
    const own = mark.getBoundingClientRect();
    const panel = document.querySelector("#panel").getBoundingClientRect();
    const top = Math.max(panel.top, 0), bottom = Math.min(panel.bottom, window.innerHeight);
    return own.height > 0 && own.top >= top - 1 && own.bottom <= bottom + 1;
}"""


@dataclass
class Served:
    """A running app: its address, its folders and what it has written to the terminal."""

    url: str
    port: int
    index: Path
    seeds: Path
    process: subprocess.Popen[bytes]
    log: Path
    uploads: Path

    def said(self) -> str:
        return self.log.read_text(errors="replace")


def free_port() -> int:
    with closing(socket.socket()) as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def called(served: Served, endpoint: str, data: list[object]) -> Any:  # noqa: ANN401 - JSON
    """What an endpoint replies to one who knows nothing but HTTP."""
    with httpx.Client(base_url=served.url, trust_env=False, timeout=120) as client:
        call = client.post(f"gradio_api/call/{endpoint}", json={"data": data}).json()
        lines = client.get(f"gradio_api/call/{endpoint}/{call['event_id']}").text.splitlines()
    place = lines.index("event: complete")
    return json.loads(lines[place + 1].removeprefix("data: "))[0]


@contextmanager
def serving(folder: Path, *options: str, index: Path | None = None) -> Iterator[Served]:
    """Run the app on `folder/seeds`, and on `folder/index` unless another is given, until the end.

    It must end by itself when it is interrupted, without a traceback in its log.
    """
    seeds, index, log = folder / "seeds", index or folder / "index", folder / "log"
    uploads = folder / "uploads"
    port = free_port()
    given = ["--index", index, "--seeds", seeds, "--port", port, "--no-browser", *options]
    with log.open("wb") as output:
        process = subprocess.Popen(
            [sys.executable, "app.py", *map(str, given)],
            cwd=ROOT,
            stdout=output,
            stderr=output,
            start_new_session=True,
            env={**os.environ, **PROXIES, "GRADIO_TEMP_DIR": str(uploads)},
        )
    app = Served(f"http://127.0.0.1:{port}/", port, index, seeds, process, log, uploads)
    try:
        until = time.monotonic() + 180
        while "Serving on" not in app.said():
            assert process.poll() is None, app.said()
            assert time.monotonic() < until, app.said()
            time.sleep(0.1)
        yield app
        process.send_signal(signal.SIGINT)
        assert process.wait(30) == 130
        assert "Stopped." in app.said()
        assert "Traceback" not in app.said(), app.said()
        assert not list(uploads.iterdir())
    finally:
        if process.poll() is None:
            process.kill()
            process.wait()


@contextmanager
def browser() -> Iterator[Browser]:
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
        chromium = playwright.chromium.launch(executable_path=executable, args=ARGUMENTS)
        yield chromium
        chromium.close()


@dataclass
class Watch:
    """A tab and what went on in it that should not."""

    page: Page
    wrong: list[str] = field(default_factory=list)

    def ask(self, question: str) -> None:
        box = self.page.get_by_label("Your question")
        box.fill(question)
        box.press("Enter")

    def settled(self, turns: int) -> None:
        """Wait until so many questions have their replies, and the panel shows what they cite."""
        shown = f"document.querySelectorAll('#chat .turn').length === {turns}"
        # the chat and the panel are drawn one after the other
        found = f"document.querySelector('#panel').textContent.includes('{strings.FOUND}')"
        pending = "document.querySelector('#chat .pending')"
        self.page.wait_for_function(f"{shown} && !{pending} && !{found}")

    def close(self) -> None:
        assert self.page.evaluate("window.pwned") is None
        assert not self.wrong
        self.page.close()
        if not self.page.context.pages:
            self.page.context.close()


def open_tab(
    chromium: Browser, served: Served, width: int = 1280, height: int = 800, query: str = ""
) -> Watch:
    """A tab of a browser that has never been here."""
    context = chromium.new_context(viewport={"width": width, "height": height})
    return watched(context.new_page(), served, query)


def watched(page: Page, served: Served, query: str = "") -> Watch:
    """A new tab on the running app, watched for what should not be."""
    page.set_default_timeout(30_000)
    watch = Watch(page)
    page.on("dialog", lambda dialog: watch.wrong.append(f"dialog {dialog.message}"))
    page.on(
        "console",
        lambda said: (
            watch.wrong.append(said.text) if "Content Security Policy" in said.text else None
        ),
    )
    page.on("pageerror", lambda error: watch.wrong.append(f"error {error}"))
    page.on(
        "request",
        lambda request: (
            None
            if request.url.startswith((served.url, "data:", "blob:"))
            else watch.wrong.append(f"request {request.url}")
        ),
    )
    page.goto(served.url + query)
    page.wait_for_selector("#chat .welcome")
    return watch


def unavailable(reason: str) -> NoReturn:
    if os.environ.get("CI", "").lower() in ("1", "true"):
        pytest.fail(reason)
    pytest.skip(reason)


# what fades in has less contrast meanwhile
SHOWN_WHOLE = "document.getAnimations().every(one => one.playState !== 'running')"


def violations(tab: Watch) -> list[Any]:
    """What axe-core finds wrong by WCAG 2.2 AA in our own parts; the framework's footer is not."""
    from axe_playwright_python.sync_playwright import Axe  # type: ignore[import-untyped]

    rules = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
    options = {"runOnly": {"type": "tag", "values": rules}}
    tab.page.wait_for_function(SHOWN_WHOLE)
    found = Axe().run(tab.page, context={"exclude": [["footer"]]}, options=options)
    return [
        (one["id"], [node["html"][:160] for node in one["nodes"]])
        for one in found.response["violations"]
    ]
