"""A lost or damaged CURRENT is found again, and what stood in the index stays in it."""

from __future__ import annotations

import logging
import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from filelock import FileLock

from index.build import build
from index.errors import IndexBroken, IndexMissing
from index.storage import generations
from index.storage.live import current_generation
from index.storage.manifest import ARTICLES
from index.store import open_folder
from index.verify import verify
from tests.index.conftest import write_article
from tests.index.damage import flip, live


@pytest.fixture
def folder(changed_by_hand: Path) -> Path:
    return changed_by_hand


def lose(current: Path) -> None:
    current.unlink()


def empty(current: Path) -> None:
    current.write_bytes(b"")


def cut(current: Path) -> None:
    current.write_bytes(current.read_bytes()[:3])


def noise(current: Path) -> None:
    current.write_bytes(b"\xff\xfe\0")


def another(current: Path) -> None:
    current.write_text("000099\n")


def a_folder(current: Path) -> None:
    current.unlink()
    current.mkdir()


@pytest.mark.parametrize("damage", [lose, empty, cut, noise, another, a_folder])
def test_a_lost_current_is_found_again_and_said_once(
    folder: Path, seeds: Path, damage: Callable[[Path], None], caplog: pytest.LogCaptureFixture
) -> None:
    generation = live(folder)
    damage(folder / "CURRENT")
    for _ in range(3):
        assert open_folder(folder).generation == generation
    (told,) = caplog.records
    assert told.levelno == logging.WARNING
    assert f"generation {generation.name} is used, the newest that is whole" in told.getMessage()
    if damage is not a_folder:
        assert live(folder) == generation
        report = build(seeds, folder)
        assert (report.added, report.changed, report.removed) == ((), (), ())
        assert [one.id for one in open_folder(folder).articles()] == [
            "harbour.md",
            "note.md",
            "storm.md",
        ]
        assert [one for one, *_ in open_folder(folder).left_out()] == ["vote.md"]
        assert verify(folder) == []


def test_it_is_the_newest_that_is_whole(folder: Path) -> None:
    older = live(folder)
    newer = older.with_name(f"{int(older.name) + 1:06d}")
    shutil.copytree(older, newer)
    (folder / "CURRENT").unlink()
    flip(newer / ARTICLES, 5000)
    assert current_generation(folder) == older
    flip(newer / ARTICLES, 5000)
    (folder / "CURRENT").unlink()
    assert current_generation(folder) == newer


def test_where_none_is_whole_nothing_is_thrown_away(folder: Path, seeds: Path) -> None:
    generation = live(folder)
    flip(generation / ARTICLES, 5000)
    (folder / "CURRENT").unlink()
    with pytest.raises(IndexBroken, match=r"CURRENT is gone, and so is a part of generation 00000"):
        build(seeds, folder)
    assert generation.is_dir()


def test_a_first_build_that_was_killed_is_no_index(folder: Path, seeds: Path) -> None:
    generation = live(folder)
    (generation / "manifest.json").unlink()
    (folder / "CURRENT").unlink()
    with pytest.raises(IndexMissing):
        open_folder(folder)
    assert len(build(seeds, folder).added) == 3


def test_while_somebody_builds_it_is_used_as_it_is(folder: Path) -> None:
    generation = live(folder)
    (folder / "CURRENT").unlink()
    with FileLock(folder / "build.lock"):
        assert open_folder(folder).generation == generation
        assert not (folder / "CURRENT").exists()
    open_folder(folder)
    assert live(folder) == generation


def test_the_disk_holds_all_of_the_new_before_the_old_goes(
    folder: Path, seeds: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    done: list[str] = []
    old = live(folder)
    sync, replace, clear = (
        generations._sync_folder,
        os.replace,
        generations._remove_all_but,
    )

    def synced(path: Path) -> None:
        done.append(f"sync {path.relative_to(folder)}")
        sync(path)

    def replaced(source: Path, target: Path) -> None:
        done.append(f"name {Path(target).name}")
        replace(source, target)

    def cleared(root: Path, keep: Path | None) -> None:
        if keep and keep != old:
            done.append("clear")
        clear(root, keep)

    monkeypatch.setattr(generations, "_sync_folder", synced)
    monkeypatch.setattr(os, "replace", replaced)
    monkeypatch.setattr(generations, "_remove_all_but", cleared)
    write_article(seeds, "storm", "Storm nears", "The storm is over.")
    build(seeds, folder)
    new = live(folder).relative_to(folder)
    assert {f"sync {new}", f"sync {new}/words", f"sync {new}/articles.texts"} < set(done)
    published = done.index("name CURRENT")
    assert done[published - 1] == f"sync {new.parent}"
    assert done[published:] == ["name CURRENT", "sync .", "clear"]
    assert all(step.startswith(("sync", "name")) for step in done[:published])
    assert not old.exists()


def part_of(generation: Path) -> None:
    """What a copy has of a generation that a build cleared meanwhile."""
    (generation / "manifest.json").unlink()


def cut_short(generation: Path) -> None:
    os.truncate(generation / ARTICLES, 100)


@pytest.fixture
def copied(folder: Path, seeds: Path, tmp_path: Path) -> Path:
    """A copy that holds the generation before as well as the live one, as CURRENT names it."""
    copy = tmp_path / "copy"
    shutil.copytree(folder, copy)
    write_article(seeds, "tide", "Tide turns", "The tide has turned.")
    build(seeds, folder)
    shutil.copytree(live(folder), copy / "generations" / live(folder).name)
    return copy


@pytest.mark.parametrize("damage", [part_of, cut_short])
@pytest.mark.parametrize("named", ["old", "new"])
def test_a_copy_made_while_a_build_ran_opens_as_the_old_or_the_new(
    copied: Path,
    folder: Path,
    named: str,
    damage: Callable[[Path], None],
    caplog: pytest.LogCaptureFixture,
) -> None:
    if named == "new":
        shutil.copyfile(folder / "CURRENT", copied / "CURRENT")
    part = live(copied)
    whole = next(one for one in (copied / "generations").iterdir() if one != part)
    damage(part)
    with caplog.at_level(logging.WARNING):
        assert open_folder(copied).generation == whole
        assert verify(copied) == []
    assert live(copied) == whole
    (said,) = [record.getMessage() for record in caplog.records]
    assert f"only a part of generation {part.name}" in said


@pytest.mark.parametrize("damage", [part_of, cut_short, shutil.rmtree])
def test_a_copy_of_a_part_says_what_it_is_and_what_to_do(
    folder: Path, damage: Callable[[Path], None]
) -> None:
    damage(live(folder))
    said = "incomplete.*as in a copy .* made while a build ran; copy the whole folder again"
    with pytest.raises(IndexBroken, match=said):
        open_folder(folder)
