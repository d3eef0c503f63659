"""Chats beside an index that may not be written."""

from __future__ import annotations

import shutil
import sys
from pathlib import Path

import pytest

from qa.chats.read_only import store_or_copy
from qa.chats.store import ChatStore
from qa.errors import ChatsUnusable, ChatsUnwritable
from tests.qa.chats.replies import turn


def test_a_folder_that_may_be_written_has_its_own_store(tmp_path: Path) -> None:
    with store_or_copy(tmp_path) as (store, why):
        assert (store.folder, why) == (tmp_path, "")


@pytest.mark.skipif(sys.platform != "linux", reason="a folder that nobody may write to")
def test_chats_are_kept_elsewhere_until_the_end() -> None:
    with store_or_copy(Path("/proc/self")) as (store, why):
        assert why
        store.put("ada", "one", turn())
        assert len(store.load("ada", "one").turns) == 1
        assert store.folder.stat().st_mode & 0o077 == 0
    assert not store.folder.exists()


def test_a_folder_is_made_where_that_is_wanted(tmp_path: Path) -> None:
    with store_or_copy(tmp_path / "home", make=True) as (store, why):
        assert (store.folder, why) == (tmp_path / "home", "")
    (tmp_path / "file").touch()
    with store_or_copy(tmp_path / "file" / "home", make=True) as (store, why):
        assert why == "Not a directory"
        store.put("ada", "one", turn())


def test_what_was_kept_before_can_be_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    ChatStore(tmp_path).put("ada", "one", turn())

    def unless(folder: Path, address: str = "") -> ChatStore:
        if folder == tmp_path:
            raise ChatsUnwritable(folder, "Read-only file system")
        return ChatStore(folder, address)

    monkeypatch.setattr("qa.chats.read_only.ChatStore", unless)
    with store_or_copy(tmp_path) as (store, why):
        assert why == "Read-only file system"
        assert len(store.summaries("ada")) == 1
        store.delete("ada", "one")
    assert len(ChatStore(tmp_path).summaries("ada")) == 1


def test_damage_is_no_reason_to_begin_anew(tmp_path: Path) -> None:
    (tmp_path / "chats.sqlite").write_bytes(b"no database" * 1000)
    with pytest.raises(ChatsUnusable), store_or_copy(tmp_path):
        pass
    shutil.rmtree(tmp_path)
    with pytest.raises(ChatsUnusable), store_or_copy(tmp_path):
        pass
