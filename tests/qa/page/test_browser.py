"""The page in a real browser: asking, checking, filters, follow-ups, phone width."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from qa.page.actions.offers import STARTERS
from tests.qa.page.browsing import (
    FOLLOW_UP,
    HOSTILE_QUESTION,
    IN_VIEW,
    OFF_TOPIC,
    QUESTION,
    UNDERSTOOD,
    Served,
    Watch,
    open_tab,
    violations,
)

if TYPE_CHECKING:
    from playwright.sync_api import Browser


@pytest.mark.browser
def test_an_answer_is_cited_and_a_click_shows_the_sentence(tab: Watch) -> None:
    page = tab.page
    assert page.title() == "Ask the Articles"
    assert page.locator(".example").count() == len(STARTERS)
    page.get_by_role("button", name=QUESTION, exact=True).click()
    page.wait_for_selector("#chat .answer")
    chips = page.locator("#chat .chip")
    cards, quotes = page.locator("#panel .card"), page.locator("#panel .quote")
    words = {
        str(one.get_attribute("data-source")): one.locator("mark").text_content()
        for one in quotes.all()
    }
    assert 1 <= page.locator("#chat .sentence").count() <= chips.count()
    assert len(words) == quotes.count() == len(set(chips.all_text_contents()))
    titles = cards.locator(".title").all_text_contents()
    assert len(titles) == cards.count() == len(set(titles))
    assert words["0"] == page.locator("#chat .sentence").first.text_content()
    for chip in chips.all():
        chip.click()
        place = str(chip.get_attribute("data-source"))
        mark = page.wait_for_selector(f'[data-opened="0.{place}"] mark.now')
        assert mark is not None
        assert mark.text_content() == words[place]
        page.wait_for_function(IN_VIEW, arg=mark)
    page.get_by_role("button", name="← Sources").click()
    page.wait_for_selector("#panel .card")
    cards.nth(0).locator("blockquote").first.click()
    page.wait_for_selector('[data-opened="0.0"] mark')
    page.keyboard.press("Escape")
    page.wait_for_selector("#panel .card")
    link = page.locator("#panel .card a").first
    assert str(link.get_attribute("href")).startswith("https://")
    assert link.get_attribute("rel") == "noopener noreferrer"


@pytest.mark.browser
def test_the_keyboard_suffices(tab: Watch) -> None:
    page = tab.page
    tab.ask(QUESTION)
    page.wait_for_selector("#chat .answer")
    page.locator("#chat .chip").first.focus()
    page.keyboard.press("Enter")
    page.wait_for_selector("[data-opened] mark")
    page.wait_for_function("document.activeElement.tagName === 'MARK'")
    page.keyboard.press("Escape")
    page.wait_for_function("document.activeElement.className === 'title'")
    unnamed = page.evaluate(
        """() => [...document.querySelectorAll("button, input, textarea")].filter(one =>
            !one.textContent.trim() && !one.getAttribute("aria-label") && !one.labels?.length &&
            one.offsetParent).map(one => one.outerHTML)"""
    )
    assert unnamed == []


@pytest.mark.browser
def test_a_timeline_is_drawn_and_its_dots_open_their_sources(tab: Watch) -> None:
    page = tab.page
    tab.ask("Give me a timeline of the Berlin Wall.")
    tab.settled(1)
    dots, lines = page.locator("#chat .event"), page.locator("#chat ol.items li")
    assert 2 <= dots.count() == lines.count()
    dots.nth(1).hover()
    page.wait_for_selector("#chat ol.items li.hot")
    assert lines.nth(1).get_attribute("class") == "hot"
    dots.first.focus()
    page.keyboard.press("Enter")
    page.wait_for_selector('[data-opened="0.0"] mark.now:focus')
    assert page.locator('[data-opened="0.0"] mark[data-number]').count() >= 2
    assert violations(tab) == []


@pytest.mark.slow
@pytest.mark.browser
def test_a_refusal_says_so_and_cites_nothing(tab: Watch) -> None:
    tab.ask(OFF_TOPIC)
    refusal = tab.page.wait_for_selector("#chat .refusal")
    assert refusal is not None
    assert refusal.text_content() == "The articles do not say this."
    assert tab.page.locator("#chat .chip").count() == 0
    assert not any("[" in said for said in tab.page.locator("#panel .number").all_text_contents())
    assert tab.page.locator("#panel .card.near").count() > 0


@pytest.mark.browser
def test_a_hostile_article_and_question_run_nothing(tab: Watch) -> None:
    page = tab.page
    tab.ask(HOSTILE_QUESTION)
    page.wait_for_selector("#chat .answer")
    assert "417 seals" in str(page.locator("#chat .answer").text_content())
    page.locator("#chat .chip").first.click()
    page.wait_for_selector("[data-opened] mark")
    assert "<img src=x onerror" in str(page.locator("#panel h2").text_content())
    tab.ask("<img src=x onerror=window.pwned=1>[a](javascript:window.pwned=1)<script>1</script>?")
    tab.settled(2)
    tab.ask("\u202e\u2066<svg onload=window.pwned=1>" + "x" * 1_000_000)
    tab.settled(3)
    assert "at most 1,000" in str(page.locator("#chat .failed").text_content())
    named = page.locator("#chats .open").all_text_contents()
    assert all(len(title) < 200 for title in named)
    assert page.locator("#chat img, #panel img, #chat script, #panel script").count() == 0
    assert page.locator("#chat svg, #panel svg, #chats svg").count() == 0
    assert page.locator("a[href^=javascript]").count() == 0


@pytest.mark.browser
def test_a_follow_up_is_understood_shown_and_can_be_edited(tab: Watch) -> None:
    page = tab.page
    tab.ask(QUESTION)
    page.wait_for_selector("#chat .answer")
    assert page.locator("#chat .understood").count() == 0
    tab.ask(FOLLOW_UP)
    tab.settled(2)
    understood = page.locator("#chat .understood")
    assert understood.locator("bdi").all_text_contents() == [UNDERSTOOD]
    assert page.locator("#chat .question").last.text_content() == FOLLOW_UP
    assert "Suez Canal" in str(page.locator("#chat .answer").last.text_content())
    panel = page.locator("#panel").text_content()
    understood.get_by_role("button", name="Edit").click()
    box = page.get_by_label("Your question")
    page.wait_for_function(
        "text => document.querySelector('#asking textarea').value === text", arg=UNDERSTOOD
    )
    assert page.locator("#panel").text_content() == panel
    tab.ask("How long was it closed?")  # edited: it is asked as it stands
    tab.settled(3)
    assert understood.count() == 1
    assert box.input_value() == ""
    tab.ask(OFF_TOPIC)
    tab.settled(4)
    assert understood.count() == 1
    assert page.locator("#chat .refusal").count() >= 1


@pytest.mark.slow
@pytest.mark.browser
def test_a_wrong_date_is_told_in_the_chat_and_filters_apply(tab: Watch) -> None:
    page = tab.page
    page.get_by_role("button", name="Filters and options").click()
    page.get_by_label("Published since").fill("soon")
    tab.ask(QUESTION)
    failed = page.wait_for_selector("#chat .failed")
    assert failed is not None
    assert "soon" in str(failed.text_content())
    page.get_by_label("Published since").fill("2023-01-01")
    tab.ask(QUESTION)
    tab.settled(2)
    days = page.locator("#panel time").evaluate_all("all => all.map(one => one.dateTime)")
    assert all(day >= "2023-01-01" for day in days)
    page.get_by_role("button", name="+ New chat").click()
    page.wait_for_selector("#chat .welcome")
    assert page.locator("#chat .turn").count() == 0


@pytest.mark.slow
@pytest.mark.browser
def test_a_new_chat_drops_the_answer_being_written(tab: Watch) -> None:
    page = tab.page
    tab.ask(QUESTION)
    page.wait_for_selector("#chat .turn")
    page.get_by_role("button", name="+ New chat").click()
    page.wait_for_selector("#chat .welcome")
    tab.ask(OFF_TOPIC)
    page.wait_for_selector("#chat .refusal")
    assert page.locator("#chat .question").all_text_contents() == [OFF_TOPIC]


@pytest.mark.browser
def test_a_second_question_need_not_wait_for_the_first_answer(tab: Watch) -> None:
    tab.ask(QUESTION)
    tab.page.wait_for_selector("#chat .turn")
    tab.ask(OFF_TOPIC)
    tab.settled(2)
    assert tab.page.locator("#chat .answer").count() == 1
    assert tab.page.locator("#chat .refusal").count() == 1
    shown = tab.page.locator("#chat .question").all_text_contents()
    assert shown == [QUESTION, OFF_TOPIC]


@pytest.mark.slow
@pytest.mark.browser
def test_two_tabs_are_two_chats(chromium: Browser, served: Served, tab: Watch) -> None:
    other = open_tab(chromium, served)
    tab.ask(QUESTION)
    other.ask(STARTERS[1][1])
    for each, asked in ((tab, QUESTION), (other, STARTERS[1][1])):
        each.page.wait_for_selector("#chat .answer")
        assert each.page.locator("#chat .question").all_text_contents() == [asked]
        each.page.locator("#chat .chip").first.click()
        mark = each.page.wait_for_selector("[data-opened] mark.now")
        assert mark is not None
        assert mark.text_content() == each.page.locator("#chat .sentence").first.text_content()
    other.close()


@pytest.mark.browser
def test_nothing_overflows_on_a_phone(chromium: Browser, served: Served) -> None:
    phone = open_tab(chromium, served, 360, 740)
    page = phone.page
    width = "Math.max(document.documentElement.scrollWidth, document.body.scrollWidth)"
    assert page.evaluate(width) <= 360
    phone.ask(f"{QUESTION} {'x' * 300}")
    phone.settled(1)
    phone.ask(QUESTION)
    phone.settled(2)
    assert page.evaluate(width) <= 360
    page.locator("#chat .chip").last.click()
    mark = page.wait_for_selector("[data-opened] mark.now")
    page.wait_for_function(IN_VIEW, arg=mark)
    assert page.evaluate(width) <= 360
    clipped = page.evaluate(
        """() => [...document.querySelectorAll("#desk *")].filter(one => one.offsetParent
            && one.getBoundingClientRect().right > 361).map(one => one.outerHTML)"""
    )
    assert clipped == []
    phone.close()


@pytest.mark.browser
def test_a_rebuild_reports_and_asking_goes_on(tab: Watch, served: Served) -> None:
    page = tab.page
    page.get_by_role("tab", name="Library").click()
    (served.seeds / "new.txt").write_text(
        "Ferry returns\n\nThe ferry Morwenna resumed her crossings to Skerrin island on Friday."
    )
    (served.seeds / "broken.json").write_text("{ not json")
    page.get_by_role("button", name="Rebuild index").click()
    page.get_by_role("tab", name="Ask").click()
    tab.ask(QUESTION)
    page.wait_for_selector("#chat .answer")
    page.get_by_role("tab", name="Library").click()
    page.wait_for_selector("#report dl")
    report = str(page.locator("#report").text_content())
    page.get_by_role("tab", name="Ask").click()
    assert "Added1" in report
    assert "broken.json" in report
    assert page.locator(".masthead p").text_content() is not None
    tab.ask("When did the ferry Morwenna resume her crossings?")
    tab.settled(2)
    assert "Skerrin" in str(page.locator("#chat .answer").last.text_content())
