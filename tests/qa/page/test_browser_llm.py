"""A language model behind the page, in a real browser: streaming, Stop, marks, and failure."""

from __future__ import annotations

import shutil
import time
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.qa.llm.stub import running, seen
from tests.qa.page.browsing import Served, Watch, serving, watched

if TYPE_CHECKING:
    from playwright.sync_api import BrowserContext

QUESTION = "Who won the 2022 World Cup final?"
TWO = "Who won the 2022 World Cup final and what did Gabriel Boric promise?"
PARTS = [QUESTION, "What did Gabriel Boric promise?"]
WON, BAD = "Argentina won the final on penalties", "The final was postponed by 14 years"
SAYS = f"say|{WON} [1]. {BAD} [1]. It was a fine day."
PAUSES = f"pauses|{WON} [1]. {BAD} [1]. {WON} [1]. It was a fine"
PLANS = f"say|{WON} [1].||Question: {TWO} / Part: {PARTS[0]} / Part: {PARTS[1]}"
MODELS = ("500|", SAYS, PAUSES, PLANS)
COUNTING = """() => {
    window.counts = new Set();
    const count = () => {
        const shown = document.querySelectorAll("#chat [data-state=pending] .sentence").length;
        if (shown) window.counts.add(shown);
    };
    new MutationObserver(count).observe(document.body, { childList: true, subtree: true });
}"""
LONG = 20_000  # milliseconds; what is not stopped stalls for a minute


@pytest.fixture(scope="module")
def stub() -> Iterator[str]:
    with running() as url:
        yield url


@pytest.fixture(scope="module")
def written(
    tmp_path_factory: pytest.TempPathFactory, seed_index_dir: Path, stub: str
) -> Iterator[Served]:
    """The app with several models to choose from."""
    folder = tmp_path_factory.mktemp("written")
    (folder / "seeds").mkdir()
    shutil.copytree(seed_index_dir, folder / "index")
    models = [word for model in MODELS for word in ("--llm", f"openai:{model}")]
    with serving(folder, *models, "--llm-url", f"{stub}/v1", "--limit", "100000") as app:
        yield app


@pytest.fixture
def tab(visitor: BrowserContext, written: Served) -> Iterator[Watch]:
    watch = watched(visitor.new_page(), written)
    yield watch
    watch.close()


def asked_of(tab: Watch, model: str, question: str = QUESTION) -> None:
    tab.page.get_by_role("button", name="Filters and options").click()
    tab.page.get_by_role("radio", name=f"written by openai:{model}", exact=True).check()
    chosen = tab.page.locator("#writer label.selected")
    assert chosen.evaluate("one => getComputedStyle(one).outlineStyle") == "solid"
    tab.ask(question)


@pytest.mark.slow
@pytest.mark.browser
def test_sentences_come_one_by_one_and_stop_hangs_up(tab: Watch, stub: str) -> None:
    page = tab.page
    page.evaluate(COUNTING)
    asked_of(tab, PAUSES)
    page.wait_for_function("window.counts.has(3)")
    assert len(page.evaluate("[...window.counts]")) > 1
    assert "is writing" in str(page.locator("#chat p.pending").text_content())
    page.get_by_role("button", name="Stop").click()
    page.wait_for_selector("#chat .failed", timeout=LONG)
    assert page.locator("#chat .sentence").all_text_contents() == [f"{WON}.", f"{BAD}.", f"{WON}."]
    assert page.locator("#chat .confidence").count() == 0  # of half an answer nothing is known
    until = time.monotonic() + LONG / 1000
    while not any(request["model"] == "pauses hung up" for request in seen(stub)):
        assert time.monotonic() < until
        time.sleep(0.1)
    page.locator("#chat .chip").first.click()
    page.wait_for_selector("[data-opened] mark")


@pytest.mark.slow
@pytest.mark.browser
def test_sentences_without_support_are_marked_and_can_be_hidden(tab: Watch) -> None:
    page = tab.page
    asked_of(tab, SAYS)
    tab.settled(1)
    said = page.locator("#chat .said")
    assert page.locator("#chat .sentence").count() == 3
    doubts = page.locator("#chat .said.unsupported .doubt").all_text_contents()
    assert len(doubts) == 2
    assert all(doubt.startswith("unsupported: ") for doubt in doubts)
    assert doubts[1].endswith("cites nothing")
    marks = "one => getComputedStyle(one).textDecorationLine"
    assert page.locator(".sentence.unsupported").first.evaluate(marks) == "underline"
    hide = page.get_by_label("Hide sentences without support")
    hide.check()
    page.wait_for_function("document.body.classList.contains('hide-unsupported')")
    assert [one.is_visible() for one in said.all()] == [True, False, False]
    hide.uncheck()
    page.wait_for_function("!document.body.classList.contains('hide-unsupported')")
    assert [one.is_visible() for one in said.all()] == [True, True, True]


@pytest.mark.slow
@pytest.mark.browser
def test_a_model_that_fails_leaves_the_articles_own_words(tab: Watch) -> None:
    page = tab.page
    asked_of(tab, "500|")
    tab.settled(1)
    notice = str(page.locator("#chat .reason").text_content())
    assert "status 500" in notice
    assert "articles' own words" in notice
    assert page.locator("#chat .sentence.unsupported").count() == 0
    assert "Argentina" in str(page.locator("#chat .answer").text_content())


@pytest.mark.slow
@pytest.mark.browser
def test_a_question_in_parts_shows_them(tab: Watch) -> None:
    page = tab.page
    asked_of(tab, PLANS, TWO)
    tab.settled(1)
    assert page.locator("#chat .parts bdi").all_text_contents() == PARTS
    assert page.locator("#chat .reason").count() == 0
