"""Chats taken along as files, and brought with them."""

from __future__ import annotations

import logging
from contextlib import suppress

from qa.chats.feedback import as_lines, rated_questions
from qa.chats.imported import articles_of, as_shown
from qa.chats.transfer import export_chats, import_chats
from qa.chats.types import SavedChat
from qa.errors import AskingError, ChatUnknown
from qa.page import strings
from qa.page.actions.keeping import Keeping, passed_over
from qa.page.model.chat import Chat


def taken(keeping: Keeping, chat: Chat, action: str, chat_id: object) -> tuple[str, str, str]:
    """Chats, or what was rated in them, as a file to keep.

    Args:
        keeping: keeps the chats.
        chat: what the tab has open.
        action: "take" for one chat, "ratings" for the questions that were rated, else all chats.
        chat_id: of the one chat, unchecked.

    Returns:
        The file's name and text, and what is to be said; the text is "" where there is no file.
    """
    name = "rated-questions.jsonl" if action == "ratings" else "chats.json"
    kept = _kept(keeping, chat, chat_id if action == "take" else None)
    if kept is None:
        return name, "", strings.CHATS_UNREAD
    if action == "ratings":
        questions = rated_questions(kept)
        return name, as_lines(questions), "" if questions else strings.CHATS_NO_RATINGS
    if not kept:
        return name, "", strings.CHAT_GONE if action == "take" else strings.CHATS_NONE_TO_EXPORT
    return name, export_chats(kept), ""


def imported(keeping: Keeping, chat: Chat, text: str) -> str:
    """Keep the chats of a file; what is to be said of it.

    Args:
        keeping: keeps the chats.
        chat: what the tab has open.
        text: the file's; "" where it could not be read.
    """
    if not chat.owner:
        return strings.UNEXPECTED
    if not text:
        return strings.CHATS_NO_FILE
    try:
        count = keeping.store.import_chats(chat.owner, import_chats(text))
    except AskingError as error:
        return str(error)
    return strings.CHATS_IMPORTED.format(count=count)


def _kept(keeping: Keeping, chat: Chat, chat_id: object) -> list[SavedChat] | None:
    """One chat, or all where no id is given; None where they cannot be read.

    A chat that is not there is left out: another tab may have deleted it just now.
    """
    if not chat.owner:
        return []
    if chat.unkept:
        keeping.catch_up(chat)
    with passed_over("chats cannot be read", logging.WARNING, chat):
        store, found = keeping.store, []
        ids = [one.id for one in store.summaries(chat.owner)] if chat_id is None else [chat_id]
        for one in ids:
            if isinstance(one, str):
                with suppress(ChatUnknown):
                    held = store.load(chat.owner, one)
                    found.append(as_shown(held, articles_of(keeping.settings.index)))
        return found
    return None
