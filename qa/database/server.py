"""A PostgreSQL server: connecting to it, and its errors as messages that say what to do next."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, inspect, text
from sqlalchemy.exc import DBAPIError, SQLAlchemyError

from qa.database.address import Address
from qa.errors import DatabaseFailed, DatabaseRefused, DatabaseUsage, LibraryMissing

_CONNECT_SECONDS = 5  # unless the address says otherwise
_LONGEST_WHY = 400  # characters
# by what the server says in English; in other languages the last is said
_NEXT = {
    r"password|authentication|no pg_hba": "see that the user may log in: put the password in "
    "PGPASSWORD or ~/.pgpass",
    r"database .* does not exist": "make it: createdb -h HOST -U USER DB",
    r"permission denied|must be owner": "have the user own it: ALTER DATABASE … OWNER TO …",
    r"already exists": "give the chats and users of this program a database of their own",
    r"lock timeout": "others were writing for too long; try again",
}
_ELSE = "see that the server runs, can be reached and has the database and the user"


def engine_of(address: Address, purpose: str) -> Engine:
    """Connections to a database: a few, kept open, looked at before each use.

    Args:
        address: of the database.
        purpose: what it is for, such as "chats in PostgreSQL".

    Raises:
        LibraryMissing: the driver is not installed.
        DatabaseUsage: libpq cannot read the address.
    """
    try:
        import psycopg
        from psycopg.conninfo import conninfo_to_dict
    except ImportError as error:
        raise LibraryMissing(purpose, "postgresql") from error
    try:
        given = conninfo_to_dict(address.full)
    except psycopg.Error as error:
        why = without(address, str(error))
        raise DatabaseUsage(f"the address {address.shown} cannot be read ({why})") from None
    given.setdefault("connect_timeout", _CONNECT_SECONDS)
    given.setdefault("application_name", "article-qa")

    def connect() -> psycopg.Connection[Any]:
        return psycopg.connect(**given)  # type: ignore[arg-type] # as libpq reads them

    return create_engine(
        "postgresql+psycopg://", creator=connect, pool_pre_ping=True, pool_size=4, max_overflow=12
    )


@contextmanager
def told(address: Address, what: str) -> Iterator[None]:
    """What a server or its driver raises, as errors to show.

    Args:
        address: of the database.
        what: is kept there, such as "chats".

    Raises:
        DatabaseFailed: the server cannot be reached, or does not do what it is asked.
        DatabaseRefused: a text cannot be kept as it is.
    """
    import psycopg

    try:
        yield
    except DBAPIError as error:
        if isinstance(error.orig, psycopg.DataError):
            why = without(address, str(error.orig))
            raise DatabaseRefused(f"a text cannot be kept as it is: {why}") from None
        raise _failed(address, what, str(error.orig)) from None
    except (SQLAlchemyError, OSError) as error:
        raise _failed(address, what, str(error)) from None
    except UnicodeEncodeError as error:
        why = f"a text holds what is no character: {error.object[:40]!a}"
        raise DatabaseRefused(why) from error


def format_of(db: Connection, table: str) -> str:
    """The format of some tables, as Alembic notes it in a table; "" where there are none yet."""
    if not inspect(db).has_table(table):
        return ""
    return str(db.execute(text(f"SELECT version_num FROM {table}")).scalar() or "")


def without(address: Address, said: str) -> str:
    """A message on one line, without the password."""
    for secret in address.secrets:
        said = said.replace(secret, "…")
    return " ".join(said.split())[:_LONGEST_WHY]


def _failed(address: Address, what: str, said: str) -> DatabaseFailed:
    why = without(address, said)
    found = (step for words, step in _NEXT.items() if re.search(words, why, re.IGNORECASE))
    step = next(found, _ELSE)
    return DatabaseFailed(
        f"the {what} in {address.shown} cannot be read or written ({why}); {step}"
    )
