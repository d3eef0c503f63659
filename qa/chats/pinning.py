"""What the chats cite, pinned with the index, so that pruning keeps it; see `index.storage.pins`.

Pins and chats are two files, and a program may be killed between their two writes. So a version is
pinned before the turn that shows it is committed, and let go after its last turn is gone; both by
whoever holds the chats' write lock, so that no other's turn is between its pins and its commit.
What a killed program pinned in vain, or did not let go, is put right when the chats are opened.
"""

from __future__ import annotations

import logging
import sqlite3
from pathlib import Path

from index.errors import IndexBroken
from index.storage.pins import CHATS, Pins

log = logging.getLogger(__name__)

# SQLite itself notes which chats show more or less than before, whatever statement made it so:
# no way of changing chats can forget to.
_NOTES = (
    "CREATE TEMP TABLE more(chat INTEGER PRIMARY KEY)",
    "CREATE TEMP TABLE less(chat INTEGER PRIMARY KEY)",
    "CREATE TEMP TRIGGER note_more AFTER INSERT ON shown_versions"
    " BEGIN INSERT OR IGNORE INTO more VALUES(new.chat); END",
    "CREATE TEMP TRIGGER note_less AFTER DELETE ON shown_versions"
    " BEGIN INSERT OR IGNORE INTO less VALUES(old.chat); END",
)


def take_notes(db: sqlite3.Connection) -> None:
    """Note from now on which chats change in what they show."""
    for statement in _NOTES:
        db.execute(statement)


def pin_what_is_new(db: sqlite3.Connection, folder: Path) -> None:
    """Pin what the changed chats show; call it just before the change is committed.

    Raises:
        IndexBroken: it cannot be pinned; then the chats are not to be changed either.
    """
    if shown := _shown_by(db, "more"):
        Pins(folder, CHATS).pin(shown)


def unpin_what_is_gone(db: sqlite3.Connection, folder: Path) -> None:
    """Let go what the changed chats show no more; call it after the change was committed.

    A version that stays pinned for once costs disk space, not the change that was made.
    """
    if not db.execute("SELECT count(*) FROM less").fetchone()[0]:
        return
    try:
        db.execute("BEGIN IMMEDIATE")
        Pins(folder, CHATS).unpin(_shown_by(db, "less"))
        db.execute("COMMIT")
    except (IndexBroken, sqlite3.Error) as error:
        log.warning("versions stay pinned until the chats are opened anew: %s", error)


def pin_all(db: sqlite3.Connection, folder: Path) -> None:
    """Make the pins those of the chats as they are; call it within a transaction that writes.

    Raises:
        IndexBroken: they cannot be written.
    """
    rows = db.execute("SELECT DISTINCT chat, version FROM shown_versions")
    shown: dict[str, set[str]] = {}
    for chat, version in rows:
        shown.setdefault(str(chat), set()).add(version)
    Pins(folder, CHATS).complete(shown)


def _shown_by(db: sqlite3.Connection, noted: str) -> dict[str, set[str]]:
    """What each of the chats noted shows now, by the chat's number."""
    rows = db.execute(
        f"SELECT n.chat, s.version FROM {noted} n LEFT JOIN shown_versions s ON s.chat = n.chat"
    )
    shown: dict[str, set[str]] = {}
    for chat, version in rows:
        shown.setdefault(str(chat), set()).update([version] if version else [])
    return shown
