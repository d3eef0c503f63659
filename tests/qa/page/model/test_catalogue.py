"""What the library lists: searched, sorted, paged, counted."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from qa.page.html.library import listing_html
from qa.page.model.catalogue import (
    COLUMNS,
    ON_PAGE,
    View,
    after,
    find,
)
from tests.qa.page.catalogues import catalogue, entry
from tests.qa.page.trees import Tree


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
