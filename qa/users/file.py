"""Users in a file.

Changed under a lock, and by putting a new file in its place, so that a page reads it whole at any
time.
"""

from __future__ import annotations

import json
import os
import re
import secrets
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from qa.errors import UsersError, UsersUnusable
from qa.users.account import Account, Users
from qa.users.passwords import Hashed

_LOCK_SECONDS = 30.0


@dataclass(frozen=True, slots=True)
class UsersFile:
    """The users of a file."""

    path: Path

    def read(self) -> Users:
        """All of them.

        Raises:
            UsersError: the file cannot be read, or is something else.
        """
        return _read(self.path)

    @contextmanager
    def changing(self, *, missing_ok: bool = False) -> Iterator[Users]:
        """The users, to be changed; written when that went well. One process at a time.

        Args:
            missing_ok: whether the file is made where it is not there.

        Raises:
            UsersError: the file cannot be read or written, or is something else.
        """
        from filelock import FileLock, Timeout

        path = self.path
        lock = FileLock(path.with_name(f".{path.name}.lock"), timeout=_LOCK_SECONDS, mode=0o600)
        try:
            lock.acquire()
        except Timeout as error:
            raise UsersError(f"{path} is being changed by another command; try again") from error
        except OSError as error:
            raise UsersUnusable(f"{path} cannot be written: {error.strerror}") from error
        try:
            users = Users() if missing_ok and not path.exists() else _read(path)
            yield users
            _write(path, users)
        finally:
            lock.release()


def _read(path: Path) -> Users:
    try:
        values = json.loads(path.read_text("utf-8"))
        return Users(
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


def _write(path: Path, users: Users) -> None:
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
