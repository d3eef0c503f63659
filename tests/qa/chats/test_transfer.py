from __future__ import annotations

import copy
import json
from contextlib import suppress
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from qa.answer import Answer, NoAnswer
from qa.chats.transfer import export_chats, import_chats
from qa.chats.types import MOST_CHATS, SavedChat, SavedTurn
from qa.errors import ChatBroken
from tests.qa.chats.replies import OTHERS, Shelf, paths, replies, turn

DAY = turn().asked_at
CHAT = SavedChat(
    "one",
    "Ships",
    DAY,
    DAY,
    (turn(0, filters={"since": "2021"}, rating=1, comment="good"), turn(2, reply={"error": "no"})),
)
FILE = json.loads(export_chats([CHAT]))


def imported(kept: SavedTurn) -> SavedTurn:
    reply = kept.reply if "error" in kept.reply else {**kept.reply, "confidence": None}
    return replace(kept, reply=reply, imported=True)


@settings(max_examples=30, deadline=None)
@given(replies())
def test_what_is_exported_is_imported_under_another_id(
    drawn: tuple[Answer | NoAnswer, Shelf],
) -> None:
    chat = SavedChat("two", "Drawn", DAY, DAY, (turn(5, reply=drawn[0].as_json()),))
    brought = import_chats(export_chats([CHAT, chat]).encode("utf-8"))
    assert [(c.title, c.created, c.updated, c.turns) for c in brought] == [
        (c.title, c.created, c.updated, tuple(map(imported, c.turns))) for c in (CHAT, chat)
    ]
    assert len({"one", "two", *(c.id for c in brought)}) == 4


@settings(max_examples=50, deadline=None)
@given(st.sampled_from(paths(FILE)), st.sampled_from(OTHERS))
def test_a_file_that_was_tampered_with_is_refused_or_sound(
    path: tuple[Any, ...], other: object
) -> None:
    values = copy.deepcopy(FILE)
    at = values
    for key in path[:-1]:
        at = at[key]
    at[path[-1]] = other
    with suppress(ChatBroken):  # and nothing else
        export_chats(import_chats(json.dumps(values)))


@settings(max_examples=50, deadline=None)
@given(st.binary(max_size=40) | st.text(max_size=40))
def test_garbage_is_refused(text: bytes | str) -> None:
    with pytest.raises(ChatBroken):
        import_chats(text)


def with_reply(reply: object) -> str:
    values = copy.deepcopy(FILE)
    values["chats"][0]["turns"][0]["reply"] = reply
    return json.dumps(values)


def test_what_is_too_much_is_refused() -> None:
    deep: list[Any] = []
    for _ in range(500):
        deep = [deep]
    sound = FILE["chats"][0]["turns"][0]["reply"]
    for text, words in (
        ("[" * 200_000, "not JSON"),
        (json.dumps(FILE | {"format": 2}), "format 2"),
        (json.dumps(FILE | {"kind": "notes"}), "holds no chats"),
        (json.dumps(FILE | {"chats": FILE["chats"] * (MOST_CHATS + 1)}), "1,001 parts"),
        (with_reply(sound | {"more": deep}), "chat 1: turn 1: the reply is nested"),
        (with_reply({"error": "x" * 2_000_001}), "2,000,0"),
        (with_reply(sound | {"more": "\ud800"}), "no character"),
        (with_reply(sound | {"confidence": 11}).replace(": 11,", ": 1e999,"), "plain values"),
        (with_reply(sound | {"hits": [{}] * 1_001}), "1,001 parts"),
    ):
        with pytest.raises(ChatBroken, match=words):
            import_chats(text)
