"""Where chats are kept: the tests of what is alike run in each of them."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

from qa.chats.store import ChatStore


@dataclass(frozen=True, slots=True)
class Place:
    """A folder, and the address of a database; "" for a file in the folder."""

    folder: Path
    address: str = ""

    @contextmanager
    def store(self) -> Iterator[ChatStore]:
        """The chats, opened until the block ends."""
        with closing(ChatStore(self.folder, self.address)) as store:
            yield store
