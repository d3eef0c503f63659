"""Turns that are kept while others are stopped, edited, asked again, or come from another tab."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace

import pytest

from qa.chats.store import ChatStore
from qa.errors import ChatsUnusable
from qa.page import strings
from qa.page.actions.keeping import Keeping
from qa.page.actions.replying import Settings
from qa.page.model.chat import Begun, Chat
from qa.page.model.turn import State, settled
from qa.page.ui.asking import chips_of
from tests.qa.chats.replies import example

REPLY, SHELF = example()


@pytest.fixture
def keeping(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Keeping:
    """Ada's chats beside an index that holds the example's article."""
    index = SimpleNamespace(article=SHELF.article)
    monkeypatch.setattr("qa.page.actions.keeping.open_index", lambda _: index)
    return Keeping(Settings(tmp_path, tmp_path), ChatStore(tmp_path))


def tab(keeping: Keeping, chat_id: str = "") -> Chat:
    """A tab of Ada's, with a chat open if one is named."""
    chat = Chat()
    chat.owner = "ada"
    if chat_id:
        keeping.open(chat, chat_id)
        assert chat.id == chat_id
    return chat


def begin(keeping: Keeping, chat: Chat, question: str) -> Begun:
    begun = chat.begin(question, {}, keeping.next_number(chat))
    assert begun is not None
    return begun


def answer(keeping: Keeping, chat: Chat, begun: Begun | None) -> None:
    """The reply comes, and is kept."""
    assert begun is not None
    turn = settled(replace(begun.turn, reply=REPLY), State.DONE)
    assert chat.update(begun, turn)
    keeping.keep(chat, begun, turn)


def unreachable(*_: object, **__: object) -> None:
    raise ChatsUnusable("the database does not answer")


def asked(keeping: Keeping, chat: Chat, *questions: str) -> None:
    for question in questions:
        answer(keeping, chat, begin(keeping, chat, question))


def kept(keeping: Keeping, chat: Chat) -> list[str]:
    return [turn.question for turn in keeping.store.load("ada", chat.id).turns]


def test_what_was_stopped_and_asked_again_takes_no_other_tab_s_place(keeping: Keeping) -> None:
    here = tab(keeping)
    asked(keeping, here, "One?")
    there = tab(keeping, here.id)
    stopped = begin(keeping, here, "Two, here?")
    here.stop(stopped.turn.number)
    asked(keeping, there, "Two, there?")
    answer(keeping, here, here.again(stopped.turn.number))
    assert kept(keeping, here) == ["One?", "Two, there?", "Two, here?"]


def test_what_is_asked_again_takes_its_own_place_also_after_it_was_stopped(
    keeping: Keeping,
) -> None:
    chat = tab(keeping)
    asked(keeping, chat, "One?", "Two?")
    assert chat.again(0)
    chat.stop(0)
    before = keeping.store.load("ada", chat.id).turns
    answer(keeping, chat, chat.again(0))
    answer(keeping, chat, chat.again(0))
    after = keeping.store.load("ada", chat.id).turns
    assert [(turn.number, turn.question) for turn in after] == [(0, "One?"), (1, "Two?")]
    assert after[0].asked_at > before[0].asked_at
    assert after[1] == before[1]
    opened = tab(keeping, chat.id)
    answer(keeping, opened, opened.again(1))
    assert kept(keeping, opened) == ["One?", "Two?"]


@pytest.mark.parametrize("next_one", ["again", "another", "edit"])
def test_what_a_stopped_edit_dropped_goes_with_the_next_reply(
    keeping: Keeping, next_one: str
) -> None:
    chat = tab(keeping)
    asked(keeping, chat, "One?", "Two?", "Three?")
    chat.edit(1)
    stopped = begin(keeping, chat, "Two, please?")
    chat.stop(stopped.turn.number)
    assert kept(keeping, chat) == ["One?", "Two?", "Three?"]
    if next_one == "again":
        answer(keeping, chat, chat.again(stopped.turn.number))
    else:
        if next_one == "edit":
            chat.edit(stopped.turn.number)
        asked(keeping, chat, "Two, please?")
    assert kept(keeping, chat) == ["One?", "Two, please?"]


def test_an_edit_that_is_answered_late_drops_nothing_that_came_after_it(keeping: Keeping) -> None:
    chat = tab(keeping)
    asked(keeping, chat, "One?", "Two?", "Three?")
    chat.edit(1)
    slow = begin(keeping, chat, "Two, please?")
    asked(keeping, chat, "Another?")
    answer(keeping, chat, slow)
    assert kept(keeping, chat) == ["One?", "Two, please?", "Another?"]


