"""Killed at whatever moment: no version that a chat still cites loses its pin."""

from __future__ import annotations

import multiprocessing
import random
import shutil
import sqlite3
import time
from collections.abc import Callable
from contextlib import closing, suppress
from pathlib import Path
from typing import Any

import pytest

from index.article import version_of
from index.errors import IndexBroken
from index.storage import pins as index_pins
from index.storage.pins import CHATS, PINS, Pins, pinned
from qa.chats import database, rows
from qa.chats.store import ChatStore
from qa.chats.types import SavedChat, SavedTurn
from qa.errors import ChatsUnusable
from tests.qa.chats.places import Place
from tests.qa.chats.replies import turn
from tests.qa.chats.writers import change_at_random


class Killed(BaseException):
    """In the place of a kill: nothing but what is on the disk outlives it."""


def citing(number: int, *names: str) -> SavedTurn:
    """A turn whose reply shows these versions."""
    hits = [{"article_id": "a", "version": version_of(name)} for name in names]
    return turn(number, reply={"hits": hits})


def versions(*names: str) -> set[str]:
    return {version_of(name) for name in names}


def shown(folder: Path) -> set[str]:
    """What the chats on the disk show."""
    with closing(sqlite3.connect(folder / CHATS)) as db:
        return {version for (version,) in db.execute("SELECT version FROM shown_versions")}


ADAS = ("one", "two", "three")


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with three chats of Ada and one of Bob; not to be changed."""
    folder = tmp_path_factory.mktemp("chats")
    store = ChatStore(folder)
    for name in ADAS:
        for number in range(3):
            store.put("ada", name, citing(number, f"{name} {number}", "all"))
    store.put("bob", "his", citing(0, "his", "all"))
    return folder


@pytest.fixture
def store(made: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> ChatStore:
    """A copy of these; three chats are the most that anybody may have."""
    monkeypatch.setattr(rows, "MOST_CHATS", 3)
    return ChatStore(shutil.copytree(made, tmp_path / "chats"))


DAY = turn().asked_at
NEW = SavedChat("new", "x", DAY, DAY.replace(year=2999), (citing(0, "new 0", "one 0"),))
CHANGES: dict[str, Callable[[ChatStore], object]] = {
    "a new turn": lambda store: store.put("ada", "two", citing(3, "two 3")),
    "a turn in the place of another": lambda store: store.put("ada", "two", citing(1, "again")),
    "a new chat, the oldest goes": lambda store: store.put("ada", "four", citing(0, "four 0")),
    "an edit": lambda store: store.cut("ada", "two", 1),
    "a chat deleted": lambda store: store.delete("ada", "two"),
    "a chat had back": lambda store: store.restore("ada", NEW),
    "chats imported": lambda store: store.import_chats("bob", [NEW]),
    "a chat renamed": lambda store: store.rename("ada", "two", "Other"),
    "a turn rated": lambda store: store.rate("ada", "two", 1, 1),
}


def test_pins_follow_the_chats(store: ChatStore) -> None:
    all_of = versions("all", "his", *(f"{name} {turn}" for name in ADAS for turn in range(3)))
    assert pinned(store.folder) == shown(store.folder) == all_of
    store.put("ada", "two", citing(1, "again"))
    all_of = all_of - versions("two 1") | versions("again")
    assert pinned(store.folder) == all_of
    store.cut("ada", "two", 1)
    all_of = all_of - versions("again", "two 2")
    assert pinned(store.folder) == all_of
    held = store.load("ada", "three")
    store.delete("ada", "three")
    assert pinned(store.folder) == all_of - versions("three 0", "three 1", "three 2")
    store.restore("ada", held)
    assert pinned(store.folder) == all_of
    store.put("ada", "four", citing(0, "four 0"))  # "one" has not changed for longest
    all_of = all_of - versions("one 0", "one 1", "one 2") | versions("four 0")
    assert pinned(store.folder) == shown(store.folder) == all_of
    store.rename("ada", "two", "Other")
    store.rate("ada", "two", 0, 1)
    assert pinned(store.folder) == all_of


@pytest.mark.parametrize("after", [False, True], ids=["before", "after"])
@pytest.mark.parametrize("step", ["pin_what_is_new", "unpin_what_is_gone"])
@pytest.mark.parametrize("change", CHANGES)
def test_killed_between_two_writes(
    store: ChatStore, change: str, step: str, after: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = getattr(database, step)

    def kill(*given: object) -> None:
        if after:
            real(*given)
        raise Killed

    before = shown(store.folder)
    monkeypatch.setattr(database, step, kill)
    with pytest.raises(Killed):
        CHANGES[change](store)
    left = shown(store.folder)
    assert left <= pinned(store.folder)
    assert (left == before) or step == "unpin_what_is_gone"
    monkeypatch.undo()
    assert pinned(ChatStore(store.folder).folder) == left  # and what was pinned in vain is let go


@pytest.mark.parametrize("statement", ["DELETE", "INSERT", "COMMIT"])
@pytest.mark.parametrize("change", CHANGES)
def test_killed_within_the_writing_of_pins(
    store: ChatStore, change: str, statement: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Fragile(sqlite3.Connection):
        def execute(self, sql: str, values: Any = (), /) -> sqlite3.Cursor:  # noqa: ANN401 - as there
            if sql.startswith(statement):
                raise Killed
            return super().execute(sql, values)

        def executemany(self, sql: str, values: Any, /) -> sqlite3.Cursor:  # noqa: ANN401 - as there
            if sql.startswith(statement):
                raise Killed
            return super().executemany(sql, values)

    def fragile(folder: Path) -> sqlite3.Connection:
        return sqlite3.connect(folder / PINS, isolation_level=None, factory=Fragile)

    with monkeypatch.context() as patch:
        patch.setattr(index_pins, "_connected", fragile)
        with suppress(Killed):
            CHANGES[change](store)
    left = shown(store.folder)
    assert left <= pinned(store.folder)
    assert pinned(ChatStore(store.folder).folder) == left


def test_killed_for_real_at_random_moments(tmp_path: Path) -> None:
    ChatStore(tmp_path)
    context = multiprocessing.get_context("spawn")
    dice = random.Random(7)
    seen: set[str] = set()
    for seed in range(2):
        signal = tmp_path / f"began {seed}"
        writers = [
            context.Process(target=change_at_random, args=(Place(tmp_path), signal, seed * 2 + n))
            for n in range(2)
        ]
        for writer in writers:
            writer.start()
        while not signal.exists():
            time.sleep(0.01)
        time.sleep(dice.uniform(0.05, 0.6))
        for writer in writers:
            writer.kill()
            writer.join()
        left = shown(tmp_path)
        assert left <= pinned(tmp_path)
        assert pinned(ChatStore(tmp_path).folder) == left
        seen |= left
    assert seen


def test_a_chat_that_cannot_be_pinned_is_not_saved(store: ChatStore) -> None:
    (store.folder / PINS).write_bytes(b"something else " * 100)
    with pytest.raises(ChatsUnusable, match="pins"):
        store.put("ada", "two", citing(3, "two 3"))
    assert len(store.load("ada", "two").turns) == 3
    store.rename("ada", "two", "Other")  # shows nothing new


def test_a_deletion_stands_when_nothing_can_be_let_go(
    store: ChatStore, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def fail(self: Pins, _: object) -> None:
        raise IndexBroken("the disk is full")

    monkeypatch.setattr(Pins, "unpin", fail)
    store.delete("ada", "two")
    assert "the disk is full" in caplog.text
    assert [chat.id for chat in store.summaries("ada")] == ["three", "one"]
    assert shown(store.folder) < pinned(store.folder)
