"""Chats in a real PostgreSQL server: shared by pages, lost and found again, no password shown."""

from __future__ import annotations

import json
import multiprocessing
import random
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from pathlib import Path

import pytest

from index.article import version_of
from index.build import build
from index.errors import IndexBroken
from index.storage.pins import PINS, pinned
from qa.__main__ import main
from qa.chats.store import ChatStore
from qa.chats.types import SavedTurn
from qa.errors import ChatRefused, ChatsUnusable
from tests.index.conftest import FakeEncoder, write_article
from tests.postgres import PASSWORD, Postgres
from tests.qa.chats.places import Place
from tests.qa.chats.replies import turn
from tests.qa.chats.writers import change_at_random

pytestmark = pytest.mark.slow


@pytest.fixture
def place(postgres: Postgres, tmp_path: Path) -> Place:
    """A folder whose chats are in an empty database."""
    return Place(tmp_path, postgres.address(postgres.new_database()))


def citing(number: int, *names: str) -> SavedTurn:
    hits = [{"article_id": "a", "version": version_of(name)} for name in names]
    return turn(number, reply={"hits": hits})


def test_two_pages_show_one_user_s_chats_alike(place: Place, tmp_path: Path) -> None:
    (tmp_path / "other").mkdir()
    other = Place(tmp_path / "other", place.address)  # another machine's copy of the archive
    with place.store() as here, other.store() as there:
        here.put("ada", "one", turn(0))
        assert there.load("ada", "one") == here.load("ada", "one")
        there.put("ada", "one", turn(1, "And then?"))
        there.rename("ada", "one", "Ships")
        here.rate("ada", "one", 1, 1)
        assert there.summaries("ada") == here.summaries("ada")
        assert here.load("ada", "one") == there.load("ada", "one")
        assert here.load("ada", "one").title == "Ships"
        there.delete("ada", "one")
        assert here.summaries("ada") == []


def test_no_update_of_one_chat_is_lost(place: Place) -> None:
    with ExitStack() as until_the_end:
        pages = [until_the_end.enter_context(place.store()) for _ in range(3)]

        def ask(asker: int) -> None:
            store = pages[asker % 3]
            for step in range(4):
                asked = f"Question {asker} {step}?"
                number = store.next_number("ada", "one")
                while not store.put("ada", "one", turn(number, asked), new=True):
                    number = store.next_number("ada", "one")

        with ThreadPoolExecutor(12) as pool:
            list(pool.map(ask, range(12)))
        turns = pages[0].load("ada", "one").turns
    assert sorted(t.question for t in turns) == sorted(
        f"Question {asker} {step}?" for asker in range(12) for step in range(4)
    )


def test_a_connection_that_was_lost_is_made_anew(postgres: Postgres, place: Place) -> None:
    with place.store() as store:
        store.put("ada", "one", turn(0))
        postgres.stop()
        try:
            for _ in range(2):
                with pytest.raises(ChatsUnusable, match="see that the server runs"):
                    store.put("ada", "one", turn(1))
        finally:
            postgres.start()
        store.put("ada", "one", turn(1))
        postgres.stop()
        postgres.start()
        assert len(store.load("ada", "one").turns) == 2  # nobody notices


def test_killed_at_random_moments(place: Place) -> None:
    """Nothing that a chat shows loses its pin, and what was pinned in vain is let go."""
    with place.store():
        pass
    context = multiprocessing.get_context("spawn")
    dice = random.Random(7)
    for seed in range(2):
        signal = place.folder / f"began {seed}"
        writers = [
            context.Process(target=change_at_random, args=(place, signal, seed * 2 + n))
            for n in range(2)
        ]
        for writer in writers:
            writer.start()
        while not signal.exists():
            time.sleep(0.01)
        time.sleep(dice.uniform(0.1, 0.6))
        for writer in writers:
            writer.kill()
            writer.join()
        before = pinned(place.folder)
        with place.store() as store:
            shown = {
                hit["version"]
                for chat in store.summaries("ada")
                for one in store.load("ada", chat.id).turns
                for hit in one.reply["hits"]
            }
        assert shown <= before
        assert pinned(place.folder) == shown


