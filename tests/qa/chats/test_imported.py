"""Imported replies are shown as such, and what no article says in them as not checked."""

from __future__ import annotations

import copy
import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings

from index.article import Article, version_of
from qa.__main__ import main
from qa.answer import Answer, NoAnswer
from qa.chats.export_text import as_markdown, as_plain
from qa.chats.imported import NOT_CHECKED, NOT_MADE_HERE, reply_as_shown, restorable
from qa.chats.restoring import restored
from qa.chats.store import ChatStore
from qa.chats.transfer import export_chats, import_chats
from qa.chats.types import SavedChat
from tests.qa.chats.replies import Shelf, example, replies, turn

ANSWER, SHELF = example()
DAY = turn().asked_at
Values = dict[str, Any]


def brought(reply: Values) -> Values:
    """A reply after its way through a file, as it is shown where the example's article is."""
    chat = SavedChat("x", "Ships", DAY, DAY, (turn(reply=reply),))
    (imported,) = import_chats(export_chats([chat]))
    (kept,) = imported.turns
    return dict(reply_as_shown(kept, SHELF.article))


def test_an_honest_one_is_marked_and_its_quotations_count() -> None:
    shown = brought(ANSWER.as_json())
    assert (shown["imported"], shown["confidence"]) == (True, None)
    assert [one["checked"] for one in (*shown["citations"], *shown["hits"])] == [True, True]
    assert shown["short"]["quote"] == "369"
    assert [one["why"] for one in shown["sentences"]] == [""]
    for text in (as_plain(shown), as_markdown(shown)):
        assert text.startswith(NOT_MADE_HERE)
        assert NOT_CHECKED not in text
    assert restored(restorable(shown), SHELF.article).gone == frozenset()


def other_words(reply: Values) -> None:
    reply["citations"][0]["quote"] = "In all 963 ships came in."
    reply["sentences"][0]["text"] = reply["answer"] = "In all 963 ships came in."


def another_place(reply: Values) -> None:
    for name in ("start", "end"):
        reply["citations"][0][name] -= 1


def another_article(reply: Values) -> None:
    reply["citations"][0]["article_id"] = "b"


def another_version(reply: Values) -> None:
    text = "In all 999 ships came in."
    reply["citations"][0] |= {
        "version": version_of(text), "quote": text, "start": 0, "end": len(text),
    }  # fmt: skip


@pytest.mark.parametrize("lie", [other_words, another_place, another_article, another_version])
def test_a_quotation_that_no_article_holds_is_not_checked(lie: Callable[[Values], None]) -> None:
    reply = copy.deepcopy(ANSWER.as_json())
    reply["short"] = None
    lie(reply)
    shown = brought(reply)
    assert [one["checked"] for one in shown["citations"]] == [False]
    assert shown["sentences"][0]["support"] == "unsupported"
    assert NOT_CHECKED in as_plain(shown).splitlines()[-1]
    assert NOT_CHECKED in as_markdown(shown).splitlines()[-1]
    again = restored(restorable(shown), SHELF.article)
    assert isinstance(again.reply, Answer)
    assert again.reply.citations[0].article.version != SHELF.article("a", VERSION).version


VERSION = ANSWER.citations[0].article.version


def test_a_sentence_that_is_not_the_words_it_cites_is_not_checked() -> None:
    reply = copy.deepcopy(ANSWER.as_json())
    reply["sentences"][0]["text"] = "The harbour master stole 369 ships."
    (sentence,) = brought(reply)["sentences"]
    assert sentence["support"] == "unsupported"
    assert sentence["why"] == "imported, and not the words of an article here"


def test_what_an_article_is_called_is_told_by_the_index() -> None:
    reply = copy.deepcopy(ANSWER.as_json())
    for one in (reply["citations"][0], reply["hits"][0], reply["short"]):
        one |= {"title": "Confession", "source": "The Times", "published": "1999-01-01", "url": ""}
    reply["hits"][0]["also_in"] = [{**reply["citations"][0], "article_id": "b"}]
    reply["sentences"][0]["as_of"] = "1999-01-01"
    shown = brought(reply)
    for one in (shown["citations"][0], shown["hits"][0], shown["short"]):
        assert (one["title"], one["source"], one["published"]) == ("Harbour", "Wire", "2024-03-01")
    assert shown["hits"][0]["also_in"] == []
    assert shown["sentences"][0]["as_of"] == "2024-03-01"


