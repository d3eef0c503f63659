"""Requests in the log, and who may read /metrics."""

from __future__ import annotations

import logging
from typing import Any

import pytest
from starlette.types import Message, Receive, Scope, Send

from qa.page.door.monitors import NearMonitorsOnly
from qa.page.door.request_log import RequestLog
from qa.page.door.routes import route_of
from tests.loop import run as run_apart

SECRET = "who-stole-the-crown"


def sent(app: Any, path: str, client: str = "127.0.0.1", **given: Any) -> list[Message]:  # noqa: ANN401
    messages: list[Message] = []

    async def receive() -> Message:
        return {"type": "http.request", "body": b"", "more_body": False}

    async def send(message: Message) -> None:
        messages.append(message)

    scope = {"type": "http", "method": "GET", "path": path, "headers": [], "client": (client, 1)}
    run_apart(app({**scope, **given}, receive, send))
    return messages


async def page(scope: Scope, receive: Receive, send: Send) -> None:
    name = dict(scope["headers"]).get(b"x-request-id", b"")
    await send({"type": "http.response.start", "status": 200, "headers": []})
    await send({"type": "http.response.body", "body": name, "more_body": True})
    await send({"type": "http.response.body", "body": b"!!"})


def test_a_request_is_logged_without_what_it_says(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO)
    headers = [(b"cookie", SECRET.encode()), (b"x-request-id", SECRET.encode())]
    start, body, _ = sent(
        RequestLog(page, "/articles"),
        "/articles/gradio_api/queue/data",
        headers=headers,
        query_string=f"session_hash={SECRET}".encode(),
    )
    told = caplog.records[-1].__dict__["told"]
    assert (told["method"], told["route"], told["status"], told["bytes"]) == (
        "GET",
        "/gradio_api/queue/data",
        200,
        18,
    )
    assert told["milliseconds"] >= 0
    assert SECRET not in str(told)
    assert body["body"].decode() == told["request"]
    assert (b"x-request-id", body["body"]) in start["headers"]


def test_a_request_that_fails_is_logged_too(caplog: pytest.LogCaptureFixture) -> None:
    async def fail(scope: Scope, receive: Receive, send: Send) -> None:
        raise ValueError("no page")

    caplog.set_level(logging.INFO)
    with pytest.raises(ValueError, match="no page"):
        sent(RequestLog(fail), "/")
    assert caplog.records[-1].__dict__["told"]["status"] == 0


@pytest.mark.parametrize(
    ("path", "route"),
    [
        ("/", "/"),
        ("/health", "/health"),
        ("/metrics", "/metrics"),
        (f"/assets/{SECRET}.js", "/assets/{file}"),
        ("/gradio_api/call/ask/1a-2b", "/gradio_api/call/{endpoint}/{event}"),
        (f"/gradio_api/heartbeat/{SECRET.replace('-', '_')}", "/gradio_api/heartbeat/{session}"),
        ("/gradio_api/queue/join", "/gradio_api/queue/join"),
        (f"/{SECRET}", "other"),
        (f"/gradio_api/file={SECRET}", "other"),
    ],
)
def test_of_an_address_the_route_alone_is_told(path: str, route: str) -> None:
    assert route_of(path) == route


@pytest.mark.parametrize(
    ("client", "path", "status"),
    [
        ("127.0.0.1", "/metrics", 200),
        ("::1", "/metrics", 200),
        ("::ffff:127.0.0.1", "/metrics", 200),
        ("10.1.2.3", "/metrics", 200),
        ("11.1.2.3", "/metrics", 403),
        ("11.1.2.3", "/metrics/", 403),
        ("", "/metrics", 403),
        ("11.1.2.3", "/health", 200),
    ],
)
def test_metrics_are_for_near_monitors(client: str, path: str, status: int) -> None:
    start, *_ = sent(NearMonitorsOnly(page, ["10.0.0.0/8"]), path, client)
    assert start["status"] == status
