"""What a proxy in front says of who calls and how, believed of the ones named alone."""

from __future__ import annotations

from collections.abc import Sequence

from starlette.types import ASGIApp, Receive, Scope, Send
from uvicorn.middleware.proxy_headers import ProxyHeadersMiddleware

# Whoever sends one of these could tell the web framework any name for the page.
_SAID_BY_PROXIES = (b"x-forwarded-", b"forwarded", b"x-real-ip", b"x-gradio-server")


class ForwardedByTrusted:
    """Takes the caller's address and the scheme from X-Forwarded-For and -Proto of trusted proxies.

    The page's name is the Host that the proxy passes on. Headers of this kind end here.

    Args:
        proxies: their addresses or networks.
    """

    def __init__(self, app: ASGIApp, proxies: Sequence[str]) -> None:
        self._app = app
        self._told = ProxyHeadersMiddleware(self._without, list(proxies))  # type: ignore[arg-type]

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass on, with what is known of the caller."""
        await self._told(scope, receive, send)  # type: ignore[arg-type] # its own names for ASGI's

    async def _without(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http":
            kept = [one for one in scope["headers"] if not one[0].startswith(_SAID_BY_PROXIES)]
            scope = {**scope, "headers": kept}
        await self._app(scope, receive, send)
