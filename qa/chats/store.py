"""The chats kept with an index, each its owner's own."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime
from pathlib import Path

from qa.chats import database
from qa.chats.checksums import expected
from qa.chats.rows import (
    change_no_later,
    known,
    make_chat,
    note_imported,
    number_of,
    packed_reply,
    put_turn,
    restore_chat,
    shown_moment,
    text_of,
    trim,
    turns_of,
)
from qa.chats.types import (
    MOST_CHATS,
    ChatSummary,
    SavedChat,
    SavedTurn,
    checked_rating,
    checked_title,
    title_of,
)
from qa.errors import ChatRefused, ChatUnknown

_MOST_WORDS = 20  # looked for at once


class ChatStore:
    """Chats in `chats.sqlite` in an index's folder, beside its generations.

    Any number of threads and processes may use stores on the same folder at once. Every method
    takes the owner first, a user's name or a browser's token, and sees that owner's chats alone:
    the chats of others are as unknown to it as those that never were.

    Args:
        folder: the index's folder; the file is made in it.

    Raises:
        ChatsUnusable: there is no such folder, or it cannot be written; so does every method when
            that comes to pass later.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        database.make(folder)

    def summaries(self, owner: str, search: str = "") -> list[ChatSummary]:
        """The chats of an owner, the one that changed last first.

        Args:
            owner: whose.
            search: words, or parts of them, all of which stand in the chat's title, questions or
                answers, upper and lower case alike; "" lists all chats.
        """
        words = search.casefold().split()[:_MOST_WORDS]
        found = " AND (instr(c.words, ?) OR EXISTS (SELECT 1 FROM turns t WHERE t.chat=c.number"
        found += " AND instr(t.words, ?)))"
        with database.reading(self.folder) as db:
            rows = db.execute(
                "SELECT id, title, created, updated,"
                " (SELECT count(*) FROM turns t WHERE t.chat=c.number), imported,"
                f" sum IS NOT {expected('chats', 'c.')}"
                f" FROM chats c WHERE owner=?{found * len(words)}"
                " ORDER BY updated DESC, number DESC",
                (owner, *(word for word in words for _ in range(2))),
            ).fetchall()
        return [
            ChatSummary(
                i, title, shown_moment(c), shown_moment(u), turns, bool(imported), bool(damaged)
            )
            for i, title, c, u, turns, imported, damaged in rows
        ]

    def load(self, owner: str, chat_id: str) -> SavedChat:
        """A chat with all its turns; one that was damaged on the disk says so as its reply.

        Raises:
            ChatUnknown: the owner has no such chat.
        """
        with database.reading(self.folder) as db:
            number = known(db, owner, chat_id)
            title, created, updated = db.execute(
                "SELECT title, created, updated FROM chats WHERE number=?", (number,)
            ).fetchone()
            turns = tuple(turns_of(db, number))
        return SavedChat(chat_id, title, shown_moment(created), shown_moment(updated), turns)

    def next_number(self, owner: str, chat_id: str) -> int:
        """The number after that of the last turn kept; 0 when there is no such chat or turn."""
        with database.reading(self.folder) as db:
            (last,) = db.execute(
                "SELECT max(t.number) FROM turns t JOIN chats c ON t.chat = c.number"
                " WHERE c.owner=? AND c.id=?",
                (owner, chat_id),
            ).fetchone()
        return 0 if last is None else int(last) + 1

    def put(self, owner: str, chat_id: str, turn: SavedTurn) -> None:
        """Keep a turn, in the place of the one with its number if there is one.

        A chat that is not there is made, and of more than `MOST_CHATS` the one that has not changed
        for longest goes. The title follows the first question until the chat is renamed. A turn
        that comes after its chat was deleted makes it anew: whoever deletes stops what is asked.

        Raises:
            ChatUnknown: the chat is another owner's.
            ChatRefused: the reply is too large, or the chat has as many turns as it may have.
        """
        reply = packed_reply(turn.reply)
        now = datetime.now(UTC)
        with database.writing(self.folder) as db:
            number = number_of(db, owner, chat_id)
            change_no_later(db, owner, now)
            if number is None:
                chat = SavedChat(chat_id, title_of(turn.question), now, now, ())
                number = make_chat(db, owner, chat)
                trim(db, owner)
            put_turn(db, number, turn, reply)
            title = title_of(turn.question)
            db.execute("UPDATE chats SET updated=? WHERE number=?", (text_of(now), number))
            note_imported(db, number)
            db.execute(
                "UPDATE chats SET title=?2, words=?3 WHERE number=?1 AND NOT renamed AND NOT EXISTS"
                " (SELECT 1 FROM turns WHERE chat=?1 AND number<?4)",
                (number, title, title.casefold(), turn.number),
            )

    def cut(self, owner: str, chat_id: str, number: int) -> None:
        """Drop the turn with this number and all later ones: an earlier question is to be edited.

        Raises:
            ChatUnknown: the owner has no such chat.
        """
        with database.writing(self.folder) as db:
            chat = known(db, owner, chat_id)
            db.execute("DELETE FROM turns WHERE chat=? AND number>=?", (chat, number))
            now = datetime.now(UTC)
            change_no_later(db, owner, now)
            db.execute("UPDATE chats SET updated=? WHERE number=?", (text_of(now), chat))
            note_imported(db, chat)

    def rename(self, owner: str, chat_id: str, title: str) -> None:
        """Give a chat another title.

        Raises:
            ChatUnknown: the owner has no such chat.
            ChatRefused: the title is empty or too long.
        """
        title = checked_title(title)
        with database.writing(self.folder) as db:
            db.execute(
                "UPDATE chats SET title=?, words=?, renamed=1 WHERE number=?",
                (title, title.casefold(), known(db, owner, chat_id)),
            )

    def delete(self, owner: str, chat_id: str) -> None:
        """Drop a chat. To be able to undo it, load the chat before, and `restore` it.

        Raises:
            ChatUnknown: the owner has no such chat.
        """
        with database.writing(self.folder) as db:
            db.execute("DELETE FROM chats WHERE number=?", (known(db, owner, chat_id),))

    def restore(self, owner: str, chat: SavedChat) -> None:
        """Keep a whole chat under its own id and days, such as one that was just deleted.

        Raises:
            ChatRefused: there is a chat with its id, or it is past a limit.
        """
        with database.writing(self.folder) as db:
            restore_chat(db, owner, chat)
            trim(db, owner)

    def import_chats(self, owner: str, chats: Iterable[SavedChat]) -> int:
        """Keep many whole chats, all or none of them; returns how many.

        Raises:
            ChatRefused: the owner would have more than `MOST_CHATS`, or as for `restore`.
        """
        brought = list(chats)
        with database.writing(self.folder) as db:
            held = db.execute("SELECT count(*) FROM chats WHERE owner=?", (owner,)).fetchone()[0]
            if held + len(brought) > MOST_CHATS:
                raise ChatRefused(
                    f"{len(brought):,} chats and the {held:,} that are there are more than the "
                    f"{MOST_CHATS:,} that are kept; nothing was imported; delete some before"
                )
            for chat in sorted(brought, key=lambda chat: chat.updated):
                restore_chat(db, owner, chat)
        return len(brought)

    def rate(self, owner: str, chat_id: str, number: int, rating: int, comment: str = "") -> None:
        """Say what the reader made of a reply: 1 for good, -1 for bad, 0 for nothing any more.

        Raises:
            ChatUnknown: the owner has no such chat, or the chat no such turn.
            ChatRefused: there is no such rating, or the comment is too long.
        """
        checked_rating(rating, comment)
        with database.writing(self.folder) as db:
            changed = db.execute(
                "UPDATE turns SET rating=?, comment=? WHERE chat=? AND number=?",
                (rating, comment, known(db, owner, chat_id), number),
            )
            if not changed.rowcount:
                raise ChatUnknown(f"the chat {chat_id!r:.80} has no turn {number}")
