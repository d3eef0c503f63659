"""The chat page: its command line, and the real thing served and driven by a real browser."""

from __future__ import annotations

import asyncio
import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn

import httpx
import pytest
from qa.desk import EXAMPLES

from index.store import open_index
from tests.conftest import REPLY_KEYS

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

ROOT = Path(__file__).resolve().parents[1]
QUESTION = EXAMPLES[0][1]
FOLLOW_UP = "And how long was it closed?"
UNDERSTOOD = "How long was the Suez Canal closed?"
OFF_TOPIC = "How do I bake sourdough bread with rye flour?"
HOSTILE = (
    "The lighthouse keeper of Ardnamurrow counted 417 seals <img src=x onerror=window.pwned=1> "
    "on the rocks below <script>window.pwned=1</script> his tower in May. "
    "He wrote to [the ministry](javascript:window.pwned=1) <!-- twice --> "
    "about ${window.pwned=1} and {{constructor.constructor('window.pwned=1')()}} that summer."
)
HOSTILE_QUESTION = "How many seals did the lighthouse keeper of Ardnamurrow count?"
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]


def run(*arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "app.py", *arguments],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )


def test_help_imports_nothing_heavy() -> None:
    code = (
        "import app, sys\n"
        "try: app.main(['--help'])\n"
        "except SystemExit as end: assert end.code == 0\n"
        "heavy = {'gradio', 'faiss', 'numpy', 'torch', 'onnxruntime'} & set(sys.modules)\n"
        "assert not heavy, heavy"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    assert "--no-browser" in done.stdout


@pytest.mark.parametrize("port", ["0", "65536", "-1", "http", "٣"])
def test_a_port_that_cannot_be_is_bad_usage(port: str) -> None:
    done = run("--port", port)
    assert done.returncode == 2
    assert "is not a port" in done.stderr
    assert "Traceback" not in done.stderr


def test_a_host_that_is_not_this_machine_is_an_error() -> None:
    done = run("--host", "203.0.113.1")
    assert done.returncode == 1
    assert "error: cannot serve on 203.0.113.1" in done.stderr
    assert "Traceback" not in done.stderr


def test_seeds_that_are_not_there_are_bad_usage(tmp_path: Path) -> None:
    done = run("--index", str(tmp_path / "index"), "--seeds", str(tmp_path / "none"))
    assert done.returncode == 2
    assert str(tmp_path / "none") in done.stderr
    assert "Traceback" not in done.stderr


def test_an_index_that_is_something_else_is_an_error(tmp_path: Path) -> None:
    (tmp_path / "current").write_text("nonsense")
    (tmp_path / "a.txt").write_text("nonsense")
    done = run("--index", str(tmp_path), "--seeds", str(tmp_path / "none"))
    assert done.returncode in (1, 2)
    assert "error: " in done.stderr
    assert "Traceback" not in done.stderr


@dataclass
class Served:
    """A running app: its address, its folders and what it has written to the terminal."""

    url: str
    port: int
    index: Path
    seeds: Path
    process: subprocess.Popen[bytes]
    log: Path

    def said(self) -> str:
        return self.log.read_text(errors="replace")


def free_port() -> int:
    with closing(socket.socket()) as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """The app on the starter articles and a hostile one, its index built by itself."""
    folder = tmp_path_factory.mktemp("served")
    seeds, index, log = folder / "seeds", folder / "index", folder / "log"
    shutil.copytree(ROOT / "seeds", seeds)
    hostile = {
        "id": "hostile",
        "title": "<img src=x onerror=window.pwned=1> Seals & towers",
        "source": "<b>Coast</b> Herald",
        "url": "javascript:window.pwned=1",
        "text": HOSTILE,
    }
    (seeds / "hostile.json").write_text(json.dumps(hostile))
    port = free_port()
    options = ["--index", index, "--seeds", seeds, "--port", port, "--mcp", "--no-browser"]
    with log.open("wb") as output:
        process = subprocess.Popen(
            [sys.executable, "app.py", *map(str, options)],
            cwd=ROOT,
            stdout=output,
            stderr=output,
            start_new_session=True,
        )
    app = Served(f"http://127.0.0.1:{port}/", port, index, seeds, process, log)
    try:
        until = time.monotonic() + 180
        while "Serving on" not in app.said():
            assert process.poll() is None, app.said()
            assert time.monotonic() < until, app.said()
            time.sleep(0.1)
        yield app
        process.send_signal(signal.SIGINT)
        assert process.wait(30) == 130
        assert "Stopped." in app.said()
        assert "Traceback" not in app.said(), app.said()
    finally:
        if process.poll() is None:
            process.kill()
            process.wait()


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    try:
        from playwright.sync_api import sync_playwright
    except ImportError:
        unavailable("playwright is not installed")
    names = ("chromium", "chromium-browser", "google-chrome")
    found = next(filter(None, map(shutil.which, names)), None)
    with sync_playwright() as playwright:
        executable = found or playwright.chromium.executable_path
        if not Path(executable).exists():
            unavailable("no Chromium here: run playwright install chromium")
        browser = playwright.chromium.launch(executable_path=executable, args=ARGUMENTS)
        yield browser
        browser.close()


def unavailable(reason: str) -> NoReturn:
    if os.environ.get("CI", "").lower() in ("1", "true"):
        pytest.fail(reason)
    pytest.skip(reason)


@dataclass
class Watch:
    """A tab and what went on in it that should not."""

    page: Page
    wrong: list[str] = field(default_factory=list)

    def ask(self, question: str) -> None:
        box = self.page.get_by_label("Your question")
        box.fill(question)
        box.press("Enter")

    def settled(self, turns: int) -> None:
        """Wait until so many questions have their replies."""
        shown = f"document.querySelectorAll('#chat .turn').length === {turns}"
        self.page.wait_for_function(f"{shown} && !document.querySelector('#chat .pending')")

    def close(self) -> None:
        assert self.page.evaluate("window.pwned") is None
        assert not self.wrong
        self.page.context.close()


def open_tab(chromium: Browser, served: Served, width: int = 1280, height: int = 800) -> Watch:
    page = chromium.new_context(viewport={"width": width, "height": height}).new_page()
    page.set_default_timeout(30_000)
    watch = Watch(page)
    page.on("dialog", lambda dialog: watch.wrong.append(f"dialog {dialog.message}"))
    page.on("pageerror", lambda error: watch.wrong.append(f"error {error}"))
    page.on(
        "request",
        lambda request: (
            None
            if request.url.startswith((served.url, "data:", "blob:"))
            else watch.wrong.append(f"request {request.url}")
        ),
    )
    page.goto(served.url)
    page.wait_for_selector("#chat .welcome")
    return watch


@pytest.fixture
def tab(chromium: Browser, served: Served) -> Iterator[Watch]:
    watch = open_tab(chromium, served)
    yield watch
    watch.close()


IN_VIEW = """mark => {
    const own = mark.getBoundingClientRect();
    const panel = document.querySelector("#panel").getBoundingClientRect();
    const top = Math.max(panel.top, 0), bottom = Math.min(panel.bottom, window.innerHeight);
    return own.height > 0 && own.top >= top - 1 && own.bottom <= bottom + 1;
}"""


@pytest.mark.browser
def test_an_answer_is_cited_and_a_click_shows_the_sentence(tab: Watch) -> None:
    page = tab.page
    assert page.title() == "Ask the Articles"
    assert page.locator(".example").count() == len(EXAMPLES)
    page.get_by_role("button", name=QUESTION).click()
    page.wait_for_selector("#chat .answer")
    chips = page.locator("#chat .chip")
    cards = page.locator("#panel .card")
    quotes = cards.locator("mark").all_text_contents()
    assert 1 <= page.locator("#chat .sentence").count() <= chips.count()
    assert len(quotes) == cards.count() == len(set(chips.all_text_contents()))
    assert quotes[0] == page.locator("#chat .sentence").first.text_content()
    for chip in chips.all():
        chip.click()
        place = int(str(chip.get_attribute("data-source")))
        mark = page.wait_for_selector(f'[data-opened="0.{place}"] mark')
        assert mark is not None
        assert mark.text_content() == quotes[place]
        page.wait_for_function(IN_VIEW, arg=mark)
    page.get_by_role("button", name="← Sources").click()
    page.wait_for_selector("#panel .card")
    cards.nth(0).locator("blockquote").click()
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
            !one.innerText && !one.getAttribute("aria-label") && !one.labels?.length &&
            one.offsetParent).map(one => one.outerHTML)"""
    )
    assert unnamed == []


@pytest.mark.browser
def test_a_refusal_says_so_and_cites_nothing(tab: Watch) -> None:
    tab.ask(OFF_TOPIC)
    refusal = tab.page.wait_for_selector("#chat .refusal")
    assert refusal is not None
    assert refusal.text_content() == "The articles do not say."
    assert tab.page.locator("#chat .chip").count() == 0
    assert tab.page.locator("#panel .number").count() == 0
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
    assert page.locator("#chat img, #panel img, #chat script, #panel script").count() == 0
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


@pytest.mark.browser
def test_a_wrong_date_is_told_in_the_chat_and_filters_apply(tab: Watch) -> None:
    page = tab.page
    page.get_by_role("button", name="Filters").click()
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
    page.get_by_role("button", name="New chat").click()
    page.wait_for_selector("#chat .welcome")
    assert page.locator("#chat .turn").count() == 0


@pytest.mark.browser
def test_a_new_chat_drops_the_answer_being_written(tab: Watch) -> None:
    page = tab.page
    tab.ask(QUESTION)
    page.wait_for_selector("#chat .turn")
    page.get_by_role("button", name="New chat").click()
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


@pytest.mark.browser
def test_two_tabs_are_two_chats(chromium: Browser, served: Served, tab: Watch) -> None:
    other = open_tab(chromium, served)
    tab.ask(QUESTION)
    other.ask(EXAMPLES[1][1])
    for each, asked in ((tab, QUESTION), (other, EXAMPLES[1][1])):
        each.page.wait_for_selector("#chat .answer")
        assert each.page.locator("#chat .question").all_text_contents() == [asked]
        each.page.locator("#chat .chip").first.click()
        mark = each.page.wait_for_selector("[data-opened] mark")
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
    mark = page.wait_for_selector("[data-opened] mark")
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
    page.get_by_role("button", name="Index", exact=False).first.click()
    (served.seeds / "new.txt").write_text(
        "Ferry returns\n\nThe ferry Morwenna resumed her crossings to Skerrin island on Friday."
    )
    (served.seeds / "broken.json").write_text("{ not json")
    page.get_by_role("button", name="Rebuild index").click()
    tab.ask(QUESTION)
    page.wait_for_selector("#chat .answer")
    page.wait_for_selector("#report dl")
    report = str(page.locator("#report").text_content())
    assert "Added1" in report
    assert "broken.json" in report
    assert page.locator(".masthead p").text_content() is not None
    tab.ask("When did the ferry Morwenna resume her crossings?")
    tab.settled(2)
    assert "Skerrin" in str(page.locator("#chat .answer").last.text_content())


def client_of(served: Served) -> Any:  # noqa: ANN401 - the client has no types
    from gradio_client import Client  # type: ignore[import-untyped] # has no types

    return Client(served.url, verbose=False)


def test_the_api_answers_with_exact_places(served: Served) -> None:
    client = client_of(served)
    assert set(client.view_api(return_format="dict")["named_endpoints"]) == {"/ask", "/retrieve"}
    assert not client.view_api(return_format="dict")["unnamed_endpoints"]
    reply = client.predict(question=QUESTION, api_name="/ask")
    assert set(reply) == set(REPLY_KEYS)
    assert reply["refused"] is False
    index = open_index(served.index)
    for citation in reply["citations"]:
        article = index.article(citation["article_id"], citation["version"])
        assert article.text[citation["start"] : citation["end"]] == citation["quote"]
    hits = client.predict(question=QUESTION, k=3, since="2000-01-01", api_name="/retrieve")
    assert 1 <= len(hits) <= 3
    for hit in hits:
        text = index.article(hit["article_id"], hit["version"]).text
        assert text[hit["start"] : hit["end"]] == hit["text"]
    assert client.predict(question=OFF_TOPIC, api_name="/ask")["refused"] is True
    follow_up = client.predict(question=FOLLOW_UP, history=[QUESTION], api_name="/ask")
    assert (follow_up["asked"], follow_up["question"]) == (FOLLOW_UP, UNDERSTOOD)


@pytest.mark.parametrize(
    ("endpoint", "given", "says"),
    [
        ("/ask", {"question": "  "}, "question"),
        ("/ask", {"question": "x" * 1_000_000}, "question"),
        ("/ask", {"question": QUESTION, "since": "soon"}, "soon"),
        ("/ask", {"question": None}, "question must be text"),
        ("/ask", {"question": QUESTION, "source": ["a"]}, "source must be text"),
        ("/ask", {"question": QUESTION, "history": "a"}, "history must be a list"),
        ("/ask", {"question": QUESTION, "history": [1]}, "history must be a list"),
        ("/retrieve", {"question": QUESTION, "k": 0}, "k must be"),
        ("/retrieve", {"question": QUESTION, "k": "9"}, "k must be"),
    ],
)
def test_the_api_says_what_is_wrong(
    served: Served, endpoint: str, given: dict[str, Any], says: str
) -> None:
    with pytest.raises(Exception, match=says) as error:
        client_of(served).predict(**given, api_name=endpoint)
    assert type(error.value).__name__ == "AppError"


def test_no_file_of_the_server_can_be_fetched(served: Served) -> None:
    for path in (ROOT / "app.py", served.seeds / "hostile.json", Path("/etc/passwd"), "app.py"):
        answer = httpx.get(f"{served.url}gradio_api/file={path}", trust_env=False)
        assert answer.status_code in (403, 404), path
        assert "import" not in answer.text


@pytest.mark.skipif(sys.platform != "linux", reason="only there is all of 127/8 this machine")
def test_only_the_loopback_address_is_served(served: Served) -> None:
    with pytest.raises(ConnectionRefusedError), closing(socket.socket()) as other:
        other.connect(("127.0.0.2", served.port))


def test_a_taken_port_is_told(served: Served) -> None:
    done = run("--index", str(served.index), "--port", str(served.port), "--no-browser")
    assert done.returncode == 1
    assert f"127.0.0.1:{served.port}" in done.stderr
    assert "Traceback" not in done.stderr


def test_the_two_endpoints_are_the_only_tools(served: Served) -> None:
    from mcp import ClientSession
    from mcp.client.streamable_http import streamable_http_client

    async def talk() -> tuple[dict[str, Any], str]:
        address = f"{served.url}gradio_api/mcp/"
        async with (
            streamable_http_client(address) as (reading, writing, _),
            ClientSession(reading, writing) as session,
        ):
            await session.initialize()
            tools = {tool.name: tool.inputSchema for tool in (await session.list_tools()).tools}
            result = await session.call_tool("ask", {"question": QUESTION})
            return tools, str(getattr(result.content[0], "text", ""))

    with ThreadPoolExecutor(1) as pool:  # the browser's own event loop runs in this thread
        tools, reply = pool.submit(lambda: asyncio.run(talk())).result()
    assert set(tools) == {"ask", "retrieve"}
    assert set(tools["ask"]["properties"]) == {
        "question",
        "since",
        "until",
        "source",
        "history",
    }
    assert set(tools["retrieve"]["properties"]) == {"question", "k", "since", "until", "source"}
    assert json.loads(reply)["refused"] is False
