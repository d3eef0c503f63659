"""What the chat page does when it is used, without the page."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

import qa
from index.errors import IndexBusy, IndexMissing, ReadError
from index.reading.folder import read_articles
from index.report import BuildReport, Progress
from qa.answer import NoAnswer
from qa.asking import Found
from qa.errors import QuestionError
from qa.page import strings
from qa.page.actions import rebuilding, replying
from qa.page.actions.changing import Changing
from qa.page.actions.offers import STARTERS
from qa.page.model.chat import Begun, Chat
from qa.page.model.turn import State, Turn
from qa.question.periods import NOTHING_NAMED

SEEDS = Path(__file__).resolve().parents[3] / "seeds"


def settings(folder: Path) -> replying.Settings:
    impatient = Changing(patience=0)
    return replying.Settings(folder / "index", folder / "seeds", changing=impatient)


def begun(question: str = "Why?", **filters: str) -> Begun:
    return Begun("chat", Turn(3, question, filters=filters), ())


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
        assert given == {"index": tmp_path / "index", "history": (), "dates": True, **nothing}
        raise error

    monkeypatch.setattr(qa, "ask", ask, raising=False)
    *_, turn = replying.replying(settings(tmp_path), begun(since="", source=""))
    assert (turn.number, turn.state) == (3, State.FAILED)
    assert str(error) in turn.message


def test_the_unexpected_is_logged_and_not_shown(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def ask(question: str, **given: object) -> None:
        raise RuntimeError("secret")

    monkeypatch.setattr(qa, "ask", ask, raising=False)
    *_, turn = replying.replying(settings(tmp_path), begun())
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
    first, last = replying.replying(settings(tmp_path), begun(dates="no"))
    assert (first.state, last.state) == (State.PENDING, State.DONE)
    assert first.message == strings.READING_PASSAGES.format(count=0)
    assert last.understood == "Why?"


def test_a_reply_that_is_not_wanted_ends_early(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = begun()
    monkeypatch.setattr(qa, "ask", lambda question, **given: asked.stop.set(), raising=False)
    asked.stop.set()
    assert list(replying.replying(settings(tmp_path), asked)) == []


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


def answered(turn: Turn, question: str) -> Turn:
    reply = NoAnswer("r", hits=(), confidence=0.1, question=question, asked=turn.question)
    return replace(turn, state=State.DONE, reply=reply)


def test_a_chat_that_was_cleared_takes_no_late_answer() -> None:
    chat = Chat()
    first = chat.begin("One?", {})
    assert first is not None
    assert chat.begin("One?", {}) is None  # asked twice by a double click
    chat.clear()
    assert first.stop.is_set()
    assert not chat.update(first, answered(first.turn, "One?"))
    second = chat.begin("One?", {})
    assert second is not None
    assert (second.turn.number, second.chat) != (first.turn.number, first.chat)
    assert chat.update(second, answered(second.turn, "One?"))
    assert [turn.number for turn in chat.turns] == [second.turn.number]
    assert chat.begin("One?", {}) is not None  # asked again, on purpose


def test_only_answered_turns_are_leant_on_and_none_by_what_was_edited() -> None:
    chat = Chat()
    first = chat.begin("Who won?", {})
    assert first is not None
    assert first.history == ()
    assert chat.update(first, answered(first.turn, "Who won the race?"))
    assert chat.offer(99) is None
    assert chat.offer("0") is None
    second = chat.begin("When?", {})
    assert second is not None
    assert [turn.question for turn in second.history] == ["Who won the race?"]
    assert chat.offer(first.turn.number) == "Who won the race?"
    third, fourth = chat.begin("Where?", {}), chat.begin("How?", {})
    assert third is not None
    assert third.history == ()
    assert fourth is not None
    assert len(fourth.history) == 1


def test_an_edited_question_takes_the_place_of_all_that_followed() -> None:
    chat = Chat()
    for question in ("One?", "Two?", "Three?"):
        one = chat.begin(question, {})
        assert one is not None
        chat.update(one, answered(one.turn, question))
    waiting = chat.begin("Four?", {})
    assert waiting is not None
    assert chat.edit(1) == "Two?"
    assert chat.editing == "Two?"
    edited = chat.begin("Two, please?", {})
    assert edited is not None
    assert edited.cut == 1
    assert waiting.stop.is_set()
    assert [turn.question for turn in chat.turns] == ["One?", "Two, please?"]
    assert [turn.question for turn in edited.history] == ["One?"]
    assert chat.editing == ""
    assert chat.edit(77) is None


def test_a_turn_is_asked_again_where_it_stands() -> None:
    chat = Chat()
    for question in ("One?", "Two?"):
        one = chat.begin(question, {"since": "2020"})
        assert one is not None
        chat.update(one, answered(one.turn, question))
    again = chat.again(0, dates="no")
    assert again is not None
    assert again.history == ()
    assert again.turn.filters == {"since": "2020", "dates": "no"}
    assert [turn.state for turn in chat.turns] == [State.PENDING, State.DONE]
    assert chat.again(0) is None  # it waits already
    assert chat.again("0") is None
    assert chat.change(0, rating=1) is None
    chat.stop(0)
    assert again.stop.is_set()
    assert chat.turns[0].message == strings.STOPPED
    assert not chat.update(again, answered(again.turn, "One?"))


def test_every_tab_has_its_own_chat() -> None:
    from copy import deepcopy

    chat = Chat()
    chat.begin("One?", {})
    other = deepcopy(chat)
    assert other.turns == ()
    assert other.id != chat.id


def test_a_long_chat_loses_its_oldest_turns() -> None:
    chat = Chat()
    for number in range(250):
        chat.begin(f"{number}?", {})
    assert len(chat.turns) == 200
    assert chat.turns[0].question == "50?"
