"""The last question varied: for reason and time, and for what somebody says of it."""

from __future__ import annotations

import pytest

from qa.suggesting.varied import said_of, varied
from tests.conftest import article

TEXT = (
    '"The Testa Bridge will last a century," said Ada Lindqvist. '
    'The speech of Lindqvist was short. "It is too narrow," said Weil Steel on Monday.'
)


@pytest.mark.parametrize(
    ("question", "made"),
    [
        (
            "How many ships were waiting?",
            ["Why were ships waiting?", "When were ships waiting?"],
        ),
        (
            "Where did the floods begin?",
            ["Why did the floods begin?", "When did the floods begin?"],
        ),
        ("What did Ada Lindqvist promise?", []),
        ("Is the bridge open?", []),
        ("Who is Ada Lindqvist?", []),
        ("How do ships compare with trains?", []),
    ],
)
def test_a_question_is_asked_for_reason_and_time(question: str, made: list[str]) -> None:
    assert [asked for _, asked in varied(question)] == made


def test_persons_are_asked_what_they_say_of_the_topic() -> None:
    held = article(TEXT, title="Testa Bridge opens")
    said = [("Ada Lindqvist", "What did Ada Lindqvist say about the Testa Bridge?")]
    assert list(said_of("How long is the Testa Bridge?", held)) == said
    assert list(said_of("How old is Ada Lindqvist?", held)) == []
    assert list(said_of("Which article is the longest?", held)) == []
