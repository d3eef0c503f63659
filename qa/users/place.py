"""Where users are kept: a file, or a PostgreSQL database that several pages share.

Nothing heavy is imported until a database is opened.
"""

from __future__ import annotations

from argparse import ArgumentTypeError
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import Protocol

from qa.database.address import Address, address_of
from qa.errors import DatabaseUsage
from qa.users.account import Users
from qa.users.file import UsersFile

UsersPlace = Path | Address


class KeptUsers(Protocol):
    """Users, wherever they are kept."""

    def read(self) -> Users:
        """All of them, as they are now."""

    def changing(self, *, missing_ok: bool = False) -> AbstractContextManager[Users]:
        """Them to be changed; kept when the block ends well, one change after another."""


def users_argument(text: str) -> UsersPlace:
    """A place named on a command line: a file, or an address of PostgreSQL."""
    if not text.startswith(("postgresql:", "postgres:")):
        return Path(text)
    try:
        return address_of(text)
    except DatabaseUsage as error:
        raise ArgumentTypeError(str(error)) from None


def shown(place: UsersPlace) -> str:
    """A place as it may be shown."""
    return place.shown if isinstance(place, Address) else str(place)


@contextmanager
def users_in(place: UsersPlace) -> Iterator[KeptUsers]:
    """The users of a place, until the block ends.

    Raises:
        LibraryMissing: the driver of the database is not installed.
        DatabaseUsage, DatabaseFailed: the database cannot be used, and why.
    """
    if isinstance(place, Path):
        yield UsersFile(place)
        return
    from qa.users.database import UsersDatabase

    database = UsersDatabase(place)
    try:
        yield database
    finally:
        database.close()
