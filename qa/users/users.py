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
from dataclasses import dataclass, replace
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
    """

    password: Hashed
    token: str = ""

    @property
    def stamp(self) -> bytes:
        """Changes with the password."""
        return self.password.scrypt


def name_of(text: object) -> str:
    """A name as it is kept, "" for what is none."""
    if not isinstance(text, str) or len(text) > 256:
        return ""
    name = unicodedata.normalize("NFC", text.strip())
    return name if _NAME.fullmatch(name) else ""


def digest(token: str) -> str:
    """What is kept of a token: it is long and random, so one fast hash is enough."""
    return hashlib.sha256(token.encode("utf-8", "surrogatepass")).hexdigest()


def add_user(path: Path, name: str, password: str) -> None:
    """Add a user, or give one a new password, which ends the token of the old one.

    Raises:
        UsersError: the name or password will not do, or the file cannot be read or written.
    """
    if not (kept := name_of(name)):
        raise UsersError(f"{name!r:.80} is no name: letters, digits and . _ @ - only, at most 64")
    if len(password) < SHORTEST_PASSWORD:
        raise UsersError(f"a password has at least {SHORTEST_PASSWORD} characters")
    if len(password) > LONGEST_PASSWORD:
        raise UsersError(f"a password has at most {LONGEST_PASSWORD} characters")
    account = Account(hashed(password))
    with _changing(path, missing_ok=True) as accounts:
        accounts[kept] = account


def remove_user(path: Path, name: str) -> None:
    """Remove a user.

    Raises:
        UsersError: there is no such user, or the file cannot be read or written.
    """
    with _changing(path) as accounts:
        del accounts[_known(path, accounts, name)]


def new_token(path: Path, name: str) -> str:
    """Give a user a token for programs, in the place of an earlier one; it is kept nowhere.

    Raises:
        UsersError: there is no such user, or the file cannot be read or written.
    """
    token = "articles_" + secrets.token_urlsafe(32)
    with _changing(path) as accounts:
        known = _known(path, accounts, name)
        accounts[known] = replace(accounts[known], token=digest(token))
    return token


def revoke_token(path: Path, name: str) -> None:
    """End a user's token.

    Raises:
        UsersError: there is no such user, or the file cannot be read or written.
    """
    with _changing(path) as accounts:
        known = _known(path, accounts, name)
        accounts[known] = replace(accounts[known], token="")


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
    try:
        values = json.loads(path.read_text("utf-8"))
        return {str(name): _account(kept) for name, kept in values["users"].items()}
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
    return Account(Hashed(bytes.fromhex(kept["salt"]), bytes.fromhex(kept["scrypt"])), token)


def _known(path: Path, accounts: Mapping[str, Account], name: str) -> str:
    known = name_of(name)
    if known not in accounts:
        raise UsersError(f"{path} has no user {name!r}; it has: {', '.join(accounts) or 'nobody'}")
    return known


@contextmanager
def _changing(path: Path, *, missing_ok: bool = False) -> Iterator[dict[str, Account]]:
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
        accounts = {} if missing_ok and not path.exists() else read_accounts(path)
        yield accounts
        _write(path, accounts)
    finally:
        lock.release()


def _write(path: Path, accounts: Mapping[str, Account]) -> None:
    users = {name: _as_json(accounts[name]) for name in sorted(accounts)}
    beside = path.with_name(f".{path.name}.{secrets.token_hex(4)}")
    try:
        with os.fdopen(os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
            file.write(json.dumps({"users": users}, indent=1))
            file.flush()
            os.fsync(file.fileno())
        beside.replace(path)
    except OSError as error:
        with suppress(OSError):
            beside.unlink(missing_ok=True)
        raise UsersUnusable(f"{path} cannot be written: {error.strerror}") from error


def _as_json(account: Account) -> dict[str, str]:
    kept = {"salt": account.password.salt.hex(), "scrypt": account.password.scrypt.hex()}
    return kept | ({"token": account.token} if account.token else {})
