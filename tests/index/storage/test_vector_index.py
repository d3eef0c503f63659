"""Vectors above the exact limit, made small here: against brute force, through any history."""

from __future__ import annotations

import os
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index.article import Filters
from index.build import add, build, remove
from index.models.encoder import unit_rows
from index.storage.vector_index import VectorIndex
from index.store import open_folder
from index.verify import verify
from tests.index.conftest import FakeEncoder, Floats, write_article

_DIMENSIONS = 24


def gathered(count: int, seed: int = 0) -> Floats:
    """Unit vectors that gather around forty places, as passages do around subjects."""
    random = np.random.default_rng(seed)
    places = np.random.default_rng(99).standard_normal((40, _DIMENSIONS))
    noise = 0.5 * random.standard_normal((count, _DIMENSIONS))
    return unit_rows((places[random.integers(0, 40, count)] + noise).astype(np.float32))


def best(rows: dict[int, Floats], query: Floats, k: int) -> list[int]:
    return sorted(rows, key=lambda i: (-float(rows[i].astype(np.float64) @ query), i))[:k]


def filled(count: int, limit: int, file: Path) -> tuple[VectorIndex, dict[int, Floats]]:
    """An index that was written and opened again, and what it holds."""
    rows = gathered(count)
    vectors = VectorIndex(_DIMENSIONS, exact_limit=limit)
    vectors.add(range(count), rows)
    vectors.write(file)
    return VectorIndex(_DIMENSIONS, file, exact_limit=limit), dict(enumerate(rows))


def test_the_limit_decides_what_is_exact(tmp_path: Path) -> None:
    assert filled(500, 500, tmp_path / "few")[0].exact
    assert [path.name for path in tmp_path.iterdir()] == ["few"]
    assert not filled(501, 500, tmp_path / "many")[0].exact


@pytest.mark.slow
def test_most_of_the_nearest_are_found(tmp_path: Path) -> None:
    vectors, rows = filled(20_000, 1000, tmp_path / "v")
    found = right = 0
    for query in gathered(50, seed=1):
        hits = vectors.search(query, 10)
        assert [score for _, score in hits] == pytest.approx(
            [float(rows[i] @ query) for i, _ in hits], abs=2e-3
        )
        found += len({i for i, _ in hits} & set(best(rows, query, 10)))
        right += 10
    assert found / right >= 0.98


@pytest.mark.parametrize("allowed", [3, 100, 900])
def test_few_allowed_are_all_compared(tmp_path: Path, allowed: int) -> None:
    vectors, rows = filled(5000, 1000, tmp_path / "v")
    ids = np.random.default_rng(2).permutation(5000)[:allowed].tolist()
    for query in gathered(20, seed=3):
        hits = [i for i, _ in vectors.search(query, 10, ids)]
        expected = best({i: rows[i] for i in ids}, query, 10)
        assert len(hits) == len(expected)
        scores = [float(rows[i] @ query) for i in hits]
        assert scores == pytest.approx([float(rows[i] @ query) for i in expected], abs=2e-3)


def test_many_allowed_are_the_only_ones_found(tmp_path: Path) -> None:
    vectors, rows = filled(5000, 1000, tmp_path / "v")
    allowed = {i: rows[i] for i in range(0, 5000, 2)}
    found = 0
    for query in gathered(20, seed=4):
        hits = [i for i, _ in vectors.search(query, 10, sorted(allowed))]
        assert len(hits) == 10
        assert set(hits) <= set(allowed)
        found += len(set(hits) & set(best(allowed, query, 10)))
    assert found >= 0.97 * 200


@given(data=st.data())
@settings(max_examples=25, deadline=None)
def test_any_history_holds_exactly_what_was_left(
    data: st.DataObject, tmp_path_factory: pytest.TempPathFactory
) -> None:
    folder = tmp_path_factory.mktemp("history")
    vectors = VectorIndex(_DIMENSIONS, exact_limit=40)
    rows: dict[int, Floats] = {}
    used = 0
    for step in range(data.draw(st.integers(1, 6))):
        new = data.draw(st.integers(0, 120))
        added = dict(zip(range(used, used + new), gathered(new, seed=step), strict=True))
        vectors.add(list(added), np.asarray([*added.values()]).reshape(new, _DIMENSIONS))
        rows |= added
        used += new
        dropped = data.draw(st.integers(0, len(rows)))
        gone = np.random.default_rng(step).permutation(sorted(rows))[:dropped].tolist()
        vectors.remove([*gone, 10_000])
        rows = {i: row for i, row in rows.items() if i not in gone}
        vectors.write(folder / f"v{step}")
        if data.draw(st.booleans()):
            vectors = VectorIndex(_DIMENSIONS, folder / f"v{step}", exact_limit=40)
        assert len(vectors) == len(rows)
        assert sorted(vectors.ids().tolist()) == sorted(rows)
        query = gathered(1, seed=100 + step)[0]
        hits = vectors.search(query, 1000, list(range(used)))
        assert sorted(i for i, _ in hits) == (sorted(rows) if used <= 40 or rows else [])
        assert {i for i, _ in vectors.search(query, 10)} <= set(rows)
        for i in gone:
            with pytest.raises(KeyError):
                vectors.vector(i)
        for i in list(rows)[:5]:
            assert vectors.vector(i) == pytest.approx(rows[i], abs=1e-3)


