"""Chats and turns as rows of the file: each function is one step of a read or a write."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

from index.storage.cited_versions import versions_in
from qa.chats.checksums import expected
from qa.chats.types import (
    LARGEST_REPLY,
    LONGEST_QUESTION,
    MOST_CHATS,
    MOST_TURNS,
    SavedChat,
    SavedTurn,
    checked_length,
    checked_title,
    title_of,
)
from qa.errors import ChatRefused, ChatUnknown

_TURN = "number, question, asked_at, reply, filters, rating, comment, imported"
DAMAGED = "This turn was damaged on the disk: what was kept of it cannot be shown."
_UNKNOWN = datetime(1970, 1, 1, tzinfo=UTC)  # when something was, where that is damaged
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
        "INSERT INTO chats(id, owner, title, renamed, words, created, updated, imported)"
        " VALUES(?,?,?,?,?,?,?,?)",
        (
            chat.id,
            owner,
            chat.title,
            renamed,
            chat.title.casefold(),
            text_of(chat.created),
            text_of(chat.updated),
            chat.imported,
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
        " reply, imported) VALUES(?,?,?,?,?,?,?,?,?,?)",
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
            turn.imported,
        ),
    )
    db.executemany(
        "INSERT OR IGNORE INTO shown_versions(version, chat, turn) VALUES(?,?,?)",
        [(version, chat, turn.number) for version in versions_in(json.loads(reply))],
    )


def note_imported(db: sqlite3.Connection, chat: int) -> None:
    """Note with a chat, by its number, whether any of its turns is imported, as lists tell it."""
    some = "EXISTS (SELECT 1 FROM turns WHERE chat=?1 AND imported)"
    db.execute(f"UPDATE chats SET imported={some} WHERE number=?1 AND imported", (chat,))


def change_no_later(db: sqlite3.Connection, owner: str, now: datetime) -> None:
    """Have no chat of an owner be changed after `now`: those were before the clock was set back.

    Else whatever is asked from then on would be listed last, and be the first that `trim` drops.
    """
    before = text_of(now - timedelta(microseconds=1))
    changed = "UPDATE chats SET updated=? WHERE owner=? AND updated>?"
    db.execute(changed, (before, owner, text_of(now)))


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


def turns_of(db: sqlite3.Connection, chat: int) -> Iterator[SavedTurn]:
    """The turns of a chat, by its number, in order; one that is damaged says so as its reply."""
    one = f"SELECT {_TURN}, sum IS {expected('turns')} FROM turns WHERE chat=? AND number=?"
    numbers = db.execute("SELECT number FROM turns WHERE chat=? ORDER BY number", (chat,))
    for (number,) in numbers.fetchall():
        try:
            row = db.execute(one, (chat, number)).fetchone()
            turn = _turn_of(row) if row and row[-1] else None
        except sqlite3.OperationalError:
            raise
        except sqlite3.DatabaseError:
            row = turn = None
        yield turn or _damaged(number, row)


def _turn_of(row: Sequence[Any]) -> SavedTurn | None:
    """A turn from its columns; None when they cannot be."""
    number, question, asked_at, reply, filters, rating, comment, imported, _ = row
    try:
        kept, narrowed = json.loads(reply), json.loads(filters)
        moment = moment_of(asked_at)
        return SavedTurn(number, question, moment, kept, narrowed, rating, comment, bool(imported))
    except (ValueError, TypeError, AttributeError, ChatRefused):
        return None


def _damaged(number: int, row: Sequence[Any] | None) -> SavedTurn:
    """What is shown of a turn that is not as it was kept."""
    question = row[1] if row and isinstance(row[1], str) and row[1].strip() else "…"
    moment = shown_moment(row[2] if row else "")
    return SavedTurn(number, question[:LONGEST_QUESTION], moment, {"error": DAMAGED}, {})


def shown_moment(text: str) -> datetime:
    """A stored moment; the year 1970 where it is damaged."""
    try:
        return moment_of(text).astimezone(UTC)
    except (ValueError, TypeError, OverflowError):
        return _UNKNOWN


def text_of(moment: datetime) -> str:
    """A moment as it is stored: texts are ordered as the moments are."""
    return moment.astimezone(UTC).isoformat(timespec="microseconds")


def moment_of(text: str) -> datetime:
    """A stored moment."""
    return datetime.fromisoformat(text)
