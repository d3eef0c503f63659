"""The lexical index through any history, and what is shared between generations."""

from __future__ import annotations

import json
import os
import threading
import time
from datetime import date
from pathlib import Path

import numpy as np
import pytest

import index.storage.word_writing
from index.article import Filters
from index.build import add, build, remove
from index.errors import BuildError, IndexBroken
from index.storage.word_index import WordIndex
from index.storage.word_text import without_marks
from index.store import open_folder
from index.verify import verify
from qa.language.words import words as words_of
from tests.index.conftest import FakeEncoder, places, write_article

NO = Filters()


@pytest.fixture
def segments(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every index counts as large: nothing is indexed anew that need not be."""
    monkeypatch.setattr(index.storage.word_writing, "EXACT_LIMIT", 0)


def write_stories(seeds: Path, count: int) -> None:
    seeds.mkdir(exist_ok=True)
    for number in range(count):
        text = f"Ferry {number} left the harbour. " + f"Captain{number % 3} spoke of storms. " * 3
        write_article(seeds, f"s{number:02}", f"Story {number}", text, f"2024-01-{number + 1:02}")


@pytest.mark.parametrize("large", [False, True])
def test_what_is_removed_is_never_found(
    tmp_path: Path, fake: FakeEncoder, large: bool, request: pytest.FixtureRequest
) -> None:
    if large:
        request.getfixturevalue("segments")
    write_stories(tmp_path / "seeds", 20)
    folder = tmp_path / "index"
    build(tmp_path / "seeds", folder)
    for number in range(5):
        remove([f"s{number:02}.md"], folder)
        found = open_folder(folder)
        ids = {i for i, _ in found.words(["harbour"], 99, NO)}
        assert {a.id for _, a in found.passages(sorted(ids))} == {
            f"s{kept:02}.md" for kept in range(number + 1, 20)
        }
        assert found.words(["ferry", str(number)], 99, NO) == found.words(["ferry"], 99, NO)
        assert verify(folder) == []


def test_small_indexes_rank_as_one_built_from_scratch(tmp_path: Path, fake: FakeEncoder) -> None:
    write_stories(tmp_path / "seeds", 12)
    build(tmp_path / "seeds", tmp_path / "one")
    for name in ("s03", "s07"):
        (tmp_path / "seeds" / f"{name}.md").unlink()
    write_article(tmp_path / "seeds", "s05", "Other", "A storm, and no ferry.")
    build(tmp_path / "seeds", tmp_path / "one")
    build(tmp_path / "seeds", tmp_path / "two")
    one, two = open_folder(tmp_path / "one"), open_folder(tmp_path / "two")
    for words in (["storm"], ["ferry", "captain1"], ["harbour", "other", "story"]):
        assert places(one, one.words(words, 99, NO)) == places(two, two.words(words, 99, NO))
        assert one.rarity(words) == two.rarity(words)


def test_an_addition_writes_one_small_segment_and_shares_the_rest(
    tmp_path: Path, fake: FakeEncoder, segments: None
) -> None:
    write_stories(tmp_path / "seeds", 20)
    folder = tmp_path / "index"
    build(tmp_path / "seeds", folder)
    kept = tmp_path / "kept"
    kept.mkdir()
    before = open_folder(folder).generation / "words"
    names = {path.name for path in before.iterdir() if path.suffix in {".idx", ".term", ".store"}}
    for path in before.iterdir():
        os.link(path, kept / path.name)
    contents = {path.name: path.read_bytes() for path in kept.iterdir()}
    (tmp_path / "new.txt").write_text("A lighthouse was lit.", "utf-8")
    add([tmp_path / "new.txt"], folder)
    remove(["s00.md"], folder)
    after = open_folder(folder)
    assert all(os.path.samefile(after.generation / "words" / n, kept / n) for n in names)
    assert {path.name: path.read_bytes() for path in kept.iterdir()} == contents
    assert len(after.words(["lighthouse"], 5, NO)) == 1
    assert verify(folder) == []
    manifest = json.loads((after.generation / "manifest.json").read_text("utf-8"))
    assert {f"words/{name}" for name in names} <= set(manifest["files"])


def test_many_removed_passages_are_dropped_for_good(
    tmp_path: Path, fake: FakeEncoder, segments: None
) -> None:
    write_stories(tmp_path / "seeds", 20)
    folder = tmp_path / "index"
    build(tmp_path / "seeds", folder)
    rarity = [open_folder(folder).rarity(["harbour"])]
    for number in range(4):
        remove([f"s{number:02}.md"], folder)
        rarity.append(open_folder(folder).rarity(["harbour"]))
    build(tmp_path / "seeds", folder)
    for number in range(4):
        (tmp_path / "seeds" / f"s{number:02}.md").unlink()
    build(tmp_path / "seeds", tmp_path / "scratch")
    assert rarity[-1] == open_folder(tmp_path / "scratch").rarity(["harbour"])


def test_a_damaged_folder_is_told(tmp_path: Path, fake: FakeEncoder) -> None:
    write_stories(tmp_path / "seeds", 2)
    build(tmp_path / "seeds", tmp_path / "index")
    words = open_folder(tmp_path / "index").generation / "words"
    meta = (words / "meta.json").read_bytes()
    (words / "meta.json").write_bytes(b"{" * len(meta))
    with pytest.raises(IndexBroken, match="lexical index is damaged"):
        WordIndex(words)
    assert any("words/meta.json: its sha256" in line for line in verify(tmp_path / "index"))


def test_a_disk_that_takes_no_words_leaves_the_old_index(
    tmp_path: Path, fake: FakeEncoder, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_stories(tmp_path / "seeds", 3)
    folder = tmp_path / "index"
    build(tmp_path / "seeds", folder)
    before = open_folder(folder).generation

    def fail(*_: object) -> None:
        raise ValueError("No space left on device")

    write_stories(tmp_path / "seeds", 5)
    monkeypatch.setattr(index.storage.word_writing, "_document", fail)
    with pytest.raises(BuildError, match=r"No space left.*unharmed"):
        build(tmp_path / "seeds", folder)
    assert open_folder(folder).generation == before


def test_files_are_readable_by_all_and_nothing_watches_them(
    tmp_path: Path, fake: FakeEncoder
) -> None:
    write_stories(tmp_path / "seeds", 2)
    build(tmp_path / "seeds", tmp_path / "index")
    words = open_folder(tmp_path / "index").generation / "words"
    modes = {path.stat().st_mode & 0o777 for path in words.iterdir()}
    assert len(modes) == 1
    threads = threading.active_count()
    opened = [WordIndex(words) for _ in range(3)]
    time.sleep(0.1)
    assert threading.active_count() == threads
    assert [len(each) for each in opened] == [2, 2, 2]


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("The U.S. voted.", "u.s."),
        ("Élysée", "elysee"),
        ("cafe\u0301", "café"),
        ("Straße", "strasse"),
        ("ﬁnance", "finance"),
        ("Covid-19 spread", "19"),
        ("汉字", "汉字"),
        ("Voters", "voter"),
    ],
)
def test_words_are_found_in_other_forms(
    tmp_path: Path, fake: FakeEncoder, text: str, word: str
) -> None:
    (tmp_path / "a.txt").write_text(f"A title\n\n{text} and so on.", "utf-8")
    build(tmp_path / "a.txt", tmp_path / "index")
    found = open_folder(tmp_path / "index")
    assert len(found.words([word], 5, NO)) == 1
    assert found.words(["s"], 5, NO) == []


@pytest.mark.parametrize(
    ("text", "found", "missed"),
    [
        ("林登市议会周二批准新建图书馆。", ["图书馆", "议会", "书"], ["桥梁", "机场"]),
        ("新しい橋が金曜日に開通した。ガードレールだ。", ["金曜日", "橋", "ガード"], ["ドイツ"]),
        ("สะพานใหม่เปิดใช้เมื่อวันศุกร์โดยนายกรัฐมนตรี", ["วันศุกร์", "สะพาน", "นายก"], ["ห้องสมุด"]),
        ("새 도서관이 금요일에 문을 열었다.", ["도서관", "금요일"], ["공항", "대통령"]),
        ("ຫໍສະໝຸດໃໝ່ເປີດ", ["ຫໍສະໝຸດ"], ["ຂົວ"]),
        ("ស្ពានថ្មីបានបើក", ["ស្ពាន"], ["បណ្ណាល័យ"]),
        ("افتُتحت المكتبة الجديدة يوم الجمعة.", ["افتتحت", "المكتبة", "الجـديدة"], ["جسر"]),
        ("הספרייה החדשה נפתחה בְּיוֹם שישי.", ["הספרייה", "ביום"], ["גשר"]),
        ("کتابخانه می‌خواهد", ["کتابخانه"], ["پل"]),
        ("नया पुस्तकालय शुक्रवार को खुला।", ["पुस्तकालय", "शुक्रवार"], ["हवाई"]),
        ("Новая библиотека открылась в пятницу.", ["библиотека"], ["мост"]),
    ],
)  # fmt: skip
def test_words_of_all_scripts_are_found(
    tmp_path: Path, fake: FakeEncoder, text: str, found: list[str], missed: list[str]
) -> None:
    (tmp_path / "a.txt").write_text(f"Title\n\n{text}", "utf-8")
    (tmp_path / "b.txt").write_text("Other\n\nAn article in English.", "utf-8")
    build(tmp_path, tmp_path / "index")
    index = open_folder(tmp_path / "index")
    for word in found:
        for asked in (words_of(word), [word]):
            [(passage, _)] = index.words(asked, 5, NO)
            assert index.passages([passage])[0][1].id == "a.txt", word
    for word in missed:
        assert index.words(words_of(word), 5, NO) == [], word


def test_an_index_of_earlier_words_opens_and_is_written_anew(
    tmp_path: Path, fake: FakeEncoder, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "a.txt").write_text("Title\n\n林登市议会批准。 A new library.", "utf-8")
    with monkeypatch.context() as earlier:
        earlier.setattr(index.storage.word_writing, "ANALYSIS", "words")
        earlier.setattr(index.storage.word_writing, "indexed_text", without_marks)
        build(tmp_path / "a.txt", tmp_path / "index")
    found = open_folder(tmp_path / "index")
    assert len(found.words(["library"], 5, NO)) == len(found.words(["林登市议会批准"], 5, NO)) == 1
    assert verify(tmp_path / "index") == []
    report = build(tmp_path / "a.txt", tmp_path / "index")
    assert any("words are indexed anew" in note for note in report.notes)
    found = open_folder(tmp_path / "index")
    assert len(found.words(["library"], 5, NO)) == len(found.words(["议会"], 5, NO)) == 1
    assert build(tmp_path / "a.txt", tmp_path / "index").notes == ()


def test_filters_that_contradict_pass_nothing(tmp_path: Path, fake: FakeEncoder) -> None:
    write_stories(tmp_path / "seeds", 3)
    build(tmp_path / "seeds", tmp_path / "index")
    found = open_folder(tmp_path / "index")
    nothing = Filters(since=date(2024, 2, 1), until=date(2024, 1, 1))
    assert found.words(["harbour"], 5, nothing) == []
    assert found.nearest(fake.encode_queries(["a"])[0], 5, nothing) == []
    assert np.array_equal(found.word_ids(), found.passage_ids())


def test_a_folder_that_cannot_be_written_is_searched_all_the_same(
    tmp_path: Path, fake: FakeEncoder, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_stories(tmp_path / "seeds", 3)
    build(tmp_path / "seeds", tmp_path / "index")
    words = tmp_path / "index" / "generations" / "000001" / "words"
    names = sorted(path.name for path in words.iterdir())
    assert not [name for name in names if name.endswith(".lock")]
    monkeypatch.setattr("index.storage.word_index.os.access", lambda *_: False)
    assert len(WordIndex(words).search(["harbour"], 5, NO)) == 3
    assert sorted(path.name for path in words.iterdir()) == names
