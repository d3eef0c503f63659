"""Chats taken along and brought as files: what is said where that does not work."""

from __future__ import annotations

from pathlib import Path

import pytest

from qa.chats.store import ChatStore
from qa.chats.transfer import import_chats
from qa.errors import ChatsUnusable
from qa.page import strings
from qa.page.actions.chat_files import imported, taken
from qa.page.actions.keeping import Keeping
from qa.page.actions.replying import Settings
from qa.page.html.head import download_html
from qa.page.model.chat import Chat
from tests.qa.chats.replies import turn

FAILED = {"error": "no index"}
EVERY = ("export", "ratings", "take")


@pytest.fixture
def keeping(tmp_path: Path) -> Keeping:
    """Nobody's chats yet."""
    return Keeping(Settings(tmp_path, tmp_path), ChatStore(tmp_path))


@pytest.fixture
def chat() -> Chat:
    """A tab of Ada's."""
    chat = Chat()
    chat.owner = "ada"
    return chat


def test_where_there_is_nothing_to_take_it_is_said(keeping: Keeping, chat: Chat) -> None:
    for action, note in (
        ("export", strings.CHATS_NONE_TO_EXPORT),
        ("ratings", strings.CHATS_NO_RATINGS),
        ("take", strings.CHAT_GONE),
    ):
        assert taken(keeping, chat, action, "gone")[1:] == ("", note)


@pytest.mark.parametrize("action", EVERY)
def test_chats_that_cannot_be_read_are_not_said_to_be_none(
    keeping: Keeping, chat: Chat, action: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def unreachable(*_: object) -> None:
        raise ChatsUnusable("the database does not answer")

    keeping.store.put("ada", "one", turn(reply=FAILED))
    monkeypatch.setattr(ChatStore, "load", unreachable)
    assert taken(keeping, chat, action, "one")[1:] == ("", strings.CHATS_UNREAD)
    assert chat.lost


def test_a_chat_that_was_deleted_just_now_is_left_out_alone(
    keeping: Keeping, chat: Chat, monkeypatch: pytest.MonkeyPatch
) -> None:
    keeping.store.put("ada", "one", turn(reply=FAILED))
    keeping.store.put("ada", "two", turn(0, "Who?", reply=FAILED))
    listed = keeping.store.summaries("ada")
    keeping.store.delete("ada", "one")
    monkeypatch.setattr(ChatStore, "summaries", lambda *_: listed)
    _, text, note = taken(keeping, chat, "export", None)
    assert [one.title for one in import_chats(text)] == ["Who?"]
    assert note == ""


def test_a_file_that_holds_no_text_is_said_to(keeping: Keeping, chat: Chat) -> None:
    assert imported(keeping, chat, "") == strings.CHATS_NO_FILE
    assert "kind" in imported(keeping, chat, "{}")


def test_the_same_file_is_handed_out_twice() -> None:
    assert download_html("a.json", "{}") != download_html("a.json", "{}")
