"""A tab that enters the page, and one whose state the web framework has dropped."""

from __future__ import annotations

from pathlib import Path

import pytest

from qa.chats.store import ChatStore
from qa.page.actions.keeping import Keeping
from qa.page.actions.offers import Offers
from qa.page.actions.replying import Settings
from qa.page.actions.session import Room
from qa.page.model.chat import Chat
from qa.page.model.turn import State, settled
from tests.qa.chats.replies import turn

TOKEN = "0123456789abcdef" * 3


def room(folder: Path, *, local: bool) -> Room:
    settings = Settings(folder, folder)
    return Room(settings, Keeping(settings, ChatStore(folder)), Offers(folder), local=local)


@pytest.mark.parametrize(("local", "owner"), [(True, "local"), (False, f"browser:{TOKEN}")])
def test_a_tab_enters_once_with_its_owner_and_its_chat(
    tmp_path: Path, local: bool, owner: str
) -> None:
    page = room(tmp_path, local=local)
    page.keeping.store.put(owner, "mine", turn(0, reply={"error": "no index"}))
    chat = Chat()
    assert page.enter(chat, TOKEN, "mine")
    assert (chat.owner, chat.id, len(chat.turns)) == (owner, "mine", 1)
    chat.clear()
    assert not page.enter(chat, TOKEN, "mine")  # a look at the index, later
    assert not chat.turns
    dropped = Chat()  # what the framework puts in the place of a state that it has dropped
    assert page.enter(dropped, TOKEN, "mine")
    assert (dropped.owner, dropped.id, len(dropped.turns)) == (owner, "mine", 1)


def test_what_was_asked_before_a_tab_entered_stays_and_is_kept(tmp_path: Path) -> None:
    page = room(tmp_path, local=True)
    page.keeping.store.put("local", "mine", turn(0, reply={"error": "no index"}))
    chat = Chat()
    begun = chat.begin("One?", {})
    assert begun
    failed = settled(begun.turn, State.FAILED, "no index")
    assert chat.update(begun, failed)
    assert page.keeping.keep(chat, begun, failed) == 0
    assert page.enter(chat, TOKEN, "mine")
    assert [one.question for one in chat.turns] == ["One?"]
    assert [one.title for one in page.keeping.chats(chat)] == ["One?", "How many ships came in?"]


@pytest.mark.parametrize("token", ["", None, 1, TOKEN.upper(), TOKEN + "0"])
def test_a_browser_without_a_token_sees_no_chats(tmp_path: Path, token: object) -> None:
    page = room(tmp_path, local=False)
    chat = Chat()
    page.enter(chat, token, "mine")
    assert chat.owner == ""
