from __future__ import annotations

import multiprocessing
import sqlite3
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from index.errors import IndexBroken
from index.storage.pins import CHATS, pinned
from qa.chats import rows, store
from qa.chats.store import ChatStore
from qa.chats.types import LONGEST_COMMENT, SavedChat, new_id, title_of
from qa.errors import ChatRefused, ChatsUnusable, ChatUnknown
from tests.qa.chats.places import Place
from tests.qa.chats.replies import example, turn
from tests.qa.chats.writers import write


def test_a_chat_is_kept_as_it_was_put(chats: ChatStore) -> None:
    first = turn(0, "How many ships came in? " * 20, filters={"since": "2021-05"})
    second = turn(4, reply={"error": "no index"}, rating=-1, comment="Straße")
    chats.put("ada", "one", first)
    chats.put("ada", "one", second)
    kept = chats.load("ada", "one")
    assert kept.turns == (first, second)
    assert kept.title == title_of(first.question)
    assert len(kept.title) <= 60
    assert kept.created < kept.updated
    chats.put("ada", "one", turn(4, "Who?"))
    assert [t.question for t in chats.load("ada", "one").turns] == [first.question, "Who?"]


def test_the_list_is_newest_first_and_searched(chats: ChatStore) -> None:
    for name, question in (("a", "Wer kam nach STRASSBURG?"), ("b", "Who voted?"), ("c", "100%?")):
        chats.put("ada", name, turn(0, question))
    chats.put("ada", "a", turn(1, "And then?"))
    assert [(c.id, c.turns) for c in chats.summaries("ada")] == [("a", 2), ("c", 1), ("b", 1)]

    def found(search: str) -> list[str]:
        return [chat.id for chat in chats.summaries("ada", search)]

    assert found("straßburg") == ["a"]
    assert found("VOTED who") == ["b"]
    assert found("369 voted") == ["b"]  # words of the answer too
    assert found("%") == ["c"]
    assert found("_") == []
    chats.rename("ada", "b", " The  ballot ")
    assert found("ballot") == ["b"]
    assert chats.load("ada", "b").title == "The ballot"


def test_a_clock_that_was_ahead_hides_and_drops_no_later_chat(
    chats: ChatStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rows, "MOST_CHATS", 3)
    ahead = turn().asked_at.replace(year=2126)
    for name in "ab":
        chats.restore("ada", SavedChat(name, name, ahead, ahead, (turn(),)))
    for name in "cd":
        chats.put("ada", name, turn(0))
    assert [chat.id for chat in chats.summaries("ada")] == ["d", "c", "b"]
    assert all(chat.updated.year < 2126 for chat in chats.summaries("ada"))


def test_owners_are_apart(chats: ChatStore) -> None:
    chats.put("ada", "one", turn())
    before = chats.load("ada", "one")
    assert chats.summaries("bob") == []
    for work in (
        lambda: chats.load("bob", "one"),
        lambda: chats.put("bob", "one", turn(1)),
        lambda: chats.cut("bob", "one", 0),
        lambda: chats.rename("bob", "one", "mine"),
        lambda: chats.delete("bob", "one"),
        lambda: chats.rate("bob", "one", 0, 1, ""),
        lambda: chats.load("ada", "' OR 1=1 --"),
        lambda: chats.rate("ada", "one", 9, 1, ""),
    ):
        with pytest.raises(ChatUnknown):
            work()
    with pytest.raises(ChatRefused):
        chats.restore("bob", before)
    assert chats.load("ada", "one") == before


def test_an_edit_cuts_and_the_title_follows_until_it_is_renamed(chats: ChatStore) -> None:
    for number in range(3):
        chats.put("ada", "one", turn(number, f"Question {number}?"))
    chats.cut("ada", "one", 1)
    assert [t.number for t in chats.load("ada", "one").turns] == [0]
    chats.cut("ada", "one", 0)
    chats.put("ada", "one", turn(3, "Another?"))
    assert chats.load("ada", "one").title == "Another?"
    chats.rename("ada", "one", "Mine")
    chats.cut("ada", "one", 0)
    chats.put("ada", "one", turn(4, "A third?"))
    assert chats.load("ada", "one").title == "Mine"


