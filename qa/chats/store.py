"""The chats kept with an index, each its owner's own."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy import bindparam, func, select

from qa.chats import database
from qa.chats.checksums import Row, change_rows, is_sound, whole_row
from qa.chats.reading import head_of, known, next_number_of, number_of, shown_moment, turns_of
from qa.chats.rows import (
    change_no_later,
    drop_chats,
    drop_turns,
    is_free,
    make_chat,
    note_change,
    packed_reply,
    put_turn,
    restore_chat,
    trim,
)
from qa.chats.sqlite_file import SqliteFile
from qa.chats.tables import CHATS, TURNS
from qa.chats.types import (
    MOST_CHATS,
    ChatSummary,
    SavedChat,
    SavedTurn,
    checked_rating,
    checked_title,
    title_of,
)
from qa.database.address import address_of
from qa.errors import ChatRefused, ChatUnknown

_MOST_WORDS = 20  # looked for at once
_OF_CHAT = TURNS.c.chat == CHATS.c.number
_COUNTED = select(func.count()).select_from(TURNS).where(_OF_CHAT).correlate(CHATS)
_LISTED = (  # made once: the page asks for it after every reply
    select(CHATS, _COUNTED.scalar_subquery().label("turns"))
    .where(CHATS.c.owner == bindparam("whose"))
    .order_by(CHATS.c.updated.desc(), CHATS.c.number.desc())
)


class ChatStore:
    """The chats kept with an index: in `chats.sqlite` in its folder, or in a PostgreSQL database.

    Any number of threads and processes may use stores on the same chats at once. Every method
    but `owners` takes the owner first, a user's name or a browser's token, and sees that owner's
    chats alone: the chats of others are as unknown to it as those that never were.

    Args:
        folder: the index's folder; without an address, the file is made in it.
        address: of a database, postgresql://…; its tables are made in it.

    Raises:
        ChatsUnusable: there is no such folder or database, or it cannot be written; so does every
            method when that comes to pass later.
        DatabaseUsage: the address cannot be right.
        LibraryMissing: there is an address, and no driver for it.
    """

    def __init__(self, folder: Path, address: str = "") -> None:
        self.folder = folder
        self._database = database.Database(_kept(folder, address), folder)
        try:
            self._database.make()
        except BaseException:
            self.close()
            raise

    def close(self) -> None:
        """Let go of the connections that are kept open."""
        self._database.kept.close()

    def owners(self) -> list[str]:
        """Whoever has chats, sorted: for whoever runs the page."""
        with self._database.reading() as db:
            return sorted(db.execute(select(CHATS.c.owner).distinct()).scalars())

    def summaries(self, owner: str, search: str = "") -> list[ChatSummary]:
        """The chats of an owner, the one that changed last first.

        Args:
            owner: whose.
            search: words, or parts of them, all of which stand in the chat's title, questions or
                answers, upper and lower case alike; "" lists all chats.
        """
        which = _LISTED
        with self._database.reading() as db:
            place = func.strpos if db.dialect.name == "postgresql" else func.instr
            for word in search.casefold().split()[:_MOST_WORDS]:
                turns = select(TURNS.c.number).where(_OF_CHAT, place(TURNS.c.words, word) > 0)
                which = which.where((place(CHATS.c.words, word) > 0) | turns.exists())
            rows = db.execute(which, {"whose": owner}).mappings().all()
        return [_summary(row) for row in rows]

    def load(self, owner: str, chat_id: str) -> SavedChat:
        """A chat with all its turns; one that was damaged on the disk says so as its reply.

        Raises:
            ChatUnknown: the owner has no such chat.
        """
        with self._database.reading() as db:
            number = known(db, owner, chat_id)
            head, turns = head_of(db, number), tuple(turns_of(db, number))
        created, updated = shown_moment(head["created"]), shown_moment(head["updated"])
        return SavedChat(chat_id, head["title"], created, updated, turns)

    def next_number(self, owner: str, chat_id: str) -> int:
        """The number after that of the last turn kept; 0 when there is no such chat or turn."""
        with self._database.reading() as db:
            return next_number_of(db, owner, chat_id)

    def put(
        self,
        owner: str,
        chat_id: str,
        turn: SavedTurn,
        *,
        new: bool = False,
        instead_of: datetime | None = None,
    ) -> bool:
        """Keep a turn, in the place of the one with its number if there is one.

        A chat that is not there is made, and of more than `MOST_CHATS` the one that has not changed
        for longest goes. The title follows the first question until the chat is renamed. A turn
        that comes after its chat was deleted makes it anew: whoever deletes stops what is asked.

        Args:
            owner: whose.
            chat_id: of the chat.
            turn: what to keep.
            new: take no other turn's place.
            instead_of: but that of the turn that was asked at this moment.

        Returns:
            Whether it is kept: not where it is new, and its number was given to another turn
            meanwhile, as by another tab or page.

        Raises:
            ChatUnknown: the chat is another owner's.
            ChatRefused: the reply is too large, or the chat has as many turns as it may have.
        """
        reply = packed_reply(turn.reply)
        with self._database.writing(owner) as change:
            number = number_of(change.db, owner, chat_id)
            if number is None:
                now = datetime.now(UTC)
                change_no_later(change.db, owner, now)
                chat = SavedChat(chat_id, title_of(turn.question), now, now, ())
                number = make_chat(change.db, owner, chat)
                trim(change, owner)
            elif new and not is_free(change.db, number, turn, instead_of):
                return False
            put_turn(change, number, turn, reply)
            note_change(change.db, owner, number, turn)
        return True

    def cut(self, owner: str, chat_id: str, first: int, end: int | None = None) -> None:
        """Drop turns: an earlier question is to be edited.

        Args:
            owner: whose.
            chat_id: of the chat.
            first: the number of the first to be dropped.
            end: the number that the last stands before; without it, all later ones are dropped.

        Raises:
            ChatUnknown: the owner has no such chat.
        """
        with self._database.writing(owner) as change:
            chat = known(change.db, owner, chat_id)
            drop_turns(change, chat, first, end)
            note_change(change.db, owner, chat)

    def rename(self, owner: str, chat_id: str, title: str) -> None:
        """Give a chat another title.

        Raises:
            ChatUnknown: the owner has no such chat.
            ChatRefused: the title is empty or too long.
        """
        title = checked_title(title)
        with self._database.writing(owner) as change:
            head = head_of(change.db, known(change.db, owner, chat_id))
            change_rows(change.db, CHATS, [head], title=title, words=title.casefold(), renamed=1)

    def delete(self, owner: str, chat_id: str) -> None:
        """Drop a chat. To be able to undo it, load the chat before, and `restore` it.

        Raises:
            ChatUnknown: the owner has no such chat.
        """
        with self._database.writing(owner) as change:
            drop_chats(change, known(change.db, owner, chat_id))

    def restore(self, owner: str, chat: SavedChat) -> None:
        """Keep a whole chat under its own id and days, such as one that was just deleted.

        Raises:
            ChatRefused: there is a chat with its id, or it is past a limit.
        """
        with self._database.writing(owner) as change:
            restore_chat(change, owner, chat)
            trim(change, owner)

    def import_chats(self, owner: str, chats: Iterable[SavedChat]) -> int:
        """Keep many whole chats, all or none of them; returns how many.

        Raises:
            ChatRefused: the owner would have more than `MOST_CHATS`, or as for `restore`.
        """
        brought = list(chats)
        of_owner = select(func.count()).select_from(CHATS).where(CHATS.c.owner == owner)
        with self._database.writing(owner) as change:
            held = change.db.execute(of_owner).scalar_one()
            if held + len(brought) > MOST_CHATS:
                raise ChatRefused(
                    f"{len(brought):,} chats and the {held:,} that are there are more than the "
                    f"{MOST_CHATS:,} that are kept; nothing was imported; delete some before"
                )
            for chat in sorted(brought, key=lambda chat: chat.updated):
                restore_chat(change, owner, chat)
        return len(brought)

    def rate(self, owner: str, chat_id: str, number: int, rating: int, comment: str = "") -> None:
        """Say what the reader made of a reply: 1 for good, -1 for bad, 0 for nothing any more.

        Raises:
            ChatUnknown: the owner has no such chat, or the chat no such turn.
            ChatRefused: there is no such rating, or the comment is too long.
        """
        checked_rating(rating, comment)
        with self._database.writing(owner) as change:
            turn = whole_row(change.db, TURNS, known(change.db, owner, chat_id), number)
            if not turn:
                raise ChatUnknown(f"the chat {chat_id!r:.80} has no turn {number}")
            change_rows(change.db, TURNS, [turn], rating=rating, comment=comment)


def _kept(folder: Path, address: str) -> database.Kept:
    if not address:
        return SqliteFile(folder)
    from qa.chats.server import Server

    return Server(address_of(address))


def _summary(row: Row) -> ChatSummary:
    return ChatSummary(
        row["id"],
        row["title"],
        shown_moment(row["created"]),
        shown_moment(row["updated"]),
        row["turns"],
        bool(row["imported"]),
        not is_sound(CHATS, row),
    )
