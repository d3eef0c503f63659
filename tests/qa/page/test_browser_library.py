"""The library in a real browser: finding, reading, adding, removing, undoing, phone width."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from index.store import open_index
from tests.qa.page.browsing import Served, Watch, open_tab, violations

if TYPE_CHECKING:
    from playwright.sync_api import Browser

NAME = "{{walrus}} <img src=x onerror=window.pwned=1>.json"
WALRUS = {
    "id": "walrus <b>",
    "title": "A walrus ' onmouseover=window.pwned=1 came ashore",
    "text": "A walrus came ashore at Ardnamurrow <script>window.pwned=1</script> in June.",
    "source": "Coast Herald",
    "date": "2024-06-01",
}
ROWS = "document.querySelectorAll('#listing tbody tr').length"


def enter(watch: Watch) -> None:
    watch.page.get_by_role("tab", name="Library").click()
    watch.page.wait_for_selector("#listing tbody tr")


def search(watch: Watch, text: str, rows: int) -> None:
    """Type quickly into the search box; the last key counts."""
    box = watch.page.locator("#listing input")
    box.fill("")
    box.press_sequentially(text, delay=20)
    watch.page.wait_for_function(f"{ROWS} === {rows}")
    watch.page.wait_for_function(
        "text => document.querySelector('#listing input').value === text", arg=text
    )


@pytest.mark.browser
def test_articles_are_found_sorted_and_read(tab: Watch, served: Served) -> None:
    page = tab.page
    enter(tab)
    count = open_index(served.index).manifest.counts.articles
    assert page.locator("#listing tbody tr").count() == count
    page.get_by_role("button", name="Sort by Title").click()
    page.wait_for_selector("th.title[aria-sort=ascending]")
    page.wait_for_function("document.activeElement.dataset.column === 'title'")
    titles = page.locator("#listing button.title").all_text_contents()
    assert titles == sorted(titles, key=str.casefold)
    search(tab, "seals towers", 1)
    page.wait_for_function("document.activeElement.tagName === 'INPUT'")
    page.locator("#listing button.title").focus()
    page.keyboard.press("Enter")
    page.wait_for_selector("#reader .text")
    page.wait_for_function("document.activeElement.closest('#reader h2') !== null")
    article = open_index(served.index).article("hostile")
    assert page.locator("#reader .text").text_content() == article.text
    assert page.locator("#reader h2").text_content() == article.title
    page.locator("#timeline summary").click()
    assert violations(tab) == []
    page.locator("#reader .back").focus()
    page.keyboard.press("Escape")
    page.wait_for_selector("#reader .text", state="detached")
    page.wait_for_function("document.activeElement.dataset.article === 'hostile'")
    search(tab, "no such article at all", 0)
    search(tab, "", count)
    page.locator("#timeline .bar").first.click()
    page.wait_for_function(f"{ROWS} < {count}")
    page.wait_for_selector("#listing .only")


@pytest.mark.browser
def test_a_file_is_added_removed_had_back_and_removed(tab: Watch, served: Served) -> None:
    page = tab.page
    enter(tab)
    count = open_index(served.index).manifest.counts.articles
    page.get_by_role("button", name="Add articles").click()
    walrus = json.dumps(WALRUS).encode()
    page.set_input_files(
        "#files input[type=file]",
        {"name": NAME, "mimeType": "application/json", "buffer": walrus},
    )
    page.wait_for_function(f"{ROWS} === {count + 1}")
    assert page.locator("#report dd").all_text_contents() == ["1", "0", "0", "0", "0"]
    page.wait_for_function(f"document.querySelector('#masthead').innerText.includes('{count + 1}')")
    assert open_index(served.index).article(WALRUS["id"]).title == WALRUS["title"]
    search(tab, "walrus", 1)
    page.locator("#listing .remove button").click()
    page.wait_for_function(f"{ROWS} === 0")
    page.wait_for_function("document.activeElement.closest('#report .undo') !== null")
    page.keyboard.press("Enter")
    page.wait_for_function(f"{ROWS} === 1")
    page.wait_for_function("!document.querySelector('#listing .left-out')")
    page.locator("#listing button.title").click()
    page.locator("#reader").get_by_role("button", name="Remove").click()
    page.wait_for_function(f"{ROWS} === 0")
    page.wait_for_selector("#reader h2:has-text('not in the index any more')")
    page.get_by_role("button", name="Rebuild index").click()
    page.wait_for_function("document.querySelector('#report dl')?.innerText.includes('Unchanged')")
    assert open_index(served.index).manifest.counts.articles == count


@pytest.mark.slow
@pytest.mark.browser
def test_a_phone_shows_the_library_without_scrolling_sideways(
    chromium: Browser, served: Served
) -> None:
    watch = open_tab(chromium, served, width=360, height=740)
    enter(watch)
    page = watch.page
    fits = "document.documentElement.scrollWidth <= window.innerWidth"
    assert page.evaluate(fits)
    page.get_by_role("button", name="Add articles").click()
    page.wait_for_selector("#files input", state="attached")
    assert page.evaluate(fits)
    page.locator("#listing button.title").first.click()
    page.wait_for_selector("#reader .text")
    assert page.evaluate(fits)
    assert not page.locator("#listing table").is_visible()
    page.locator("#reader .back").click()
    page.wait_for_selector("#listing table")
    watch.close()
