"""Attacks by a language model's server, and by those who ask much of a page."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import httpx

from qa.page import strings
from tests.bench.attacks.promises import Field, Promise, by_tests
from tests.bench.hour import Load, measured, questions_on
from tests.index.fetching import sites
from tests.index.fetching.address_forms import OTHERS, PRIVATE_HOSTS, PRIVATE_ONES
from tests.qa.llm.hostile_server import MODES
from tests.qa.page.browsing import QUESTION
from tests.qa.page.slow_probes import Flood, flooded, seconds_meanwhile, stopped, until
from tests.qa.page.tabs import Tab, browsing

MODEL = "openai:any"
KEY = "sk/9f3a+very-secret-0815"
_MOST_MB = 100.0  # that a reply may take; a bomb took 3 GB
_GROWTH_MB = 50.0
_LONGEST = 200.0  # seconds until a question has ended: the whole time of a reply, and a little
_ALL_WAIT = 120.0  # seconds until all who ask are shown that they wait, or cannot
_ECHOES = tuple(mode for mode in MODES if mode.startswith("echo"))
_GREEDY = tuple(mode for mode in MODES if mode not in (*_ECHOES, "silent"))


def hundred_waiting(where: Field) -> Iterator[str]:
    """A hundred questions to a model that never answers: who else waits for that?"""
    where.models.mode = "silent"

    async def flood() -> list[str]:
        broken = []
        await until(lambda: where.models.open == 0, _ALL_WAIT)
        async with browsing(where.url) as (client, page):
            quiet = await seconds_meanwhile(Flood(client, page, [], []), QUESTION)
        async with flooded(where.url, MODEL, QUESTION, 100) as waiting:
            if not await until(lambda: where.models.open > 0, _ALL_WAIT):
                broken.append("no question came to the model")
            there = await until(lambda: sum(one.done() for one in waiting.asking) > 90, _ALL_WAIT)
            if not there or not waiting.showing("of your questions are waiting"):
                broken.append("nobody is told that too many wait")
            for what, took in (await seconds_meanwhile(waiting, QUESTION)).items():
                if took > quiet[what] + where.patience:
                    broken.append(f"{what} took {took:.1f} s, before {quiet[what]:.1f} s")
            working = waiting.showing("Reading 6 passages")
            if not working:
                broken.append("nobody is shown what is read")
            for tab in working[:1]:
                took = await stopped(tab)
                if took > where.patience:
                    broken.append(f"Stop took {took:.1f} s")
        if not await until(lambda: where.models.open == 0, _ALL_WAIT):
            broken.append(f"{where.models.open} questions go on after all have left")
        return broken

    yield from asyncio.run(flood())


def asked_in_turn(where: Field, modes: tuple[str, ...]) -> Iterator[tuple[str, str]]:
    """What a tab shows of a question for each thing that the model's server may do."""

    async def ask(mode: str) -> str:
        where.models.mode = mode
        async with browsing(where.url) as (client, page):
            tab = Tab(client, page)
            with suppress(TimeoutError):
                async with asyncio.timeout(_LONGEST):
                    return await tab.answered(QUESTION, MODEL)
            return f"nothing in {_LONGEST:.0f} s but {tab.html[-300:]}"

    for mode in modes:
        yield mode, asyncio.run(ask(mode))


def echoes(where: Field) -> Iterator[str]:
    """A server that gives back the key it was sent."""
    secret = re.compile(re.escape(KEY) + "|very-secret")
    for mode, shown in asked_in_turn(where, _ECHOES):
        if secret.search(shown):
            yield f"{mode}: the key is shown"
    if not where.models.asked:
        yield "the model was not asked"
    if secret.search(where.app.said()):
        yield "the key is printed"


def greedy_servers(where: Field) -> Iterator[str]:
    """Bombs, endless lines, floods: what each takes of the page's memory at most."""
    list(asked_in_turn(where, ("echo",)))  # what the first question takes is no server's doing
    before = peak(where.app.process.pid)
    for mode, shown in asked_in_turn(where, _GREEDY):
        if shown.startswith("nothing"):
            yield f"{mode}: {shown}"
        grown = peak(where.app.process.pid) - before
        if grown > _MOST_MB:
            yield f"{mode}: took {grown:.0f} MB"
            return


def peak(pid: int) -> float:
    """The most megabytes that a process ever held in memory."""
    found = re.search(r"VmHWM:\s+(\d+)", Path(f"/proc/{pid}/status").read_text())
    assert found, "only Linux tells a process's peak so"
    return int(found[1]) / 1024


def many_questions(where: Field) -> Iterator[str]:
    """Questions of 50 tabs: what is held after them beyond what the first 50 left."""
    load = Load(60.0, 50, where.some(1_000, 100), 0.1)
    questions = questions_on(where.app.index)
    samples = asyncio.run(measured(where.url, where.app.process.pid, questions, load))
    grown = samples[-1].megabytes - samples[0].megabytes
    if grown > _GROWTH_MB:
        yield f"{samples[-1].questions} questions: {grown:+.0f} MB"


def private_pages(where: Field) -> Iterator[str]:
    """Addresses of this machine and its network, given to the page as web pages to add."""
    literal = [f"[{one}]" if ":" in one else one for one in (PRIVATE_ONES + OTHERS).split()]
    hosts = list(dict.fromkeys([*PRIVATE_HOSTS.split(), *literal]))

    async def add(port: int, some: list[str]) -> str:
        async with browsing(where.url) as (client, page):
            lines = "\n".join(f"http://{host}:{port}/a" for host in some)
            event = page.events[(strings.ADD_PAGES_DO, "click")]
            return str([one async for one in Tab(client, page).queued(event, [lines])])

    held = httpx.get(f"{where.url}health", trust_env=False).json()["articles"]
    with sites.running(sites.Server()) as canary:
        canary.replies["/a"] = sites.Reply(sites.page())
        port = canary.server_address[1]
        said = "".join(asyncio.run(add(port, hosts[n : n + 40])) for n in range(0, len(hosts), 40))
        if canary.asked:
            yield f"the page fetched from {canary.asked}"
    if "not on the public Internet" not in said:
        yield f"nobody is told why: {said[-300:]}"
    if httpx.get(f"{where.url}health", trust_env=False).json()["articles"] != held:
        yield "an article was added"


PROMISES = (
    Promise("Language models", "a key is never shown, whatever the server echoes", echoes),
    Promise(
        "Language models",
        f"no server takes {_MOST_MB:.0f} MB: {', '.join(_GREEDY)}",
        greedy_servers,
        quick=False,
    ),
    Promise(
        "Language models",
        "a hundred questions to a silent one hold nobody up, and Stop works",
        hundred_waiting,
        quick=False,
    ),
    Promise(
        "Memory",
        "of sessions that are over is given back",
        by_tests("tests/qa/page/ui/test_tidying.py"),
    ),
    Promise(
        "Memory",
        f"many questions of 50 tabs leave less than {_GROWTH_MB:.0f} MB",
        many_questions,
        quick=False,
    ),
    Promise("Fetching", "no address of this machine or its network is fetched", private_pages),
)
