"""The one shape that an answer and a refusal have."""

from __future__ import annotations

from dataclasses import FrozenInstanceError, fields
from datetime import date
from typing import get_type_hints

import pytest

from index.article import Article, version_of
from qa.answer import Answer, Citation, NoAnswer, Reply, ReplyFields, Sentence
from tests.conftest import REPLY_KEYS
from tests.qa.chats.replies import example


def test_an_answer_and_a_refusal_have_the_same_fields_and_keys() -> None:
    answer, _ = example()
    refusal = NoAnswer("The articles do not say.", hits=answer.hits, confidence=0.25)
    assert list(answer.as_json()) == list(refusal.as_json()) == REPLY_KEYS
    assert (answer.refused, refusal.refused) == (False, True)
    assert refusal.nearest == refusal.hits == answer.hits
    assert refusal.as_json()["hits"] == answer.as_json()["hits"]
    assert refusal.as_json()["reason"] == refusal.reason
    assert not any(refusal.as_json()[key] for key in ("answer", "short", "sentences", "citations"))
    shared = {field.name for field in fields(Reply)}
    assert shared == set(get_type_hints(ReplyFields))
    assert shared == {f.name for f in fields(Answer)} & {f.name for f in fields(NoAnswer)}


def test_a_reply_cannot_be_changed_or_given_more() -> None:
    answer, _ = example()
    with pytest.raises(FrozenInstanceError):
        answer.text = "other"  # type: ignore[misc]
    assert not hasattr(answer, "__dict__")


def test_the_day_of_an_article_is_told_once() -> None:
    day = date(2024, 3, 1)
    one = Article(
        "a", version_of("It rained. It froze."), "T", "It rained. It froze.", published=day
    )
    cited = (Citation(1, one, 0, 10, "It rained."), Citation(2, one, 11, 20, "It froze."))
    said = (Sentence("It rained.", (1,)), Sentence("It froze.", (2,)))
    answer = Answer(text="", sentences=said, citations=cited, hits=(), confidence=0.5)
    assert [answer.told_as_of(sentence) for sentence in said] == [day, None]
    assert [answer.as_of(sentence) for sentence in said] == [day, day]