def test_a_short_answer_from_elsewhere_and_a_made_up_conflict_go() -> None:
    reply = copy.deepcopy(ANSWER.as_json())
    reply["short"] |= {"quote": "The", "start": 0, "end": 3}
    reply["conflicts"] = [
        {"citations": [1, 1], "figures": ["369", "12"], "published": ["2024-03-01"] * 2}
    ]
    shown = brought(reply)
    assert (shown["short"], shown["conflicts"]) == (None, [])


def test_the_items_are_those_of_the_sentences_whatever_the_file_says() -> None:
    made_up = {"label": "x", "text": "Nobody said this.", "citations": [1], "as_of": None}
    reply = {**ANSWER.as_json(), "items": [made_up]}
    assert brought(reply)["items"] == []
    sentence = {**reply["sentences"][0], "label": "2024"}
    (item,) = brought({**reply, "sentences": [sentence]})["items"]
    assert (item["label"], item["text"]) == ("2024", sentence["text"])


def test_an_article_that_was_edited_elsewhere_still_says_it() -> None:
    text = SHELF.article("a", VERSION).text + " More came later."
    now = Article("a", version_of(text), "Harbour, edited", text)

    class Edited(Shelf):
        def article(self, article_id: str, version: str | None = None) -> Article:
            return super().article(article_id, version or now.version)

    kept = replace(turn(), imported=True)
    shown = reply_as_shown(kept, Edited(now).article)
    assert shown["citations"][0]["checked"]
    assert shown["citations"][0]["version"] == now.version


def test_an_error_is_marked_too() -> None:
    assert as_plain(brought({"error": "Call this number."})).startswith(NOT_MADE_HERE)


@settings(max_examples=40, deadline=None)
@given(replies())
def test_whatever_is_imported_can_be_shown(drawn: tuple[Answer | NoAnswer, Shelf]) -> None:
    reply, shelf = drawn
    kept = replace(turn(reply=json.loads(json.dumps(reply.as_json()))), imported=True)
    for find in (shelf.article, Shelf().article):
        shown = reply_as_shown(kept, find)
        assert all(one["checked"] is (find == shelf.article) for one in shown["citations"])
        restored(restorable(shown), find)
        as_markdown(shown)
        as_plain(shown)
    assert reply_as_shown(replace(kept, imported=False), shelf.article) == kept.reply


def test_lists_and_commands_tell_it(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    def run(*arguments: str) -> str:
        assert main(["chats", *arguments, "--index", str(tmp_path)]) == 0
        return capsys.readouterr().out

    store = ChatStore(tmp_path)
    store.put("local", "mine", turn())
    (tmp_path / "file.json").write_text(export_chats([store.load("local", "mine")]), "utf-8")
    run("import", str(tmp_path / "file.json"))
    heads = {one.id: one.imported for one in store.summaries("local")}
    (theirs,) = (one for one in heads if one != "mine")
    assert heads == {"mine": False, theirs: True}
    assert [line.endswith(" (imported)") for line in run("list").splitlines()].count(True) == 1
    assert {one["id"]: one["imported"] for one in json.loads(run("list", "--json"))} == heads
    assert NOT_MADE_HERE in run("show", theirs)
    assert NOT_CHECKED in run("show", theirs, "--markdown")
    assert "Imported" not in run("show", "mine")
    for command in (("show", theirs, "--json"), ("export", theirs)):
        values = json.loads(run(*command))
        (one,) = values.get("chats", [values])[0]["turns"]
        assert (one["imported"], one["reply"]["confidence"]) == (True, None)
        assert one["reply"]["citations"][0]["checked"] is False  # there is no index here
    store.put("local", theirs, turn(0))  # asked again here
    assert not any(one.imported for one in store.summaries("local"))
    assert not store.load("local", theirs).imported
