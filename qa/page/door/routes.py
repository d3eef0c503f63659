"""The addresses that the page has: the framework serves more, and those are nobody's."""

from __future__ import annotations

import re
from collections.abc import Sequence

from starlette.types import ASGIApp, Receive, Scope, Send

from qa.page.door.refusing import refuse

_GET = (
    r"/(config/?|health|theme\.css|manifest\.json|robots\.txt|favicon\.ico|login/?)?",
    r"/(assets|static)/.+",
    r"/gradio_api/(app_id|info|openapi\.json|login_check|user|theme\.css)/?",
    r"/gradio_api/heartbeat/\w+",
    r"/gradio_api/queue/(data|status)",
    r"/gradio_api/call/(v2/)?\w+/[\w-]+",
    r"/gradio_api/upload_progress",
    r"/gradio_api/mcp(/.*)?",
)
_POST = (
    r"/(login|logout)/?",
    r"/gradio_api/queue/join",
    r"/gradio_api/(run|api|call|call/v2)/\w+/?",
    r"/gradio_api/(cancel|reset)/?",
    r"/gradio_api/upload",
    r"/gradio_api/mcp(/.*)?",
)
_BY_METHOD = {
    "GET": re.compile("|".join(_GET)),
    "HEAD": re.compile("|".join(_GET)),
    "POST": re.compile("|".join(_POST)),
    "DELETE": re.compile(r"/gradio_api/mcp(/.*)?"),
}

_ROUTES = (  # how a request is told in the log: nothing of it that a caller made up
    (r"/(assets|static)/.+", "/assets/{file}"),
    (r"/gradio_api/heartbeat/\w+", "/gradio_api/heartbeat/{session}"),
    (r"/gradio_api/(?:run|api)/\w+/?", "/gradio_api/api/{endpoint}"),
    (r"/gradio_api/call/(?:v2/)?\w+/?", "/gradio_api/call/{endpoint}"),
    (r"/gradio_api/call/(?:v2/)?\w+/[\w-]+", "/gradio_api/call/{endpoint}/{event}"),
    (r"/gradio_api/mcp(?:/.*)?", "/gradio_api/mcp"),
)
_OTHER = "other"


def route_of(path: str) -> str:
    """The route that an address is of, each part that differs by its name; "other" for no known."""
    for pattern, route in _ROUTES:
        if re.fullmatch(pattern, path):
            return route
    if path == "/metrics" or any(is_known(method, path) for method in ("GET", "POST")):
        return path.rstrip("/") or "/"
    return _OTHER


def is_known(method: str, path: str) -> bool:
    """Whether the page has an address, asked for in this way."""
    pattern = _BY_METHOD.get(method)
    return bool(pattern and pattern.fullmatch(path))


def is_upload(scope: Scope) -> bool:
    """Whether a request brings files."""
    return bool(scope["method"] == "POST" and scope["path"] == "/gradio_api/upload")


def is_progress(scope: Scope) -> bool:
    """Whether a request asks how far an upload is."""
    return bool(scope["method"] == "GET" and scope["path"] == "/gradio_api/upload_progress")


class KnownRoutesOnly:
    """Answers 404 for whatever the page does not use, before the framework can.

    Args:
        app: what answers.
        further: addresses that are there to be read besides.
    """

    def __init__(self, app: ASGIApp, further: Sequence[str] = ()) -> None:
        self._app, self._further = app, further

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Refuse with 404, or pass on."""
        if scope["type"] == "http" and not self._has(scope["method"], scope["path"]):
            await refuse(scope, receive, send, 404, "There is nothing here.")
        else:
            await self._app(scope, receive, send)

    def _has(self, method: str, path: str) -> bool:
        return is_known(method, path) or (method == "GET" and path in self._further)