def test_a_stopped_edit_is_forgotten_with_its_chat(keeping: Keeping) -> None:
    chat = tab(keeping)
    asked(keeping, chat, "One?", "Two?")
    first = chat.id
    chat.edit(0)
    chat.stop(begin(keeping, chat, "One, please?").turn.number)
    keeping.open(chat, first)
    asked(keeping, chat, "Three?")
    assert kept(keeping, chat) == ["One?", "Two?", "Three?"]


def test_the_open_chat_stays_as_it_is_while_a_reply_is_waited_for(keeping: Keeping) -> None:
    chat = tab(keeping)
    asked(keeping, chat, "One?")
    waiting = begin(keeping, chat, "Two?")
    keeping.open(chat, chat.id)
    assert len(chat.turns) == 2
    answer(keeping, chat, waiting)
    there = tab(keeping, chat.id)
    asked(keeping, there, "Three?")
    keeping.open(chat, chat.id)
    assert [turn.question for turn in chat.turns] == ["One?", "Two?", "Three?"]


def test_asking_again_leaves_the_editing_on(keeping: Keeping) -> None:
    chat = tab(keeping)
    asked(keeping, chat, "One?", "Two?")
    chat.edit(1)
    answer(keeping, chat, chat.again(0))
    assert chat.editing == "Two?"
    assert strings.CHIP_KEEP in chips_of(chat, None, None, None)


def test_a_deleted_chat_can_be_had_back_until_it_is_back(
    keeping: Keeping, monkeypatch: pytest.MonkeyPatch
) -> None:
    chat = tab(keeping)
    asked(keeping, chat, "One?")
    gone = chat.id
    keeping.delete(chat, gone)
    with monkeypatch.context() as broken:
        broken.setattr(ChatStore, "restore", unreachable)
        keeping.undelete(chat)
    assert (bool(chat.deleted), chat.lost) == (True, True)
    keeping.undelete(chat)
    assert (bool(chat.deleted), chat.lost, chat.id) == (False, False, gone)
    assert [turn.question for turn in chat.turns] == ["One?"]


def test_what_could_not_be_kept_is_there_when_its_chat_is_opened(
    keeping: Keeping, monkeypatch: pytest.MonkeyPatch
) -> None:
    chat = tab(keeping)
    asked(keeping, chat, "One?")
    with monkeypatch.context() as broken:
        broken.setattr(ChatStore, "put", unreachable)
        asked(keeping, chat, "Two?")
    keeping.open(chat, chat.id)
    assert [turn.question for turn in chat.turns] == ["One?", "Two?"]


def test_what_was_asked_again_before_it_could_be_kept_is_kept_once(
    keeping: Keeping, monkeypatch: pytest.MonkeyPatch
) -> None:
    here = tab(keeping)
    asked(keeping, here, "One?")
    there = tab(keeping, here.id)
    with monkeypatch.context() as broken:
        broken.setattr(ChatStore, "put", unreachable)
        asked(keeping, here, "Two, here?")
        answer(keeping, here, here.again(1))
    asked(keeping, there, "Two, there?")
    asked(keeping, here, "Three?")
    assert kept(keeping, here) == ["One?", "Two, there?", "Two, here?", "Three?"]
    assert [turn.number for turn in here.turns] == [0, 2, 3]


def test_numbers_that_change_are_those_of_their_own_chat(
    keeping: Keeping, monkeypatch: pytest.MonkeyPatch
) -> None:
    here = tab(keeping)
    asked(keeping, here, "One?")
    first = here.id
    there = tab(keeping, first)
    with monkeypatch.context() as broken:
        broken.setattr(ChatStore, "put", unreachable)
        asked(keeping, here, "Two, here?")
        here.clear()
    asked(keeping, there, "Two, there?")
    begun = begin(keeping, here, "Another chat?")
    failed = settled(begun.turn, State.FAILED, "no index")
    assert here.update(begun, failed)
    assert keeping.keep(here, begun, failed) == begun.turn.number
    assert kept(keeping, there) == ["One?", "Two, there?", "Two, here?"]


def test_what_was_stopped_cannot_be_rated(keeping: Keeping) -> None:
    chat = tab(keeping)
    begun = begin(keeping, chat, "One?")
    assert chat.update(begun, replace(begun.turn, reply=REPLY))
    chat.stop(0)
    keeping.rate(chat, {"action": "rate", "turn": 0, "value": 1})
    assert chat.turns[0].rating == 0
    asked(keeping, chat, "Two?")
    keeping.rate(chat, {"action": "rate", "turn": 1, "value": 1})
    assert keeping.store.load("ada", chat.id).turns[0].rating == 1
