"""Two pages over one PostgreSQL database, in a real browser: one user's chats in both."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from qa.chats.store import ChatStore
from qa.page import strings
from tests.postgres import PASSWORD, programs, running
from tests.qa.page.browsing import ROOT, serving, watched

if TYPE_CHECKING:
    from playwright.sync_api import Browser

pytestmark = [pytest.mark.slow, pytest.mark.browser]
FIRST, SECOND, THIRD = "Who won the World Cup final?", "Who scored?", "Where was it played?"


@pytest.mark.skipif(programs() is None, reason="no PostgreSQL here: apt-get install postgresql")
def test_a_chat_of_one_page_is_seen_in_the_other_and_outlasts_the_server(
    chromium: Browser, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PGPASSWORD", PASSWORD)
    for name in "ab":
        shutil.copytree(ROOT / "seeds", tmp_path / name / "seeds")
    with running() as server:
        chats = ("--chats", server.address(server.new_database()))
        with (
            serving(tmp_path / "a", *chats) as here,
            serving(tmp_path / "b", *chats, index=tmp_path / "a" / "index") as there,
        ):
            tab = watched(chromium.new_page(), here)
            tab.ask(FIRST)
            tab.settled(1)
            other = watched(chromium.new_page(), there)
            other.page.locator("#chats .open").click()
            other.settled(1)
            other.ask(SECOND)
            other.settled(2)

            server.stop()
            tab.ask(THIRD)
            tab.settled(2)
            tab.page.get_by_text(strings.CHATS_LOST).wait_for()
            server.start()
            tab.page.get_by_text(strings.CHATS_LOST).wait_for(state="hidden", timeout=60_000)
            store = ChatStore(here.index, chats[1])
            (head,) = store.summaries("local")
            kept = [turn.question for turn in store.load("local", head.id).turns]
            store.close()
            assert kept == [FIRST, SECOND, THIRD]  # and none in another's place
            assert PASSWORD not in here.said() + there.said()