def test_a_vector_copied_many_times_stays_the_same(tmp_path: Path) -> None:
    vectors, _ = filled(300, 100, tmp_path / "v")
    first = vectors.vector(7)
    for new in range(300, 304):
        vectors.add([new], vectors.vector(new - 1 if new > 300 else 7)[np.newaxis])
        vectors.add(range(1000 * new, 1000 * new + 60), gathered(60, seed=new))  # a new body
        vectors.write(tmp_path / f"v{new}")
        assert vectors.vector(new).tolist() == first.tolist()
    assert vectors.vector(7).tolist() == first.tolist()


def test_the_body_is_shared_and_not_written_again(tmp_path: Path) -> None:
    vectors, rows = filled(2000, 1000, tmp_path / "one")
    before = (tmp_path / "one.body").read_bytes()
    vectors.remove([5])
    vectors.add([2000], gathered(1, seed=9))
    vectors.write(tmp_path / "two")
    assert os.path.samefile(tmp_path / "one.body", tmp_path / "two.body")
    assert (tmp_path / "one.body").read_bytes() == before
    again = VectorIndex(_DIMENSIONS, tmp_path / "two", exact_limit=1000)
    assert again.search(gathered(1, seed=9)[0], 1)[0][0] == 2000
    assert rows[5].tolist() not in [again.vector(int(i)).tolist() for i in again.ids()]
    old = VectorIndex(_DIMENSIONS, tmp_path / "one", exact_limit=1000)
    assert sorted(old.ids().tolist()) == list(range(2000))


def test_the_body_is_copied_where_names_cannot_be_shared(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object) -> None:
        raise PermissionError

    vectors, _ = filled(500, 100, tmp_path / "one")
    monkeypatch.setattr("index.storage.generations.os.link", refuse)
    vectors.write(tmp_path / "two")
    assert (tmp_path / "one.body").read_bytes() == (tmp_path / "two.body").read_bytes()
    assert sorted(VectorIndex(_DIMENSIONS, tmp_path / "two").ids().tolist()) == list(range(500))


def test_an_open_folder_outlives_its_file(tmp_path: Path) -> None:
    vectors, _ = filled(2000, 1000, tmp_path / "v")
    query = gathered(1, seed=5)[0]
    before = vectors.search(query, 20)
    for path in tmp_path.iterdir():
        path.unlink()
    assert vectors.search(query, 20) == before


def test_the_same_vectors_give_the_same_index(tmp_path: Path) -> None:
    one, _ = filled(3000, 1000, tmp_path / "one")
    two, _ = filled(3000, 1000, tmp_path / "two")
    for query in gathered(10, seed=6):
        assert one.search(query, 20) == two.search(query, 20)
        assert one.search(query, 20) == one.search(query, 20)


def test_an_index_that_is_emptied_is_exact_again(tmp_path: Path) -> None:
    vectors, _ = filled(200, 100, tmp_path / "v")
    vectors.remove(range(200))
    assert vectors.search(gathered(1)[0], 5) == []
    vectors.write(tmp_path / "empty")
    assert vectors.exact
    assert len(VectorIndex(_DIMENSIONS, tmp_path / "empty")) == 0


@pytest.mark.slow
def test_builds_above_the_limit_keep_every_promise(
    tmp_path: Path, seeds: Path, fake: FakeEncoder, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("index.storage.vector_index.EXACT_LIMIT", 20)
    for number in range(40):
        text = f"Story {number} begins. " + "It goes on and on. " * 3
        write_article(seeds, f"s{number:02}", f"Story {number}", text)
    folder = tmp_path / "index"
    build(seeds, folder)
    bodies = []
    for step in range(6):
        (tmp_path / f"new{step}.txt").write_text(f"News number {step}.", "utf-8")
        add([tmp_path / f"new{step}.txt"], folder)
        remove([f"s{step:02}.md"], folder)
        index = open_folder(folder)
        assert verify(folder) == []
        rows = {int(i): index.copy_vectors().vector(int(i)) for i in index.vector_ids()}
        query = fake.encode_queries([f"News number {step}.\nNews number {step}."])[0]
        hits = index.nearest(query, 100, Filters())
        assert {i for i, _ in hits} == set(index.passage_ids().tolist())
        assert [i for i, _ in hits[:1]] == best(rows, query, 1)
        bodies.append((index.generation / "vectors.faiss.body").stat().st_ino)
    assert 1 < len(set(bodies)) < 6  # shared, and made anew now and then
    before = fake.encoded.copy()
    build(seeds, folder)
    assert len(fake.encoded) - len(before) == 6  # what was removed comes back
    assert verify(folder) == []


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no device that is always full")
def test_a_disk_that_is_full_at_the_very_end_is_told(tmp_path: Path) -> None:
    (tmp_path / "vectors.faiss").symlink_to("/dev/full")
    with pytest.raises(OSError, match="No space left"):
        VectorIndex(16).write(tmp_path / "vectors.faiss")
