"""Chats and turns as rows of the tables: each function is one step of a write.

Statements are made once: to make one takes longer than to run it.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import BindParameter, Connection, bindparam, func, insert, select
from sqlalchemy.exc import IntegrityError

from index.storage.cited_versions import versions_in
from qa.chats.checksums import change_rows, put_row, seal, whole_row
from qa.chats.pinning import Change, dropping
from qa.chats.reading import head_of, shown_moment
from qa.chats.tables import CHATS, SHOWN, TURNS
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
from qa.errors import ChatRefused

_LONGEST_NAME = 200  # characters of an owner's name or a chat's id

_CHAT: BindParameter[int] = bindparam("chat")
_NUMBER: BindParameter[int] = bindparam("number")
_OWNER: BindParameter[str] = bindparam("owner")
_MAKE = insert(CHATS).returning(CHATS.c.number)
_OF_ID = select(CHATS.c.number).where(CHATS.c.id == bindparam("id"))
_CHANGED_AFTER = select(CHATS).where(CHATS.c.owner == _OWNER, CHATS.c.updated > bindparam("moment"))
_SURPLUS = (
    select(CHATS.c.number)
    .where(CHATS.c.owner == _OWNER)
    .order_by(CHATS.c.updated.desc(), CHATS.c.number.desc())
    .offset(bindparam("most"))
)
_HELD = select(func.count()).select_from(TURNS).where(TURNS.c.chat == _CHAT)
_EARLIER = select(TURNS.c.number).where(TURNS.c.chat == _CHAT, TURNS.c.number < _NUMBER).limit(1)
_IMPORTED = select(TURNS.c.number).where(TURNS.c.chat == _CHAT, TURNS.c.imported != 0).limit(1)
_PUT_SHOWN = insert(SHOWN)
_DROP_CHATS = dropping(CHATS, CHATS.c.number.in_(bindparam("numbers", expanding=True)))
_DROP_TURN = dropping(TURNS, (TURNS.c.chat == _CHAT) & (TURNS.c.number == _NUMBER))
_SINCE = (TURNS.c.chat == _CHAT) & (TURNS.c.number >= _NUMBER)
_DROP_TURNS = dropping(TURNS, _SINCE)
_DROP_SOME = dropping(TURNS, _SINCE & (TURNS.c.number < bindparam("end")))


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
        number = db.execute(_MAKE, row).scalar_one()
    except IntegrityError:  # another owner's, which came just now
        raise _there(chat.id) from None
    seal(db, CHATS, {**row, "number": number})
    return int(number)


def restore_chat(change: Change, owner: str, chat: SavedChat) -> None:
    """Make a chat with its turns; a ChatRefused when there is one with its id."""
    if change.db.execute(_OF_ID, {"id": chat.id}).first():
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
    change.drop(_DROP_TURN, chat=chat, number=turn.number)
    held = change.db.execute(_HELD, {"chat": chat}).scalar_one()
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
        change.db.execute(_PUT_SHOWN, values)
        change.more.add(chat)


def is_free(db: Connection, chat: int, turn: SavedTurn, instead_of: datetime | None = None) -> bool:
    """Whether a turn may have its number: no other has it, but one asked at `instead_of`.

    It may be kept there already.
    """
    row = whole_row(db, TURNS, chat, turn.number)
    if row is None or instead_of == shown_moment(row["asked_at"]):
        return True
    return (row["asked_at"], row["question"]) == (text_of(turn.asked_at), turn.question)


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
    kept = head_of(db, chat)
    changes: dict[str, object] = {"updated": text_of(now)}
    if kept["imported"] and not db.execute(_IMPORTED, {"chat": chat}).first():
        changes["imported"] = 0
    if first and not kept["renamed"]:
        title = title_of(first.question)
        if not db.execute(_EARLIER, {"chat": chat, "number": first.number}).first():
            changes |= {"title": title, "words": title.casefold()}
    change_rows(db, CHATS, [kept], **changes)


def change_no_later(db: Connection, owner: str, now: datetime) -> None:
    """Have no chat of an owner be changed after `now`: those were before the clock was set back.

    Else whatever is asked from then on would be listed last, and be the first that `trim` drops.
    """
    before = text_of(now - timedelta(microseconds=1))
    later = db.execute(_CHANGED_AFTER, {"owner": owner, "moment": text_of(now)}).mappings()
    change_rows(db, CHATS, later.all(), updated=before)


def trim(change: Change, owner: str) -> None:
    """Drop what is beyond the chats that an owner may have."""
    given = {"owner": owner, "most": MOST_CHATS}
    if surplus := change.db.execute(_SURPLUS, given).scalars().all():
        drop_chats(change, *surplus)


def drop_chats(change: Change, *numbers: int) -> None:
    """Drop chats by their numbers."""
    change.drop(_DROP_CHATS, numbers=numbers)


def drop_turns(change: Change, chat: int, first: int, end: int | None = None) -> None:
    """Drop the turns of a chat from one on, or those before another."""
    if end is None:
        change.drop(_DROP_TURNS, chat=chat, number=first)
    else:
        change.drop(_DROP_SOME, chat=chat, number=first, end=end)


def packed_reply(reply: Mapping[str, Any]) -> str:
    """A reply as it is stored; a ChatRefused when it is too large or not plain values."""
    try:
        text = json.dumps(dict(reply), ensure_ascii=False, allow_nan=False)
    except (TypeError, ValueError, RecursionError) as error:
        raise ChatRefused(f"the reply is not made of plain values ({error})") from error
    return checked_length("the reply", text, LARGEST_REPLY)


def text_of(moment: datetime) -> str:
    """A moment as it is stored: texts are ordered as the moments are."""
    return moment.astimezone(UTC).isoformat(timespec="microseconds")
