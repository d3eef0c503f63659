"""Users: what is kept of one, of all, and of a login; under what name."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from dataclasses import dataclass, field

from qa.users.passwords import NEVER, Hashed

_NAME = re.compile(r"[\w.@-]{1,64}")


@dataclass(frozen=True, slots=True)
class Account:
    """A user.

    Attributes:
        token: sha256 of the token that programs log in with, as hexadecimal digits; "" for none.
        era: tells this user from those of the same name who were removed; "" for the first.
    """

    password: Hashed
    token: str = ""
    era: str = ""

    @property
    def stamp(self) -> bytes:
        """Changes with the password."""
        return self.password.scrypt

    def owner(self, name: str) -> str:
        """Under what name the chats of this user are kept; `name` is the user's."""
        return owner_of(name, self.era)


@dataclass(slots=True)
class Users:
    """All users: those who are there, and the era of each who was removed last."""

    accounts: dict[str, Account] = field(default_factory=dict)
    removed: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Login:
    """A browser that a user has logged in with.

    Attributes:
        name: of the user.
        stamp: of the account: a login ends with the password.
        ends: when, in seconds since 1970.
    """

    name: str
    stamp: bytes
    ends: float


def owner_of(name: str, era: str) -> str:
    """Under what name the chats of a user are kept."""
    return f"user:{name}#{era}" if era else f"user:{name}"


def name_of(text: object) -> str:
    """A name as it is kept, "" for what is none."""
    if not isinstance(text, str) or len(text) > 256:
        return ""
    name = unicodedata.normalize("NFC", text.strip())
    return name if _NAME.fullmatch(name) else ""


def digest(token: str) -> str:
    """What is kept of a token: it is long and random, so one fast hash is enough."""
    return hashlib.sha256(token.encode("utf-8", "surrogatepass")).hexdigest()


def matches(account: Account | None, password: str) -> bool:
    """Whether a password is an account's; in the same time when there is no account."""
    right = (account.password if account else NEVER).matches(password)
    return right and account is not None
