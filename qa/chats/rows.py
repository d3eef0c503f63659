"""Chats and turns as rows of the tables: each function is one step of a read or a write."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import Connection, func, insert, select
from sqlalchemy.exc import DatabaseError, IntegrityError, OperationalError

from index.storage.cited_versions import versions_in
from qa.chats.checksums import Row, change_rows, is_sound, put_row, seal
from qa.chats.pinning import Change
from qa.chats.tables import CHATS, SHOWN, TURNS
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

DAMAGED = "This turn was damaged on the disk: what was kept of it cannot be shown."
_UNKNOWN = datetime(1970, 1, 1, tzinfo=UTC)  # when something was, where that is damaged
_LONGEST_NAME = 200  # characters of an owner's name or a chat's id


def number_of(db: Connection, owner: str, chat_id: str) -> int | None:
    """The number of a chat; None when there is none, a ChatUnknown when it is another owner's."""
    which = select(CHATS.c.number, CHATS.c.owner).where(CHATS.c.id == chat_id)
    row = db.execute(which).one_or_none()
    if row and row.owner != owner:
        raise _unknown(chat_id)
    return int(row.number) if row else None


def known(db: Connection, owner: str, chat_id: str) -> int:
    """The number of an owner's chat; a ChatUnknown when the owner has no such chat."""
    number = number_of(db, owner, chat_id)
    if number is None:
        raise _unknown(chat_id)
    return number


def _unknown(chat_id: str) -> ChatUnknown:
    return ChatUnknown(f"there is no chat {chat_id!r:.80}; python -m qa chats list lists them")


def make_chat(db: Connection, owner: str, chat: SavedChat, *, renamed: bool = False) -> int:
    """Make a chat without its turns; its number."""
    for what, name in (("the owner's name", owner), ("the chat's id", chat.id)):
        if not checked_length(what, name, _LONGEST_NAME):
            raise ChatRefused(f"{what} is empty")
    row = {
        "id": chat.id,
        "owner": owner,
        "title": chat.title,
        "renamed": int(renamed),
        "words": chat.title.casefold(),
        "created": text_of(chat.created),
        "updated": text_of(chat.updated),
        "imported": int(chat.imported),
    }
    try:
        number = db.execute(insert(CHATS).returning(CHATS.c.number), row).scalar_one()
    except IntegrityError:  # another owner's, which came just now
        raise _there(chat.id) from None
    seal(db, CHATS, {**row, "number": number})
    return int(number)


def restore_chat(change: Change, owner: str, chat: SavedChat) -> None:
    """Make a chat with its turns; a ChatRefused when there is one with its id."""
    if change.db.execute(select(CHATS.c.number).where(CHATS.c.id == chat.id)).first():
        raise _there(chat.id)
    renamed = not chat.turns or chat.title != title_of(chat.turns[0].question)
    checked_title(chat.title)
    number = make_chat(change.db, owner, chat, renamed=renamed)
    for turn in chat.turns:
        put_turn(change, number, turn, packed_reply(turn.reply))


def _there(chat_id: str) -> ChatRefused:
    return ChatRefused(f"there is a chat {chat_id!r:.80} already")


def put_turn(change: Change, chat: int, turn: SavedTurn, reply: str) -> None:
    """Insert or replace a turn and what it cites; `reply` is what `packed_reply` made of its."""
    change.drop(TURNS, (TURNS.c.chat == chat) & (TURNS.c.number == turn.number))
    held = change.db.execute(
        select(func.count()).select_from(TURNS).where(TURNS.c.chat == chat)
    ).scalar_one()
    if held >= MOST_TURNS:
        raise ChatRefused(f"the chat has {held:,} turns, the most it may have; begin a new one")
    answer = turn.reply.get("answer")
    words = f"{turn.question}\n{answer if isinstance(answer, str) else ''}".casefold()
    row = {
        "chat": chat,
        "number": turn.number,
        "rating": turn.rating,
        "asked_at": text_of(turn.asked_at),
        "question": turn.question,
        "comment": turn.comment,
        "filters": json.dumps(dict(turn.filters), ensure_ascii=False),
        "words": words,
        "reply": reply,
        "imported": int(turn.imported),
    }
    put_row(change.db, TURNS, row)
    shown = sorted(set(versions_in(json.loads(reply))))
    if shown:
        values = [{"version": one, "chat": chat, "turn": turn.number} for one in shown]
        change.db.execute(insert(SHOWN), values)
        change.more.add(chat)


