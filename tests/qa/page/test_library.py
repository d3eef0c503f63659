"""The library: what it lists and draws, what it takes from outside, one change at a time."""

from __future__ import annotations

import json
import shutil
import threading
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index.article import Article, Summary, version_of
from index.errors import FetchError, IndexBusy
from index.fetching.web_article import FetchSettings
from index.report import BuildReport, Progress
from index.status import Status
from index.storage.manifest import Counts, EncoderInfo, Manifest
from index.store import open_index
from qa.page.actions.changing import Changing
from qa.page.actions.library import Shelf
from qa.page.actions.replying import Settings
from qa.page.actions.uploads import MOST_FILES, take
from qa.page.html.library import holdings_html, listing_html, reader_html, undo_html
from qa.page.html.timeline import period_in_words, timeline_html
from qa.page.model.catalogue import (
    COLUMNS,
    ON_PAGE,
    Catalogue,
    Entry,
    Found,
    View,
    after,
    find,
    read_catalogue,
)
from qa.page.model.timeline import timeline
from tests.qa.page.trees import HOSTILE, Tree, harmless

SEEDS = Path(__file__).resolve().parents[3] / "seeds"


def entry(
    id_: str,
    title: str = "A title",
    source: str = "Wire",
    day: str = "2021-03-29",
    group: int = -1,
    waiting: bool = False,
) -> Entry:
    published = date.fromisoformat(day) if day else None
    one = Summary(id_, "0" * 64, title, source, "", published, "", "added", 3)
    words = f"{title}\n{source}\n{id_}".casefold()
    return Entry(one, day, group, 1 if group >= 0 else 0, waiting, words)


def catalogue(*entries: Entry, vectors: int = 5, left_out: tuple[str, ...] = ()) -> Catalogue:
    counts = Counts(len(entries), 5, vectors)
    manifest = Manifest(
        EncoderInfo("bge", "f", 4), 192, counts, "", "2021-01-01T00:00:00+00:00", {}
    )
    sources = tuple(dict.fromkeys(one.article.source for one in entries))[:6]
    held = tuple((title, title) for title in left_out)
    return Catalogue(Status(Path("i"), "1", manifest, 0, None), entries, held, sources)


@pytest.mark.parametrize("bad", HOSTILE)
def test_hostile_articles_stay_text(bad: str) -> None:
    held = catalogue(entry(bad, bad, bad, group=0), entry("b", bad, bad, group=0), left_out=(bad,))
    view = View(search=bad, copies_of=bad, opened=bad)
    for listed in (view, View(copies_of=bad), View(period=bad)):
        harmless(listing_html(held, find(held, listed), listed))
    tree = harmless(listing_html(held, find(held, View(copies_of=bad)), View(copies_of=bad)))
    assert bad in tree.texts["button"]
    assert bad in [found.get("data-article") for found in tree.attributes("button")]
    article = Article(bad, version_of(bad), bad, bad, bad, bad, None, bad)
    opened = harmless(reader_html(article, held.entries[0].article))
    assert bad in opened.texts["article"][0]
    assert opened.attributes("article")[0]["data-reading"] == bad
    harmless(reader_html(None, None))
    harmless(undo_html(bad, bad))
    drawn = timeline(held, bad)
    harmless(timeline_html(drawn, bad) + timeline_html(timeline(held), bad))
    harmless(timeline_html(replace(drawn, periods=((bad, (1, 2)),), sources=(bad,), within=bad)))
    assert bad in harmless(holdings_html(held, bad)).text


