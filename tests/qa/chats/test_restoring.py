from __future__ import annotations

import copy
import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import qa
from index.store import Index
from qa.answer import Answer, NoAnswer
from qa.chats.export_text import as_plain
from qa.chats.imported import reply_as_shown, restorable
from qa.chats.restoring import check, restored
from qa.chats.transfer import export_chats, import_chats
from qa.chats.types import SavedChat
from qa.errors import ChatBroken
from tests.qa.chats.replies import OTHERS, Shelf, example, paths, replies, turn

Drawn = tuple[Answer | NoAnswer, Shelf]


def through_json(reply: Answer | NoAnswer) -> Any:  # noqa: ANN401 - JSON
    return json.loads(json.dumps(reply.as_json()))


@settings(max_examples=40, deadline=None)
@given(replies())
def test_a_reply_comes_back_as_it_was(drawn: Drawn) -> None:
    reply, shelf = drawn
    found = restored(through_json(reply), shelf.article)
    assert found.reply.as_json() == reply.as_json()
    assert found.reply.named == reply.named
    assert not found.gone
    check(through_json(reply))


@settings(max_examples=40, deadline=None)
@given(replies())
def test_where_the_versions_are_gone_the_words_are_still_there(drawn: Drawn) -> None:
    reply, _ = drawn
    found = restored(through_json(reply), Shelf().article)
    values, before = found.reply.as_json(), reply.as_json()
    for name, words in (("citations", "quote"), ("hits", "text")):
        for one, other in zip(values[name], before[name], strict=True):
            kept = {"article_id", "title", "source", "published", "url", words}
            assert {key: one[key] for key in kept} == {key: other[key] for key in kept}
            assert one["article_id"] in found.gone
    if isinstance(found.reply, Answer):
        for citation in found.reply.citations:
            assert citation.article.text[citation.start : citation.end] == citation.quote
        assert before["sentences"] == values["sentences"]
    by_id: dict[str, set[str]] = {}
    for hit in found.reply.hits:
        by_id.setdefault(hit.article.id, set()).add(hit.article.version)
    assert all(len(versions) == 1 for versions in by_id.values())  # one stands in for each


def test_a_real_answer_and_a_real_refusal_come_back(seed_index: Index) -> None:
    for question in (
        "How many ships were queuing for the Suez Canal in March 2021?",
        "Bake bread?",
    ):
        reply = qa.ask(question, index=seed_index)
        found = restored(through_json(reply), seed_index.article)
        assert found.reply.as_json() == reply.as_json()


def test_an_answer_that_is_its_headline_alone_comes_back_from_a_file(seed_index: Index) -> None:
    reply = qa.ask("How many articles mention Atlantis?", index=seed_index)
    assert isinstance(reply, Answer)
    assert (reply.sentences, reply.citations) == ((), ())
    assert "Atlantis" in reply.headline
    assert restored(through_json(reply), seed_index.article).reply.as_json() == reply.as_json()
    chat = SavedChat("x", "Counted", *(turn().asked_at,) * 2, (turn(reply=reply.as_json()),))
    (kept,) = import_chats(export_chats([chat]))[0].turns
    brought = restored(restorable(reply_as_shown(kept, seed_index.article)), seed_index.article)
    assert isinstance(brought.reply, Answer)
    assert (brought.reply.headline, brought.reply.sentences) == (reply.headline, ())
    assert as_plain(reply.as_json()) == f"{reply.headline}\n"


@settings(deadline=None)
@given(st.sampled_from(paths(example()[0].as_json())), st.sampled_from(OTHERS))
def test_what_is_malformed_is_refused_or_harmless(path: tuple[Any, ...], other: object) -> None:
    reply, shelf = example()
    values = copy.deepcopy(through_json(reply))
    at = values
    for key in path[:-1]:
        at = at[key]
    at[path[-1]] = other
    for article in (shelf.article, Shelf().article):
        try:
            found = restored(values, article).reply
        except ChatBroken:
            continue
        for citation in getattr(found, "citations", ()):
            assert citation.article.text[citation.start : citation.end] == citation.quote
        found.as_json()


def test_words_that_the_article_does_not_say_are_refused() -> None:
    reply, shelf = example()
    values = through_json(reply)
    values["citations"][0]["quote"] = values["citations"][0]["quote"].replace("369", "963")
    with pytest.raises(ChatBroken, match="does not say"):
        restored(values, shelf.article)
    garbage: list[Any] = [None, 3, [], {}, {"error": 3}, {"refused": False}]
    for held in garbage:
        with pytest.raises(ChatBroken):
            check(held)
    check({"error": "no index"})
