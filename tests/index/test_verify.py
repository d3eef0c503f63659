"""Damage is found, told in words, and never a traceback."""

from __future__ import annotations

import random
import shutil
import sqlite3
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from index.article import Filters
from index.build import build
from index.errors import IndexBroken, IndexingError, IndexMissing
from index.status import status
from index.storage.manifest import ARTICLES, VECTORS
from index.store import FolderIndex, VectorIndex, open_index
from index.verify import verify
from tests.index.conftest import FakeEncoder
from tests.index.damage import edit_manifest, flip, live, rehash

TEXTS = "articles.texts/1"


@pytest.fixture
def folder(tmp_path: Path, seeds: Path, fake: FakeEncoder) -> Path:
    """A sound index of three articles of some passages."""
    long = "\n\n".join(f"Paragraph {n} " + "tells of ships " * 60 + "." for n in range(4))
    (seeds / "long.txt").write_text(long, "utf-8")
    build(seeds, tmp_path / "index")
    assert verify(tmp_path / "index") == []
    return tmp_path / "index"


@pytest.mark.parametrize("name", [ARTICLES, TEXTS, VECTORS])
@pytest.mark.parametrize("place", [0, 200, -1])
def test_one_altered_byte_is_found(folder: Path, name: str, place: int) -> None:
    flip(live(folder) / name, place)
    (problem,) = verify(folder)
    assert problem.startswith(f"{name}: its sha256 is ")


@pytest.mark.parametrize(
    ("sql", "problem"),
    [
        ("UPDATE passages SET start=start+4 WHERE id=1", "vector was made from other words"),
        ("UPDATE passages SET start=start+1, end=end+1 WHERE id=1", "of harbour.md"),
        ("UPDATE passages SET end=99999 WHERE id=1", "offsets 0:99999 in a text of"),
        ("UPDATE passages SET start=0, end=10 WHERE id=4", "offsets 0:10"),
        ("UPDATE passages SET key=zeroblob(32) WHERE id=2", "vector was made from other words"),
        ("DELETE FROM passages WHERE id=2", "passages, the manifest says"),
        ("DELETE FROM articles WHERE id='vote.md'", "3 articles, the manifest says 4"),
        ("UPDATE articles SET title='Other' WHERE id='vote.md'", "vector was made from other"),
        ("UPDATE articles SET source='Other' WHERE id='vote.md'", "not those the manifest was"),
        ("UPDATE texts SET start=start+1", "damaged"),
        ("UPDATE texts SET file=9", "damaged"),
        ("UPDATE texts SET length='x'", "damaged"),
        ("UPDATE articles SET first=first+1 WHERE id='vote.md'", "not those that the articles"),
        ("DELETE FROM texts", "damaged|no version"),
    ],
)
def test_a_foreign_row_is_found(folder: Path, sql: str, problem: str) -> None:
    with sqlite3.connect(live(folder) / ARTICLES) as db:
        db.execute(sql)
    db.close()
    rehash(folder)
    assert any(word in line for line in verify(folder) for word in problem.split("|"))


def test_a_text_that_is_not_its_versions_is_found(folder: Path) -> None:
    with sqlite3.connect(live(folder) / ARTICLES) as db:
        place = "(SELECT {0} FROM texts JOIN articles USING(version) WHERE id='vote.md')"
        values = ", ".join(f"{name}={place.format(name)}" for name in ("file", "start", "length"))
        db.execute(f"UPDATE texts SET {values}")
    db.close()
    rehash(folder)
    assert sum(": its sha256 is" in line for line in verify(folder)) == 3
    with pytest.raises(IndexBroken, match="delete the index folder and build anew"):
        FolderIndex(live(folder)).article("storm.md")


def test_lost_and_foreign_vectors_are_found(folder: Path) -> None:
    vectors = VectorIndex(16, live(folder) / VECTORS)
    vectors.remove([1])
    vectors.write(live(folder) / VECTORS)
    rehash(folder)
    assert any("vectors, the manifest says" in line for line in verify(folder))
    vectors.add([999], np.ones((1, 16), dtype=np.float32))
    vectors.write(live(folder) / VECTORS)
    rehash(folder)
    assert "the ids of vectors and passages differ" in verify(folder)


@pytest.mark.parametrize("count", ["articles", "passages", "vectors"])
def test_a_wrong_count_is_found(folder: Path, count: str) -> None:
    edit_manifest(folder, lambda values: values["counts"].update({count: 77}))
    assert any("the manifest says 77" in line for line in verify(folder))


def break_nothing_there(folder: Path) -> None:
    shutil.rmtree(folder)


def break_foreign(folder: Path) -> None:
    shutil.rmtree(folder)
    folder.mkdir()
    (folder / "holiday.jpg").touch()


def break_file(folder: Path) -> None:
    shutil.rmtree(folder)
    folder.touch()


def break_generations(folder: Path) -> None:
    """Then there is nothing to put in the place of what CURRENT named."""
    flip(live(folder) / ARTICLES, 100)


def break_no_current(folder: Path) -> None:
    break_generations(folder)
    (folder / "CURRENT").unlink()


def break_current_names_nothing(folder: Path) -> None:
    break_generations(folder)
    (folder / "CURRENT").write_text("000099\n")


