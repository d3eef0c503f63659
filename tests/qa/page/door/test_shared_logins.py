"""Two pages whose users are in one database: a login at one is a login at the other."""

from __future__ import annotations

from collections.abc import Callable, Coroutine, Iterator
from contextlib import AsyncExitStack, ExitStack, closing

import httpx
import pytest
from starlette.types import ASGIApp

from qa.database.address import Address, address_of
from qa.page.door.apart import Apart
from qa.page.door.login import behind_login
from qa.users.accounts import Accounts
from qa.users.users import add_user, new_token, remove_user
from tests.loop import run as run_apart
from tests.postgres import Postgres
from tests.qa.page.door.echoes import PASSWORD, echo, log_in

pytestmark = pytest.mark.slow

Talk = Callable[[httpx.AsyncClient, httpx.AsyncClient], Coroutine[object, object, None]]


@pytest.fixture
def place(postgres: Postgres, monkeypatch: pytest.MonkeyPatch) -> Address:
    """A database with a user."""
    monkeypatch.setattr("qa.users.passwords._COST", {"n": 2, "r": 8, "p": 1})
    monkeypatch.setattr("qa.users.watching._LOOK_SECONDS", 1e6)  # the tests say when
    place = address_of(postgres.address(postgres.new_database()))
    add_user(place, "ada", PASSWORD)
    return place


@pytest.fixture
def pages(place: Address) -> Iterator[tuple[Accounts, Accounts]]:
    """The users as two pages see them."""
    with ExitStack() as until_the_end:
        first, second = (until_the_end.enter_context(closing(Accounts(place))) for _ in range(2))
        yield first, second


def _visit(pages: tuple[Accounts, Accounts], talk: Talk) -> None:
    """Talk to both pages as one browser does, which knows them by one name."""
    doors: list[ASGIApp] = [behind_login(Apart(echo), page, 1.0) for page in pages]

    async def run() -> None:
        async with AsyncExitStack() as until_the_end:
            jar = httpx.Cookies()
            here, there = [
                await until_the_end.enter_async_context(
                    httpx.AsyncClient(
                        transport=httpx.ASGITransport(app=door), base_url="http://news"
                    )
                )
                for door in doors
            ]
            here._cookies = there._cookies = jar
            await talk(here, there)

    run_apart(run())


def test_who_logs_in_at_one_page_is_known_at_the_other(
    pages: tuple[Accounts, Accounts], place: Address, postgres: Postgres
) -> None:
    async def talk(here: httpx.AsyncClient, there: httpx.AsyncClient) -> None:
        assert (await there.get("/echo")).status_code == 401
        assert (await log_in(here)).status_code == 200
        assert (await there.get("/echo")).json()[0] == "ada"
        held = [one.value or "" for one in here.cookies.jar if "login" in one.name]
        database = place.shown.rpartition("/")[2]
        kept = postgres.sql("SELECT token FROM page_logins", database)
        assert len(held) == 1
        assert held[0] not in kept
        copied = {"Cookie": "; ".join(f"{one.name}={one.value}" for one in here.cookies.jar)}
        assert (await there.post("/logout")).status_code == 303
        pages[0].watch.look()  # type: ignore[union-attr] # of a database
        assert (await here.get("/echo", headers=copied)).status_code == 401

    _visit(pages, talk)


def test_a_token_made_a_moment_ago_is_known_and_a_removed_user_is_not(
    pages: tuple[Accounts, Accounts], place: Address
) -> None:
    token = {"Authorization": f"Bearer {new_token(place, 'ada')}"}

    async def talk(here: httpx.AsyncClient, there: httpx.AsyncClient) -> None:
        assert (await there.get("/echo", headers=token)).json()[0] == "ada"
        assert (await log_in(here)).status_code == 200
        remove_user(place, "ada")
        add_user(place, "ada", PASSWORD)  # somebody else of that name
        for page in pages:
            page.watch.look()  # type: ignore[union-attr] # of a database
        assert (await here.get("/echo")).status_code == 401
        assert (await there.get("/echo", headers=token)).status_code == 401

    _visit(pages, talk)


def test_a_database_that_is_down_logs_nobody_out_and_lets_nobody_in(
    pages: tuple[Accounts, Accounts], postgres: Postgres, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def talk(here: httpx.AsyncClient, there: httpx.AsyncClient) -> None:
        await log_in(here)
        assert (await there.get("/echo")).status_code == 200
        postgres.stop()
        try:
            for page in pages:
                page.watch.look()  # type: ignore[union-attr] # of a database
            assert [(await web.get("/echo")).status_code for web in (here, there)] == [200, 200]
            assert (await log_in(here)).status_code == 503
            assert (await here.post("/logout")).status_code == 503
            with monkeypatch.context() as later:
                later.setattr("qa.users.watching._KEPT_SECONDS", 0.0)
                assert (await here.get("/echo")).status_code == 401
        finally:
            postgres.start()
        assert (await log_in(here)).status_code == 200
        assert (await there.get("/echo")).status_code == 200
        assert (await here.post("/logout")).status_code == 303

    _visit(pages, talk)