def test_a_deleted_chat_can_be_had_back(chats: ChatStore) -> None:
    chats.put("ada", "one", turn())
    kept = chats.load("ada", "one")
    chats.delete("ada", "one")
    assert chats.summaries("ada") == []
    assert pinned(chats.folder) == set()
    chats.restore("ada", kept)
    assert chats.load("ada", "one") == kept
    assert pinned(chats.folder) == {example()[0].citations[0].article.version}


def test_a_rating_is_kept_and_taken_back(chats: ChatStore) -> None:
    chats.put("ada", "one", turn())
    chats.rate("ada", "one", 0, -1, "answer: 12")
    assert chats.load("ada", "one").turns == (turn(rating=-1, comment="answer: 12"),)
    chats.rate("ada", "one", 0, 0)
    assert chats.load("ada", "one").turns == (turn(),)
    with pytest.raises(ChatRefused, match="rate -1, 0 or 1"):
        chats.rate("ada", "one", 0, 2)
    with pytest.raises(ChatRefused, match="2,001 characters"):
        chats.rate("ada", "one", 0, 1, "x" * (LONGEST_COMMENT + 1))


def test_limits_are_told(chats: ChatStore, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rows, "MOST_CHATS", 3)
    monkeypatch.setattr(store, "MOST_CHATS", 3)
    monkeypatch.setattr(rows, "MOST_TURNS", 2)
    for name in "abcde":
        chats.put("ada", name, turn())
    chats.put("bob", "z", turn())
    assert [chat.id for chat in chats.summaries("ada")] == ["e", "d", "c"]
    assert len(chats.summaries("bob")) == 1
    chats.put("ada", "e", turn(1))
    chats.put("ada", "e", turn(1))  # in the place of another
    with pytest.raises(ChatRefused, match="begin a new one"):
        chats.put("ada", "e", turn(2))
    day = turn().asked_at
    whole = [SavedChat(new_id(), "x", day, day, (turn(),)) for _ in range(3)]
    with pytest.raises(ChatRefused, match="nothing was imported"):
        chats.import_chats("bob", whole)
    assert len(chats.summaries("bob")) == 1
    for reply in (
        {"error": "x" * 2_000_001},
        {"a": object()},
        {"a": float("nan")},
        {"a": "\ud800"},
    ):
        with pytest.raises(ChatRefused):
            chats.put("bob", "z", turn(1, reply=reply))
    wrongs: list[dict[str, Any]] = [
        {"number": -1},
        {"question": " "},
        {"rating": 5},
        {"asked_at": day.replace(tzinfo=None)},
        {"filters": {"since": "x" * 9_999}},
    ]
    for wrong in wrongs:
        with pytest.raises(ChatRefused):
            turn(**wrong)
    with pytest.raises(ChatRefused):
        chats.put("", "y", turn())
    assert len(chats.load("bob", "z").turns) == 1


def test_a_place_that_cannot_be_used_is_told(tmp_path: Path) -> None:
    with pytest.raises(ChatsUnusable, match="no such folder"):
        ChatStore(tmp_path / "none")
    (tmp_path / "file").touch()
    with pytest.raises(ChatsUnusable, match="no such folder"):
        ChatStore(tmp_path / "file")
    (tmp_path / "a").mkdir()
    (tmp_path / "a" / CHATS).mkdir()
    with pytest.raises(ChatsUnusable, match="can be written"):
        ChatStore(tmp_path / "a")
    with pytest.raises(IndexBroken, match="nothing was dropped"):
        pinned(tmp_path / "a")
    (tmp_path / "b").mkdir()
    (tmp_path / "b" / CHATS).write_bytes(b"something else " * 100)
    with pytest.raises(ChatsUnusable, match="not a database"):
        ChatStore(tmp_path / "b")
    with pytest.raises(IndexBroken, match="move the file away"):
        pinned(tmp_path / "b")
    chats = ChatStore(tmp_path)
    with closing(sqlite3.connect(tmp_path / CHATS)) as db:
        db.execute("PRAGMA user_version=9")
    with pytest.raises(ChatsUnusable, match="format 9"):
        ChatStore(tmp_path)
    for path in tmp_path.glob(f"{CHATS}*"):
        path.unlink()
    with pytest.raises(ChatsUnusable):
        chats.summaries("ada")


