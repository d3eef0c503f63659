"""What the chats cite, pinned with the index, so that pruning keeps it; see `index.storage.pins`.

Pins and chats are two files, and a program may be killed between their two writes. So a version is
pinned before the turn that shows it is committed, and let go after its last turn is gone; both by
whoever holds the lock of the chats that change, so that no other's turn is between its pins and its
commit. What a killed program pinned in vain, or did not let go, is put right when the chats are
opened.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from sqlalchemy import (
    ColumnElement,
    Connection,
    Engine,
    Table,
    bindparam,
    delete,
    select,
)
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.sql.selectable import TypedReturnsRows

from index.errors import IndexBroken
from index.storage.pins import Pins
from qa.chats.tables import CHATS, SHOWN, TURNS

log = logging.getLogger(__name__)

_SHOWN = select(SHOWN.c.chat, SHOWN.c.version).where(
    SHOWN.c.chat.in_(bindparam("chats", expanding=True))
)


@dataclass(frozen=True, slots=True)
class Change:
    """A change of chats under way, and which of them show more or less than before, by number.

    Whatever drops chats or turns does so by `drop`, which notes it.
    """

    db: Connection
    more: set[int] = field(default_factory=set)
    less: set[int] = field(default_factory=set)

    def drop(self, statement: TypedReturnsRows[int], **given: object) -> None:
        """Delete chats or turns, with all that hangs on them, by what `dropping` made."""
        self.less.update(self.db.execute(statement, given).scalars())


def dropping(table: Table, which: ColumnElement[bool]) -> TypedReturnsRows[int]:
    """A statement for `Change.drop`: it deletes the chats or turns that a condition finds."""
    chat = {CHATS: CHATS.c.number, TURNS: TURNS.c.chat}[table]
    return delete(table).where(which).returning(chat)


def pin_what_is_new(change: Change, pins: Pins) -> None:
    """Pin what the changed chats show; call it just before the change is committed.

    Raises:
        IndexBroken: it cannot be pinned; then the chats are not to be changed either.
    """
    if change.more:
        pins.pin(_shown_by(change.db, change.more))


def unpin_what_is_gone(
    engine: Engine, change: Change, pins: Pins, begin: Callable[[Connection], None]
) -> None:
    """Let go what the changed chats show no more; call it after the change was committed.

    A version that stays pinned for once costs disk space, not the change that was made.

    Args:
        engine: of the chats.
        change: what was committed.
        pins: of the chats.
        begin: takes the lock of the chats that were changed.
    """
    if not change.less:
        return
    try:
        with engine.begin() as db:
            begin(db)
            pins.unpin(_shown_by(db, change.less))
    except (IndexBroken, SQLAlchemyError) as error:
        why = getattr(error, "orig", None) or error
        log.warning("versions stay pinned until the chats are opened anew: %s", why)


def pin_all(db: Connection, pins: Pins) -> None:
    """Make the pins those of the chats as they are; call it while nobody else may write.

    Raises:
        IndexBroken: they cannot be written.
    """
    shown: dict[str, set[str]] = {}
    for chat, version in db.execute(select(SHOWN.c.chat, SHOWN.c.version).distinct()):
        shown.setdefault(str(chat), set()).add(version)
    pins.complete(shown)


def _shown_by(db: Connection, chats: Iterable[int]) -> dict[str, set[str]]:
    """What each of some chats shows now, by the chat's number."""
    shown: dict[str, set[str]] = {str(chat): set() for chat in chats}
    for chat, version in db.execute(_SHOWN, {"chats": [int(chat) for chat in shown]}):
        shown[str(chat)].add(version)
    return shown
