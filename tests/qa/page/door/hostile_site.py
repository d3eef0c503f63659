"""A hostile site, for a real browser beside a page that is running: what it reads and changes."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from tests.qa.page.browsing import QUESTION

if TYPE_CHECKING:
    from playwright.sync_api import Page, Response

OWN_NAMES = ("evil.example", "x.localhost", "localhost", "127.0.0.1")
TARGETS = ("127.0.0.1", "localhost", "own name")

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


@contextmanager
def hostile_site() -> Iterator[int]:
    """The port of a hostile site, which answers under any name."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Site)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield server.server_address[1]
    server.shutdown()
    server.server_close()


def gained(page: Page, port: int, site: int, own_name: str, target: str) -> list[str]:
    """What a hostile site reads of the page, and its requests that were not refused.

    Args:
        page: a tab of a real browser.
        port: of the page.
        site: the hostile site's port.
        own_name: by which the browser knows the site; one of OWN_NAMES.
        target: by which it tries the page; one of TARGETS.
    """
    let_in: list[str] = []

    def look(answer: Response) -> None:
        if urlsplit(answer.url).port == port and answer.status != 403:
            let_in.append(f"{answer.request.method} {answer.url}: {answer.status}")

    page.on("response", look)
    page.goto(f"http://{own_name}:{site}/")
    to = f"http://{own_name if target == 'own name' else target}:{port}/"
    read = [f"reads {one}" for one in page.evaluate(ATTACK, to)]
    page.wait_for_timeout(300)
    page.remove_listener("response", look)
    return read + let_in
