"""What the chat page does when it is used, without the page."""

from __future__ import annotations

import asyncio
import threading
from pathlib import Path

import pytest

import qa
from index.errors import IndexBusy, IndexMissing, ReadError
from index.reading.folder import read_articles
from index.report import BuildReport, Progress
from qa.answer import NoAnswer
from qa.drafting import Found
from qa.errors import QuestionError
from qa.page import strings
from qa.page.actions import gate as gates
from qa.page.actions import rebuilding, replying
from qa.page.actions.changing import Changing
from qa.page.actions.offers import STARTERS
from qa.page.model.chat import Begun
from qa.page.model.turn import State, Turn
from qa.question.periods import NOTHING_NAMED
from tests.conftest import SEEDS
from tests.loop import run as run_apart


def settings(folder: Path) -> replying.Settings:
    impatient = Changing(patience=0)
    return replying.Settings(folder / "index", folder / "seeds", changing=impatient)


def begun(question: str = "Why?", **filters: str) -> Begun:
    return Begun("chat", Turn(3, question, filters=filters), ())


def steps_of(settings: replying.Settings, begun: Begun) -> list[Turn]:
    """All that a turn becomes, without the signs of life."""

    async def gather() -> list[Turn]:
        return [turn async for turn in replying.replying(settings, begun, "ada") if turn]

    return run_apart(gather())


def test_the_starters_are_about_starter_articles() -> None:
    ids = {getattr(article, "id", "") for article in read_articles(SEEDS)}
    assert {article_id for article_id, _ in STARTERS} <= ids


def test_without_an_index_nothing_is_held(tmp_path: Path) -> None:
    assert replying.holdings(settings(tmp_path)) == replying.Holdings(0, ())


@pytest.mark.parametrize("error", [QuestionError("too long"), IndexMissing("no index in here")])
def test_errors_are_told_and_filters_left_empty_are_none(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, error: Exception
) -> None:
    def ask(question: str, **given: object) -> None:
        assert callable(given.pop("on_found"))
        nothing = dict.fromkeys(("since", "until", "source", "writer", "planner"))
        assert given == {
            "index": tmp_path / "index",
            "history": (),
            "dates": True,
            "timeout": 60.0,
            **nothing,
        }
        raise error

    monkeypatch.setattr(qa, "ask", ask, raising=False)
    *_, turn = steps_of(settings(tmp_path), begun(since="", source=""))
    assert (turn.number, turn.state) == (3, State.FAILED)
    assert str(error) in turn.message


def test_the_unexpected_is_logged_and_not_shown(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def ask(question: str, **given: object) -> None:
        raise RuntimeError("secret")

    monkeypatch.setattr(qa, "ask", ask, raising=False)
    *_, turn = steps_of(settings(tmp_path), begun())
    assert turn.message == strings.UNEXPECTED
    assert "secret" in caplog.text


def test_what_was_found_is_shown_before_it_is_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def ask(question: str, **given: object) -> NoAnswer:
        tell = given["on_found"]
        assert callable(tell)
        tell(Found((), "Why?", "Why?", NOTHING_NAMED))
        return NoAnswer("nothing", hits=(), confidence=0.1, question="Why?", asked="Why?")

    monkeypatch.setattr(qa, "ask", ask, raising=False)
    first, last = steps_of(settings(tmp_path), begun(dates="no"))
    assert (first.state, last.state) == (State.PENDING, State.DONE)
    assert first.message == strings.READING_PASSAGES.format(count=0)
    assert last.understood == "Why?"


def test_a_reply_that_is_not_wanted_ends_early(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = begun()
    monkeypatch.setattr(qa, "ask", lambda question, **given: asked.stop.set(), raising=False)
    asked.stop.set()
    assert steps_of(settings(tmp_path), asked) == []


def test_who_waits_is_told_how_many_are_before_and_who_has_too_many_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    gate, go = gates.Gate(gates.Capacity(2, 2, 9, 5)), threading.Event()
    given = replying.Settings(tmp_path / "index", tmp_path / "seeds", quick=gate)

    def ask(question: str, **given: object) -> NoAnswer:
        assert go.wait(10)
        return NoAnswer("nothing", hits=(), confidence=0.1, question="Why?", asked="Why?")

    async def watch(which: int, seen: list[str]) -> None:
        async for turn in replying.replying(given, begun(f"{which}?"), "ada"):
            if turn:
                seen.append(turn.message)
                if turn.message == strings.SOME_BEFORE.format(count=2):
                    go.set()

    async def crowd() -> list[list[str]]:
        told: list[list[str]] = [[] for _ in range(6)]
        await asyncio.gather(*(watch(n, told[n]) for n in range(6)))
        return told

    monkeypatch.setattr(qa, "ask", ask, raising=False)
    told = run_apart(crowd())
    assert told[0] == told[1] == [""]
    assert told[2][0] == strings.YOURS_IS_NEXT
    assert told[3][0] == strings.ONE_BEFORE
    assert told[4][0] == strings.SOME_BEFORE.format(count=2)
    assert told[4][-1] == ""
    assert told[5] == [strings.TOO_MANY_OF_YOURS.format(count=5)]


def test_a_reply_that_nobody_waits_for_is_stopped(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked, started = begun(), threading.Event()

    def ask(question: str, **given: object) -> NoAnswer:
        started.set()
        assert asked.stop.wait(10)
        return NoAnswer("nothing", hits=(), confidence=0.1)

    async def go_away() -> None:
        turns = replying.replying(settings(tmp_path), asked, "ada")
        assert await anext(turns) is None  # a sign of life
        assert started.is_set()
        await turns.aclose()

    monkeypatch.setattr(qa, "ask", ask, raising=False)
    monkeypatch.setattr(replying, "SIGN_SECONDS", 0.0)
    run_apart(go_away())
    assert asked.stop.is_set()


@pytest.mark.parametrize(
    ("outcome", "shown"),
    [
        (BuildReport(("a",), failed=(ReadError("b.pdf", "no text"),)), "b.pdf"),
        (IndexBusy("another build is running"), "another build is running"),
        (RuntimeError("secret"), strings.UNEXPECTED),
    ],
)
def test_building_shows_progress_and_outcome(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, outcome: BuildReport | Exception, shown: str
) -> None:
    def build(seeds: Path, index: Path, **given: object) -> BuildReport:
        assert (seeds, index) == (tmp_path / "seeds", tmp_path / "index")
        tell = given["progress"]
        assert callable(tell)
        tell(Progress("reading", 1, 2))
        if isinstance(outcome, Exception):
            raise outcome
        return outcome

    monkeypatch.setattr(rebuilding, "build", build)
    steps = list(rebuilding.building(settings(tmp_path)))
    assert shown in steps[-1]
    assert all("Reading" in step for step in steps[:-1])
