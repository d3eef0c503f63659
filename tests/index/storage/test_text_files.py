"""Texts in shared files: every place keeps its bytes, whatever later generations do."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index.build import add, build, remove
from index.prune import prune
from index.storage.text_files import Place, TextFiles, TextWriter, share_texts
from index.store import open_folder
from index.verify import verify
from tests.index.conftest import FakeEncoder, write_article

_RUNS = st.lists(
    st.tuples(
        st.lists(st.binary(min_size=1, max_size=30), max_size=6),
        st.lists(st.integers(0, 40), max_size=4),  # which texts to forget
    ),
    max_size=6,
)


@given(_RUNS)
@settings(max_examples=60, deadline=None)
def test_every_place_keeps_its_bytes(
    tmp_path_factory: pytest.TempPathFactory, runs: list[tuple[list[bytes], list[int]]]
) -> None:
    root = tmp_path_factory.mktemp("texts")
    held: dict[Place, bytes] = {}
    old: list[tuple[TextFiles, dict[Place, bytes]]] = []
    for number, (texts, forgotten) in enumerate(runs):
        folder = root / str(number)
        if number:
            share_texts(root / str(number - 1), folder)
        else:
            folder.mkdir()
        with closing(TextWriter(folder, full=50)) as writer:
            for text in texts:
                held[writer.write(text)] = text
            for place in [p for n, p in enumerate(sorted(held)) if n in forgotten]:
                held.pop(place, None)
            writer.flush()
            for file, size in writer.sizes().items():
                keep = sorted(place for place in held if place.file == file)
                if sum(place.length for place in keep) < size:
                    bodies = [held.pop(place) for place in keep]
                    held.update(zip(writer.rewrite(file, keep), bodies, strict=True))
            assert all(writer.read(place) == text for place, text in held.items())
        old.append((TextFiles(folder), dict(held)))
    for files, expected in old:  # no later run has touched them
        assert all(files.read(place) == text for place, text in expected.items())


def test_small_builds_share_one_file_and_leave_the_full_alone(tmp_path: Path) -> None:
    (tmp_path / "0").mkdir()
    with closing(TextWriter(tmp_path / "0", full=50)) as writer:
        writer.write(b"x" * 60)
    for number in range(1, 9):
        share_texts(tmp_path / str(number - 1), tmp_path / str(number))
        with closing(TextWriter(tmp_path / str(number), full=50)) as writer:
            writer.write(b"y" * 6)
    assert sorted(path.name for path in (tmp_path / "8").iterdir()) == ["1", "2"]
    assert (tmp_path / "8" / "1").samefile(tmp_path / "0" / "1")
    assert (tmp_path / "8" / "2").stat().st_size == 48
    assert (tmp_path / "7" / "2").stat().st_size == 42


def test_an_open_folder_keeps_its_texts_while_builds_go_on(
    tmp_path: Path, seeds: Path, fake: FakeEncoder
) -> None:
    folder = tmp_path / "index"
    build(seeds, folder)
    before = open_folder(folder)
    texts = {summary.id: before.article(summary.id).text for summary in before.articles()}
    add([write_article(tmp_path, "new", "New", "A thing happened. It was new.")], folder)
    remove(["vote.md"], folder)
    prune(folder)
    assert {each: before.article(each).text for each in texts} == texts
    assert verify(folder) == []


def test_prune_takes_the_bytes_out_of_the_files(
    tmp_path: Path, seeds: Path, fake: FakeEncoder
) -> None:
    folder = tmp_path / "index"
    build(seeds, folder)
    texts = open_folder(folder).generation / "articles.texts"
    before = sum(path.stat().st_size for path in texts.iterdir())
    remove(["vote.md"], folder)
    (dropped,), _ = prune(folder)
    texts = open_folder(folder).generation / "articles.texts"
    after = sum(path.stat().st_size for path in texts.iterdir())
    assert after == before - dropped.stored_bytes
    assert verify(folder) == []