@pytest.mark.skipif(not Path("/proc/self").is_dir(), reason="no folder that nobody can write")
def test_a_folder_that_nobody_can_write_is_told() -> None:
    with pytest.raises(ChatsUnusable, match="cannot be read or written"):
        ChatStore(Path("/proc/self"))


def test_a_failed_change_changes_nothing(chats: ChatStore) -> None:
    chats.put("ada", "one", turn())
    day = turn().asked_at
    whole = SavedChat("two", "x", day, day, (turn(),))
    clash = SavedChat("one", "x", day, day + timedelta(1), (turn(),))
    with pytest.raises(ChatRefused, match="already"):
        chats.import_chats("ada", [whole, clash])
    assert [chat.id for chat in chats.summaries("ada")] == ["one"]


def test_twenty_threads_write_and_read_at_once(chats: ChatStore) -> None:
    def work(number: int) -> None:
        owner = f"owner {number % 4}"
        for step in range(4):
            chats.put(owner, f"chat {number % 4}", turn(number * 10 + step))
            assert chats.summaries(owner)
        chats.rate(owner, f"chat {number % 4}", number * 10, 1)

    with ThreadPoolExecutor(20) as pool:
        list(pool.map(work, range(20)))
    for owner in range(4):
        kept = chats.load(f"owner {owner}", f"chat {owner}").turns
        assert len(kept) == 20
        assert sum(t.rating for t in kept) == 5


def test_processes_make_and_write_chats_at_once(place: Place) -> None:
    context = multiprocessing.get_context("spawn")
    writers = [context.Process(target=write, args=(place, number)) for number in range(3)]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()
    assert [writer.exitcode for writer in writers] == [0] * 3
    with place.store() as store:
        assert len(store.load("ada", "one").turns) == 15


def test_some_turns_alone_are_cut(chats: ChatStore) -> None:
    for number in range(5):
        chats.put("ada", "one", turn(number))
    chats.cut("ada", "one", 1, 4)
    assert [t.number for t in chats.load("ada", "one").turns] == [0, 4]


def test_a_turn_takes_the_place_of_the_one_that_it_names(chats: ChatStore) -> None:
    first, later = turn(0), turn(0, asked_at=turn().asked_at + timedelta(microseconds=1))
    assert chats.put("ada", "one", first)
    assert not chats.put("ada", "one", later, new=True, instead_of=later.asked_at)
    assert chats.put("ada", "one", later, new=True, instead_of=first.asked_at)
    assert chats.load("ada", "one").turns == (later,)


def test_the_next_number_follows_the_last_turn_of_that_very_chat(chats: ChatStore) -> None:
    assert chats.next_number("ada", "chat") == 0
    chats.put("ada", "chat", turn(4))
    assert chats.next_number("ada", "chat") == 5
    assert chats.next_number("ben", "chat") == 0


def test_a_new_turn_takes_no_other_s_number(chats: ChatStore) -> None:
    here, there = turn(0, "Asked here?"), turn(0, "Asked there?")
    assert chats.put("ada", "one", here, new=True)
    assert not chats.put("ada", "one", there, new=True)
    assert chats.put("ada", "one", here, new=True)  # once more, as after a lost connection
    assert chats.put("ada", "one", replace(there, number=1), new=True)
    assert [one.question for one in chats.load("ada", "one").turns] == [
        here.question, there.question,
    ]  # fmt: skip
    assert chats.put("ada", "one", there)
    assert chats.load("ada", "one").turns[0] == there
