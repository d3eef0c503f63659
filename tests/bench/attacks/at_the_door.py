"""Attacks on a page without logins: names, sites, headers, sizes and numbers."""

from __future__ import annotations

import stat
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from typing import TYPE_CHECKING

import httpx

from qa.page.door.connections import Bounds
from qa.page.door.counting import AtOnce
from tests.bench.attacks.promises import Field, Promise
from tests.hostile import ESCAPES, obeyed
from tests.qa.page.browsing import browser
from tests.qa.page.door import hostile_site, loads, probes
from tests.qa.page.script_probes import scripts_run

if TYPE_CHECKING:
    from tests.qa.page.browsing import Served

_UPLOAD = 19_000_000  # bytes


def by_address(probe: Callable[[str], Iterable[str]]) -> Callable[[Field], Iterable[str]]:
    """An attack that needs the page's address alone."""
    return lambda where: probe(where.url)


def in_a_browser(where: Field) -> Iterator[str]:
    """A hostile site in a real browser."""
    with browser() as chromium, hostile_site.hostile_site() as site:
        page = chromium.new_page()
        for own_name in hostile_site.OWN_NAMES:
            for target in hostile_site.TARGETS:
                yield from hostile_site.gained(page, where.app.port, site, own_name, target)


def scripts(_: Field) -> Iterator[str]:
    """Scripts in every field that others fill in."""
    with browser() as chromium:
        yield from scripts_run(chromium)


def large_bodies(where: Field) -> Iterable[str]:
    """Bodies too large, while others wait."""
    return loads.large_bodies(where.url, where.patience)


def never_reads(where: Field) -> Iterable[str]:
    """A client that reads nothing of what it asked for."""
    return loads.never_reads(where.url, "/", Bounds().stuck_seconds + 3)


def broken_uploads(where: Field) -> Iterator[str]:
    """Uploads that break off, and what is left of them."""
    yield from loads.broken_uploads(where.url)
    (folder,) = where.app.uploads.iterdir()
    mode = stat.S_IMODE(folder.stat().st_mode)
    if mode != 0o700:
        yield f"the folder of uploads has mode {mode:o}"
    until = time.monotonic() + 10
    while left := _left(where.app):
        if time.monotonic() > until:
            yield f"{len(left)} broken uploads are left: {left[0]}"
            return
        time.sleep(0.1)


def too_many_uploads(where: Field) -> Iterator[str]:
    """More than a client may have waiting: half a gigabyte."""
    statuses = []
    with httpx.Client(base_url=where.url, trust_env=False, timeout=60) as client:
        for number in range(30):  # each another: equal ones are kept once
            given = {"files": ("a.txt", b"%d" % number + b"x" * _UPLOAD)}
            statuses.append(client.post("gradio_api/upload", files=given).status_code)
    taken = statuses.count(200)
    if set(statuses) - {200, 413, 507} or not 20 <= taken <= 500_000_000 // _UPLOAD:
        yield f"30 uploads of 19 MB: {taken} taken, answers {sorted(set(statuses))}"


def _left(app: Served) -> list[str]:
    (folder,) = app.uploads.iterdir()
    return [one.name for one in folder.iterdir() if one.is_file() and one.name != ".lock"]


def forged_lines(where: Field) -> Iterator[str]:
    """What a terminal would obey, in addresses, names and texts that the page may print."""
    with httpx.Client(base_url=where.url, trust_env=False, timeout=30) as client:
        for bad in ESCAPES:
            given = {"data": [f"Why? {bad}", bad, bad, bad, None, bad]}
            client.post("gradio_api/call/ask", json=given)
            client.post("gradio_api/call/retrieve", json=given)
            with suppress(httpx.InvalidURL):
                client.get(f"{bad}?chat={bad}")
            with suppress(httpx.HTTPError, UnicodeError, ValueError):
                client.get("health", headers={"Host": f"a{bad}", "X-Forwarded-For": bad})
    for sign in sorted(set(obeyed(where.app.said()))):
        yield f"the page printed {sign!r}"


PROMISES = (
    Promise("Names", "another name gets 403 on every route", by_address(probes.other_hosts)),
    Promise("Names", "its own names, and programs, get in", by_address(probes.own_callers)),
    Promise(
        "Other sites",
        "another origin gets 403 on every route, and reads nothing",
        by_address(probes.other_origins),
    ),
    Promise(
        "Other sites",
        "what another site causes is refused, but for links",
        by_address(probes.other_sites),
    ),
    Promise(
        "Other sites",
        "a hostile site in a real browser reads nothing and changes nothing",
        in_a_browser,
        quick=False,
    ),
    Promise("Addresses", "what the page has no use for is 404", by_address(probes.spare_routes)),
    Promise("Scripts", "every answer bears careful headers", by_address(probes.careless_headers)),
    Promise("Scripts", "of 24 scripts in every field none runs in a real browser", scripts),
    Promise("Sizes", "bodies that are too large are cut off; others are served", large_bodies),
    Promise(
        "Sizes",
        "slow heads and bodies are let go",
        lambda where: loads.slow_senders(where.url, 25.0),
        quick=False,
    ),
    Promise("Counts", "who reads nothing is let go", never_reads, quick=False),
    Promise(
        "Counts",
        "so many event streams of one client, and no more",
        lambda where: loads.many_streams(where.url, AtOnce().of_one),
    ),
    Promise(
        "Counts",
        "so many connections of one client, and no more",
        lambda where: loads.many_connections(where.url, Bounds().of_one),
    ),
    Promise("Uploads", "of broken ones nothing stays; nobody else may look", broken_uploads),
    Promise("Uploads", "half a gigabyte of one client, and no more", too_many_uploads, quick=False),
    Promise("Terminals", "nothing that the page prints is obeyed", forged_lines),
)
