"""Writing chats in a process of its own; imports little, for many are started."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

from qa.chats.store import ChatStore
from qa.chats.types import SavedTurn


def write(folder: Path, number: int) -> None:
    """Put five turns of a chat that others write to as well; the first of them makes the file."""
    now = datetime.now(UTC)
    for step in range(5):
        turn = SavedTurn(number * 100 + step, "Who?", now, {"error": "none"}, {})
        ChatStore(folder).put("ada", "one", turn)
