"""Words first: a large build can be searched at once, its vectors fill in afterwards."""

from __future__ import annotations

from pathlib import Path

import pytest

from index.article import Filters
from index.build import build, remove
from index.building.pending_vectors import pending_file
from index.errors import IndexMissing
from index.fill import fill
from index.report import Progress
from index.status import status
from index.store import Index, open_index
from index.verify import verify
from tests.index.builds import write_many
from tests.index.conftest import FakeEncoder, contents, places, write_article


@pytest.fixture
def archive(tmp_path: Path) -> Path:
    """Four hundred passages: more than are encoded before publishing."""
    seeds = tmp_path / "archive"
    write_many(seeds, 1)
    return seeds


def found(index: Index, encoder: FakeEncoder) -> object:
    """What two searches find, without ids."""
    query = encoder.encode_queries(["Title 7"])[0]
    return (
        places(index, index.nearest(query, 10, Filters())),
        places(index, index.words(["story", "7"], 10, Filters())),
    )


def test_words_are_searchable_before_anything_is_encoded(
    archive: Path, tmp_path: Path, fake: FakeEncoder
) -> None:
    folder = tmp_path / "index"
    report = build(archive, folder, fill_vectors=False)
    assert (report.passages, report.vectors, report.encoded) == (400, 0, 0)
    assert not fake.encoded
    assert "0 have vectors so far" in report.as_text()
    index = open_index(folder)
    assert len(index.words(["story"], 50, Filters())) == 50
    assert index.nearest(fake.encode_queries(["x"])[0], 5, Filters()) == []
    assert verify(folder) == []
    assert "0% so far" in status(folder).as_text()
    assert not status(folder).as_json()["complete"]


def test_slices_are_published_one_by_one_and_end_as_one_build_does(
    archive: Path, tmp_path: Path, fake: FakeEncoder
) -> None:
    folder = tmp_path / "index"
    build(archive, folder, fill_vectors=False)
    covered: list[int] = []

    def look() -> bool:
        covered.append(open_index(folder).manifest.counts.vectors)
        assert verify(folder) == []
        return False

    done = fill(folder, encoder=fake, slice_seconds=0.0, stop=look)
    assert covered == sorted(set(covered))
    assert len(covered) > 4
    assert (done.vectors, done.encoded) == (400, 400)
    assert len(fake.encoded) == 400
    whole = tmp_path / "whole"
    report = build(archive, whole)
    assert (report.vectors, report.encoded) == (400, 400)
    assert contents(open_index(folder)) == contents(open_index(whole))
    assert found(open_index(folder), fake) == found(open_index(whole), fake)


def test_a_stopped_filling_is_taken_up_by_the_next_build(
    archive: Path, tmp_path: Path, fake: FakeEncoder
) -> None:
    folder = tmp_path / "index"
    build(archive, folder, fill_vectors=False)
    stops = iter([False, False, True])
    fill(folder, encoder=fake, slice_seconds=0.0, stop=lambda: next(stops))
    before = len(fake.encoded)
    assert 0 < before < 400
    report = build(archive, folder)
    assert len(report.unchanged) == 40
    assert report.vectors == 400
    assert len(fake.encoded) == 400
    assert verify(folder) == []


def test_a_stop_is_heard_within_a_slice_and_what_waits_is_known(
    archive: Path, tmp_path: Path, fake: FakeEncoder
) -> None:
    folder = tmp_path / "index"
    build(archive, folder, fill_vectors=False)
    assert len(open_index(folder).waiting()) == 40
    fill(folder, encoder=fake, slice_seconds=1e9, stop=lambda: len(fake.encoded) >= 64)
    index = open_index(folder)
    assert index.manifest.counts.vectors == 64
    ids = sorted(set(index.passage_ids().tolist()) - set(index.vector_ids().tolist()))
    assert index.waiting() == {article.id for _, article in index.passages(ids)}
    fill(folder, encoder=fake)
    assert open_index(folder).waiting() == set()


def test_what_was_encoded_but_not_published_is_not_encoded_again(
    archive: Path, tmp_path: Path, fake: FakeEncoder
) -> None:
    folder = tmp_path / "index"
    build(archive, folder, fill_vectors=False)

    def interrupt(progress: Progress) -> None:
        if progress.done >= 128:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        fill(folder, encoder=fake, progress=interrupt)
    assert open_index(folder).manifest.counts.vectors == 0
    assert pending_file(folder).exists()
    assert len(fake.encoded) == 128
    fill(folder, encoder=fake)
    assert len(fake.encoded) == 400
    assert open_index(folder).manifest.counts.vectors == 400


def test_other_builds_come_in_between_two_slices(
    archive: Path, tmp_path: Path, fake: FakeEncoder
) -> None:
    folder = tmp_path / "index"
    build(archive, folder, fill_vectors=False)

    def one_slice() -> None:
        stops = iter([False, True])
        fill(folder, encoder=fake, slice_seconds=0.0, stop=lambda: next(stops))
        assert verify(folder) == []

    one_slice()
    write_article(archive, "a05", "Other", "Something else was written.")
    build(archive, folder, fill_vectors=False)
    one_slice()
    remove(["a03.md"], folder)
    fill(folder, encoder=fake)
    build(archive, folder)
    whole = tmp_path / "whole"
    build(archive, whole)
    assert found(open_index(folder), fake) == found(open_index(whole), fake)


def test_filling_nothing_says_so(tmp_path: Path, seeds: Path, fake: FakeEncoder) -> None:
    folder = tmp_path / "index"
    with pytest.raises(IndexMissing):
        fill(folder, encoder=fake)
    build(seeds, folder)
    assert fill(folder, encoder=fake).encoded == 0
