"""What a question is about, without the words that ask for it."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from qa.language.words import search_words
from qa.question.topic import Topic, best_run, topic_of
from tests.bench.asked import TOPICS_UNSEEN, marked


@pytest.mark.parametrize(
    ("question", "topic"),
    [
        ("Summarise the article on beavers for me.", Topic("beavers")),
        ("Summarise the report on snow in two sentences.", Topic("snow")),
        ("tl;dr the strike", Topic("strike")),
        ("Give me a timeline of the ferry disaster, please", Topic("ferry disaster")),
        ("how did the row over the bridge in Lom unfold", Topic("row over the bridge in Lom")),
        ("articles by Ada Lind", Topic("", "Ada Lind")),
        ("how many stories has Ada Lind written about HS2", Topic("HS2", "Ada Lind")),
        ("?", Topic("")),
        ("", Topic("")),
    ],
)
def test_the_words_that_name_what_is_asked_about(question: str, topic: Topic) -> None:
    assert topic_of(question) == topic


def test_questions_of_a_writer_who_was_not_learned_from() -> None:
    rows = marked(TOPICS_UNSEEN)
    right = [
        set(search_words(topic_of(row.text).text)) == set(search_words(row.topic)) for row in rows
    ]
    assert sum(right) / len(rows) >= 0.75


@given(st.text(max_size=60))
def test_a_topic_is_words_of_the_question(question: str) -> None:
    topic = topic_of(question)
    assert topic.text in question
    assert topic.author in question


@given(st.lists(st.integers(-3, 3), max_size=8))
def test_the_best_run_is_the_best_of_all(worth: list[int]) -> None:
    runs = [(a, b) for a in range(len(worth)) for b in range(a, len(worth))]
    best = max((sum(worth[a : b + 1]) for a, b in runs), default=0)
    found = best_run(np.array(worth, dtype=float))
    assert (found is None) == (best <= 0)
    if found:
        assert sum(worth[found[0] : found[1] + 1]) == best
