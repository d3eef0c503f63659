"""The layers put around the page, in their order."""

from __future__ import annotations

from starlette.types import ASGIApp

from qa.page.door.hosts import Hosts, OwnHostsOnly


def in_front_of(page: ASGIApp, hosts: Hosts) -> ASGIApp:
    """The page behind its door.

    Args:
        page: the web framework's application, which serves all routes.
        hosts: the names that it answers to.
    """
    return OwnHostsOnly(page, hosts)
