"""A hostile site in a real browser, beside the page: what it reads and changes."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import pytest

from tests.qa.page.browsing import QUESTION, Served, open_tab

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page, Response

pytestmark = pytest.mark.browser

# Everything that a page may try on another: fetches, an event stream, forms, frames, tags.
ATTACK = """async (target) => {
    const read = [];
    const tried = async (name, work) => {
        try { read.push([name, await work()]); } catch (error) { /* as it should be */ }
    };
    const text = async (path, options) => {
        const answer = await fetch(target + path, options);
        if (answer.type === "opaque") throw new Error("not to be read");
        if (!answer.ok) throw new Error(answer.status);
        return (await answer.text()).slice(0, 100);
    };
    const post = (body, type) => ({
        method: "POST", body, credentials: "include", headers: {"Content-Type": type},
    });
    const call = JSON.stringify({data: ["QUESTION", "", "", "", null, ""]});
    for (const path of ["", "config", "health", "gradio_api/info", "gradio_api/heartbeat/abcd"])
        for (const mode of ["cors", "no-cors"])
            await tried(path + " " + mode, () => text(path, {mode, credentials: "include"}));
    for (const path of ["gradio_api/call/ask", "gradio_api/run/ask", "gradio_api/queue/join"])
        for (const type of ["application/json", "text/plain"])
            await tried(path + " " + type, () => text(path, post(call, type)));
    const form = new FormData();
    form.append("files", new Blob(["hostile"]), "hostile.txt");
    await tried("upload", () => text("gradio_api/upload", {method: "POST", body: form}));
    await tried("events", () => new Promise((done, failed) => {
        const events = new EventSource(target + "gradio_api/heartbeat/abcd",
                                       {withCredentials: true});
        events.onmessage = (event) => done(event.data);
        events.onerror = () => failed(new Error("refused"));
    }));
    const frame = document.createElement("iframe");
    frame.name = "sink";
    frame.src = target;
    document.body.append(frame);
    await new Promise((done) => { frame.onload = done; setTimeout(done, 3000); });
    await tried("frame", () => frame.contentDocument.body.textContent.slice(0, 100) || nothing);
    const posted = document.createElement("form");
    Object.assign(posted, {
        action: target + "gradio_api/run/ask", method: "post", target: "sink",
        enctype: "text/plain",
    });
    const field = document.createElement("input");
    [field.name, field.value] = ['{"data": ["', '"]}'];
    posted.append(field);
    document.body.append(posted);
    posted.submit();
    for (const tag of ["script", "img", "link"]) {
        const one = document.createElement(tag);
        one.rel = "stylesheet";
        one.src = one.href = target + "config";
        document.body.append(one);
        await new Promise((done) => { one.onload = one.onerror = done; setTimeout(done, 2000); });
    }
    return read;
}""".replace("QUESTION", QUESTION)


class _Site(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        self.send_response(200)
        self.send_header("Content-Type", "text/html")
        self.end_headers()
        self.wfile.write(b"<title>hostile</title><body>hostile</body>")

    def log_message(self, *given: object) -> None:
        """Nothing on the terminal."""


@pytest.fixture(scope="module")
def site() -> Iterator[int]:
    """The port of a hostile site, which answers under any name."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Site)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield server.server_address[1]
    server.shutdown()
    server.server_close()


@pytest.fixture
def page(chromium: Browser) -> Iterator[Page]:
    context = chromium.new_context()
    yield context.new_page()
    context.close()


@pytest.mark.parametrize("own_name", ["evil.example", "x.localhost", "localhost", "127.0.0.1"])
@pytest.mark.parametrize("target", ["127.0.0.1", "localhost", "own name"])
def test_it_reads_nothing_and_changes_nothing(
    page: Page, served: Served, site: int, own_name: str, target: str
) -> None:
    let_in: list[str] = []

    def look(answer: Response) -> None:
        if urlsplit(answer.url).port == served.port and answer.status != 403:
            let_in.append(f"{answer.request.method} {answer.url}: {answer.status}")

    page.on("response", look)
    page.goto(f"http://{own_name}:{site}/")
    to = f"http://{own_name if target == 'own name' else target}:{served.port}/"
    assert page.evaluate(ATTACK, to) == []
    page.wait_for_timeout(300)
    assert not let_in


def test_a_name_that_comes_to_point_here_gets_a_refusal(page: Page, served: Served) -> None:
    for name in ("evil.example", "x.localhost", "localhost.example"):
        answer = page.goto(f"http://{name}:{served.port}/")
        assert answer is not None
        assert answer.status == 403
        assert "--allow-host" in page.inner_text("body")
        found = page.evaluate("fetch('/config').then((answer) => answer.status)")
        assert found == 403


def test_a_page_without_an_origin_gets_nothing(page: Page, served: Served, site: int) -> None:
    page.goto(f"http://evil.example:{site}/")
    found = page.evaluate(
        """(target) => new Promise((done) => {
            addEventListener("message", (event) => done(event.data));
            const frame = document.createElement("iframe");
            frame.sandbox = "allow-scripts";
            frame.srcdoc = `<script>
                fetch("${target}", {method: "POST", body: "{}"})
                    .then((answer) => parent.postMessage("read " + answer.status, "*"))
                    .catch(() => parent.postMessage("refused", "*"));
            </script>`;
            document.body.append(frame);
        })""",
        f"{served.url}gradio_api/run/ask",
    )
    assert found == "refused"


def test_its_link_opens_the_page_which_works(chromium: Browser, served: Served, site: int) -> None:
    tab = open_tab(chromium, served)
    tab.page.goto(f"http://evil.example:{site}/")
    tab.wrong.clear()
    link = json.dumps(served.url)
    tab.page.evaluate(f"location.href = {link}")
    tab.page.wait_for_selector("#chat .welcome")
    tab.ask(QUESTION)
    tab.settled(1)
    tab.close()
