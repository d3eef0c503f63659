from __future__ import annotations

from pathlib import Path

import pytest

from qa.chats.feedback import as_lines, rated_questions
from qa.chats.types import SavedChat, SavedTurn
from qa.evaluation.questions import Question, read_questions
from tests.qa.chats.replies import example, turn


def read_back(folder: Path, *turns: SavedTurn) -> list[Question]:
    """What evaluation reads of a chat with these turns."""
    chat = SavedChat("chat", "x", turns[0].asked_at, turns[0].asked_at, turns)
    path = folder / "questions.jsonl"
    path.write_text(as_lines(rated_questions([chat])), "utf-8")
    if not path.stat().st_size:
        return []
    found = read_questions(path)
    assert not found.bad
    return list(found.questions)


REFUSAL = example()[0].as_json() | {
    "refused": True,
    "reason": "No.",
    "answer": "",
    "short": None,
    "citations": [],
    "sentences": [],
}


def test_a_good_answer_is_a_question_with_its_answer(tmp_path: Path) -> None:
    (found,) = read_back(tmp_path, turn(0, "Who?", reply=REFUSAL), turn(1, rating=1))
    assert found.id == "chat-1"
    assert found.text == found.standalone == "How many ships came in?"
    assert found.answers == ("369",)
    assert found.evidence == ("In all 369 ships came in.",)
    assert found.relevant == ("a",)
    assert found.answer_start == 27
    assert found.answerable
    assert found.asked_on == turn().asked_at.date()
    assert [said["role"] for said in found.history] == ["user"]
    (found,) = read_back(tmp_path, turn(rating=1, reply=example()[0].as_json() | {"short": None}))
    assert found.answers == found.evidence


def test_a_good_refusal_cannot_be_answered(tmp_path: Path) -> None:
    (found,) = read_back(tmp_path, turn(rating=1, reply=REFUSAL))
    assert not found.answerable
    assert not found.answers


def test_a_comment_gives_the_right_answer(tmp_path: Path) -> None:
    comment = "Not so.\n Answer: twelve  \nanswer:12"
    for reply in (example()[0].as_json(), REFUSAL):
        (found,) = read_back(tmp_path, turn(rating=-1, comment=comment, reply=reply))
        assert found.answers == ("twelve", "12")
        assert found.answerable
        assert not found.evidence
    (found,) = read_back(tmp_path, turn(rating=-1, comment="answer: NONE"))
    assert not found.answerable


@pytest.mark.parametrize(
    "left_out",
    [
        turn(),
        turn(rating=-1),
        turn(rating=-1, comment="the answer: is wrong"),
        turn(rating=1, reply={"error": "no index"}),
        turn(rating=1, filters={"since": "2021"}),
        turn(rating=1, reply={"refused": False}),
        turn(question="?!", rating=1),
    ],
)
def test_what_says_nothing_is_left_out(tmp_path: Path, left_out: SavedTurn) -> None:
    assert read_back(tmp_path, left_out) == []
