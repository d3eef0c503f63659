"""Bookkeeping of builds: what is encoded, what is kept, what is told."""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from index.article import Filters
from index.build import NothingIndexed, add, build, remove, restore
from index.errors import IndexMissing, ModelError, UnknownArticle, UsageError
from index.prune import prune
from index.report import BuildReport, Progress
from index.split import SplitSettings
from index.store import open_index
from index.verify import verify
from tests.index.conftest import FakeEncoder, contents, places, write_article
from tests.index.damage import rehash

NO = Filters()


@pytest.fixture
def folder(tmp_path: Path, seeds: Path, fake: FakeEncoder) -> Path:
    """An index of the seeds; the encoder has forgotten what it encoded."""
    build(seeds, tmp_path / "index")
    fake.encoded.clear()
    return tmp_path / "index"


def generation(folder: Path) -> str:
    return (folder / "CURRENT").read_text().strip()


def test_a_first_build_reads_encodes_and_tells_all(
    tmp_path: Path, seeds: Path, fake: FakeEncoder
) -> None:
    told: list[Progress] = []
    report = build(seeds, tmp_path / "index", progress=told.append)
    assert report.added == ("harbour.md", "storm.md", "vote.md")
    assert (report.passages, report.encoded, report.failed, report.notes) == (3, 3, (), ())
    assert "Storm nears\nA storm nears the coast. Roads are shut." in fake.encoded
    assert [p.stage for p in told] == ["reading"] * 3 + ["encoding"] * 2 + ["writing"]
    assert told[-2] == Progress("encoding", 3, 3)
    values = json.loads(json.dumps(report.as_json()))
    assert values["added"] == list(report.added)
    assert values["encoding_seconds"] <= values["seconds"]
    assert report.as_text().startswith("articles: 3 added, 0 changed")
    assert {path.name for path in (tmp_path / "index").iterdir()} == {
        "CURRENT", "build.lock", "generations",
    }  # fmt: skip


def test_names_of_columns_are_remembered(tmp_path: Path, fake: FakeEncoder) -> None:
    table = tmp_path / "a.csv"
    table.write_text("id,kop,verhaal\n1,A,One.\n")
    index = tmp_path / "index"
    build(table, index, columns=(("text", "verhaal"), ("title", "kop")))
    table.write_text("id,kop,verhaal\n1,A,One.\n2,B,Two.\n")
    assert build(table, index).added == ("2",)
    assert open_index(index).article("2").title == "B"
    with pytest.raises(NothingIndexed):
        build(table, index, columns=())


def test_dates_that_cannot_be_read_are_counted(tmp_path: Path, fake: FakeEncoder) -> None:
    table = tmp_path / "a.csv"
    table.write_text("text,date\nOne.,04/05/2021\nTwo.,soon\nThree.,2021-05-04\n")
    report = build(table, tmp_path / "index")
    note = (
        "the date of 2 articles could not be read, so no day is known; the first: "
        "a.csv (line 2): “04/05/2021” may be 2021-04-05 or 2021-05-04"
    )
    assert (report.undated, report.notes) == (2, (note,))
    assert report.as_json()["undated"] == 2
    assert f"note: {note}" in report.as_text()


def test_nothing_new_encodes_nothing_and_publishes_nothing(
    folder: Path, seeds: Path, fake: FakeEncoder
) -> None:
    report = build(seeds, folder)
    assert report.unchanged == ("harbour.md", "storm.md", "vote.md")
    assert (report.passages, report.encoded, fake.encoded) == (3, 0, [])
    assert generation(folder) == "000001"
    assert [path.name for path in (folder / "generations").iterdir()] == ["000001"]


def test_added_changed_and_removed_articles(folder: Path, seeds: Path, fake: FakeEncoder) -> None:
    write_article(seeds, "ferry", "Ferry sinks", "A ferry sank.")
    write_article(seeds, "storm", "Storm nears", "The storm is over.")
    (seeds / "vote.md").unlink()
    report = build(seeds, folder)
    assert (report.added, report.changed) == (("ferry.md",), ("storm.md",))
    assert (report.removed, report.unchanged) == (("vote.md",), ("harbour.md",))
    assert fake.encoded == ["Ferry sinks\nA ferry sank.", "Storm nears\nThe storm is over."]
    assert [s.id for s in open_index(folder).articles()] == ["ferry.md", "harbour.md", "storm.md"]
    assert verify(folder) == []


