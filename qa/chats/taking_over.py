"""Everybody's chats of a page's file, taken over into another store as they are.

For whoever runs the page: unlike an imported export, which may come from anybody, such a file is
believed. Its chats keep their ids, owners, days and ratings, and how sure their replies were.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from index.storage.pins import CHATS
from qa.chats.read_only import opened
from qa.chats.reading import DAMAGED
from qa.chats.store import ChatStore
from qa.chats.transfer import SQLITE
from qa.chats.types import MOST_CHATS, SavedChat
from qa.errors import ChatRefused, ChatsUnusable


@dataclass(frozen=True, slots=True)
class TakenOver:
    """What became of the chats of a file.

    Attributes:
        chats: how many were taken over.
        owners: whose those were, sorted.
        there: how many were there already, and were left as they are.
        damaged: how many of the turns taken over were damaged in the file, and say so.
    """

    chats: int
    owners: tuple[str, ...]
    there: int
    damaged: int


def take_over(file: Path, store: ChatStore) -> TakenOver:
    """Keep the chats of a file too, each of them whole or not at all; the file stays as it is.

    A chat whose id is there already is left alone, so that it may be done again after it was ended.

    Args:
        file: a `chats.sqlite`, of this program or an earlier one, in use or not.
        store: where to keep them.

    Raises:
        ChatRefused: the file cannot be read or is none of that kind, or an owner would have more
            chats than are kept; then nothing was taken over.
        ChatsUnusable: the file is damaged or of a newer program, or the store fails.
    """
    with _copied(file) as source:
        wanted = {owner: _missing(source, store, owner) for owner in source.owners()}
        there = sum(len(source.summaries(owner)) - len(ids) for owner, ids in wanted.items())
        damaged = 0
        for owner, ids in wanted.items():
            for chat in (source.load(owner, chat_id) for chat_id in ids):
                store.import_chats(owner, [chat])
                damaged += _damaged(chat)
    taken = {owner: ids for owner, ids in wanted.items() if ids}
    return TakenOver(sum(map(len, taken.values())), tuple(sorted(taken)), there, damaged)


def _missing(source: ChatStore, store: ChatStore, owner: str) -> Sequence[str]:
    """The ids of an owner's chats that the store does not hold, those that changed first before."""
    held = {chat.id for chat in store.summaries(owner)}
    ids = [chat.id for chat in reversed(source.summaries(owner)) if chat.id not in held]
    if len(held) + len(ids) > MOST_CHATS:
        raise ChatRefused(
            f"{owner} has {len(held):,} chats there and {len(ids):,} more in the file; at most "
            f"{MOST_CHATS:,} are kept; nothing was taken over; delete some before"
        )
    return ids


def _damaged(chat: SavedChat) -> int:
    lost: Mapping[str, str] = {"error": DAMAGED}
    return sum(turn.reply == lost for turn in chat.turns)


@contextmanager
def _copied(file: Path) -> Iterator[ChatStore]:
    """The chats of a file in a copy, which may be brought to the newest format."""
    with TemporaryDirectory(prefix="articles-chats-") as folder:
        copy = Path(folder) / CHATS
        _copy(file, copy)
        try:
            with opened(Path(folder)) as source:
                yield source
        except ChatsUnusable as error:
            raise ChatsUnusable(str(error).replace(str(copy), str(file))) from error


def _copy(file: Path, to: Path) -> None:
    """Copy a file of chats, as it is at one moment."""
    try:
        with file.open("rb") as held:
            if held.read(len(SQLITE)) != SQLITE:
                raise ChatRefused(
                    f"{file} is no chats.sqlite; an export is kept with: python -m qa chats import"
                )
        to.touch(mode=0o600)
        address = f"{file.absolute().as_uri()}?mode=ro"
        with (
            closing(sqlite3.connect(address, uri=True)) as old,
            closing(sqlite3.connect(to)) as new,
        ):
            old.backup(new)
    except OSError as error:
        raise ChatRefused(f"{file} cannot be read: {error.strerror or error}") from error
    except sqlite3.Error as error:
        raise ChatRefused(f"{file} cannot be read: {error}") from error
