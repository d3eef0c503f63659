"""What every store promises, tried on each."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from index.article import Filters, version_of
from index.build import add, build, remove, restore
from index.errors import IndexMissing, UnknownArticle
from index.place import Place
from index.storage.asking import Index
from index.store import open_index
from index.verify import verify
from tests.index.conftest import FakeEncoder, write_article
from tests.index.storage.stores import BOTH, Places, answers, held, places_in

NO = Filters()
STORY = (
    "The harbour wall at Brixham gave way at four in the morning after a week of rain, and the "
    "crews of nine boats spent the day moving their nets and engines to the northern quay. "
) * 2


@pytest.fixture(params=BOTH)
def places(request: pytest.FixtureRequest, tmp_path: Path) -> Places:
    return places_in(request.param, tmp_path)


@pytest.fixture
def place(places: Places) -> Place:
    return places("index")


@pytest.fixture
def index(place: Place, seeds: Path, fake: FakeEncoder) -> Index:
    write_article(seeds, "old", "Old storm", "A storm of long ago.", "2001-01-02", 'The "Post"')
    write_article(seeds, "undated", "No day", "A storm of no day.", "", "Wire")
    build(seeds, place)
    return open_index(place)


def _ids(index: Index, found: list[tuple[int, float]]) -> set[str]:
    return {article.id for _, article in index.passages([one for one, _ in found])}


def test_offsets_point_at_the_words(index: Index) -> None:
    assert len(held(index)) == index.manifest.counts.passages == 5
    ids = [int(one) for one in index.passage_ids()]
    assert [p.id for p, _ in index.passages(ids[::-1])] == ids[::-1]
    assert set(ids) == set(index.vector_ids().tolist())
    assert index.holders(ids[:1]) == {index.passages(ids[:1])[0][1].id}


def test_both_searches_find_best_first(index: Index, fake: FakeEncoder) -> None:
    query = fake.encode_queries(["Storm nears\nA storm nears the coast. Roads are shut."])[0]
    (first, score), *rest = index.nearest(query, 5, NO)
    assert _ids(index, [(first, score)]) == {"storm.md"}
    assert score == pytest.approx(1, abs=1e-3)
    assert [s for _, s in rest] == sorted((s for _, s in rest), reverse=True)
    assert _ids(index, index.words(["harbours"], 5, NO)) == {"harbour.md"}
    assert len(index.words(["storm"], 5, NO)) == 3
    assert all(score > 0 for _, score in index.words(["storm"], 5, NO))
    assert index.words(["nothing", "'\"\\"], 5, NO) == index.words([], 5, NO) == []
    assert index.words(["storm"], 0, NO) == index.nearest(query, 0, NO) == []


@pytest.mark.parametrize(
    ("filters", "expected"),
    [
        (Filters(since=date(2010, 1, 1)), {"storm.md"}),
        (Filters(until=date(2010, 1, 1)), {"old.md"}),
        (Filters(since=date(2001, 1, 2), until=date(2001, 1, 2)), {"old.md"}),
        (Filters(since=date(2011, 1, 1), until=date(2010, 1, 1)), set()),
        (Filters(source='the "post"'), {"old.md"}),
        (Filters(source="WIRE"), {"storm.md", "undated.md"}),
        (Filters(source='" or source != "'), set()),
    ],
)
def test_filters_apply_inside_the_search(
    index: Index, fake: FakeEncoder, filters: Filters, expected: set[str]
) -> None:
    assert _ids(index, index.words(["storm"], 5, filters)) == expected
    query = fake.encode_queries(["anything"])[0]
    assert _ids(index, index.nearest(query, 1, filters)) <= _ids(
        index, index.nearest(query, 5, filters)
    )
    assert expected <= _ids(index, index.nearest(query, 5, filters))


def test_words_are_counted_and_misspelt_ones_found(index: Index) -> None:
    assert [index.holding(word) for word in ("storms", "Roads", "zeppelin")] == [3, 1, 0]
    rare, common = index.rarity(["council", "storm"])
    assert rare > common > 0
    assert index.sources() == ('The "Post"', "Wire")
    found = index.passages(index.alike("coucnil", 1, 5))
    assert {article.id for _, article in found} == {"vote.md"}
    assert index.alike("zeppelin", 2, 5) == []


def test_the_catalogue_and_what_is_not_there(index: Index) -> None:
    named = [one.id for one in index.articles()]
    assert named == ["harbour.md", "old.md", "storm.md", "undated.md", "vote.md"]
    (old,) = [one for one in index.articles() if one.id == "old.md"]
    assert (old.published, old.source, old.title, old.passages) == (
        date(2001, 1, 2), 'The "Post"', "Old storm", 1,
    )  # fmt: skip
    assert next(one for one in index.articles() if one.id == "undated.md").published is None
    with pytest.raises(UnknownArticle, match=r"nothing\.md"):
        index.article("nothing.md")
    with pytest.raises(UnknownArticle, match="in version abc"):
        index.article("storm.md", "abc")
    assert index.waiting() == set()


def test_cited_versions_stay(place: Place, seeds: Path, index: Index) -> None:
    before = index.article("storm.md")
    write_article(seeds, "storm", "Storm nears", "The storm is over. Roads are open.")
    (seeds / "vote.md").unlink()
    report = build(seeds, place)
    assert (report.changed, report.removed, report.encoded) == (("storm.md",), ("vote.md",), 1)
    now = open_index(place)
    assert now.article("storm.md").text.startswith("The storm is over")
    assert now.article("storm.md", before.version) == before
    gone = {(one, version) for one, version, _ in now.earlier_versions()}
    assert {one for one, _ in gone} == {"storm.md", "vote.md"}
    assert ("storm.md", before.version) in gone


def test_what_a_reader_holds_stays_while_a_newer_one_is_published(
    place: Place, seeds: Path, index: Index
) -> None:
    known, name = held(index), index.name
    write_article(seeds, "storm", "Storm nears", "The storm is over. Roads are open.")
    build(seeds, place)
    assert held(index) == known
    assert index.words(["coast"], 5, NO)
    assert not open_index(place).words(["coast"], 5, NO)
    assert open_index(place).name != name
    assert open_index(place) is open_index(place)


def test_copies_of_a_story_are_known(place: Place, seeds: Path, fake: FakeEncoder) -> None:
    write_article(seeds, "wire", "Wall fails", STORY, "2024-01-01", "Wire")
    write_article(
        seeds, "copy", "Harbour wall fails", STORY + "More follows.", "2024-01-02", "Post"
    )
    build(seeds, place)
    index = open_index(place)
    assert index.near("wire.md", NO) == ["copy.md"]
    assert index.near("copy.md", NO) == ["wire.md"]
    assert index.near("wire.md", Filters(source="Wire")) == []
    assert index.near("storm.md", NO) == []
    assert index.near_groups() == [["copy.md", "wire.md"]]


def test_step_by_step_is_as_from_scratch(
    places: Places, seeds: Path, fake: FakeEncoder, tmp_path: Path
) -> None:
    place = places("grown")
    build(seeds, place)
    write_article(seeds, "wire", "Wall fails", STORY, "2024-01-01")
    write_article(seeds, "again", "Wall fails", STORY + "More follows.", "2024-01-02")
    assert build(seeds, place).encoded > 0
    write_article(seeds, "storm", "Storm nears", "The storm is over. Roads are open.")
    (seeds / "vote.md").unlink()
    fake.encoded.clear()
    assert build(seeds, place).encoded == len(fake.encoded) == 1
    assert build(seeds, place).encoded == 0
    build(seeds, places("fresh"))
    asked = ["storm roads", "harbour wall", "council"]
    grown, fresh = open_index(place), open_index(places("fresh"))
    assert answers(grown, fake, asked) == answers(fresh, fake, asked)
    assert verify(place) == verify(places("fresh")) == []


def test_articles_by_hand(place: Place, seeds: Path, fake: FakeEncoder, tmp_path: Path) -> None:
    build(seeds, place)
    (tmp_path / "more").mkdir()
    note = write_article(tmp_path / "more", "note", "A note", "A note by hand.")
    assert add([note], place).added == ("note.md",)
    remove(["vote.md"], place, for_good=True)
    build(seeds, place)
    index = open_index(place)
    assert {one.id for one in index.articles()} == {"harbour.md", "note.md", "storm.md"}
    assert index.left_out() == [
        ("vote.md", version_of("The council voted. Taxes rise in May."), str(seeds))
    ]
    restore(["vote.md"], place)
    assert open_index(place).article("vote.md").title == "Council votes"
    assert verify(place) == []


def test_where_there_is_no_archive(place: Place) -> None:
    with pytest.raises(IndexMissing, match="python -m index build"):
        open_index(place)
    with pytest.raises(IndexMissing):
        verify(place)
