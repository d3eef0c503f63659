"""Chats of earlier programs are taken over, and what they cite is never pruned meanwhile."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest

from index.errors import IndexBroken
from index.storage.pins import CHATS, PINS, pinned
from qa.chats import database
from qa.chats.store import ChatStore
from qa.chats.types import SavedTurn
from qa.errors import ChatsUnusable
from tests.qa.chats.older import keep_in_format_1
from tests.qa.chats.replies import example, turn

NOON = datetime(2024, 3, 2, 12, tzinfo=UTC)
REPLY = example()[0].as_json()
VERSION = example()[0].citations[0].article.version


@pytest.fixture
def older(tmp_path: Path) -> Path:
    """A folder with a chat that the first format's program kept."""
    keep_in_format_1(tmp_path / CHATS, REPLY, {VERSION})
    return tmp_path


def format_of(folder: Path) -> int:
    with closing(sqlite3.connect(folder / CHATS)) as db:
        return int(db.execute("PRAGMA user_version").fetchone()[0])


def test_a_chat_of_the_first_format_is_as_it_was(older: Path) -> None:
    store = ChatStore(older)
    kept = store.load("ada", "one")
    assert (kept.title, kept.created, kept.updated) == ("Ships", NOON, NOON)
    assert kept.turns == (SavedTurn(0, "How many?", NOON, REPLY, {}, 1, "fine"),)
    store.put("ada", "one", turn(1))
    assert store.load("ada", "one").title == "Ships"  # it was renamed
    assert [chat.id for chat in store.summaries("ada", "ships")] == ["one"]
    store.delete("ada", "one")
    assert format_of(older) == format_of(ChatStore(older).folder) == 3


def test_what_it_cites_is_never_given_up(older: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refused() -> None:
        with pytest.raises(IndexBroken, match="nothing was dropped; run python -m qa chats list"):
            pinned(older)

    def killed(*_: object) -> None:
        raise KeyboardInterrupt

    refused()  # before this program has seen it
    for step in ("migrate", "pin_all"):
        with monkeypatch.context() as patch:
            patch.setattr(database, step, killed)
            with pytest.raises(KeyboardInterrupt):
                ChatStore(older)
        refused()
    assert format_of(older) == 3
    ChatStore(older)
    assert pinned(older) == {VERSION}
    (older / PINS).unlink()
    refused()
    ChatStore(older)
    assert pinned(older) == {VERSION}


def test_a_program_of_the_first_format_that_still_runs_cannot_save(older: Path) -> None:
    with closing(sqlite3.connect(older / CHATS)) as before:
        assert before.execute("SELECT count(*) FROM cited_versions").fetchone() == (1,)
        ChatStore(older)
        with pytest.raises(sqlite3.OperationalError, match="no such table"):
            before.execute("INSERT INTO cited_versions VALUES('v', 7, 0)")


def test_a_file_of_another_format_or_program_is_left_alone(tmp_path: Path) -> None:
    with closing(sqlite3.connect(tmp_path / CHATS)) as db:
        db.execute("CREATE TABLE other(a)")
    with pytest.raises(ChatsUnusable, match="format 0, this program reads 1 to 3"):
        ChatStore(tmp_path)
    with closing(sqlite3.connect(tmp_path / CHATS)) as db:
        assert db.execute("SELECT name FROM sqlite_master").fetchall() == [("other",)]
        db.execute("PRAGMA user_version=4")
    with pytest.raises(ChatsUnusable, match="format 4"):
        ChatStore(tmp_path)
    with pytest.raises(IndexBroken, match="nothing was dropped"):
        pinned(tmp_path)