@settings(deadline=None)
@given(
    st.lists(
        st.tuples(
            st.sampled_from(["Ab", "ba", "Ç", ""]),
            st.sampled_from(["", "Wire", "post"]),
            st.sampled_from(["", "1999-12-31", "2021-03-29", "2021-03-30"]),
            st.integers(-1, 1),
            st.booleans(),
        ),
        max_size=2 * ON_PAGE + 1,
    ),
    st.sampled_from([*COLUMNS]),
    st.booleans(),
    st.integers(-3, 5),
)
def test_every_article_is_on_one_page_in_order(
    made: list[tuple[str, str, str, int, bool]], column: str, descending: bool, page: int
) -> None:
    entries = [entry(f"{n:03}", *one) for n, one in enumerate(made)]
    held = catalogue(*entries)
    view = View(column=column, descending=descending, page=page)
    first = find(held, view)
    assert first.pages == max(1, -(-len(made) // ON_PAGE))
    assert first.page == min(max(page, 1), first.pages)
    listed = [
        one
        for number in range(1, first.pages + 1)
        for one in find(held, replace(view, page=number)).entries
    ]
    assert sorted(one.article.id for one in listed) == [one.article.id for one in entries]
    dated = [one for one in listed if one.day] if column == "day" else listed
    assert listed[: len(dated)] == dated  # those without a date come last both ways
    keys = [COLUMNS[column](one) for one in dated]
    assert keys == sorted(keys, reverse=descending)
    html = Tree(listing_html(held, first, view))
    sorts = [one["aria-sort"] for one in html.attributes("th") if "aria-sort" in one]
    if made:
        assert sorted(set(sorts)) == sorted(["none", "descending" if descending else "ascending"])


def test_the_search_wants_all_words_and_periods_and_copies_narrow_it() -> None:
    held = catalogue(
        entry("a", "Storm nears", "Coast Herald", "2021-03-29", 0),
        entry("b", "Storm over", "Inland Post", "2021-04-01", 0),
        entry("c", "Vote", "Coast Herald", ""),
    )

    def ids(**view: str) -> list[str]:
        found = find(held, View(column="title", descending=False, **view))  # type: ignore[arg-type]
        assert found.count == len(found.entries)
        return [one.article.id for one in found.entries]

    assert ids(search="STORM coast") == ["a"]
    assert ids(search="herald") == ["a", "c"]
    assert ids(period="2021") == ["a", "b"]
    assert ids(period="2021-04", search="storm") == ["b"]
    assert ids(copies_of="a") == ["a", "b"]
    assert ids(copies_of="c") == ids(copies_of="gone") == ids(search="nothing") == []


@pytest.mark.parametrize(
    "click",
    [
        {},
        {"action": "sort"},
        {"action": "sort", "column": "__class__"},
        {"action": "page", "page": "-1"},
        {"action": "page", "page": "²"},
        {"action": "page", "page": [1]},
        {"action": "nothing", "page": "3"},
        {"action": ["sort"], "column": {}},
    ],
)
def test_clicks_that_cannot_be_change_nothing(click: dict[str, object]) -> None:
    assert after(View(), click) == View()


def test_clicks_change_what_is_looked_at() -> None:
    view = after(View(page=4), {"action": "sort", "column": "title"})
    assert view == View(column="title", descending=False)
    assert after(view, {"action": "sort", "column": "title"}).descending
    assert after(view, {"action": "sort", "column": "passages"}).descending
    assert after(view, {"action": "page", "page": "12"}).page == 12
    assert after(View(page=9), {"action": "search", "text": "x" * 999}) == View(search="x" * 200)
    narrowed = after(View(page=2), {"action": "period", "period": "2021-03"})
    assert narrowed == View(period="2021-03")
    assert after(narrowed, {"action": "period"}) == View()
    opened = after(view, {"action": "read", "article": "a"})
    assert (opened.opened, after(opened, {"action": "back"})) == ("a", view)


def test_an_empty_index_and_none_say_what_to_do() -> None:
    empty = catalogue()
    assert "No articles yet" in listing_html(empty, find(empty, View()), View())
    assert "No articles yet" in holdings_html(None, "seeds")
    assert listing_html(None, Found((), 0, 1, 1), View()) == ""
    assert timeline_html(timeline(empty)) == ""
    some = catalogue(entry("a", day=""))
    assert "No article matches" in listing_html(some, find(some, View(search="x")), View())
    assert "No article has a date" in timeline_html(timeline(some))


def test_how_far_the_vectors_are_is_shown() -> None:
    held = catalogue(entry("a"), entry("b", waiting=True), vectors=2)
    assert "by meaning 40% of the passages so far" in harmless(holdings_html(held, "s")).text
    shown = harmless(listing_html(held, find(held, View()), View()))
    assert [text for text in shown.texts["td"] if "so far" in text] == ["words so far"]
    assert not Tree(holdings_html(catalogue(entry("a")), "s")).attributes("progress")


DAYS = st.dates(date(1, 1, 1), date(9999, 12, 31)) | st.dates(date(2020, 1, 1), date(2024, 1, 1))


@settings(deadline=None)
@given(st.lists(st.tuples(DAYS, st.integers(0, 8)), min_size=1, max_size=30), st.data())
def test_the_timeline_counts_every_article_once(
    made: list[tuple[date, int]], data: st.DataObject
) -> None:
    held = catalogue(
        *(entry(str(n), source=f"S{s}", day=d.isoformat()) for n, (d, s) in enumerate(made)),
        entry("undated", day=""),
    )
    whole = timeline(held)
    assert (sum(sum(counts) for _, counts in whole.periods), whole.undated) == (len(made), 1)
    assert len({len(name) for name, _ in whole.periods}) == 1
    assert 1 <= len(whole.periods) <= 100
    names = [name for name, _ in whole.periods]
    assert names == sorted(names)
    for name, counts in whole.periods:
        assert sum(counts) == find(held, View(period=name)).count
    drawn = harmless(timeline_html(whole))
    bars = [found["data-period"] for found in drawn.attributes("g")]
    assert bars == [name for name, counts in whole.periods if any(counts)]
    assert [one.get("data-period") for one in drawn.attributes("button")] == bars
    chosen = data.draw(st.sampled_from(bars))
    inside = timeline(held, chosen)
    if len(chosen) < 7:
        assert inside.within == chosen
        inner = sum(sum(counts) for _, counts in inside.periods)
        assert inner == find(held, View(period=chosen)).count


def test_periods_in_words() -> None:
    said = [period_in_words(one) for one in ("2021-03", "2021", "202", "20", "2021-99", "x")]
    assert said == ["March 2021", "2021", "2020s", "2000–2099", "2021-99", "x"]


def test_only_uploads_are_taken_and_all_of_them_are_deleted(tmp_path: Path) -> None:
    kept, into, secret = tmp_path / "kept", tmp_path / "into", tmp_path / "secret.txt"
    into.mkdir()
    secret.write_text("Nobody is to read this.")

    def upload(folder: str, name: str, text: str = "Some words.") -> str:
        (kept / folder).mkdir(parents=True, exist_ok=True)
        (kept / folder / name).write_text(text)
        return str(kept / folder / name)

    bad = "<img src=x onerror=alert(1)>.txt"
    uploaded = [upload("1", bad), upload("2", "a.txt"), upload("3", "a.txt"), upload("4", ".b.txt")]
    (kept / "5").mkdir()
    (kept / "5" / "link.txt").symlink_to(secret)
    others = [secret, kept / "5" / "link.txt", kept / ".." / "secret.txt", kept / "no", kept, "\0"]
    failed = list(take([*uploaded, *map(str, others)], kept, into))
    assert sorted(path.name for path in into.iterdir()) == sorted([bad, "a.txt"])
    assert [error.path for error in failed][:2] == ["a.txt", ".b.txt"]
    assert len(failed) == 2 + len(others)
    assert secret.read_text() == "Nobody is to read this."
    assert [path.name for path in kept.iterdir()] == ["5"]
    many = [upload(f"m{n}", f"{n}.txt") for n in range(MOST_FILES + 1)]
    assert [e.path for e in take(many, kept, into)] == [f"{MOST_FILES}.txt"]
    assert [path.name for path in kept.iterdir()] == ["5"]


@pytest.fixture
def shelf(tmp_path: Path, seed_index_dir: Path) -> Shelf:
    """A shelf whose uploads are kept in `tmp_path/kept`."""
    shutil.copytree(seed_index_dir, tmp_path / "index")
    return Shelf(Settings(tmp_path / "index", SEEDS), tmp_path / "kept")


def held(shelf: Shelf) -> Catalogue:
    found = shelf.catalogue()
    assert found is not None
    return found


def last(steps: Iterator[str]) -> Tree:
    return harmless([*steps][-1])


def test_what_the_index_holds_is_listed(shelf: Shelf) -> None:
    listed = held(shelf)
    assert shelf.catalogue() is listed  # made once for each state of the index
    assert len(listed.entries) == listed.status.manifest.counts.articles
    assert [one.copies for one in listed.entries if one.group >= 0] == [1, 1]
    assert not any(one.waiting for one in listed.entries)


def test_uploads_are_added_under_their_names_and_replaced(shelf: Shelf, tmp_path: Path) -> None:
    def upload(text: str, name: str = "{note} <b>.txt") -> str:
        folder = tmp_path / "kept" / str(len(text))
        folder.mkdir(parents=True)
        (folder / name).write_text(text)
        return str(folder / name)

    before = len(held(shelf).entries)
    bad = "odd <i>.exe"
    shown = last(shelf.add_files([upload("A walrus came ashore."), upload("x" * 40, bad)]))
    assert shown.texts["dd"] == ["1", "0", "0", "0", "1"]
    assert bad in shown.text
    assert str(tmp_path) not in shown.text
    assert "upload-" not in shown.text
    added = shelf.article("{note} <b>.txt")
    assert added is not None
    assert added.text == "A walrus came ashore."
    assert last(shelf.add_files([upload("Two walruses came.")])).texts["dd"][:2] == ["0", "1"]
    assert len(held(shelf).entries) == before + 1
    assert not list((tmp_path / "kept").iterdir())
    nothing = last(shelf.add_files([upload("y" * 50, bad)]))
    assert "nothing could be indexed from the uploaded files (1 failed)" in nothing.text


def test_pages_are_fetched_and_what_fails_is_named(
    shelf: Shelf, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fetch(url: str, settings: FetchSettings) -> Article:
        if "bad" in url:
            raise FetchError(url, "is not to be had")
        text = "A page about walruses."
        return Article("example.org/walrus", version_of(text), "Walrus", text, url=url)

    monkeypatch.setattr("index.fetching.web_article.fetch_article", fetch)
    steps = [*shelf.add_pages("https://example.org/walrus\n\n https://example.org/bad \n")]
    shown = harmless(steps[-1])
    assert shown.texts["dd"] == ["1", "0", "0", "0", "1"]
    assert "https://example.org/bad: is not to be had" in shown.text
    assert "at least one address" in last(shelf.add_pages(" \n")).text
    assert "At most 50" in last(shelf.add_pages("\n".join(map(str, range(51))))).text


@pytest.mark.parametrize(
    "address", ["http://127.0.0.1:1/", "http://localhost/", "file:///etc/passwd"]
)
def test_nothing_private_is_fetched(shelf: Shelf, address: str) -> None:
    before = held(shelf)
    shown = last(shelf.add_pages(address)).text
    assert "nothing could be indexed from the web pages (1 failed)" in shown
    assert held(shelf) is before


def test_a_text_is_added_and_corrected(shelf: Shelf) -> None:
    given = ("Walrus --- ashore", "Coast <b>Herald</b>", "2024-05-06", "")
    assert last(shelf.add_text("A walrus came.", *given)).texts["dd"][0] == "1"
    assert last(shelf.add_text("Two walruses came.", *given)).texts["dd"][:2] == ["0", "1"]
    (found,) = [e.article for e in held(shelf).entries if "Walrus" in e.article.title]
    assert (found.title, found.source) == given[:2]
    assert found.published == date(2024, 5, 6)
    url = "https://example.org/walrus"
    assert last(shelf.add_text("Three.", "Other", "", "", url)).texts["dd"][0] == "1"
    assert shelf.article("example.org/walrus") is not None
    assert "no text to add" in last(shelf.add_text(" \n", "", "", "", "")).text


def test_what_is_removed_stays_out_and_comes_back_as_it_was(shelf: Shelf, tmp_path: Path) -> None:
    from qa.page.actions.rebuilding import building

    first = held(shelf).entries[0].article
    assert last(shelf.remove(first.id)).texts["dd"][2] == "1"
    assert shelf.article(first.id) is None
    assert held(shelf).left_out == ((first.id, first.title),)
    rebuilt = last(building(Settings(tmp_path / "index", SEEDS)))
    assert "removed for good before: 1" in rebuilt.text
    assert "Put back" in listing_html(held(shelf), find(held(shelf), View()), View())
    assert last(shelf.put_back(first.id)).texts["dd"][0] == "1"
    assert held(shelf).entries[0].article == first
    assert held(shelf).left_out == ()
    assert "no article 'none'" in last(shelf.remove("none")).text
    assert "nothing was put back" in last(shelf.put_back("none")).text
    assert json.dumps(read_catalogue(open_index(tmp_path / "index")).left_out) == "[]"


def test_one_changes_the_index_at_a_time() -> None:
    changing, first_in, go_on = Changing(), threading.Event(), threading.Event()
    order: list[str] = []

    def first(tell: object) -> BuildReport:
        first_in.set()
        go_on.wait(20)
        order.append("first")
        return BuildReport()

    def second(tell: object) -> BuildReport:
        order.append("second")
        return BuildReport()

    told: list[Progress] = []
    one = threading.Thread(target=changing.change, args=(first, told.append))
    one.start()
    assert first_in.wait(20)
    assert changing.wanted

    def hear(progress: Progress) -> None:
        told.append(progress)
        go_on.set()

    changing.change(second, hear)
    one.join(20)
    assert order == ["first", "second"]
    assert [progress.stage for progress in told] == ["waiting for another change of the index"]
    assert not changing.wanted


def test_a_busy_index_is_waited_for_but_not_for_ever() -> None:
    tries: list[int] = []

    def work(tell: object) -> BuildReport:
        tries.append(1)
        if len(tries) < 3:
            raise IndexBusy("another build")
        return BuildReport()

    assert Changing().change(work, lambda _: None) == BuildReport()
    assert len(tries) == 3
    tries.clear()
    with pytest.raises(IndexBusy):
        Changing(patience=0).change(work, lambda _: None)
    assert not Changing().wanted
