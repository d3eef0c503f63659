"""Everybody's chats of another page's file, taken over into each kind of place."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest

from index.storage.pins import CHATS, PINS
from qa.__main__ import main
from qa.chats.reading import DAMAGED
from qa.chats.store import ChatStore
from qa.chats.taking_over import TakenOver, take_over
from qa.chats.types import SavedChat
from qa.errors import ChatRefused, ChatsUnusable
from tests.qa.chats.older import keep_in_format_1
from tests.qa.chats.places import Place
from tests.qa.chats.replies import example, turn

MOMENT = datetime(2024, 3, 2, 12, tzinfo=UTC)
REPLY = example()[0].as_json()


@pytest.fixture
def old(tmp_path: Path) -> Path:
    """The folder of a page that was used by two people."""
    folder = tmp_path / "old"
    folder.mkdir()
    with Place(folder).store() as store:
        store.put("local", "one", turn(0, reply=REPLY, rating=1, comment="right"))
        store.put("local", "one", turn(1, "And then?", filters={"source": "Wire"}))
        store.rename("local", "one", "Ships")
        brought = turn(0, "Who won?", imported=True)
        store.restore("user:ada", SavedChat("two", "Won", MOMENT, MOMENT, (brought,)))
        store.put("local", "three", turn(0, "Who lost?"))
    return folder


def all_of(store: ChatStore) -> object:
    return [
        (owner, summary, store.load(owner, summary.id))
        for owner in store.owners()
        for summary in store.summaries(owner)
    ]


def test_they_are_as_they_were_and_only_once(old: Path, chats: ChatStore) -> None:
    before = (old / CHATS).read_bytes()
    with Place(old).store() as source:
        known = all_of(source)
    assert take_over(old / CHATS, chats) == TakenOver(3, ("local", "user:ada"), 0, 0)
    assert all_of(chats) == known
    chats.rename("local", "one", "Mine")
    assert take_over(old / CHATS, chats) == TakenOver(0, (), 3, 0)
    assert chats.load("local", "one").title == "Mine"
    chats.put("local", "one", turn(2, "How long?"))
    assert chats.load("local", "one").title == "Mine"
    assert (old / CHATS).read_bytes() == before
    assert chats.summaries("user:bob") == []


def test_one_that_was_ended_is_taken_up(
    old: Path, chats: ChatStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept: list[str] = []

    def ended(self: ChatStore, owner: str, brought: list[object]) -> int:
        if kept:
            raise KeyboardInterrupt
        kept.append(owner)
        return imported(self, owner, brought)  # type: ignore[arg-type]

    imported = ChatStore.import_chats
    with monkeypatch.context() as patch:
        patch.setattr(ChatStore, "import_chats", ended)
        with pytest.raises(KeyboardInterrupt):
            take_over(old / CHATS, chats)
    assert take_over(old / CHATS, chats) == TakenOver(2, ("local", "user:ada"), 1, 0)


def test_a_file_of_the_first_format_in_use(tmp_path: Path, chats: ChatStore) -> None:
    old = tmp_path / "old.sqlite"
    keep_in_format_1(old, REPLY, {example()[0].citations[0].article.version})
    with closing(sqlite3.connect(old)) as user:
        user.execute("UPDATE chats SET title='Boats'")
        user.commit()  # into the file beside it, not yet into this
        assert take_over(old, chats).chats == 1
        assert user.execute("PRAGMA user_version").fetchone() == (1,)
    assert chats.load("ada", "one").title == "Boats"
    assert chats.load("ada", "one").turns[0].reply == REPLY
    assert (chats.folder / PINS).exists()  # what it cites is pinned


def test_what_is_damaged_says_so(old: Path, chats: ChatStore) -> None:
    with closing(sqlite3.connect(old / CHATS)) as db:
        db.execute("UPDATE turns SET question='Who?' WHERE number=1")
        db.commit()
    assert take_over(old / CHATS, chats).damaged == 1
    assert [one.reply == {"error": DAMAGED} for one in chats.load("local", "one").turns] == [
        False,
        True,
    ]


def test_more_than_are_kept_are_refused_before_any_is_taken(
    old: Path, chats: ChatStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("qa.chats.taking_over.MOST_CHATS", 2)
    chats.put("local", "four", turn())
    with pytest.raises(ChatRefused, match="local has 1 chats there and 2 more in the file"):
        take_over(old / CHATS, chats)
    assert chats.owners() == ["local"]


def test_what_is_no_such_file_is_named(tmp_path: Path, chats: ChatStore) -> None:
    other, newer, broken = (tmp_path / f"{name}.sqlite" for name in ("other", "newer", "broken"))
    for path, sql in ((other, "CREATE TABLE chats(a int)"), (newer, "PRAGMA user_version=9")):
        with closing(sqlite3.connect(path)) as db:
            db.execute(sql)
            db.commit()
    (tmp_path / "chats.json").write_text("{}")
    broken.write_bytes(newer.read_bytes()[:50] + b"damage" * 200)
    cases: tuple[tuple[Path, type[Exception], str], ...] = (
        (tmp_path / "none.sqlite", ChatRefused, "No such file"),
        (tmp_path, ChatRefused, "directory"),
        (tmp_path / "chats.json", ChatRefused, "no chats.sqlite; an export is kept with"),
        (broken, ChatsUnusable, "broken.sqlite are damaged"),
        (other, ChatsUnusable, "format 0"),
        (newer, ChatsUnusable, "format 9"),
    )
    for path, error, message in cases:
        with pytest.raises(error, match=message):
            take_over(path, chats)
    assert chats.owners() == []


def test_the_command(
    old: Path, place: Place, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with Place(place.folder).store():
        pass  # commands want an index, or chats, in the folder
    where = ["--index", str(place.folder)] + ["--chats", place.address] * bool(place.address)
    command = ["chats", "take-over", str(old / CHATS)]
    assert main([*command, *where]) == 0
    assert capsys.readouterr().out == "3 chats of 2 owners taken over\n"
    assert main([*command, *where, "--json"]) == 0
    assert '"there_already": 3' in capsys.readouterr().out
    assert main(["chats", "list", "--owner", "user:ada", *where]) == 0
    assert "Won" in capsys.readouterr().out
    assert main(["chats", "take-over", str(tmp_path / "none"), *where]) == 2
    assert main(["chats", "import", str(old / CHATS), *where]) == 2
    assert "take-over FILE" in capsys.readouterr().err
