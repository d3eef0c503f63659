"""Who may log in: names and salted, slow hashes of passwords (scrypt, RFC 7914), in a file.

Only `python -m qa users add NAME` puts anybody there.
"""

from __future__ import annotations

import hashlib
import hmac
import json
import os
import re
import secrets
from collections.abc import Callable, Mapping
from pathlib import Path

from qa.errors import UsersError
from qa.users.rate_limit import RateLimit

SHORTEST_PASSWORD = 10
_NAME = re.compile(r"[\w.@-]{1,64}")
_TRIES = 10  # logins a minute of one name
_COST = {"n": 2**14, "r": 8, "p": 1}  # about 16 MB and 50 ms


def add_user(path: Path, name: str, password: str) -> None:
    """Add a user, or give one a new password; the file is written at once or not at all.

    Raises:
        UsersError: the name or password will not do, or the file cannot be read or written.
    """
    if not _NAME.fullmatch(name):
        raise UsersError(f"{name!r} is no name: letters, digits and . _ @ - only, at most 64")
    if len(password) < SHORTEST_PASSWORD:
        raise UsersError(f"a password has at least {SHORTEST_PASSWORD} characters")
    salt = secrets.token_bytes(16)
    kept = {"salt": salt.hex(), "scrypt": _hash(password, salt).hex()}
    _write(path, {**(_read(path) if path.exists() else {}), name: kept})


def remove_user(path: Path, name: str) -> None:
    """Remove a user.

    Raises:
        UsersError: there is no such user, or the file cannot be read or written.
    """
    users = _read(path)
    if name not in users:
        raise UsersError(f"{path} has no user {name!r}; it has: {', '.join(users) or 'nobody'}")
    _write(path, {other: kept for other, kept in users.items() if other != name})


def user_names(path: Path) -> list[str]:
    """The names in a file, sorted.

    Raises:
        UsersError: the file cannot be read.
    """
    return sorted(_read(path))


def may_enter(path: Path, name: str, password: str) -> bool:
    """Whether a password is right; as slow for a name that is not there.

    Raises:
        UsersError: the file cannot be read.
    """
    nobody = {"salt": "00" * 16, "scrypt": "00" * 64}
    users = _read(path)
    kept = users.get(name, nobody)
    right = hmac.compare_digest(
        _hash(password, bytes.fromhex(kept["salt"])), bytes.fromhex(kept["scrypt"])
    )
    return right and name in users


def authenticator(path: Path) -> Callable[[str, str], bool]:
    """Says whether a name and a password are right; no to whoever tries one name too often."""
    tries = RateLimit(_TRIES)

    def enter(name: str, password: str) -> bool:
        return not tries.wait(name) and may_enter(path, name, password)

    return enter


def _hash(password: str, salt: bytes) -> bytes:
    return hashlib.scrypt(password.encode("utf-8", "surrogatepass"), salt=salt, dklen=64, **_COST)


def _read(path: Path) -> dict[str, dict[str, str]]:
    try:
        values = json.loads(path.read_text("utf-8"))
        users = {str(name): dict(kept) for name, kept in values["users"].items()}
        for kept in users.values():
            bytes.fromhex(kept["salt"]), bytes.fromhex(kept["scrypt"])
    except OSError as error:
        raise UsersError(
            f"{path} cannot be read ({error.strerror}); make it with: "
            f"python -m qa users add NAME --users {path}"
        ) from error
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise UsersError(f"{path} is no file of users ({error!r:.60})") from error
    return users


def _write(path: Path, users: Mapping[str, Mapping[str, str]]) -> None:
    text = json.dumps({"users": dict(sorted(users.items()))}, indent=1)
    beside = path.with_name(f".{path.name}.{secrets.token_hex(4)}")
    try:
        with os.fdopen(os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
            file.write(text)
        beside.replace(path)
    except OSError as error:
        beside.unlink(missing_ok=True)
        raise UsersError(f"{path} cannot be written: {error.strerror}") from error
