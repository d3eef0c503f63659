"""Every event asks who sends it, before it does anything."""

from __future__ import annotations

import inspect
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from qa.chats.store import ChatStore
from qa.page import strings
from qa.page.actions.keeping import Keeping
from qa.page.actions.offers import Offers
from qa.page.actions.replying import Settings
from qa.page.actions.session import Room
from qa.page.model.chat import Chat
from qa.page.ui.server import build_page
from qa.users.accounts import Accounts
from qa.users.users import add_user, remove_user
from tests.loop import run as run_apart

PASSWORD = "correct horse battery"


@pytest.fixture(scope="module")
def users(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A file of two users."""
    path = tmp_path_factory.mktemp("users") / "users.json"
    for name in ("ada", "ben"):
        add_user(path, name, PASSWORD)
    return path


@pytest.fixture(scope="module")
def events(users: Path, seed_index_dir: Path) -> list[Callable[..., Any]]:
    """What the page's events and endpoints do."""
    settings = Settings(seed_index_dir, seed_index_dir, None, {})
    keeping = Keeping(settings, ChatStore(seed_index_dir))
    room = Room(settings, keeping, Offers(seed_index_dir), local=False, users=Accounts(users))

    async def built() -> list[Callable[..., Any]]:  # without a loop the framework leaves one open
        return [one.fn for one in build_page(room).fns.values() if one.fn is not None]

    return run_apart(built())


def test_all_of_them_are_told_who(events: list[Callable[..., Any]]) -> None:
    import gradio as gr

    untold = [
        event
        for event in events
        if not any(one.annotation is gr.Request for one in _parameters(event))
    ]
    assert len(events) > 20
    assert [event.__name__ for event in untold] == ["<lambda>"]  # starts a clock in the browser
    assert not _parameters(untold[0])


def test_nothing_happens_for_a_stranger(events: list[Callable[..., Any]], users: Path) -> None:
    remove_user(users, "ben")
    try:
        for event in filter(_parameters, events):
            for name in (None, "", "eve", "ben"):
                assert _refusal(event, name, Chat()) == strings.LOGGED_OUT, event
    finally:
        add_user(users, "ben", PASSWORD)


def test_nothing_happens_in_the_tab_of_another(events: list[Callable[..., Any]]) -> None:
    tried = 0
    for event in events:
        if any(one.name == "chat" for one in _parameters(event)):
            chat = Chat()
            chat.owner = "user:ada"
            assert _refusal(event, "ben", chat) == strings.NOT_YOURS, event
            tried += 1
    assert tried > 8


def _parameters(event: Callable[..., Any]) -> list[inspect.Parameter]:
    return list(inspect.signature(event).parameters.values())


def _refusal(event: Callable[..., Any], name: str | None, chat: Chat) -> str:
    """What an event says to somebody, "" when it goes on."""
    import gradio as gr

    given = {
        one.name: "Who?" if one.default is inspect.Parameter.empty else one.default
        for one in _parameters(event)
    }
    given |= {"request": SimpleNamespace(username=name, client=None)}
    given |= {"chat": chat} if "chat" in given else {}
    try:
        run_apart(_begin(event, given))
    except gr.Error as error:
        return str(error.message)
    return ""


async def _begin(event: Callable[..., Any], given: dict[str, Any]) -> None:
    made = event(**given)
    if inspect.isasyncgen(made):
        await anext(made)
    elif inspect.isawaitable(made):
        await made
    elif inspect.isgenerator(made):
        next(made)
