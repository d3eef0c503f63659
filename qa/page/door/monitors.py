"""What only monitors may read: by a token where there are users, else from near addresses alone."""

from __future__ import annotations

import ipaddress
from collections.abc import Sequence

from starlette.types import ASGIApp, Receive, Scope, Send

from qa.page.door.refusing import refuse

METRICS = "/metrics"


class NearMonitorsOnly:
    """Lets in to /metrics who calls from this machine or a network that is named.

    Put in front of a page without users; where there are some, the login stands before it.

    Args:
        app: what answers.
        networks: further ones, such as "10.0.0.0/8".
    """

    def __init__(self, app: ASGIApp, networks: Sequence[str] = ()) -> None:
        self._app = app
        self._networks = [ipaddress.ip_network(one) for one in networks]

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Refuse with 403, or pass on."""
        asked = scope["type"] == "http" and scope["path"].rstrip("/") == METRICS
        if asked and not self._is_near((scope.get("client") or ("",))[0]):
            text = (
                "Metrics are told to this machine alone. Start the page with --metrics and the "
                "monitor's network, or with --users and give the monitor a token."
            )
            await refuse(scope, receive, send, 403, text)
        else:
            await self._app(scope, receive, send)

    def _is_near(self, client: str) -> bool:
        try:
            address = ipaddress.ip_address(client)
        except ValueError:
            return False
        address = getattr(address, "ipv4_mapped", None) or address
        return address.is_loopback or any(address in network for network in self._networks)
