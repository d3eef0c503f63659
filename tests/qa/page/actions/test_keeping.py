"""Chats opened on the page: what is imported or damaged is shown as such."""

from __future__ import annotations

import copy
from pathlib import Path
from types import SimpleNamespace

import pytest

from index.article import Article
from qa.chats.imported import NOT_CHECKED, NOT_MADE_HERE
from qa.chats.reading import DAMAGED
from qa.chats.restoring import Find, nowhere
from qa.chats.store import ChatStore
from qa.chats.transfer import export_chats, import_chats
from qa.chats.types import SavedChat
from qa.page import strings
from qa.page.actions.chat_files import taken
from qa.page.actions.keeping import Keeping
from qa.page.actions.replying import Settings
from qa.page.html.chat import chat_html
from qa.page.html.head import chats_html
from qa.page.html.panel import article_html, sources_html
from qa.page.model.chat import Chat
from tests.qa.chats.replies import example, turn
from tests.qa.page.trees import harmless

REPLY, SHELF = example()
DAY = turn().asked_at


def indexed_with(monkeypatch: pytest.MonkeyPatch, find: Find) -> None:
    """Have the index give what `find` gives."""
    within = "qa.page.actions"
    for module in ("keeping", "chat_files"):
        monkeypatch.setattr(f"{within}.{module}.articles_of", lambda _: find)
    monkeypatch.setattr(f"{within}.keeping.open_index", lambda _: SimpleNamespace(article=find))


@pytest.fixture
def keeping(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Keeping:
    """Ada's chats beside an index that holds the example's article."""
    indexed_with(monkeypatch, SHELF.article)
    return Keeping(Settings(tmp_path, tmp_path), ChatStore(tmp_path))


def brought(keeping: Keeping, *, honest: bool) -> Chat:
    """The example's chat after it came with a file, opened; not honest: with another quotation."""
    reply = copy.deepcopy(REPLY.as_json())
    if not honest:
        reply["short"] = None
        reply["citations"][0]["quote"] = reply["citations"][0]["quote"].replace("369", "963")
    file = export_chats([SavedChat("x", "Ships", DAY, DAY, (turn(reply=reply),))])
    keeping.store.import_chats("ada", import_chats(file))
    chat = Chat()
    chat.owner = "ada"
    keeping.open(chat, keeping.chats(chat)[0].id)
    return chat


@pytest.mark.parametrize("honest", [True, False])
def test_an_imported_reply_is_marked_and_has_no_confidence(keeping: Keeping, honest: bool) -> None:
    chat = brought(keeping, honest=honest)
    shown = harmless(chat_html(chat.turns))
    assert strings.IMPORTED in shown.text
    assert "Confidence" not in shown.text
    (one,) = chat.turns
    assert one.copies
    assert all(copied.startswith(NOT_MADE_HERE) for copied in one.copies)
    assert all((NOT_CHECKED in copied) is not honest for copied in one.copies)
    assert (strings.UNCHECKED in harmless(sources_html(one)).text) is not honest
    opened = harmless(article_html(keeping.with_article(chat, one, 0), 0))
    assert (strings.ARTICLE_UNCHECKED in opened.text) is not honest
    assert ("not the words of an article here" in shown.text) is not honest
    (day,) = harmless(chats_html(keeping.chats(chat))).texts["time"]
    assert day.endswith(f"· {strings.CHAT_IMPORTED}")
    _, exported, _ = taken(keeping, chat, "export", None)
    assert '"confidence": null' in exported
    assert f'"checked": {str(honest).lower()}' in exported


def test_a_reply_of_ones_own_is_not(keeping: Keeping) -> None:
    chat = brought(keeping, honest=True)
    keeping.store.put("ada", "own", turn())
    assert [one.imported for one in keeping.chats(chat)] == [False, True]


def test_a_damaged_turn_is_shown_as_one(keeping: Keeping) -> None:
    keeping.store.put("ada", "own", turn(reply={"error": DAMAGED}))
    chat = Chat()
    chat.owner = "ada"
    keeping.open(chat, "own")
    assert DAMAGED in harmless(chat_html(chat.turns)).text


def test_an_article_is_opened_whole_by_its_id_and_version(keeping: Keeping) -> None:
    keeping.store.put("ada", "own", turn())
    chat = Chat()
    chat.owner = "ada"
    keeping.open(chat, "own")
    (one,) = chat.turns
    cited = REPLY.citations[0]
    for place, source in enumerate(keeping.with_article(chat, one, 0).sources):
        assert isinstance(source.article, Article) is (place == 0)
    opened = harmless(article_html(keeping.with_article(chat, one, 0), 0))
    assert opened.texts["mark"] == [cited.quote]
    assert cited.article.text.split()[-1] in opened.text


@pytest.mark.parametrize("kept", [True, False])
def test_what_the_index_holds_no_more_is_opened_from_what_was_kept(
    keeping: Keeping, monkeypatch: pytest.MonkeyPatch, kept: bool
) -> None:
    keeping.store.put("ada", "own", turn())
    chat = Chat()
    chat.owner = "ada"
    keeping.open(chat, "own")
    if not kept:
        keeping.store.delete("ada", "own")
    indexed_with(monkeypatch, nowhere)
    opened = harmless(article_html(keeping.with_article(chat, chat.turns[0], 0), 0))
    assert opened.texts["mark"] == [REPLY.citations[0].quote]
    assert strings.ARTICLE_GONE in opened.text