def test_other_metadata_encode_nothing(folder: Path, seeds: Path, fake: FakeEncoder) -> None:
    text = "A storm nears the coast. Roads are shut."
    write_article(seeds, "storm", "Storm nears", text, "2025-01-01", "Other")
    report = build(seeds, folder)
    assert (report.changed, report.encoded, fake.encoded) == (("storm.md",), 0, [])
    index = open_index(folder)
    assert index.article("storm.md").source == "Other"
    assert index.words(["storm"], 5, Filters(source="wire")) == []
    assert len(index.words(["storm"], 5, Filters(source="other"))) == 1
    assert verify(folder) == []


def test_another_title_encodes_that_article_only(
    folder: Path, seeds: Path, fake: FakeEncoder
) -> None:
    write_article(seeds, "storm", "Gale nears", "A storm nears the coast. Roads are shut.")
    assert build(seeds, folder).changed == ("storm.md",)
    assert fake.encoded == ["Gale nears\nA storm nears the coast. Roads are shut."]
    assert open_index(folder).words(["gale"], 5, NO)


def test_an_edit_encodes_only_the_passages_it_touches(
    tmp_path: Path, seeds: Path, fake: FakeEncoder
) -> None:
    paragraphs = [f"Paragraph {n} tells of " + f"thing {n} " * 40 + "." for n in range(8)]
    write_article(seeds, "long", "Long", "\n\n".join(paragraphs))
    build(seeds, tmp_path / "index")
    fake.encoded.clear()
    paragraphs[4] = paragraphs[4].replace("Paragraph", "Section")
    write_article(seeds, "long", "Long", "\n\n".join(paragraphs))
    report = build(seeds, tmp_path / "index")
    assert (report.changed, report.encoded) == (("long.md",), 1)
    assert "Section 4" in fake.encoded[0]


def test_an_old_version_is_still_served(folder: Path, seeds: Path) -> None:
    old = open_index(folder).article("storm.md")
    write_article(seeds, "storm", "Storm over", "All is calm.")
    build(seeds, folder)
    index = open_index(folder)
    assert index.article("storm.md").text == "All is calm."
    before = index.article("storm.md", old.version)
    assert (before.text, before.version, before.title) == (old.text, old.version, old.title)


def test_what_is_added_stays_until_it_is_removed(
    tmp_path: Path, folder: Path, seeds: Path, fake: FakeEncoder
) -> None:
    extra = write_article(tmp_path, "extra", "Extra", "An extra edition came out.")
    assert add([extra], folder).added == ("extra.md",)
    assert build(seeds, folder).removed == ()
    assert add([extra], folder).unchanged == ("extra.md",)
    write_article(tmp_path, "extra", "Extra", "A second edition came out.")
    assert add([extra], folder).changed == ("extra.md",)
    report = remove(["extra.md", "extra.md"], folder)
    assert (report.removed, report.notes) == (("extra.md",), ())
    assert build(seeds, folder).added == ()


def test_a_seed_that_is_added_by_hand_outlives_its_file(folder: Path, seeds: Path) -> None:
    assert add([seeds / "storm.md"], folder).unchanged == ("storm.md",)
    (seeds / "storm.md").unlink()
    assert build(seeds, folder).removed == ()
    assert open_index(folder).words(["storm"], 5, NO)


def test_two_added_files_with_one_id_are_told_of(tmp_path: Path, folder: Path) -> None:
    for name in ("one", "two"):
        (tmp_path / name).mkdir()
        write_article(tmp_path / name, "same", name, f"The text of {name}.")
    report = add([tmp_path / "one" / "same.md", tmp_path / "two" / "same.md"], folder)
    assert report.added == ("same.md",)
    assert "same.md: another article of this run has the same id" in str(report.failed[0])
    assert open_index(folder).article("same.md").title == "one"


def test_a_removed_seed_comes_back_and_the_report_says_so(folder: Path, seeds: Path) -> None:
    report = remove(["storm.md"], folder)
    assert "the next build of that brings it back" in report.notes[0]
    assert build(seeds, folder).added == ("storm.md",)


def test_what_is_removed_for_good_stays_out_until_it_is_added(
    tmp_path: Path, folder: Path, seeds: Path
) -> None:
    assert remove(["storm.md"], folder, for_good=True).notes == ()
    before = generation(folder)
    report = build(seeds, folder)
    assert (report.added, report.unchanged) == ((), ("harbour.md", "vote.md"))
    assert "removed for good before: 1 (storm.md); add them" in report.notes[0]
    assert generation(folder) == before  # nothing is different, so nothing is published
    write_article(seeds, "storm", "Storm over", "All is calm.")
    assert build(seeds, folder).added == ()
    assert add([seeds / "storm.md"], folder).added == ("storm.md",)
    assert (build(seeds, folder).notes, open_index(folder).left_out()) == ((), [])
    remove(["harbour.md", "storm.md", "vote.md"], folder, for_good=True)
    assert build(seeds, folder).passages == 0
    assert verify(folder) == []


