"""Writing chats in a process of its own; imports little, for many are started."""

from __future__ import annotations

import random
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path

from qa.chats.store import ChatStore
from qa.chats.types import SavedChat, SavedTurn
from qa.errors import ChatRefused, ChatUnknown
from tests.qa.chats.places import Place


def write(place: Place, number: int) -> None:
    """Put five turns of a chat that others write to as well; the first of them makes the tables."""
    now = datetime.now(UTC)
    for step in range(5):
        turn = SavedTurn(number * 100 + step, "Who?", now, {"error": "none"}, {})
        with place.store() as store:
            store.put("ada", "one", turn)


def change_at_random(place: Place, signal: Path, seed: int) -> None:
    """Save, edit, delete and bring back chats for ever; make the file `signal` after saving."""
    dice = random.Random(seed)
    store = ChatStore(place.folder, place.address)
    gone: list[SavedChat] = []
    while True:
        chat_id, number = f"chat {dice.randrange(4)}", dice.randrange(4)
        hit = {"article_id": "a", "version": f"{dice.randrange(40):064}"}
        turn = SavedTurn(number, "Who?", datetime.now(UTC), {"hits": [hit]}, {})
        with suppress(ChatUnknown, ChatRefused):  # the other process was faster
            match dice.randrange(5):
                case 0:
                    store.cut("ada", chat_id, number)
                case 1:
                    gone.append(store.load("ada", chat_id))
                    store.delete("ada", chat_id)
                case 2 if gone:
                    store.restore("ada", gone.pop())
                case _:
                    store.put("ada", chat_id, turn)
                    signal.touch()
