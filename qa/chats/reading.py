"""Chats and turns as they are in the tables: each function is one step of a read.

Statements are made once: to make one takes longer than to run it.
"""

from __future__ import annotations

import json
from datetime import UTC, datetime

from sqlalchemy import Connection, bindparam, func, select
from sqlalchemy.exc import DatabaseError, OperationalError

from qa.chats.checksums import Row, is_sound, whole_row
from qa.chats.tables import CHATS, TURNS
from qa.chats.types import LONGEST_QUESTION, SavedTurn
from qa.errors import ChatRefused, ChatUnknown

DAMAGED = "This turn was damaged on the disk: what was kept of it cannot be shown."
_UNKNOWN = datetime(1970, 1, 1, tzinfo=UTC)  # when something was, where that is damaged

_OF_ID = select(CHATS.c.number, CHATS.c.owner).where(CHATS.c.id == bindparam("id"))
_LAST = (
    select(func.max(TURNS.c.number))
    .join(CHATS, TURNS.c.chat == CHATS.c.number)
    .where(CHATS.c.owner == bindparam("owner"), CHATS.c.id == bindparam("id"))
)
_TURNS = select(TURNS).where(TURNS.c.chat == bindparam("chat")).order_by(TURNS.c.number)


def number_of(db: Connection, owner: str, chat_id: str) -> int | None:
    """The number of a chat; None when there is none, a ChatUnknown when it is another owner's."""
    row = db.execute(_OF_ID, {"id": chat_id}).one_or_none()
    if row and row.owner != owner:
        raise _unknown(chat_id)
    return int(row.number) if row else None


def known(db: Connection, owner: str, chat_id: str) -> int:
    """The number of an owner's chat; a ChatUnknown when the owner has no such chat."""
    number = number_of(db, owner, chat_id)
    if number is None:
        raise _unknown(chat_id)
    return number


def head_of(db: Connection, number: int) -> Row:
    """The row of a chat, which is there."""
    row = whole_row(db, CHATS, number)
    assert row
    return row


def next_number_of(db: Connection, owner: str, chat_id: str) -> int:
    """The number after that of the last turn; 0 where there is no such chat or turn."""
    last = db.execute(_LAST, {"owner": owner, "id": chat_id}).scalar()
    return 0 if last is None else int(last) + 1


def _unknown(chat_id: str) -> ChatUnknown:
    return ChatUnknown(f"there is no chat {chat_id!r:.80}; python -m qa chats list lists them")


def turns_of(db: Connection, chat: int) -> list[SavedTurn]:
    """The turns of a chat, by its number, in order; one that is damaged says so as its reply."""
    try:
        rows: list[Row] = list(db.execute(_TURNS, {"chat": chat}).mappings())
    except OperationalError:
        raise
    except DatabaseError:
        rows = _one_by_one(db, chat)
    return [_turn_of(row) or _damaged(row) for row in rows]


def _one_by_one(db: Connection, chat: int) -> list[Row]:
    """The rows of turns, where some cannot be read: of those the number alone."""
    numbers = select(TURNS.c.number).where(TURNS.c.chat == chat).order_by(TURNS.c.number)
    rows: list[Row] = []
    for number in db.execute(numbers).scalars().all():
        try:
            rows += [row] if (row := whole_row(db, TURNS, chat, number)) else []
        except OperationalError:
            raise
        except DatabaseError:
            rows.append({"number": number})
    return rows


def _turn_of(row: Row) -> SavedTurn | None:
    """A turn from its columns; None when it is not as it was kept."""
    try:
        if not is_sound(TURNS, row):
            return None
        return SavedTurn(
            row["number"],
            row["question"],
            moment_of(row["asked_at"]),
            json.loads(row["reply"]),
            json.loads(row["filters"]),
            row["rating"],
            row["comment"],
            bool(row["imported"]),
        )
    except (KeyError, ValueError, TypeError, AttributeError, ChatRefused):
        return None


def _damaged(row: Row) -> SavedTurn:
    """What is shown of a turn that is not as it was kept."""
    question = row.get("question")
    if not isinstance(question, str) or not question.strip():
        question = "…"
    moment = shown_moment(row.get("asked_at", ""))
    return SavedTurn(row["number"], question[:LONGEST_QUESTION], moment, {"error": DAMAGED}, {})


def shown_moment(text: str) -> datetime:
    """A stored moment; the year 1970 where it is damaged."""
    try:
        return moment_of(text).astimezone(UTC)
    except (ValueError, TypeError, OverflowError):
        return _UNKNOWN


def moment_of(text: str) -> datetime:
    """A stored moment."""
    return datetime.fromisoformat(text)
