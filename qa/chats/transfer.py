"""Chats as a JSON file, exported and imported: `{"kind", "format", "chats"}`.

An imported file may come from anybody: all of it is checked before any of it is kept.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any, NoReturn

from index.terminal import json_text
from qa.chats.json_values import each, value
from qa.chats.restoring import check
from qa.chats.rows import packed_reply
from qa.chats.types import (
    MOST_CHATS,
    MOST_TURNS,
    ChatSummary,
    SavedChat,
    SavedTurn,
    checked_title,
    new_id,
)
from qa.errors import ChatBroken, ChatRefused

KIND = "article-qa chats"
FORMAT = 1
LARGEST_FILE = 200_000_000  # bytes or characters
SQLITE = b"SQLite format 3\0"  # what a file of chats, or any of SQLite's, begins with
_DEEPEST = 12  # objects and lists within one another; a reply has 4


def export_chats(chats: Sequence[SavedChat]) -> str:
    """Chats as the text of a JSON file, their turns whole."""
    values = {"kind": KIND, "format": FORMAT, "chats": [chat_as_json(chat) for chat in chats]}
    return json_text(values, indent=1) + "\n"


def import_chats(text: str | bytes) -> list[SavedChat]:
    """The chats of such a file, with new ids, as their days and numbers were.

    Each turn is marked as imported, whatever it says, and how sure its reply was is left out.

    Raises:
        ChatBroken: it is no such file, of another format, too large, or anything in it cannot be;
            the message says where. Then none of it is to be kept.
    """
    if len(text) > LARGEST_FILE:
        raise ChatBroken(f"the file has {len(text):,} bytes; at most {LARGEST_FILE:,} are read")
    if text[: len(SQLITE)] in (SQLITE, SQLITE.decode()):
        raise ChatBroken("the file is a page's chats.sqlite: python -m qa chats take-over FILE")
    try:
        values = json.loads(text, parse_constant=_no_number)
    except (ValueError, RecursionError) as error:
        raise ChatBroken(f"the file is not JSON that can be read: {error}") from error
    if not isinstance(values, dict) or values.get("kind") != KIND:
        raise ChatBroken(
            f'the file holds no chats: its "kind" is not {KIND!r}; give one that '
            "python -m qa chats export or the page's export wrote"
        )
    if values.get("format") != FORMAT:
        raise ChatBroken(
            f"the file is of format {values.get('format')!r:.40}; this program reads {FORMAT}"
        )
    held = each(values, "chats", MOST_CHATS)
    return [_chat(chat, f"chat {place}") for place, chat in enumerate(held, 1)]


def chat_as_json(chat: SavedChat) -> dict[str, Any]:
    """A chat as plain values, moments as 2021-05-13T09:30:00+00:00."""
    return {
        **head_as_json(chat),
        "turns": [
            {
                "number": turn.number,
                "question": turn.question,
                "asked_at": turn.asked_at.isoformat(),
                "reply": dict(turn.reply),
                "filters": dict(turn.filters),
                "rating": turn.rating,
                "comment": turn.comment,
                "imported": turn.imported,
            }
            for turn in chat.turns
        ],
    }


def head_as_json(chat: SavedChat | ChatSummary) -> dict[str, Any]:
    """What a chat is known by, as plain values."""
    return {
        "id": chat.id,
        "title": chat.title,
        "created": chat.created.isoformat(),
        "updated": chat.updated.isoformat(),
        "imported": chat.imported,
    }


def _chat(values: object, where: str) -> SavedChat:
    try:
        title = checked_title(_text(values, "title"))
        created, updated = _moment(values, "created"), _moment(values, "updated")
        held = each(values, "turns", MOST_TURNS)
        turns = tuple(_turn(turn, f"turn {place}") for place, turn in enumerate(held, 1))
        numbers = [turn.number for turn in turns]
        if numbers != sorted(set(numbers)):
            raise ChatBroken("the numbers of its turns do not ascend")
    except (ChatBroken, ChatRefused) as error:
        raise ChatBroken(f"{where}: {error}") from error
    return SavedChat(new_id(), title, created, updated, turns)


def _turn(values: object, where: str) -> SavedTurn:
    try:
        reply, filters = value(values, "reply", dict), value(values, "filters", dict)
        _check_depth(reply)
        packed_reply(reply).encode("utf-8")
        check(reply)
        return SavedTurn(
            number=value(values, "number", int),
            question=_text(values, "question"),
            asked_at=_moment(values, "asked_at"),
            reply=reply if "error" in reply else {**reply, "confidence": None},
            filters={_text({"name": n}, "name"): _text(filters, n) for n in filters},
            rating=value(values, "rating", int),
            comment=_text(values, "comment"),
            imported=True,
        )
    except UnicodeEncodeError as error:
        raise ChatBroken(f"{where}: it holds what is no character") from error
    except (ChatBroken, ChatRefused) as error:
        raise ChatBroken(f"{where}: {error}") from error


def _text(values: object, name: str) -> str:
    held = value(values, name, str)
    if any("\ud800" <= character <= "\udfff" for character in held):
        raise ChatBroken(f'"{name}" holds what is no character')
    return held


def _moment(values: object, name: str) -> datetime:
    held = value(values, name, str)
    try:
        moment = datetime.fromisoformat(held)
        if moment.tzinfo is None:
            raise ValueError("without a time zone")
        return moment.astimezone(UTC)
    except (ValueError, OverflowError) as error:
        raise ChatBroken(f'"{name}" is {held!r:.60}, not a moment with its time zone') from error


def _check_depth(values: object) -> None:
    """Make sure that nothing is nested deeper than replies are."""
    layer: list[object] = [values]
    for _ in range(_DEEPEST):
        layer = [part for held in layer for part in _parts(held)]
        if not layer:
            return
    raise ChatBroken(f"the reply is nested more than {_DEEPEST} deep")


def _parts(held: object) -> Sequence[object]:
    if isinstance(held, dict):
        return list(held.values())
    return held if isinstance(held, list) else ()


def _no_number(name: str) -> NoReturn:
    raise ValueError(f"{name} is no number")
