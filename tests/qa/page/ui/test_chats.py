"""The events of the list of chats and of opening the page, called as the framework calls them."""

from __future__ import annotations

from collections.abc import Callable
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
from tests.loop import run as run_apart
from tests.qa.chats.replies import turn

REQUEST = SimpleNamespace(username=None, client=None)
Events = dict[str, Callable[..., Any]]


@pytest.fixture(scope="module")
def room(tmp_path_factory: pytest.TempPathFactory) -> Room:
    """A page for this computer alone, without an index, and one chat of one failed turn."""
    folder = tmp_path_factory.mktemp("page")
    settings = Settings(folder, folder)
    store = ChatStore(folder)
    store.put("local", "mine", turn(0, "How many?", reply={"error": "no index"}))
    return Room(settings, Keeping(settings, store), Offers(folder))


@pytest.fixture(scope="module")
def events(room: Room) -> Events:
    """What the page's events do, by their names."""

    async def built() -> Events:  # without a loop the framework leaves one open
        return {one.fn.__name__: one.fn for one in build_page(room).fns.values() if one.fn}

    return run_apart(built())


def entered(room: Room) -> Chat:
    """A tab with the chat open."""
    chat = Chat()
    room.enter(chat, "", "mine")
    return chat


def clicked(events: Events, tab: Chat, **click: object) -> tuple[Any, ...]:
    """Talk, panel, question, chips, list and download after a click in the list."""
    done = events["act"](tab, "2021", None, None, SimpleNamespace(_data=click), REQUEST)
    return tuple(done)


def test_a_tab_whose_state_was_dropped_enters_anew(events: Events) -> None:
    chat = Chat()
    looked = events["look_again"](chat, "", "mine", REQUEST)
    assert "How many?" in looked[2]
    assert 'class="chat current"' in looked[4]
    assert (chat.owner, chat.id) == ("local", "mine")
    assert not isinstance(events["look_again"](chat, "", "mine", REQUEST)[2], str)


def test_the_open_chat_is_drawn_as_it_is_kept_and_filters_stay(events: Events, room: Room) -> None:
    chat = entered(room)
    room.keeping.store.put("local", "mine", turn(1, "Where?", reply={"error": "no index"}))
    talk, _, question, chips, listed, _ = clicked(events, chat, action="chat", chat="mine")
    assert "Where?" in talk
    assert not isinstance(question, str)
    assert "since 2021" in chips
    assert 'class="chat current"' in listed


def test_a_chat_opened_while_it_waits_still_waits(events: Events, room: Room) -> None:
    chat = entered(room)
    assert chat.begin("When?", {})
    talk = clicked(events, chat, action="chat", chat="mine")[0]
    assert "When?" in talk
    assert chat.waits


def test_a_file_that_is_too_large_is_said_to_be(events: Events, room: Room) -> None:
    took = clicked(events, entered(room), action="import", file="", tooLarge=True)[-1]
    assert strings.CHATS_TOO_LARGE in took