@pytest.mark.parametrize("added", [False, True])
def test_restoring_puts_back_the_very_version_with_its_origin(
    folder: Path, seeds: Path, fake: FakeEncoder, added: bool
) -> None:
    if added:
        add([seeds / "storm.md"], folder)
    index = open_index(folder)
    summary, corpus = {s.id: s for s in index.articles()}, index.manifest.corpus_sha256
    write_article(seeds, "storm", "Storm over", "All is calm.", "2025-01-01", "Other")
    remove(["storm.md"], folder, for_good=True)
    assert [id_ for id_, *_ in open_index(folder).left_out()] == ["storm.md"]
    assert restore(["storm.md", "storm.md"], folder).added == ("storm.md",)
    index = open_index(folder)
    assert {s.id: s for s in index.articles()} == summary
    assert (index.manifest.corpus_sha256, index.left_out()) == (corpus, [])
    assert index.words(["coast"], 5, Filters(source="wire"))
    assert verify(folder) == []
    for unknown in ("storm.md", "none"):
        with pytest.raises(UnknownArticle, match="nothing was put back"):
            restore([unknown], folder)
    (seeds / "storm.md").unlink()
    assert build(seeds, folder).removed == (() if added else ("storm.md",))


def test_what_was_pruned_cannot_be_put_back(folder: Path) -> None:
    remove(["storm.md"], folder, for_good=True)
    prune(folder)
    with pytest.raises(UnknownArticle, match=r"no article 'storm\.md' in version"):
        restore(["storm.md"], folder)


def test_an_index_from_before_articles_were_left_out_still_opens(folder: Path, seeds: Path) -> None:
    with closing(sqlite3.connect(folder / "generations" / "000001" / "articles.sqlite")) as db:
        db.execute("DROP TABLE left_out")
        db.commit()
    rehash(folder)
    assert open_index(folder).left_out() == []
    remove(["storm.md"], folder, for_good=True)
    assert [of for of, *_ in open_index(folder).left_out()] == ["storm.md"]


def test_removing_all_leaves_an_index_that_finds_nothing(folder: Path, fake: FakeEncoder) -> None:
    remove(["harbour.md", "storm.md", "vote.md"], folder)
    index = open_index(folder)
    assert index.words(["storm"], 5, NO) == []
    assert index.nearest(fake.encode_queries(["x"])[0], 5, NO) == []
    assert verify(folder) == []


def test_what_cannot_be_done_is_refused_and_changes_nothing(
    tmp_path: Path, folder: Path, seeds: Path
) -> None:
    with pytest.raises(UnknownArticle, match="'none'; nothing was removed; python -m index"):
        remove(["storm.md", "none"], folder)
    with pytest.raises(UsageError, match=r"nothing at .*none; name a folder"):
        build(tmp_path / "none", folder)
    with pytest.raises(UsageError, match=r"nothing at .*none; name files"):
        add([tmp_path / "none"], folder)
    with pytest.raises(IndexMissing, match=r"no index in .*none"):
        remove(["storm.md"], tmp_path / "none")
    (tmp_path / "empty").mkdir()
    with pytest.raises(NothingIndexed, match=r"it holds no files.*unchanged"):
        build(tmp_path / "empty", folder)
    (tmp_path / "empty" / "bad.txt").write_bytes(b"")
    with pytest.raises(NothingIndexed, match=r"\(1 failed\)") as caught:
        build(tmp_path / "empty", folder)
    assert caught.value.failed[0].path == "bad.txt"
    with pytest.raises(ModelError, match="no model folder"):
        build(seeds, folder, encoder="./none")
    assert generation(folder) == "000001"
    assert [path.name for path in (folder / "generations").iterdir()] == ["000001"]
    assert verify(folder) == []


def test_a_file_that_fails_is_told_and_its_article_leaves(folder: Path, seeds: Path) -> None:
    (seeds / "storm.md").write_bytes(b"")
    report = build(seeds, folder)
    assert [error.path for error in report.failed] == ["storm.md"]
    assert report.removed == ("storm.md",)
    assert "failed: storm.md: " in report.as_text()


