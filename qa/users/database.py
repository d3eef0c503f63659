"""Users, and who has logged in, in a PostgreSQL database that several pages share.

page_users           a row a user: the hashes of password and token
page_users_removed   those who were removed last, by name
page_logins          a row a login: the hash of what the browser holds, whose, until when
page_users_changes   one number, another after each change: what pages look at
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass

from sqlalchemy import BigInteger, Column, Connection, Double, MetaData, Table, Text, text

from qa.database.address import Address
from qa.database.server import engine_of, format_of, told
from qa.errors import DatabaseFailed
from qa.users.account import Account, Login, Users
from qa.users.migrations import NEWEST, SCRIPTS, VERSION_TABLE
from qa.users.passwords import Hashed

_META = MetaData()
_OF_USER = ("name", "salt", "scrypt", "token", "era")
_USERS = Table("page_users", _META, *(Column(name, Text) for name in _OF_USER))
_REMOVED = Table("page_users_removed", _META, Column("name", Text), Column("era", Text))
_LOGINS = Table(
    "page_logins", _META, Column("token", Text), Column("name", Text), Column("ends", Double)
)
_CHANGES = Table("page_users_changes", _META, Column("number", BigInteger))

_LOCK = text(
    "SELECT set_config('lock_timeout', '30s', true), pg_advisory_xact_lock(:key)"
).bindparams(key=0x61717369)  # which of the database's advisory locks is that of users
_SNAPSHOT = text("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")


@dataclass(frozen=True, slots=True)
class Shared:
    """All that pages share, as it was at one moment.

    Attributes:
        number: another one after each change.
        logins: by the hash of what the browser holds.
    """

    number: int
    accounts: Mapping[str, Account]
    logins: Mapping[str, Login]


class UsersDatabase:
    """The users of a database.

    Each method raises DatabaseFailed where the database cannot be read or written, or its tables
    are of a newer format.

    Args:
        address: of the database.

    Raises:
        LibraryMissing, DatabaseUsage: see `qa.database.server.engine_of`.
    """

    def __init__(self, address: Address) -> None:
        self.address = address
        self._engine = engine_of(address, "users in PostgreSQL")

    def make(self) -> None:
        """Make the tables, or bring those that are there up to date."""
        with self._writing():
            pass

    def read(self) -> Users:
        """All users, as they are now; none where the tables have not been made."""
        with told(self.address, "users"), self._engine.begin() as db:
            db.execute(_SNAPSHOT)
            return _users(db) if format_of(db, VERSION_TABLE) else Users()

    @contextmanager
    def changing(self, *, missing_ok: bool = False) -> Iterator[Users]:
        """The users, to be changed: kept when the block ends well, one change after another.

        Whoever is taken out, or has another password, is logged out.
        """
        with self._writing() as db:
            users = _users(db)
            before = dict(users.accounts)
            yield users
            db.execute(_USERS.delete())
            db.execute(_REMOVED.delete())
            if rows := [_row(name, account) for name, account in users.accounts.items()]:
                db.execute(_USERS.insert(), rows)
            if rows := [{"name": name, "era": era} for name, era in users.removed.items()]:
                db.execute(_REMOVED.insert(), rows)
            out = [name for name, one in before.items() if _stamp(users, name) != one.stamp]
            db.execute(_LOGINS.delete().where(_LOGINS.c.name.in_(out)))
            _note_change(db)

    def shared(self, but: int | None = None) -> Shared | None:
        """What pages share; None where it is still that of a number."""
        with told(self.address, "users"), self._engine.begin() as db:
            db.execute(_SNAPSHOT)
            number = db.execute(_CHANGES.select()).scalar_one()
            if number == but:
                return None
            accounts = _users(db).accounts
            rows = db.execute(_LOGINS.select()).all()
        known = [row for row in rows if row.name in accounts]
        logins = {row.token: Login(row.name, accounts[row.name].stamp, row.ends) for row in known}
        return Shared(number, accounts, logins)

    def log_in(self, token: str, login: Login, now: float, most: int) -> bool:
        """Keep a login.

        Args:
            token: the hash of what the browser holds.
            login: whose, with which password.
            now: logins that have ended by then are forgotten.
            most: logins a user may have; the oldest go.

        Returns:
            False where the user has been removed, or has another password by now.
        """
        with self._writing() as db:
            if _stamp(_users(db), login.name) != login.stamp:
                return False
            db.execute(_LOGINS.delete().where(_LOGINS.c.ends <= now))
            own = _LOGINS.select().where(_LOGINS.c.name == login.name)
            others = db.execute(own.order_by(_LOGINS.c.ends.desc())).all()
            gone = [row.token for row in others[most - 1 :]]
            db.execute(_LOGINS.delete().where(_LOGINS.c.token.in_(gone)))
            values = {"token": token, "name": login.name, "ends": login.ends}
            db.execute(_LOGINS.insert(), values)
            _note_change(db)
        return True

    def log_out(self, token: str) -> None:
        """Forget a login, by the hash of what the browser holds."""
        with self._writing() as db:
            db.execute(_LOGINS.delete().where(_LOGINS.c.token == token))
            _note_change(db)

    def close(self) -> None:
        """Close the connections that are kept open."""
        self._engine.dispose()

    @contextmanager
    def _writing(self) -> Iterator[Connection]:
        """A change that is kept whole or not at all, of tables of the newest format."""
        with told(self.address, "users"), self._engine.begin() as db:
            db.execute(_LOCK)
            _bring_up_to_date(db, self.address)
            yield db


def _bring_up_to_date(db: Connection, address: Address) -> None:
    found = format_of(db, VERSION_TABLE)
    if found == str(NEWEST):
        return
    if found and found not in map(str, range(1, NEWEST)):
        raise DatabaseFailed(
            f"the users in {address.shown} are of format {found}, this program reads 1 to {NEWEST};"
            " use the program that wrote them"
        )
    from qa.database.upgrading import upgrade  # Alembic is slow to import, and seldom needed

    upgrade(db, SCRIPTS, int(found or 0))


def _users(db: Connection) -> Users:
    users = Users()
    for row in db.execute(_USERS.select()):
        secret = Hashed(bytes.fromhex(row.salt), bytes.fromhex(row.scrypt))
        users.accounts[row.name] = Account(secret, row.token, row.era)
    users.removed.update((row.name, row.era) for row in db.execute(_REMOVED.select()))
    return users


def _row(name: str, account: Account) -> dict[str, str]:
    secret = account.password
    kept = {"salt": secret.salt.hex(), "scrypt": secret.scrypt.hex()}
    return {"name": name, **kept, "token": account.token, "era": account.era}


def _stamp(users: Users, name: str) -> bytes | None:
    account = users.accounts.get(name)
    return account.stamp if account else None


def _note_change(db: Connection) -> None:
    db.execute(_CHANGES.update().values(number=_CHANGES.c.number + 1))
