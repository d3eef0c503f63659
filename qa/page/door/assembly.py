"""The layers put around the page, in their order."""

from __future__ import annotations

from collections.abc import Sequence

from starlette.types import ASGIApp

from qa.page.door.failing import OneLineErrors
from qa.page.door.headers import SafeHeaders
from qa.page.door.hosts import Hosts, OwnHostsOnly
from qa.page.door.proxies import ForwardedByTrusted
from qa.page.door.routes import KnownRoutesOnly


def in_front_of(page: ASGIApp, hosts: Hosts, proxies: Sequence[str] = ()) -> ASGIApp:
    """The page behind its door.

    Args:
        page: the web framework's application, which serves all routes.
        hosts: the names that it answers to.
        proxies: addresses or networks of the proxies that tell who calls and over what.
    """
    inner = OwnHostsOnly(KnownRoutesOnly(OneLineErrors(page)), hosts)
    return ForwardedByTrusted(SafeHeaders(inner), proxies)