def test_another_encoder_or_passage_size_is_explained_and_encodes_all(
    folder: Path, seeds: Path, fake: FakeEncoder
) -> None:
    before = contents(open_index(folder))
    report = build(seeds, folder, encoder="other")
    assert report.encoded == 3
    assert "the encoder changed from bge-small-en-v1.5 to other" in report.notes[0]
    assert open_index(folder).manifest.encoder.name == "other"
    assert contents(open_index(folder)) == before
    assert build(seeds, folder).notes == ()  # from now on the index's own
    report = build(seeds, folder, split=SplitSettings(8))
    assert "passages changed from 192 to 8 tokens" in report.notes[0]
    assert report.passages > 3
    assert open_index(folder).manifest.max_tokens == 8
    assert build(seeds, folder).notes == ()
    assert verify(folder) == []


def test_equal_passages_are_encoded_once(tmp_path: Path, seeds: Path, fake: FakeEncoder) -> None:
    for name in ("copy1", "copy2", "copy3"):
        write_article(seeds, name, "Same", "The same words.")
    report = build(seeds, tmp_path / "index")
    assert (report.passages, report.encoded) == (6, 4)
    assert verify(tmp_path / "index") == []


def test_reports_tell_every_failure_and_note() -> None:
    report = BuildReport(notes=("mind this",), passages=1234567)
    assert "1,234,567" in report.as_text()
    assert report.as_text().endswith("note: mind this")


_History = list[list[tuple[str, int, int]]]
_EDITS = st.lists(
    st.tuples(
        st.sampled_from(["write", "delete", "rename", "remove", "leave out", "retitle"]),
        st.integers(0, 4),
        st.integers(0, 4),
    ),
    min_size=1,
    max_size=6,
)


_HISTORIES = st.lists(_EDITS, min_size=1, max_size=4)
_SLOW = settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


@settings(_SLOW, max_examples=3)
@given(_HISTORIES)
def test_any_history_ends_as_a_build_from_scratch(
    tmp_path_factory: pytest.TempPathFactory, fake: FakeEncoder, history: _History
) -> None:
    _ends_as_from_scratch(tmp_path_factory.mktemp("history"), fake, history)


@pytest.mark.slow
@settings(_SLOW, max_examples=40)
@given(_HISTORIES)
def test_any_of_many_histories_ends_as_a_build_from_scratch(
    tmp_path_factory: pytest.TempPathFactory, fake: FakeEncoder, history: _History
) -> None:
    _ends_as_from_scratch(tmp_path_factory.mktemp("history"), fake, history)


def _ends_as_from_scratch(root: Path, fake: FakeEncoder, history: _History) -> None:
    seeds = root / "seeds"
    seeds.mkdir()
    write_article(seeds, "fixed", "Fixed", "This one stays where it is.")
    for edits in history:
        for edit, one, other in edits:
            path = seeds / f"n{one}.md"
            if edit in ("write", "retitle"):
                title = f"Title {other if edit == 'retitle' else 0}"
                text = "\n\n".join(f"Story {one} part {(n * other) % 5}. " * 15 for n in range(4))
                write_article(seeds, f"n{one}", title, text, source=f"Wire {other}")
            elif path.exists() and edit == "delete":
                path.unlink()
            elif path.exists() and edit == "rename":
                path.replace(seeds / f"n{other}.md")
            elif edit in ("remove", "leave out") and (root / "index").exists():
                known = [s.id for s in open_index(root / "index").articles()]
                for_good = edit == "leave out"
                if known:
                    remove([known[other % len(known)]], root / "index", for_good=for_good)
        build(seeds, root / "index")
        left_out = {id_ for id_, *_ in open_index(root / "index").left_out()}
        assert left_out.isdisjoint(s.id for s in open_index(root / "index").articles())
    restore(left_out, root / "index")
    build(seeds, root / "index")
    build(seeds, root / "fresh")
    grown, fresh = open_index(root / "index"), open_index(root / "fresh")
    assert contents(grown) == contents(fresh)
    assert grown.manifest.corpus_sha256 == fresh.manifest.corpus_sha256
    for words in (["story"], ["part", "3"], ["title"], ["fixed"]):
        for filters in (NO, Filters(source="wire 1")):
            before, after = grown.words(words, 999, filters), fresh.words(words, 999, filters)
            assert places(grown, before) == places(fresh, after)
    query = fake.encode_queries(["story"])[0]
    assert places(grown, grown.nearest(query, 999, NO)) == places(
        fresh, fresh.nearest(query, 999, NO)
    )
    assert verify(root / "index") == []
