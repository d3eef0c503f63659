"""The page in a real browser: chats that are kept, ratings, copies, editing, chips, access."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from qa.page.actions.offers import STARTERS
from tests.qa.page.browsing import (
    FOLLOW_UP,
    OFF_TOPIC,
    QUESTION,
    Served,
    Watch,
    open_tab,
    violations,
)

if TYPE_CHECKING:
    from playwright.sync_api import Browser

pytestmark = pytest.mark.browser
DATED = "How many vessels were waiting to enter the Suez Canal in March 2021?"


def first_sentence(tab: Watch) -> str:
    return str(tab.page.locator("#chat .sentence").first.text_content())


def test_a_chat_survives_a_reload_with_its_sources_and_marks(tab: Watch) -> None:
    page = tab.page
    tab.ask(QUESTION)
    tab.settled(1)
    tab.ask(FOLLOW_UP)
    tab.settled(2)
    page.wait_for_selector("#chats .chat.current")
    quote = first_sentence(tab)
    page.wait_for_function("location.search.includes('chat=')")
    page.reload()
    tab.settled(2)
    assert page.locator("#chat .question").all_text_contents() == [QUESTION, FOLLOW_UP]
    assert first_sentence(tab) == quote
    page.wait_for_selector("#panel .card mark")
    page.locator("#chat .chip").first.click()
    mark = page.wait_for_selector("[data-opened] mark.now")
    assert mark is not None
    assert mark.text_content() == quote
    tab.ask(OFF_TOPIC)  # it goes on
    tab.settled(3)


def test_chats_are_listed_opened_renamed_deleted_and_had_back(tab: Watch) -> None:
    page = tab.page
    tab.ask(QUESTION)
    tab.settled(1)
    current = page.locator("#chats .chat.current .open")
    assert current.text_content() == QUESTION
    page.locator("#chats .chat.current").get_by_role("button", name="Rename").click()
    box = page.locator("#chats .chat.current input")
    box.fill("Ships <b>in</b> line")
    box.press("Enter")
    page.wait_for_function(
        "document.querySelector('#chats .current .open')?.textContent === 'Ships <b>in</b> line'"
    )
    page.get_by_role("button", name="+ New chat").click()
    page.wait_for_selector("#chat .welcome")
    assert page.locator("#chats .chat.current").count() == 0
    page.get_by_label("Search the chats").fill("in line ships")
    page.wait_for_function("document.querySelectorAll('#chats .chat').length === 1")
    page.locator("#chats .open").click()
    tab.settled(1)
    page.locator("#chats .chat.current").get_by_role("button", name="Delete").click()
    page.wait_for_selector("#chat .welcome")
    page.get_by_role("button", name="Undo").click()
    tab.settled(1)
    assert current.text_content() == "Ships <b>in</b> line"


@pytest.mark.slow
def test_ratings_go_out_as_questions_and_chats_out_and_in(tab: Watch, tmp_path: Path) -> None:
    page = tab.page
    tab.ask(QUESTION)
    tab.settled(1)
    page.get_by_role("button", name="Helpful", exact=True).click()
    comment = page.locator("#chat .comment textarea")
    comment.fill("Just right.")
    page.get_by_role("button", name="Save").click()
    pressed = "document.querySelector('#chat [aria-pressed=true]')?.textContent"
    page.wait_for_function(f"{pressed} === 'Helpful'")
    for _ in range(2):
        with page.expect_download() as download:
            page.get_by_role("button", name="Export ratings").click()
    lines = Path(download.value.path()).read_text().splitlines()
    rated = next(json.loads(line) for line in lines if json.loads(line)["question"] == QUESTION)
    assert rated["answerable"] is True
    assert rated["relevant"]
    with page.expect_download() as download:
        page.locator("#chats .chat.current").get_by_role("button", name="Export this").click()
    kept = tmp_path / "chats.json"
    download.value.save_as(kept)
    before = page.locator("#chats .chat").count()
    with page.expect_file_chooser() as chooser:
        page.get_by_role("button", name="Import").click()
    chooser.value.set_files(kept)
    page.wait_for_function(f"document.querySelectorAll('#chats .chat').length === {before + 1}")
    kept.write_text("{}")
    with page.expect_file_chooser() as chooser:
        page.get_by_role("button", name="Import").click()
    chooser.value.set_files(kept)
    page.wait_for_function(
        "/export|chats|kind/i.test(document.querySelector('#download').innerText)"
    )
    assert page.locator("#chats .chat").count() == before + 1


@pytest.mark.slow
def test_a_comment_stays_with_its_chat(tab: Watch) -> None:
    page = tab.page
    comment = page.locator("#chat .comment textarea")
    for typed in ("Of the first.", "Of the second."):
        page.get_by_role("button", name="+ New chat").click()
        page.wait_for_selector("#chat .welcome")
        tab.ask(QUESTION)
        tab.settled(1)
        page.get_by_role("button", name="Helpful", exact=True).click()
        comment.fill(typed)
    second = page.evaluate("location.search")
    page.locator("#chats .open").nth(1).click()
    page.wait_for_function(f"location.search !== {second!r}")
    assert comment.input_value() == ""


def test_an_answer_is_copied_with_footnotes(tab: Watch) -> None:
    page = tab.page
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    tab.ask(QUESTION)
    tab.settled(1)
    page.get_by_role("button", name="Copy with footnotes").click()
    page.wait_for_function("document.querySelector('#chat').innerText.includes('Copied')")
    copied = page.evaluate("navigator.clipboard.readText()")
    assert "[^1]" in copied
    assert "[^1]:" in copied
    page.get_by_role("button", name="Copy as text").click()
    page.wait_for_function(
        "navigator.clipboard.readText().then(text => text.includes('[1]') && !text.includes('[^'))"
    )


@pytest.mark.slow
def test_an_earlier_question_is_edited_and_what_followed_is_dropped(tab: Watch) -> None:
    page = tab.page
    tab.ask(STARTERS[3][1])
    tab.settled(1)
    tab.ask(OFF_TOPIC)
    tab.settled(2)
    page.get_by_role("button", name="Edit this question").first.click()
    page.wait_for_selector("#chips .off")
    box = page.get_by_label("Your question")
    page.wait_for_function("document.querySelector('#asking textarea').value !== ''")
    assert box.input_value() == STARTERS[3][1]
    tab.ask(QUESTION)
    tab.settled(1)
    assert page.locator("#chat .question").all_text_contents() == [QUESTION]
    assert page.locator("#chips .off").count() == 0
    page.reload()
    tab.settled(1)
    assert page.locator("#chat .question").all_text_contents() == [QUESTION]


def test_what_was_understood_of_dates_can_be_taken_out(tab: Watch) -> None:
    page = tab.page
    tab.ask(DATED)
    tab.settled(1)
    assert "March 2021" in str(page.locator("#chat .noted").text_content())
    page.locator("#chat .noted").get_by_role("button").click()
    page.wait_for_function(
        "!document.querySelector('#chat .noted') &&"
        " document.querySelector('#chat [data-state=done]')"
    )
    assert page.locator("#chat .turn").count() == 1
    page.get_by_role("button", name="Ask again").click()
    tab.settled(1)
    assert page.locator("#chat .noted").count() == 0
    page.get_by_text("How this was found").click()
    assert DATED in str(page.locator("#chat .details dl").text_content())


def test_filters_are_chips_that_can_be_removed(tab: Watch) -> None:
    page = tab.page
    page.get_by_role("button", name="Filters and options").click()
    page.get_by_label("Published since").fill("2023")
    page.get_by_label("Published until").fill("2024")
    page.wait_for_function("document.querySelectorAll('#chips .off').length === 2")
    page.get_by_role("button", name="Remove the filter since 2023").click()
    page.wait_for_function("document.querySelectorAll('#chips .off').length === 1")
    assert page.get_by_label("Published since").input_value() == ""
    tab.ask(QUESTION)
    tab.settled(1)
    days = page.locator("#panel time").evaluate_all("all => all.map(one => one.dateTime)")
    assert all(day <= "2024-12-31" for day in days)


def test_a_chip_marks_its_quote_and_marks_are_stepped_through(tab: Watch) -> None:
    page = tab.page
    tab.ask("When did Chandrayaan-3 land on the Moon?")
    tab.settled(1)
    quotes = page.locator("#panel .quote")
    order = quotes.evaluate_all("all => all.map(one => one.dataset.source)")
    assert len(order) > 1
    page.locator("#chat .chip").last.hover()
    page.wait_for_selector("#panel .quote.hot")
    place = page.locator("#chat .chip").last.get_attribute("data-source")
    assert page.locator("#panel .quote.hot").get_attribute("data-source") == place
    page.locator("#chat .chip").first.focus()
    page.wait_for_function("document.querySelector('#panel .quote.hot')?.dataset.source === '0'")
    page.keyboard.press("Enter")
    page.wait_for_selector('[data-opened="0.0"] mark.now')
    page.get_by_role("button", name="Next mark").click()
    page.wait_for_selector(f'[data-opened="0.{order[1]}"] mark.now:focus')
    page.get_by_role("button", name="Previous mark").click()
    page.wait_for_selector('[data-opened="0.0"] mark.now:focus')


@pytest.mark.slow
@pytest.mark.parametrize("theme", ["light", "dark"])
def test_axe_finds_no_fault(chromium: Browser, served: Served, theme: str) -> None:
    tab = open_tab(chromium, served, query=f"?__theme={theme}")
    page = tab.page
    assert violations(tab) == []
    tab.ask(QUESTION)
    tab.settled(1)
    tab.ask(OFF_TOPIC)
    tab.settled(2)
    page.get_by_role("button", name="Not helpful").first.click()
    page.wait_for_selector("#chat .comment")
    page.locator("#chat .details summary").first.click()
    page.get_by_role("button", name="Filters and options").click()
    page.wait_for_timeout(600)  # sentences fade in: their contrast is right at the end
    assert violations(tab) == []
    page.locator("#chat .chip").first.click()
    page.wait_for_selector("[data-opened] mark")
    assert violations(tab) == []
    page.get_by_role("tab", name="Library").click()
    assert violations(tab) == []
    tab.close()
