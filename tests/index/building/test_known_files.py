"""Which files a build reads: those that are not as they were."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Callable
from contextlib import closing
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest

from index.build import BuildReport, build, remove
from index.building import known_files
from index.reading.contents import records_of
from index.reading.record import Records
from index.reading.source import Limits, Source
from index.reading.unread import LIBRARIES
from index.storage.database_writer import DatabaseWriter
from index.storage.file_records import FileRecords
from index.store import open_folder
from tests.imports import imported, modules
from tests.index.conftest import FakeEncoder

Read = list[str]
LONG_AGO = time.time_ns() - 10**13


@pytest.fixture
def read(monkeypatch: pytest.MonkeyPatch) -> Read:
    """The names of the files that were read, in order."""
    names: Read = []
    before = records_of

    def noting(source: Source, limits: Limits) -> Records:
        names.append(source.name)
        return before(source, limits)

    monkeypatch.setattr("index.reading.folder.records_of", noting)
    return names


@pytest.fixture
def seeds(tmp_path: Path) -> Path:
    folder = tmp_path / "seeds"
    folder.mkdir()
    for name in "abc":
        write(folder / f"{name}.txt", f"Title {name}\n\nThe ferry {name} came in at noon.")
    return folder


def write(file: Path, text: str, at: int = LONG_AGO) -> None:
    """A file of long ago. Its entry is as young as the test: only the content's time is old."""
    file.write_text(text, "utf-8")
    os.utime(file, ns=(at, at))


@pytest.fixture(autouse=True)
def settled(monkeypatch: pytest.MonkeyPatch, fake: FakeEncoder) -> Callable[[bool], None]:
    """Say whether files that were just written are taken for files of long ago; at first so."""

    def say(so: bool) -> None:
        monkeypatch.setattr(known_files, "_SETTLED_NS", -(10**9) if so else 3 * 10**9)

    say(True)
    return say


def built(seeds: Path, **options: object) -> BuildReport:
    return build(seeds, seeds.parent / "index", fill_vectors=False, **options)  # type: ignore[arg-type]


def text(seeds: Path, article_id: str) -> str:
    return open_folder(seeds.parent / "index").article(article_id).text


def test_only_files_that_changed_are_read(seeds: Path, read: Read) -> None:
    assert len(built(seeds).added) == 3
    read.clear()
    again = built(seeds)
    assert (read, len(again.unchanged)) == ([], 3)
    write(seeds / "b.txt", "Title b\n\nThe ferry b came in late.")
    write(seeds / "d.txt", "Title d\n\nThe ferry d came in at last.")
    (seeds / "a.txt").unlink()
    report = built(seeds)
    assert read == ["b.txt", "d.txt"]
    assert (report.added, report.changed, report.removed, report.unchanged) == (
        ("d.txt",),
        ("b.txt",),
        ("a.txt",),
        ("c.txt",),
    )
    read.clear()
    built(seeds)
    assert read == []


def test_nothing_new_publishes_nothing(seeds: Path) -> None:
    built(seeds)
    before = open_folder(seeds.parent / "index").generation
    built(seeds)
    built(seeds, read_all=True)
    assert open_folder(seeds.parent / "index").generation == before


def test_an_edit_of_the_same_length_with_its_time_put_back_is_seen(seeds: Path) -> None:
    built(seeds)
    write(seeds / "a.txt", "Title a\n\nThe ferry a came in at dusk."[:38].ljust(38, "."))
    size = (seeds / "a.txt").stat().st_size
    write(seeds / "a.txt", "Title a\n\nThe ferry a came in at dawn.".ljust(size, "."))
    assert built(seeds).changed == ("a.txt",)
    assert "dawn" in text(seeds, "a.txt")


