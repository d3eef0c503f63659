"""What the chat page does when it is used, without the page."""

from __future__ import annotations

import copy
from pathlib import Path

import pytest

import qa
from index.errors import IndexBusy, IndexMissing, ReadError
from index.read import read_articles
from index.report import BuildReport, Progress
from qa import desk, page
from qa.answer import NoAnswer
from qa.errors import QuestionError
from qa.followup import Turn

SEEDS = Path(__file__).resolve().parents[2] / "seeds"


def settings(folder: Path) -> desk.Settings:
    return desk.Settings(folder / "index", folder / "seeds")


def reply(folder: Path, question: str = "Why?") -> page.Turn:
    return desk.reply(settings(folder), 3, question, since="", until=None, source="")


def test_the_examples_are_about_starter_articles() -> None:
    ids = {getattr(article, "id", "") for article in read_articles(SEEDS)}
    assert {article_id for article_id, _ in desk.EXAMPLES} <= ids


def test_without_an_index_nothing_is_held(tmp_path: Path) -> None:
    assert desk.holdings(settings(tmp_path)) == desk.Holdings(0, (), ())


@pytest.mark.parametrize("error", [QuestionError("too long"), IndexMissing("no index in here")])
def test_errors_are_told_and_filters_left_empty_are_none(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, error: Exception
) -> None:
    def ask(question: str, **given: object) -> None:
        nothing = dict.fromkeys(("since", "until", "source", "writer"))
        assert given == {"index": tmp_path / "index", "history": (), **nothing}
        raise error

    monkeypatch.setattr(qa, "ask", ask, raising=False)
    turn = reply(tmp_path)
    assert turn.number == 3
    assert str(error) in turn.body


def test_the_unexpected_is_logged_and_not_shown(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def ask(question: str, **given: object) -> None:
        raise RuntimeError("secret")

    monkeypatch.setattr(qa, "ask", ask, raising=False)
    body = reply(tmp_path).body
    assert "secret" not in body
    assert desk.UNEXPECTED in body
    assert "secret" in caplog.text


@pytest.mark.parametrize(
    ("outcome", "shown"),
    [
        (BuildReport(("a",), failed=(ReadError("b.pdf", "no text"),)), "b.pdf"),
        (IndexBusy("another build is running"), "another build is running"),
        (RuntimeError("secret"), desk.UNEXPECTED),
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

    monkeypatch.setattr(desk, "build", build)
    steps = list(desk.building(settings(tmp_path)))
    assert shown in steps[-1]
    assert all("Reading" in step for step in steps[:-1])


def test_a_chat_that_was_cleared_takes_no_late_answer() -> None:
    chat = desk.Chat()
    first = chat.begin("One?")
    assert first is not None
    assert chat.begin("One?") is None  # asked twice by a double click
    chat.clear()
    assert not chat.finish(page.failed_turn(first.number, "One?", "late"))
    second = chat.begin("One?")
    assert second is not None
    assert second.number != first.number
    assert chat.finish(page.failed_turn(second.number, "One?", "done"))
    assert [turn.number for turn in chat.turns] == [second.number]
    assert chat.begin("One?") is not None  # asked again, on purpose


def test_only_answered_turns_are_leant_on_and_none_by_what_was_edited() -> None:
    chat = desk.Chat()
    first = chat.begin("Who won?")
    assert first is not None
    assert chat.earlier() == ()
    reply = NoAnswer("r", (), {}, question="Who won the race?", asked="Who won?")
    chat.finish(page.turn(first.number, "Who won?", reply))
    chat.begin("When?")
    assert chat.earlier() == (Turn("Who won the race?"),)
    assert chat.offer(99) is None
    assert chat.offer("0") is None
    assert chat.earlier() == (Turn("Who won the race?"),)
    assert chat.offer(first.number) == "Who won the race?"
    assert chat.earlier() == ()
    assert chat.earlier() == (Turn("Who won the race?"),)


def test_every_tab_has_its_own_chat() -> None:
    chat = desk.Chat()
    chat.begin("One?")
    assert copy.deepcopy(chat).turns == ()


def test_a_long_chat_loses_its_oldest_turns() -> None:
    chat = desk.Chat()
    for number in range(250):
        chat.begin(f"{number}?")
    assert len(chat.turns) == 200
    assert chat.turns[0].question == "50?"
