"""Hashing passwords: salted and slow (scrypt, RFC 7914)."""

from __future__ import annotations

import hashlib
import hmac
import secrets
from dataclasses import dataclass

SHORTEST_PASSWORD = 10
LONGEST_PASSWORD = 1024
_COST = {"n": 2**14, "r": 8, "p": 1}  # about 16 MB and 50 ms


@dataclass(frozen=True, slots=True)
class Hashed:
    """What is kept of a password."""

    salt: bytes
    scrypt: bytes

    def matches(self, password: str) -> bool:
        """Whether this was made of a password: takes as long for a wrong one as for the right."""
        return hmac.compare_digest(_scrypt(password, self.salt), self.scrypt)


NEVER = Hashed(bytes(16), bytes(64))  # what no password matches, in the same time


def hashed(password: str) -> Hashed:
    """Hash a password with a salt of its own."""
    salt = secrets.token_bytes(16)
    return Hashed(salt, _scrypt(password, salt))


def _scrypt(password: str, salt: bytes) -> bytes:
    return hashlib.scrypt(password.encode("utf-8", "surrogatepass"), salt=salt, dklen=64, **_COST)