def break_current_leads_out(folder: Path) -> None:
    break_generations(folder)
    (folder / "CURRENT").write_text("../../seeds\n")


def break_current_is_noise(folder: Path) -> None:
    break_generations(folder)
    (folder / "CURRENT").write_bytes(b"\xff\xfe\0")


def break_current_is_a_folder(folder: Path) -> None:
    break_generations(folder)
    (folder / "CURRENT").unlink()
    (folder / "CURRENT").mkdir()


def break_texts(folder: Path) -> None:
    (live(folder) / TEXTS).unlink()


def break_no_manifest(folder: Path) -> None:
    (live(folder) / "manifest.json").unlink()


def break_half_a_manifest(folder: Path) -> None:
    path = live(folder) / "manifest.json"
    path.write_bytes(path.read_bytes()[:100])


def break_manifest_is_a_list(folder: Path) -> None:
    (live(folder) / "manifest.json").write_text("[]")


def break_manifest_lacks_a_value(folder: Path) -> None:
    edit_manifest(folder, lambda values: values.pop("max_tokens"))


def break_manifest_with_odd_files(folder: Path) -> None:
    edit_manifest(folder, lambda values: values.update(files={ARTICLES: {}}))


def break_older_format(folder: Path) -> None:
    edit_manifest(folder, lambda values: values.update(format=0))


def break_truncated(folder: Path) -> None:
    path = live(folder) / VECTORS
    path.write_bytes(path.read_bytes()[:-10])


def break_deleted(folder: Path) -> None:
    (live(folder) / ARTICLES).unlink()


@pytest.mark.parametrize(
    ("damage", "kind", "message"),
    [
        (break_nothing_there, IndexMissing, "no index in .* python -m index build"),
        (break_no_current, IndexBroken, "CURRENT is gone, and so is a part of.*make it anew"),
        (break_foreign, IndexBroken, "not an index: it holds 'holiday.jpg'.*name another folder"),
        (break_file, IndexBroken, "is a file, not an index folder; name another"),
        (break_current_names_nothing, IndexBroken, "names '000099'.*make it anew: delete"),
        (break_current_leads_out, IndexBroken, "names '../../seeds'.*make it anew"),
        (break_current_is_noise, IndexBroken, "CURRENT cannot be read.*make it anew"),
        (break_current_is_a_folder, IndexBroken, "CURRENT cannot be read.*make it anew"),
        (break_no_manifest, IndexBroken, "has no manifest.json.*copy the whole folder again"),
        (break_half_a_manifest, IndexBroken, "manifest .* cannot be read.*make it anew"),
        (break_manifest_is_a_list, IndexBroken, "manifest .* cannot be read.*make it anew"),
        (break_manifest_lacks_a_value, IndexBroken, "manifest .* cannot be read.*make it anew"),
        (break_manifest_with_odd_files, IndexBroken, "manifest .* cannot be read.*make it anew"),
        (break_older_format, IndexBroken, "has format 0, this program reads 4; make it anew"),
        (break_truncated, IndexBroken, "vectors.faiss has .* bytes instead of.*anew from the art"),
        (break_deleted, IndexBroken, "articles.sqlite has gone.*copy the whole folder again"),
        (break_texts, IndexBroken, "articles.texts/1 has gone.*copy the whole folder again"),
    ],
)
def test_what_cannot_be_opened_says_why_and_what_next(
    folder: Path, damage: Callable[[Path], None], kind: type[IndexingError], message: str
) -> None:
    damage(folder)
    for work in (open_index, verify, status):
        with pytest.raises(kind, match=message):
            work(folder)


def test_a_build_refuses_a_folder_that_is_not_an_index(folder: Path, seeds: Path) -> None:
    break_foreign(folder)
    with pytest.raises(IndexBroken, match="name another folder with --index"):
        build(seeds, folder)
    assert [path.name for path in folder.iterdir()] == ["holiday.jpg"]


def use(folder: Path) -> None:
    """Everything an index is asked for."""
    index = FolderIndex(live(folder))
    query = np.zeros(16, dtype=np.float32)
    index.words(["ships", "storm"], 50, Filters(source="wire"))
    for passage_id, _ in index.nearest(query, 50, Filters(source="wire")):
        index.passages([passage_id])
    for summary in index.articles():
        index.article(summary.id)


def test_a_damaged_database_of_the_same_size_is_told(folder: Path, seeds: Path) -> None:
    path = live(folder) / ARTICLES
    path.write_bytes(b"\0" * path.stat().st_size)
    with pytest.raises(IndexBroken, match=r"damaged: articles.sqlite is not as written.*verify"):
        use(folder)
    (seeds / "new.txt").write_text("Some news.", "utf-8")
    with pytest.raises(IndexingError):
        build(seeds, folder)


def test_random_damage_to_the_database_is_found_when_it_is_opened(folder: Path) -> None:
    path = live(folder) / ARTICLES
    sound = path.read_bytes()
    dice = random.Random(5)
    for _ in range(60):
        data = bytearray(sound)
        start, length = dice.randrange(len(data)), dice.choice([1, 16, 400, 5000])
        length = min(length, len(data) - start)
        data[start : start + length] = dice.randbytes(length)
        path.write_bytes(data)
        if data != sound:
            with pytest.raises(IndexBroken, match=r"articles\.sqlite is not as written"):
                use(folder)
            assert verify(folder)
