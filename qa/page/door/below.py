"""The page below a path of its name, as a proxy in front offers it: /articles/ for /."""

from __future__ import annotations

from starlette.types import ASGIApp, Receive, Scope, Send

BELOW = "articles.below"  # where the path stands in the scope of a request


class Below:
    """Takes the path in front off every request that has it; a proxy may have done so already.

    Args:
        app: what answers, as if it were at the root of its name.
        path: such as `/articles`; "" for the root.
    """

    def __init__(self, app: ASGIApp, path: str) -> None:
        self._app, self._path = app, path

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass on; the path alone, without a slash, leads to the page."""
        if scope["type"] != "http" or not self._path:
            await self._app(scope, receive, send)
        elif scope["path"] == self._path:
            query = scope["query_string"]
            to = f"{self._path}/".encode() + (b"?" + query if query else b"")
            headers = [(b"location", to), (b"content-length", b"0")]
            await send({"type": "http.response.start", "status": 308, "headers": headers})
            await send({"type": "http.response.body", "body": b""})
        elif scope["path"].startswith(f"{self._path}/"):
            path = scope["path"][len(self._path) :]
            own = {**scope, "path": path, "raw_path": path.encode(), BELOW: self._path}
            await self._app(own, receive, send)
        else:
            await self._app({**scope, BELOW: self._path}, receive, send)
