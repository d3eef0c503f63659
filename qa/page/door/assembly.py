"""The layers put around the page, in their order."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from starlette.types import ASGIApp

from qa.page.door.apart import Apart
from qa.page.door.below import Below
from qa.page.door.bodies import BoundedBodies, Pace
from qa.page.door.counting import AtOnce, CountedRequests
from qa.page.door.failing import OneLineErrors
from qa.page.door.headers import SafeHeaders
from qa.page.door.hosts import Hosts, OwnHostsOnly
from qa.page.door.login import behind_login
from qa.page.door.monitors import METRICS, NearMonitorsOnly
from qa.page.door.proxies import ForwardedByTrusted
from qa.page.door.request_log import RequestLog
from qa.page.door.routes import KnownRoutesOnly
from qa.page.door.uploads import BoundedUploads, Quota
from qa.users.accounts import Accounts


@dataclass(frozen=True, slots=True)
class Limits:
    """How much the page takes on."""

    at_once: AtOnce = field(default_factory=AtOnce)
    pace: Pace = field(default_factory=Pace)
    quota: Quota = field(default_factory=Quota)


def in_front_of(
    page: ASGIApp,
    hosts: Hosts,
    uploads: Path,
    proxies: Sequence[str] = (),
    limits: Limits | None = None,
    users: Accounts | None = None,
    login_hours: float = 168.0,
    below: str = "",
    metrics: Sequence[str] | None = None,
    logged: bool = False,
) -> ASGIApp:
    """The page behind its door.

    Args:
        page: the web framework's application, which serves all routes.
        hosts: the names that it answers to.
        uploads: the folder that the framework puts uploads in.
        proxies: addresses or networks of the proxies that tell who calls and over what.
        limits: how much it takes on; the usual unless given.
        users: who may log in; None when nobody needs to.
        login_hours: how long a login lasts.
        below: the path that a proxy in front offers the page at, "" for the root.
        metrics: networks that may read /metrics besides this machine; None where there is none.
        logged: whether each request is logged.
    """
    limits = limits or Limits()
    app: ASGIApp = OneLineErrors(page)
    # from the innermost layer outward: the last one sees a request first
    app = Apart(app)
    app = BoundedUploads(app, uploads, limits.quota, limits.pace)
    app = BoundedBodies(app, limits.pace)
    if users is not None:
        app = behind_login(app, users, login_hours)
    elif metrics is not None:
        app = NearMonitorsOnly(app, metrics)
    app = CountedRequests(app, limits.at_once)
    app = OwnHostsOnly(KnownRoutesOnly(app, () if metrics is None else (METRICS,)), hosts)
    app = Below(ForwardedByTrusted(SafeHeaders(app), proxies), below)
    return RequestLog(app, below) if logged else app
