"""The chats of an index whose folder may not be written: a copy while the program runs."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from index.storage.pins import CHATS
from qa.chats.store import ChatStore
from qa.errors import ChatsUnwritable

_FILES = (CHATS, f"{CHATS}-wal")  # the second: what was written last, by a program that was killed


@contextmanager
def opened(folder: Path, address: str = "", *, make: bool = False) -> Iterator[ChatStore]:
    """The store of an index's chats, until the block ends; see `store_or_copy`."""
    if make and not address:
        _make(folder)
    with closing(ChatStore(folder, address)) as store:
        yield store


@contextmanager
def store_or_copy(
    folder: Path, address: str = "", *, make: bool = False
) -> Iterator[tuple[ChatStore, str]]:
    """The store of an index's chats, and why what it keeps is lost in the end, else "".

    Where the folder cannot be written, the chats are copied to one that nobody else may look into.
    It goes with the block.

    Args:
        folder: the index's.
        address: of a database, where the chats are kept in one; "" for the folder.
        make: whether a folder that is not there is made, as beside an archive in a Milvus.

    Raises:
        ChatsUnusable: there is no such folder or database, or its chats are damaged or may not be
            read.
        DatabaseUsage, LibraryMissing: see `ChatStore`.
    """
    try:
        if make and not address:
            _make(folder)
        store = ChatStore(folder, address)
    except ChatsUnwritable as error:
        why = error.why
    else:
        with closing(store):
            yield store, ""
        return
    with TemporaryDirectory(prefix="articles-chats-", ignore_cleanup_errors=True) as copy:
        for name in _FILES:
            if (folder / name).exists():
                _copy(folder / name, Path(copy) / name)
        yield ChatStore(Path(copy)), why


def _make(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise ChatsUnwritable(folder / CHATS, error.strerror or str(error)) from error


def _copy(file: Path, to: Path) -> None:
    try:
        shutil.copyfile(file, to)
        to.chmod(0o600)
    except OSError as error:
        raise ChatsUnwritable(file.parent / CHATS, error.strerror or str(error)) from error
