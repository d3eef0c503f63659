"""Who may log in: names with hashes of their passwords and tokens, in a file.

Only `python -m qa users` changes it: under a lock, and by putting a new file in its place, so that
a page reads it whole at any time.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
import secrets
import unicodedata
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from qa.errors import UsersError, UsersUnusable
from qa.users.passwords import LONGEST_PASSWORD, NEVER, SHORTEST_PASSWORD, Hashed, hashed

_NAME = re.compile(r"[\w.@-]{1,64}")
_LOCK_SECONDS = 30.0


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
class _Users:
    """What a file of users holds: those who are there, and the era of each who was removed last."""

    accounts: dict[str, Account] = field(default_factory=dict)
    removed: dict[str, str] = field(default_factory=dict)


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


def add_user(path: Path, name: str, password: str, *, old_chats: bool = False) -> bool:
    """Add a user, or give one a new password, which ends the token of the old one.

    Args:
        path: of the file.
        name: of the user.
        password: of the user.
        old_chats: whether this is the very person of that name who was removed last, and has the
            chats of that time again; otherwise who is added is somebody else. May be said later:
            the chats since then are then had back in the same way.

    Returns:
        Whether chats of an earlier user of that name are kept which this one does not see.

    Raises:
        UsersError: the name or password will not do, nobody of that name was removed who could have
            the old chats again, or the file cannot be read or written.
    """
    if not (kept := name_of(name)):
        raise UsersError(f"{name!r:.80} is no name: letters, digits and . _ @ - only, at most 64")
    if len(password) < SHORTEST_PASSWORD:
        raise UsersError(f"a password has at least {SHORTEST_PASSWORD} characters")
    if len(password) > LONGEST_PASSWORD:
        raise UsersError(f"a password has at most {LONGEST_PASSWORD} characters")
    secret = hashed(password)
    with _changing(path, missing_ok=True) as users:
        here, before = users.accounts.get(kept), users.removed.get(kept)
        if not old_chats:
            era = here.era if here else "" if before is None else secrets.token_hex(4)
        elif before is None:
            raise UsersError(f"no user {kept} was removed who could have old chats")
        else:
            era = before
            del users.removed[kept]
            if here:
                users.removed[kept] = here.era
        users.accounts[kept] = Account(secret, era=era)
        return not here and before is not None and not old_chats


def remove_user(path: Path, name: str) -> str:
    """Remove a user; returns under what name the chats of that user stay kept.

    Raises:
        UsersError: there is no such user, or the file cannot be read or written.
    """
    with _changing(path) as users:
        known = _known(path, users.accounts, name)
        users.removed[known] = users.accounts.pop(known).era
        return owner_of(known, users.removed[known])


def new_token(path: Path, name: str) -> str:
    """Give a user a token for programs, in the place of an earlier one; it is kept nowhere.

    Raises:
        UsersError: there is no such user, or the file cannot be read or written.
    """
    token = "articles_" + secrets.token_urlsafe(32)
    with _changing(path) as users:
        known = _known(path, users.accounts, name)
        users.accounts[known] = replace(users.accounts[known], token=digest(token))
    return token


def revoke_token(path: Path, name: str) -> None:
    """End a user's token.

    Raises:
        UsersError: there is no such user, or the file cannot be read or written.
    """
    with _changing(path) as users:
        known = _known(path, users.accounts, name)
        users.accounts[known] = replace(users.accounts[known], token="")


def user_names(path: Path) -> list[str]:
    """The names in a file, sorted.

    Raises:
        UsersError: the file cannot be read.
    """
    return sorted(read_accounts(path))


def may_enter(path: Path, name: str, password: str) -> bool:
    """Whether a password is right; as slow for a name that is not there.

    Raises:
        UsersError: the file cannot be read.
    """
    account = read_accounts(path).get(name_of(name))
    return matches(account, password)


def matches(account: Account | None, password: str) -> bool:
    """Whether a password is an account's; in the same time when there is no account."""
    right = (account.password if account else NEVER).matches(password)
    return right and account is not None


def read_accounts(path: Path) -> dict[str, Account]:
    """The users of a file, by name.

    Raises:
        UsersError: the file cannot be read, or is something else.
    """
    return _read(path).accounts


def _read(path: Path) -> _Users:
    try:
        values = json.loads(path.read_text("utf-8"))
        return _Users(
            {str(name): _account(kept) for name, kept in values["users"].items()},
            {str(name): _era(era) for name, era in values.get("removed", {}).items()},
        )
    except FileNotFoundError as error:
        raise UsersError(
            f"{path} cannot be read ({error.strerror}); make it with: "
            f"python -m qa users add NAME --users {path}"
        ) from error
    except OSError as error:
        raise UsersUnusable(
            f"{path} cannot be read ({error.strerror}); see who may read it"
        ) from error
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise UsersError(f"{path} is no file of users ({error!r:.60})") from error


def _account(kept: Any) -> Account:  # noqa: ANN401 - JSON
    token = kept.get("token", "")
    if not isinstance(token, str):
        raise TypeError(f"a token of {type(token).__name__}")
    secret = Hashed(bytes.fromhex(kept["salt"]), bytes.fromhex(kept["scrypt"]))
    return Account(secret, token, _era(kept.get("era", "")))


def _era(kept: object) -> str:
    if not isinstance(kept, str) or not re.fullmatch(r"([0-9a-f]{8})?", kept):
        raise ValueError(f"{kept!r:.20} tells no user from others")
    return kept


def _known(path: Path, accounts: Mapping[str, Account], name: str) -> str:
    known = name_of(name)
    if known not in accounts:
        raise UsersError(f"{path} has no user {name!r}; it has: {', '.join(accounts) or 'nobody'}")
    return known


@contextmanager
def _changing(path: Path, *, missing_ok: bool = False) -> Iterator[_Users]:
    """The users of a file, to be changed; written when that went well. One process at a time."""
    from filelock import FileLock, Timeout

    lock = FileLock(path.with_name(f".{path.name}.lock"), timeout=_LOCK_SECONDS, mode=0o600)
    try:
        lock.acquire()
    except Timeout as error:
        raise UsersError(f"{path} is being changed by another command; try again") from error
    except OSError as error:
        raise UsersUnusable(f"{path} cannot be written: {error.strerror}") from error
    try:
        users = _Users() if missing_ok and not path.exists() else _read(path)
        yield users
        _write(path, users)
    finally:
        lock.release()


def _write(path: Path, users: _Users) -> None:
    values: dict[str, object] = {
        "users": {name: _as_json(users.accounts[name]) for name in sorted(users.accounts)}
    }
    if users.removed:
        values["removed"] = users.removed
    beside = path.with_name(f".{path.name}.{secrets.token_hex(4)}")
    try:
        with os.fdopen(os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
            file.write(json.dumps(values, indent=1))
            file.flush()
            os.fsync(file.fileno())
        beside.replace(path)
    except OSError as error:
        with suppress(OSError):
            beside.unlink(missing_ok=True)
        raise UsersUnusable(f"{path} cannot be written: {error.strerror}") from error


def _as_json(account: Account) -> dict[str, object]:
    kept = {"salt": account.password.salt.hex(), "scrypt": account.password.scrypt.hex()}
    token = {"token": account.token} if account.token else {}
    return {**kept, **token, **({"era": account.era} if account.era else {})}
