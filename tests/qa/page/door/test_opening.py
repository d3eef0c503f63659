"""What is seen before the page is drawn."""

from __future__ import annotations

import pytest
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, Response
from starlette.types import ASGIApp, Receive, Scope, Send

from qa.page import strings
from qa.page.door.opening import Opening
from qa.page.ui.layout import opening
from tests.loop import run as run_apart

PAGE = '<html><head></head>\n<body\n style="margin: 0">drawn later<script>"<body>"</script></body>'


def answered(app: ASGIApp, path: str = "/") -> tuple[bytes, dict[bytes, bytes]]:
    headers: dict[bytes, bytes] = {}
    body = b""

    async def receive() -> dict[str, object]:
        return {"type": "http.request"}

    async def send(message: dict[str, object]) -> None:
        nonlocal body
        headers.update(message.get("headers", []))  # type: ignore[call-overload]
        body += message.get("body", b"")  # type: ignore[operator]

    run_apart(app({"type": "http", "method": "GET", "path": path, "headers": []}, receive, send))  # type: ignore[arg-type]
    return body, headers


def sends(response: Response) -> ASGIApp:
    async def app(scope: Scope, receive: Receive, send: Send) -> None:
        assert Request(scope)
        await response(scope, receive, send)

    return app


def test_the_page_begins_with_its_name() -> None:
    body, headers = answered(Opening(sends(HTMLResponse(PAGE)), opening()))
    before, _, after = body.decode().partition('style="margin: 0">')
    assert after.startswith("<style>")
    assert strings.TITLE in after
    assert after.endswith('drawn later<script>"<body>"</script></body>')
    assert "#opening" not in before
    assert int(headers[b"content-length"]) == len(body)


@pytest.mark.parametrize(
    ("path", "response"),
    [
        ("/", JSONResponse({"a": "<body>"})),
        ("/login", HTMLResponse(PAGE)),
        ("/", HTMLResponse(PAGE, headers={"content-encoding": "gzip"})),
    ],
)
def test_all_else_is_passed_on_as_it_is(path: str, response: Response) -> None:
    body, _ = answered(Opening(sends(response), opening()), path)
    assert body == response.body
