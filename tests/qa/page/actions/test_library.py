"""What the library does: what it takes from outside, removes and brings back."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from index.article import Article, version_of
from index.errors import FetchError
from index.fetching.web_article import FetchSettings
from index.store import open_index
from qa.page.actions.library import Shelf
from qa.page.actions.replying import Settings
from qa.page.html.library import listing_html
from qa.page.model.catalogue import (
    Catalogue,
    View,
    find,
    read_catalogue,
)
from tests.conftest import SEEDS
from tests.qa.page.trees import Tree, harmless


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
