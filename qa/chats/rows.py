"""Chats and turns as rows of the file: each function is one step of a read or a write."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from index.storage.cited_versions import versions_in
from qa.chats.types import (
    LARGEST_REPLY,
    MOST_CHATS,
    MOST_TURNS,
    SavedChat,
    SavedTurn,
    checked_length,
    checked_title,
    title_of,
)
from qa.errors import ChatBroken, ChatRefused, ChatUnknown

TURN = "number, question, asked_at, reply, filters, rating, comment"
_LONGEST_NAME = 200  # characters of an owner's name or a chat's id


def number_of(db: sqlite3.Connection, owner: str, chat_id: str) -> int | None:
    """The number of a chat; None when there is none, a ChatUnknown when it is another owner's."""
    row = db.execute("SELECT number, owner FROM chats WHERE id=?", (chat_id,)).fetchone()
    if row and row[1] != owner:
        raise _unknown(chat_id)
    return int(row[0]) if row else None


def known(db: sqlite3.Connection, owner: str, chat_id: str) -> int:
    """The number of an owner's chat; a ChatUnknown when the owner has no such chat."""
    number = number_of(db, owner, chat_id)
    if number is None:
        raise _unknown(chat_id)
    return number


def _unknown(chat_id: str) -> ChatUnknown:
    return ChatUnknown(f"there is no chat {chat_id!r:.80}; python -m qa chats list lists them")


def make_chat(db: sqlite3.Connection, owner: str, chat: SavedChat, *, renamed: bool = False) -> int:
    """Make a chat without its turns; its number."""
    for what, name in (("the owner's name", owner), ("the chat's id", chat.id)):
        if not checked_length(what, name, _LONGEST_NAME):
            raise ChatRefused(f"{what} is empty")
    made = db.execute(
        "INSERT INTO chats(id, owner, title, renamed, words, created, updated)"
        " VALUES(?,?,?,?,?,?,?)",
        (
            chat.id,
            owner,
            chat.title,
            renamed,
            chat.title.casefold(),
            text_of(chat.created),
            text_of(chat.updated),
        ),
    )
    return int(made.lastrowid or 0)


def restore_chat(db: sqlite3.Connection, owner: str, chat: SavedChat) -> None:
    """Make a chat with its turns; a ChatRefused when there is one with its id."""
    if db.execute("SELECT 1 FROM chats WHERE id=?", (chat.id,)).fetchone():
        raise ChatRefused(f"there is a chat {chat.id!r:.80} already")
    renamed = not chat.turns or chat.title != title_of(chat.turns[0].question)
    checked_title(chat.title)
    number = make_chat(db, owner, chat, renamed=renamed)
    for turn in chat.turns:
        put_turn(db, number, turn, packed_reply(turn.reply))


def put_turn(db: sqlite3.Connection, chat: int, turn: SavedTurn, reply: str) -> None:
    """Insert or replace a turn and what it cites; `reply` is what `packed_reply` made of its."""
    db.execute("DELETE FROM turns WHERE chat=? AND number=?", (chat, turn.number))
    held = db.execute("SELECT count(*) FROM turns WHERE chat=?", (chat,)).fetchone()[0]
    if held >= MOST_TURNS:
        raise ChatRefused(f"the chat has {held:,} turns, the most it may have; begin a new one")
    answer = turn.reply.get("answer")
    words = f"{turn.question}\n{answer if isinstance(answer, str) else ''}".casefold()
    db.execute(
        "INSERT INTO turns(chat, number, rating, asked_at, question, comment, filters, words,"
        " reply) VALUES(?,?,?,?,?,?,?,?,?)",
        (
            chat,
            turn.number,
            turn.rating,
            text_of(turn.asked_at),
            turn.question,
            turn.comment,
            json.dumps(dict(turn.filters), ensure_ascii=False),
            words,
            reply,
        ),
    )
    db.executemany(
        "INSERT OR IGNORE INTO shown_versions(version, chat, turn) VALUES(?,?,?)",
        [(version, chat, turn.number) for version in versions_in(json.loads(reply))],
    )


def trim(db: sqlite3.Connection, owner: str) -> None:
    """Drop what is beyond the chats that an owner may have."""
    db.execute(
        "DELETE FROM chats WHERE number IN (SELECT number FROM chats WHERE owner=?"
        " ORDER BY updated DESC, number DESC LIMIT -1 OFFSET ?)",
        (owner, MOST_CHATS),
    )


def packed_reply(reply: Mapping[str, Any]) -> str:
    """A reply as it is stored; a ChatRefused when it is too large or not plain values."""
    try:
        text = json.dumps(dict(reply), ensure_ascii=False, allow_nan=False)
    except (TypeError, ValueError, RecursionError) as error:
        raise ChatRefused(f"the reply is not made of plain values ({error})") from error
    return checked_length("the reply", text, LARGEST_REPLY)


def turn_of(row: tuple[int, str, str, str, str, int, str]) -> SavedTurn:
    """A turn from its columns, in the order of `TURN`; a ChatBroken when they cannot be."""
    number, question, asked_at, reply, filters, rating, comment = row
    try:
        kept, narrowed = json.loads(reply), json.loads(filters)
        return SavedTurn(number, question, moment_of(asked_at), kept, narrowed, rating, comment)
    except (ValueError, TypeError, AttributeError, ChatRefused) as error:
        raise ChatBroken(f"turn {number} is not as it was kept: {error}") from error


def text_of(moment: datetime) -> str:
    """A moment as it is stored: texts are ordered as the moments are."""
    return moment.astimezone(UTC).isoformat(timespec="microseconds")


def moment_of(text: str) -> datetime:
    """A stored moment."""
    return datetime.fromisoformat(text)