def is_free(db: Connection, chat: int, turn: SavedTurn) -> bool:
    """Whether no other turn has the number of this one, which may be kept already."""
    which = (TURNS.c.chat == chat) & (TURNS.c.number == turn.number)
    row = db.execute(select(TURNS.c.asked_at, TURNS.c.question).where(which)).one_or_none()
    return row is None or tuple(row) == (text_of(turn.asked_at), turn.question)


def note_change(db: Connection, owner: str, chat: int, first: SavedTurn | None = None) -> None:
    """Note with a chat, by its number, that its turns changed now, and what lists tell of it.

    Args:
        db: open to write.
        owner: whose.
        chat: its number.
        first: a turn whose question is the title, where it is the first and nobody renamed it.
    """
    now = datetime.now(UTC)
    change_no_later(db, owner, now)
    some = select(TURNS.c.number).where(TURNS.c.chat == chat)
    which = CHATS.c.number == chat
    changes: dict[str, object] = {"updated": text_of(now)}
    kept = db.execute(select(CHATS.c.imported, CHATS.c.renamed).where(which)).one()
    if kept.imported and not db.execute(some.where(TURNS.c.imported != 0).limit(1)).first():
        changes["imported"] = 0
    if first and not kept.renamed:
        title = title_of(first.question)
        if not db.execute(some.where(TURNS.c.number < first.number).limit(1)).first():
            changes |= {"title": title, "words": title.casefold()}
    change_rows(db, CHATS, which, **changes)


def change_no_later(db: Connection, owner: str, now: datetime) -> None:
    """Have no chat of an owner be changed after `now`: those were before the clock was set back.

    Else whatever is asked from then on would be listed last, and be the first that `trim` drops.
    """
    before = text_of(now - timedelta(microseconds=1))
    later = (CHATS.c.owner == owner) & (CHATS.c.updated > text_of(now))
    change_rows(db, CHATS, later, updated=before)


def trim(change: Change, owner: str) -> None:
    """Drop what is beyond the chats that an owner may have."""
    newest = (CHATS.c.updated.desc(), CHATS.c.number.desc())
    which = select(CHATS.c.number).where(CHATS.c.owner == owner).order_by(*newest)
    surplus = change.db.execute(which.offset(MOST_CHATS)).scalars().all()
    if surplus:
        change.drop(CHATS, CHATS.c.number.in_(surplus))


def packed_reply(reply: Mapping[str, Any]) -> str:
    """A reply as it is stored; a ChatRefused when it is too large or not plain values."""
    try:
        text = json.dumps(dict(reply), ensure_ascii=False, allow_nan=False)
    except (TypeError, ValueError, RecursionError) as error:
        raise ChatRefused(f"the reply is not made of plain values ({error})") from error
    return checked_length("the reply", text, LARGEST_REPLY)


def turns_of(db: Connection, chat: int) -> list[SavedTurn]:
    """The turns of a chat, by its number, in order; one that is damaged says so as its reply."""
    which = select(TURNS).where(TURNS.c.chat == chat).order_by(TURNS.c.number)
    try:
        rows: list[Row] = list(db.execute(which).mappings())
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
        which = select(TURNS).where(TURNS.c.chat == chat, TURNS.c.number == number)
        try:
            rows += db.execute(which).mappings().all()
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


def text_of(moment: datetime) -> str:
    """A moment as it is stored: texts are ordered as the moments are."""
    return moment.astimezone(UTC).isoformat(timespec="microseconds")


def moment_of(text: str) -> datetime:
    """A stored moment."""
    return datetime.fromisoformat(text)
