"""What the library lists, as HTML."""

from __future__ import annotations

from dataclasses import replace

import pytest

from index.article import Article, version_of
from index.place import MilvusPlace
from qa.page.html.library import holdings_html, listing_html, reader_html, undo_html
from qa.page.html.timeline import timeline_html
from qa.page.model.catalogue import (
    Found,
    View,
    find,
)
from qa.page.model.timeline import timeline
from tests.qa.page.catalogues import catalogue, entry
from tests.qa.page.trees import HOSTILE, Tree, harmless


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


def test_the_size_is_told_where_it_is_known() -> None:
    held = catalogue(entry("a"))
    assert "0.0 MB" in holdings_html(held, "seeds")
    elsewhere = replace(held, status=replace(held.status, place=MilvusPlace("http://host:19530")))
    told = holdings_html(elsewhere, "seeds")
    assert "1 articles, 5 passages" in told
    assert "MB" not in told


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