@pytest.mark.parametrize("ahead", [0, 10**13], ids=["same tick", "clock set back"])
def test_a_file_written_as_it_was_read_is_compared_by_its_bytes(
    seeds: Path,
    read: Read,
    settled: Callable[[bool], None],
    ahead: int,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    settled(False)
    at = time.time_ns() + ahead
    write(seeds / "a.txt", "Title a\n\nThe ferry a came in at noon.", at)
    built(seeds)
    read.clear()
    built(seeds)
    assert read == []
    source, look = Source.of(seeds / "a.txt", "a.txt"), known_files._look
    seen = look(source)
    write(seeds / "a.txt", "Title a\n\nThe ferry a came in at dusk.", at)
    # as when all happens within one tick of the clock
    monkeypatch.setattr(known_files, "_look", lambda one: seen if one == source else look(one))
    assert built(seeds).changed == ("a.txt",)


def test_a_file_that_is_touched_or_copied_back_is_not_read(seeds: Path, read: Read) -> None:
    built(seeds)
    read.clear()
    copy = seeds.parent / "copy"
    (seeds / "a.txt").rename(copy)
    write(seeds / "a.txt", copy.read_text())
    os.utime(seeds / "b.txt")
    assert len(built(seeds).unchanged) == 3
    assert read == []


def test_all_is_read_when_it_is_asked_for_or_read_in_another_way(
    seeds: Path, read: Read, monkeypatch: pytest.MonkeyPatch
) -> None:
    built(seeds)
    for options in ({"read_all": True}, {"columns": (("text", "story"),)}):
        read.clear()
        built(seeds, **options)
        assert len(read) == 3
    read.clear()
    monkeypatch.setattr(known_files, "readers_fingerprint", lambda: "of a newer program")
    built(seeds)
    assert len(read) == 3
    read.clear()
    built(seeds)
    assert read == []


def test_what_was_removed_from_the_index_comes_back(seeds: Path, read: Read) -> None:
    built(seeds)
    remove(["a.txt"], seeds.parent / "index")
    read.clear()
    assert built(seeds).added == ("a.txt",)
    assert read == ["a.txt"]


def test_what_has_to_be_said_of_a_file_is_said_every_time(seeds: Path, read: Read) -> None:
    write(seeds / "d.txt", "")
    write(seeds / "e.csv", "id,title,text,date\ne,E,The ferry e came in.,one fine day\n")
    first = built(seeds)
    for _ in range(2):
        read.clear()
        again = built(seeds)
        assert [str(one) for one in again.failed] == [str(one) for one in first.failed]
        assert (again.undated, again.notes) == (1, first.notes)
        assert read == ["d.txt"]  # it may have failed for want of memory


def test_an_article_named_after_another_file_is_read_again(seeds: Path, read: Read) -> None:
    row = '{"id": "1", "title": "X", "text": "The ferry came in, as %s says."}'
    for name in "mn":
        write(seeds / f"{name}.json", row % name)
    assert "n.json#1" in built(seeds).added
    (seeds / "m.json").unlink()
    assert built(seeds).removed == ("n.json#1",)
    assert "as n says" in text(seeds, "1")


def test_a_memory_from_before_remarks_were_kept_is_forgotten(tmp_path: Path) -> None:
    with closing(DatabaseWriter(tmp_path / "articles.sqlite")) as database:
        database.execute("CREATE TABLE files(origin TEXT, name TEXT, articles TEXT)")
        database.execute("INSERT INTO files VALUES('seeds', 'a.txt', '[]')")
        assert FileRecords(database, "seeds").names() == []


@pytest.mark.slow
def test_of_two_files_with_one_article_the_first_counts_whichever_is_new(seeds: Path) -> None:
    row = '{"url": "https://x.example/x", "title": "X", "text": "The ferry came in, as %s says."}'
    write(seeds / "n.json", row % "n")
    built(seeds)
    write(seeds / "m.json", row % "m")
    report = built(seeds)
    assert report.changed == ("x.example/x",)
    assert [error.path for error in report.failed] == ["n.json"]
    assert "as m says" in text(seeds, "x.example/x")
    (seeds / "m.json").unlink()
    assert built(seeds).changed == ("x.example/x",)
    assert "as n says" in text(seeds, "x.example/x")


@pytest.mark.slow
def test_every_library_that_reads_counts() -> None:
    found = (
        {
            module.partition(".")[0]
            for name, file in modules().items()
            if name.startswith("index.reading")
            for module, _ in imported(file)
        }
        - sys.stdlib_module_names
        - {"index"}
    )
    held = packages_distributions()
    named = {name: {of.lower() for of in held.get(name, [name])} for name in found}
    assert not {name for name, of in named.items() if not of & set(LIBRARIES)}
