"""What a question asks of the collection, and that questions of other things do not."""

from __future__ import annotations

import pytest

from qa.language.words import search_words
from qa.question.collection import (
    CollectionRequest,
    Wanted,
    collection_request,
    is_of_articles,
)
from qa.question.form import Form, form_of
from tests.bench.asked import COLLECTION_UNSEEN, rows_of


@pytest.mark.parametrize(
    ("question", "request_"),
    [
        (
            "How many articles mention the harbour?",
            CollectionRequest(Wanted.COUNT, "harbour", exact=True),
        ),
        (
            "in how many stories is Ada Lind mentioned",
            CollectionRequest(Wanted.COUNT, "Ada Lind", exact=True),
        ),
        (
            "Which pieces do you have about tall ships?",
            CollectionRequest(Wanted.LIST, "tall ships"),
        ),
        ("Do you have anything on rowing?", CollectionRequest(Wanted.ANY, "rowing")),
        ("Does any article cover the strike?", CollectionRequest(Wanted.ANY, "strike")),
        ("Who wrote the article on the strike?", CollectionRequest(Wanted.AUTHOR, "strike")),
        ("Which papers reported the theft?", CollectionRequest(Wanted.SOURCES, "theft")),
        ("What sources are there?", CollectionRequest(Wanted.SOURCES)),
        ("show me the newest article on bees", CollectionRequest(Wanted.NEWEST, "bees")),
        ("What's the first story here about bees?", CollectionRequest(Wanted.OLDEST, "bees")),
        ("When was the piece on bees published?", CollectionRequest(Wanted.DAY, "bees")),
        ("How often is Bern mentioned?", CollectionRequest(Wanted.TIMES, "Bern", exact=True)),
        ("What has Ada Lind written?", CollectionRequest(Wanted.LIST, author="Ada Lind")),
        ("Which articles did Ada Lind write?", CollectionRequest(Wanted.LIST, author="Ada Lind")),
        (
            "how many stories has Ada Lind written about bees",
            CollectionRequest(Wanted.COUNT, "bees", author="Ada Lind"),
        ),
        ("What do you have on tall ships?", CollectionRequest(Wanted.LIST, "tall ships")),
        ("what else have you got about Bern", CollectionRequest(Wanted.LIST, "Bern")),
        ("What topics do these articles cover?", CollectionRequest(Wanted.OVERVIEW)),
        ("articles by Ada Lind", CollectionRequest(Wanted.LIST, author="Ada Lind")),
        ("How many football articles do you have?", CollectionRequest(Wanted.COUNT, "football")),
        ("What topics are covered?", CollectionRequest(Wanted.OVERVIEW)),
        ("Which dates do the articles cover?", CollectionRequest(Wanted.SPAN)),
        ("Which stories from the Post mention Bern?", CollectionRequest(Wanted.LIST, "Bern", True)),
    ],
)
def test_what_is_asked_of_the_collection(question: str, request_: CollectionRequest) -> None:
    assert is_of_articles(question)
    assert collection_request(question) == request_


def test_questions_of_a_writer_who_was_not_learned_from_are_read() -> None:
    rows = rows_of(COLLECTION_UNSEEN)
    right = 0
    for row in rows:
        found = collection_request(row.text)
        assert found.topic in row.text
        assert found.author in row.text
        words = set(search_words(found.topic)) == set(search_words(row.request.topic))
        right += is_of_articles(row.text) and words and found.wanted is row.request.wanted
    assert right / len(rows) >= 0.7


@pytest.mark.parametrize(
    "question",
    [
        "Who wrote War and Peace?",
        "Which newspapers endorsed the mayor?",
        "How many people died?",
        "What is the latest on the strike?",
        "When was the bridge opened?",
        "Who reported the theft?",
        "What did the report say?",
    ],
)
def test_other_questions(question: str) -> None:
    assert not (is_of_articles(question) and form_of(question) is Form.COLLECTION)
