"""A page whose model's server accepts and never answers: nobody else waits for that."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from tests.qa.llm.hostile_server import Hostile, running
from tests.qa.page.browsing import QUESTION, Served, serving
from tests.qa.page.slow_probes import closed, flooded, left_alone, seconds_meanwhile, stopped, until

pytestmark = pytest.mark.slow
MODEL = "openai:any"
PATIENCE = 60.0  # seconds, for the busiest machine: a quiet one takes less than one
MANY = 80  # each holds a request open: the page refuses one client's hundred and first


@pytest.fixture(scope="module")
def silent() -> Iterator[Hostile]:
    with running() as server:
        yield server


@pytest.fixture(scope="module")
def waiting(
    tmp_path_factory: pytest.TempPathFactory, seed_index_dir: Path, silent: Hostile
) -> Iterator[Served]:
    options = ["--llm", MODEL, "--llm-url", f"{silent.url}/silent/v1", "--limit", "100000"]
    with serving(tmp_path_factory.mktemp("waiting"), *options, index=seed_index_dir) as app:
        yield app


@pytest.mark.parametrize("count", [12, MANY])
def test_many_questions_to_a_silent_model_hold_up_nobody(
    waiting: Served, silent: Hostile, count: int
) -> None:
    async def flood() -> None:
        assert await left_alone(silent)
        async with flooded(waiting.url, MODEL, QUESTION, count) as flood:
            assert await until(lambda: silent.open == 2, 60)
            assert await until(
                lambda: len(flood.showing("of your questions are waiting")) == count - 8, PATIENCE
            )
            assert await until(lambda: bool(flood.showing("5 questions before yours")), PATIENCE)
            assert len(flood.showing("Yours is the next question")) == 1
            for what, seconds in (await seconds_meanwhile(flood, QUESTION)).items():
                assert seconds < PATIENCE, what
            working = flood.showing("Reading 6 passages")
            assert len(working) == 2
            assert await stopped(working[0]) < PATIENCE
            assert await until(lambda: len(flood.showing("Reading 6 passages")) == 2, PATIENCE)
            await closed(flood, working[1])
            assert await until(lambda: len(flood.showing("Reading 6 passages")) == 3, PATIENCE)
            assert await until(lambda: silent.open == 2, PATIENCE)
        assert await left_alone(silent)

    with ThreadPoolExecutor(1) as pool:  # a browser's own event loop may run in this thread
        pool.submit(asyncio.run, flood()).result()


def test_the_endpoint_gives_its_place_back_when_the_caller_goes(
    waiting: Served, silent: Hostile
) -> None:
    async def call() -> None:
        from tests.qa.page.tabs import browsing

        async with browsing(waiting.url) as (client, _):
            given = {"data": [QUESTION, "", "", "", None, MODEL]}
            call = (await client.post("gradio_api/call/ask", json=given)).json()
            address = f"gradio_api/call/ask/{call['event_id']}"
            async with client.stream("GET", address):
                assert await until(lambda: silent.open == 1, 60)
            assert await until(lambda: silent.open == 0, PATIENCE)

    with ThreadPoolExecutor(1) as pool:
        pool.submit(asyncio.run, call()).result()


def test_questions_that_wait_for_models_hold_no_thread_each(
    waiting: Served, silent: Hostile
) -> None:
    if not _status(waiting).exists():
        pytest.skip("only Linux tells a process's threads so")

    async def threads_with(count: int) -> int:
        assert await left_alone(silent)  # else what is left of others takes the places of some
        async with flooded(waiting.url, MODEL, QUESTION, count) as flood:
            assert await until(
                lambda: len(flood.showing("of your questions are waiting")) == count - 8, PATIENCE
            )
            return _threads(waiting)

    with ThreadPoolExecutor(1) as pool:
        few = pool.submit(asyncio.run, threads_with(12)).result()
        many = pool.submit(asyncio.run, threads_with(MANY)).result()
    assert many - few < 55  # pools of the framework may fill; a thread each were 68


def _status(page: Served) -> Path:
    return Path(f"/proc/{page.process.pid}/status")


def _threads(page: Served) -> int:
    [count] = re.findall(r"Threads:\s+(\d+)", _status(page).read_text())
    return int(count)