def test_what_a_database_s_chats_cite_is_not_pruned(place: Place) -> None:
    with place.store() as store:
        store.put("ada", "one", citing(0, "a", "b"))
        assert pinned(place.folder) == {version_of("a"), version_of("b")}
        store.delete("ada", "one")
        assert pinned(place.folder) == set()
    (place.folder / PINS).unlink()
    with pytest.raises(IndexBroken, match="python -m qa chats list --chats postgresql://news@"):
        pinned(place.folder)
    with place.store():
        assert pinned(place.folder) == set()


def test_no_folder_is_needed_where_the_archive_is_elsewhere(place: Place) -> None:
    with Place(place.folder / "none", place.address).store() as store:
        store.put("ada", "one", turn())
        store.delete("ada", "one")
    assert not (place.folder / "none").exists()


def test_a_nul_is_refused_not_cut_off(place: Place) -> None:
    with place.store() as store:
        for work in (
            lambda: store.put("ada", "one", turn(0, "Who\0?")),
            lambda: store.summaries("ada", "\0"),
            lambda: store.load("ada", "\0"),
            lambda: store.load("ada", "\ud800"),
        ):
            with pytest.raises(ChatRefused):
                work()
        assert store.summaries("ada") == []


def test_every_command_works_on_a_database(
    place: Place,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("index.building.run.load_encoder", lambda _: FakeEncoder())
    (tmp_path / "seeds").mkdir()
    write_article(tmp_path / "seeds", "vote", "Council votes", "The council voted. Taxes rise.")
    build(tmp_path / "seeds", tmp_path / "index")

    def run(*arguments: str) -> str:
        where = ["--chats", place.address, "--index", str(tmp_path / "index")]
        assert main(["chats", *arguments, *where]) == 0
        return capsys.readouterr().out.strip()

    assert run("list") == "no chats"
    with Place(tmp_path / "index", place.address).store() as store:
        store.put("local", "one", turn(0, rating=1))
    assert run("list").startswith("one ")
    assert "369" in run("show", "one")
    file = tmp_path / "chats.json"
    run("export", "--out", str(file))
    assert run("import", str(file)) == "1 chats imported"
    assert len(json.loads(run("questions", "--json"))) == 2
    run("delete", "one")
    assert len(json.loads(run("list", "--json"))) == 1


def test_what_cannot_be_used_is_named_with_the_next_step(
    postgres: Postgres, place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refused(address: str) -> str:
        with pytest.raises(ChatsUnusable) as error:
            ChatStore(place.folder, address)
        assert not list(place.folder.glob("chats-*"))  # what was not opened cites nothing
        return str(error.value)

    assert "createdb" in refused(postgres.address("nowhere"))
    nobody = refused(f"postgresql://127.0.0.1:1/news?password={PASSWORD[:7]}")
    assert "see that the server runs" in nobody
    database = place.address.rpartition("/")[2]
    postgres.sql("CREATE TABLE chats(a int)", database)
    assert "a database of their own" in refused(place.address)
    postgres.sql("DROP TABLE chats", database)
    with place.store() as store:
        store.put("ada", "one", turn())
    next(place.folder.glob("chats-*")).unlink()
    postgres.sql("UPDATE chats_format SET version_num='9'", database)
    assert "of format 9, this program reads 1 to 3" in refused(place.address)
    monkeypatch.delenv("PGPASSWORD")
    given = f"postgresql://news:wrong-horse@127.0.0.1:{postgres.port}/{database}"
    told = refused(given)
    assert "PGPASSWORD" in told
    assert "wrong-horse" not in told


def test_a_password_in_the_address_is_used_and_shown_nowhere(
    postgres: Postgres,
    place: Place,
    capsys: pytest.CaptureFixture[str],
    caplog: pytest.LogCaptureFixture,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.delenv("PGPASSWORD")
    secret = "correct%20horse%40battery%2Fstaple"
    address = place.address.replace("news@", f"news:{secret}@")
    with caplog.at_level(0), Place(place.folder, address).store() as store:
        store.put("ada", "one", turn())
    kept = "".join(file.read_text("utf-8") for file in place.folder.glob("chats-*"))
    assert kept.strip() == place.address
    missing = ["--chats", address + "x", "--index", str(place.folder)]
    assert main(["chats", "list", *missing]) == 1
    shown = capsys.readouterr()
    for text in (kept, caplog.text, shown.out, shown.err):
        assert secret not in text
        assert PASSWORD not in text
