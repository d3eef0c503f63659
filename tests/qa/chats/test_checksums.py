"""Damage to the chats' file is shown where it is, and the rest works."""

from __future__ import annotations

import logging
import random
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from index.storage.pins import CHATS
from qa.__main__ import main
from qa.chats.export_text import as_plain, chat_as_markdown
from qa.chats.reading import DAMAGED
from qa.chats.store import ChatStore
from qa.chats.transfer import export_chats, import_chats
from qa.errors import AskingError, ChatsUnusable
from tests.index.damage import flip
from tests.qa.chats.older import keep_in_format_1
from tests.qa.chats.replies import example, turn


@pytest.fixture
def chats(tmp_path: Path) -> ChatStore:
    """Two chats of two turns each."""
    store = ChatStore(tmp_path)
    for chat in ("one", "two"):
        store.put("ada", chat, turn(0, f"How many ships in {chat}?"))
        store.put("ada", chat, turn(1, "And then?"))
    return store


def altered(store: ChatStore, sql: str) -> None:
    """Do something to the file behind the program's back."""
    with closing(sqlite3.connect(store.folder / CHATS)) as db:
        db.execute(sql)
        db.commit()


@pytest.mark.parametrize(
    "change",
    [
        "question='How few ships?'", "reply='{'", "reply=replace(reply, '369', '963')", "rating=1",
        "comment='x'", "asked_at='never'", "filters='[]'", "imported=1", "words='x'", "sum=NULL",
        "question=CAST(x'ff41' AS TEXT)", "question=x'00'", "asked_at=CAST(x'ff' AS TEXT)",
    ],
)  # fmt: skip
def test_a_damaged_turn_is_shown_as_damaged_and_the_others_as_they_are(
    chats: ChatStore, change: str
) -> None:
    sound = chats.load("ada", "one")
    altered(chats, f"UPDATE turns SET {change} WHERE number=0 AND chat=1")
    found = chats.load("ada", "one")
    assert found.turns[0].reply == {"error": DAMAGED}
    assert found.turns[1] == sound.turns[1]
    assert chats.load("ada", "two").turns[0].reply == example()[0].as_json()
    assert len(chats.summaries("ada")) == 2
    assert DAMAGED in chat_as_markdown(found)
    assert DAMAGED in as_plain(found.turns[0].reply)
    assert len(import_chats(export_chats([found]))) == 1
    chats.rate("ada", "one", 0, 1)  # does not make it whole
    chats.put("ada", "one", turn(2))
    assert [one.reply == {"error": DAMAGED} for one in chats.load("ada", "one").turns] == [
        True, False, False,
    ]  # fmt: skip
    chats.put("ada", "one", turn(0))  # but another in its place is
    assert chats.load("ada", "one").turns[0] == turn(0)


@pytest.mark.parametrize("change", ["title='x'", "created='never'", "title=CAST(x'ff' AS TEXT)"])
def test_a_damaged_chat_is_marked_in_the_list(
    chats: ChatStore, change: str, capsys: pytest.CaptureFixture[str]
) -> None:
    altered(chats, f"UPDATE chats SET {change} WHERE id='one'")
    assert {one.id: one.damaged for one in chats.summaries("ada")} == {"one": True, "two": False}
    assert len(chats.load("ada", "one").turns) == 2
    assert main(["chats", "list", "--owner", "ada", "--index", str(chats.folder)]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert sorted(line.endswith(" (damaged)") for line in lines) == [False, True]
    chats.rename("ada", "one", "Other")  # does not make it whole
    assert {one.id for one in chats.summaries("ada") if one.damaged} == {"one"}


def test_a_chat_that_lost_its_owner_is_told_of(
    chats: ChatStore, caplog: pytest.LogCaptureFixture
) -> None:
    altered(chats, "UPDATE chats SET owner='bda' WHERE id='one'")
    ChatStore(chats.folder)
    assert "damaged: of one not all is as it was kept" in caplog.text


def test_a_damaged_index_of_the_file_is_made_anew(
    chats: ChatStore, caplog: pytest.LogCaptureFixture
) -> None:
    with closing(sqlite3.connect(chats.folder / CHATS, isolation_level=None)) as db:
        db.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        (page,) = db.execute("SELECT rootpage FROM sqlite_master WHERE name='chats_of'").fetchone()
        (size,) = db.execute("PRAGMA page_size").fetchone()
    path = chats.folder / CHATS
    data = bytearray(path.read_bytes())
    start = (page - 1) * size
    place = data.index(b"ada", start, start + size)
    data[place : place + 3] = b"zda"
    path.write_bytes(data)
    with caplog.at_level(logging.WARNING):
        store = ChatStore(chats.folder)
    assert len(store.summaries("ada")) == 2
    assert not caplog.records


def test_older_chats_have_checksums_from_now_on(tmp_path: Path) -> None:
    keep_in_format_1(tmp_path / CHATS, example()[0].as_json(), set())
    store = ChatStore(tmp_path)
    assert "error" not in store.load("ada", "one").turns[0].reply
    altered(store, "UPDATE turns SET question='x'")
    assert store.load("ada", "one").turns[0].reply == {"error": DAMAGED}


def test_random_damage_is_told_or_changes_nothing(tmp_path: Path, chats: ChatStore) -> None:
    altered(chats, "PRAGMA wal_checkpoint(TRUNCATE)")
    path = chats.folder / CHATS
    sound, dice = path.read_bytes(), random.Random(7)
    right = [chats.load("ada", chat) for chat in ("one", "two")]
    told = 0
    for number in range(120):
        folder = tmp_path / str(number)
        folder.mkdir()
        (folder / CHATS).write_bytes(sound)
        flip(folder / CHATS, dice.randrange(len(sound)), dice.randrange(8))
        try:
            store = ChatStore(folder)
            heads = {one.id: one for one in store.summaries("ada")}
            found = [store.load("ada", chat) for chat in ("one", "two")]
        except ChatsUnusable:
            told += 1
            continue
        except AskingError:  # a chat that was lost: of whom it is, or what it is called
            told += 1
            continue
        for chat, whole in zip(found, right, strict=True):
            same = [one for one in chat.turns if one.reply != {"error": DAMAGED}]
            assert all(one in whole.turns for one in same)
            assert heads[chat.id].damaged or (chat.title, chat.created) == (
                whole.title, whole.created,
            )  # fmt: skip
            assert len(chat.turns) == 2
        told += found != right
    assert told > 10
