"""One chat as one tab has it open."""

from __future__ import annotations

from dataclasses import replace

from qa.answer import NoAnswer
from qa.page import strings
from qa.page.model.chat import Chat
from qa.page.model.turn import State, Turn


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
    assert edited.cut == (range(1, 4),)
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
