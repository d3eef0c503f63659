"""The one shape that an answer and a refusal have."""

from __future__ import annotations

from dataclasses import FrozenInstanceError, fields
from typing import get_type_hints

import pytest

from qa.answer import Answer, NoAnswer, Reply, ReplyFields
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
